"""A second process on an archive that is held: the owner carries its commands out."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from assistant.assistant import Assistant
from assistant.errors import (
    ArchiveError,
    ArchiveHeld,
    ArticleNotFound,
    OnRecordError,
    QuestionError,
    UnknownSource,
)
from assistant.owner import Owner, owner_of
from assistant.settings import Settings
from ingest.rebuild import rebuild
from tests.conftest import SAMPLES
from tests.support.command import ONRECORD, environment
from ui.commands import (
    Articles,
    Ask,
    Command,
    Doctor,
    Ingest,
    Limits,
    Progress,
    Remove,
    Search,
    Show,
)
from ui.handover import hand_over, routes
from ui.serve import address_of
from ui.session import carry_out
from ui.wire import to_json

WHO = "who disputed the withdrawal?"


def silent(progress: Progress) -> None:
    """Nobody to tell."""


@contextmanager
def serving(assistant: Any, token: str, listener: socket.socket) -> Iterator[None]:
    """The routes of the hand-over on a socket, without a page."""
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes(assistant, token)), log_level="critical")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def held(samples: Path) -> Iterator[Assistant]:
    """The process that owns the archive, and serves others."""
    settings = Settings.load(samples, model=None, lock_wait=0.0)
    with (
        Assistant.open(samples, settings, command="serve") as assistant,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        token = assistant.ownership.announce(address_of(listener))
        with serving(assistant, token, listener):
            yield assistant


@pytest.fixture
def owner(held: Assistant, samples: Path) -> Owner:
    found = owner_of(samples)
    assert found is not None
    return found


def without_timings(result: Any) -> Any:
    if isinstance(result, dict):
        result.pop("timings", None)
    return result


AFTER = datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "command",
    [
        Ask(WHO),
        Ask(WHO, limits=Limits(after=AFTER, sources=("lindehavn post",))),
        Ask("What did the Kestrovian finance minister say about the withdrawal?"),
        Search("tram strike", 5, Limits(before=AFTER)),
        Articles(),
        Doctor(),
    ],
    ids=lambda command: type(command).__name__,
)
def test_the_same_result(held: Assistant, samples: Path, command: Command) -> None:
    handed = carry_out(samples, command, silent)
    own = to_json(command.run(held, silent))
    assert without_timings(handed) == without_timings(json.loads(json.dumps(own)))


def test_ingest_show_remove(held: Assistant, samples: Path, tmp_path: Path) -> None:
    source = tmp_path / "new.txt"
    source.write_text("Title: A heron lands\n\nA heron landed on the Guildhall roof on Tuesday.")
    told: list[Progress] = []
    report = carry_out(samples, Ingest((str(source),)), told.append)
    assert (report["added"], report["failed"]) == (1, [])
    assert [each.text for each in told] == ["A heron lands", "Reading who says what"]
    assert all(each.done == each.total > 0 for each in told)

    hit = held.search("heron on the Guildhall roof", 1)[0]
    shown = carry_out(samples, Show(hit.passage.article_id), silent)
    assert shown["title"] == "A heron lands"
    assert carry_out(samples, Remove(shown["id"]), silent) == shown["id"]
    with pytest.raises(ArticleNotFound, match=shown["id"]):
        held.archive.article(shown["id"])
    assert all(each["ok"] for each in carry_out(samples, Doctor(), silent))


def test_a_thread_goes_on_at_the_owner(held: Assistant, samples: Path) -> None:
    carry_out(samples, Ask("What did Bronagh Tilley say?", "shared"), silent)
    told: list[Progress] = []
    carry_out(samples, Ask("and what did he say?", "shared"), told.append)
    assert "What did Bronagh Tilley say?" in told[0].text, "the question before is remembered"


@pytest.mark.parametrize(
    ("command", "kind", "message"),
    [
        (Show("nothing"), ArticleNotFound, "no article has the id 'nothing'"),
        (Ask("?!"), QuestionError, "the question is empty"),
        (Search("x", 3, Limits(sources=("zz",))), UnknownSource, 'unknown source "zz"'),
    ],
)
def test_an_error_is_the_same_error(
    held: Assistant, samples: Path, command: Command, kind: type[OnRecordError], message: str
) -> None:
    with pytest.raises(OnRecordError, match=message) as raised:
        carry_out(samples, command, silent)
    assert type(raised.value) is kind


@pytest.mark.parametrize("token", [None, "", "Bearer", "Bearer wrong", "Bearer Ünrecht"])
def test_without_the_token_nothing_is_told(owner: Owner, token: str | None) -> None:
    headers = {} if token is None else {"authorization": token.encode()}
    reply = httpx.post(f"{owner.address}/api/articles", json={}, headers=headers, trust_env=False)
    assert reply.status_code == 403
    assert reply.json() == {"error": "not allowed"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("articles", b"{}", 200),
        ("reindex", b"{}", 404),
        ("show", b"{}", 400),
        ("show", b"no json", 400),
        ("show", b"\xff", 400),
        ("search", b'{"question": "x", "k": "many"}', 400),
    ],
)
def test_requests(owner: Owner, path: str, body: bytes, status: int) -> None:
    headers = {"authorization": f"Bearer {owner.token}"}
    url = f"{owner.address}/api/{path}"
    reply = httpx.post(url, content=body, headers=headers, trust_env=False)
    assert reply.status_code == status
    assert httpx.get(url, headers=headers, trust_env=False).status_code == 405


def test_the_note_with_the_token_is_for_its_owner_alone(held: Assistant, samples: Path) -> None:
    assert (samples / "owner.json").stat().st_mode & 0o077 == 0


def test_reindex_says_who_holds_the_archive(held: Assistant, samples: Path) -> None:
    with pytest.raises(ArchiveHeld, match=r"held by `onrecord serve` \(process \d+"):
        rebuild(samples, held.settings)


def test_an_owner_that_does_not_answer(owner: Owner) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nobody = replace(owner, address=address_of(listener))
    assert hand_over(nobody, Articles(), silent) is None


def test_an_owner_that_refuses(owner: Owner) -> None:
    assert hand_over(replace(owner, token="old"), Articles(), silent) is None


def test_an_owner_that_dies_in_the_middle(owner: Owner) -> None:
    def die(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.recv(65536)
        line = b'{"progress": {"done": 1, "total": 2, "text": "half"}}\n'
        head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        connection.sendall(head + f"{len(line):x}\r\n".encode() + line + b"\r\n")
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=die, args=(listener,))
        thread.start()
        told: list[Progress] = []
        with pytest.raises(
            ArchiveError, match=r"`onrecord serve`\) broke off; .* run the command again"
        ):
            hand_over(replace(owner, address=address_of(listener)), Articles(), told.append)
        thread.join()
    assert told == [Progress(1, 2, "half")]


def test_a_defect_at_the_owner_reaches_the_other_process(owner: Owner) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        serving(object(), "t", listener),
        pytest.raises(OnRecordError, match="internal error: AttributeError"),
    ):
        hand_over(replace(owner, address=address_of(listener), token="t"), Articles(), silent)


def test_real_processes(held: Assistant, samples: Path) -> None:
    """Status, streams and JSON are those of a process that has the archive itself."""

    def run(*verb: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*ONRECORD, "--archive", str(samples), *verb],
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    asked = run("ask", WHO, "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    own = to_json(Ask(WHO).run(held, silent))
    own.pop("hits")
    assert without_timings(json.loads(asked.stdout)) == without_timings(own)

    missing = run("show", "nothing")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("onrecord: no article has the id 'nothing'")


@contextmanager
def real_server(archive: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`onrecord serve` on a free port, and the address it prints."""
    with subprocess.Popen(
        [*ONRECORD, "--archive", str(archive), "serve", "--port", "0"],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            assert line.startswith("OnRecord is at http://127.0.0.1:"), line + process.stderr.read()
            yield process, line.split()[3]
        finally:
            process.kill()


def test_a_real_server_killed_and_another_told_to_stop(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    with real_server(archive) as (server, address):
        assert "OnRecord" in httpx.get(address, trust_env=False).text
        assert httpx.post(f"{address}/api/articles", json={}, trust_env=False).status_code == 403
        report = carry_out(archive, Ingest((str(SAMPLES / "08-tram-strike.txt"),)), silent)
        assert report["added"] == 1
        server.send_signal(signal.SIGKILL)
        server.wait()
    assert owner_of(archive) is not None, "the note is still there, the lock is not"
    (listed,) = carry_out(archive, Articles(), silent)
    assert listed["title"].startswith("Trams stop for 24 hours")
    assert all(each["ok"] for each in carry_out(archive, Doctor(), silent))

    with real_server(archive) as (server, address):
        owner = owner_of(archive)
        assert owner is not None
        assert owner.address == address
        assert hand_over(owner, Articles(), silent) == [listed]
        server.send_signal(signal.SIGTERM)
        assert server.wait() == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""
    assert owner_of(archive) is None, "the archive was closed"
