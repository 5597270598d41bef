"""One more round where the answer of a hosted model does not hold, over the real wire."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.types import Answer, Delta, Event
from assistant.writer import UNSUPPORTED
from prompts import CANNOT_ANSWER
from tests.support.openai_server import (
    Call,
    ChatServer,
    Reply,
    Request,
    Say,
    is_repair,
    keys_shown,
)

NAME = "openai:gpt-test"
WHO = "who disputed the withdrawal?"
SEARCH = Call("search_passages", '{"query": "who disputed the withdrawal"}')
QUOTE = "They have been moved around the valley, not out of it."
CLAIM = f"Signe Aldqvist disputed the withdrawal, saying: “{QUOTE}”"
PLACE = "Signe Aldqvist spoke in Lindehavn"
LIE = "Signe Aldqvist counted 7,777 soldiers"


@pytest.fixture(scope="module")
def server() -> Iterator[ChatServer]:
    with ChatServer() as chat:
        yield chat


@pytest.fixture
def opened(
    server: ChatServer, sample_archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Assistant]]:
    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    folder = tmp_path / "archive"
    shutil.copytree(sample_archive, folder)
    made: list[Assistant] = []

    def open_with(**settings: object) -> Assistant:
        given = Settings.load(folder, model=NAME, model_url=server.url, **settings)
        made.append(Assistant.open(folder, given))
        return made[-1]

    server.will()
    yield open_with
    for each in made:
        each.close()
    assert server.left == 0
    assert server.refusals == []


def citing(text: str) -> Callable[[Request], Reply]:
    def reply(request: Request) -> Reply:
        key = next(key for key, said in keys_shown(request).items() if QUOTE in said)
        return Say(text.replace("{key}", key))

    return reply


def told(events: list[Event]) -> tuple[Answer, str]:
    assert isinstance(events[-1], Answer)
    return events[-1], "".join(e.text for e in events if isinstance(e, Delta))


def test_what_fails_is_held_back_and_mended(
    server: ChatServer, opened: Callable[..., Assistant]
) -> None:
    assistant = opened()
    first = f"{CLAIM} [{{key}}]. {LIE} [{{key}}]. {PLACE} [{{key}}]."
    server.will(SEARCH, citing(first), citing(f"{PLACE} [{{key}}]."))
    answer, streamed = told(list(assistant.stream(WHO, thread="mended")))
    assert answer.text == streamed == f"{CLAIM}. [1] {PLACE}. [1]"
    assert "7,777" not in streamed
    assert {s.support for s in answer.sentences} == {"supported"}

    asked = server.requests[-1]["messages"][-1]["content"]
    assert is_repair(server.requests[-1])
    assert CLAIM in asked
    assert "7,777" in asked
    assert PLACE not in asked, "nothing is given out behind what failed"
    assert "tools" in server.requests[-1], "it may search again"
    kept = server.requests[-1]["messages"][-2]["content"]
    assert CLAIM in kept
    assert "7,777" not in kept, "what is held back is no part of the conversation"

    server.will(Say(CANNOT_ANSWER))
    assistant.ask("and who else?", thread="mended")
    history = server.requests[0]["messages"]
    assert [m["role"] for m in history] == ["system", "user", "assistant", "assistant", "user"]
    assert "checked" not in str(history[1:]), "the repair is no turn of the conversation"


@pytest.mark.parametrize(
    ("unsupported", "shown"),
    [("mark", f"{CLAIM}. [1] {LIE}. [1] {UNSUPPORTED}"), ("drop", f"{CLAIM}. [1]")],
)
def test_what_fails_twice_is_marked_or_dropped(
    server: ChatServer, opened: Callable[..., Assistant], unsupported: str, shown: str
) -> None:
    assistant = opened(unsupported=unsupported)
    server.will(SEARCH, citing(f"{CLAIM} [{{key}}]. {LIE} [{{key}}]."), citing(f"{LIE} [{{key}}]."))
    answer, streamed = told(list(assistant.stream(WHO)))
    assert answer.text == streamed == shown


def test_only_one_repair(server: ChatServer, opened: Callable[..., Assistant]) -> None:
    assistant = opened()
    server.will(SEARCH, citing(f"{LIE} [{{key}}]."))  # and says so again when it is asked again
    answer, streamed = told(list(assistant.stream(WHO)))
    assert len(server.requests) == 3
    assert answer.text == streamed == f"{LIE}. [1] {UNSUPPORTED}"


def test_a_repair_may_search_again(server: ChatServer, opened: Callable[..., Assistant]) -> None:
    assistant = opened()
    again = Call(SEARCH.name, SEARCH.arguments, id="call_2", text="Let me look again.")
    server.will(Say("I believe it was the minister."), again, citing(f"{CLAIM} [{{key}}]."))
    answer, streamed = told(list(assistant.stream(WHO)))
    assert answer.text == streamed == f"{CLAIM}. [1]"
    assert "cites no passage" in server.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize("said", ["", "I believe it was the minister.", CANNOT_ANSWER])
def test_giving_up_after_a_repair(
    server: ChatServer, opened: Callable[..., Assistant], said: str
) -> None:
    assistant = opened()
    server.will(SEARCH, citing(f"{LIE} [{{key}}]."), Say(said))
    answer, streamed = told(list(assistant.stream(WHO)))
    assert answer.outcome == "abstained"
    assert answer.text == streamed
    assert "7,777" not in answer.text


def test_nothing_to_mend_in_an_answer_that_holds_or_gives_up(
    server: ChatServer, opened: Callable[..., Assistant]
) -> None:
    assistant = opened()
    server.will(SEARCH, citing(f"{CLAIM} [{{key}}]."))
    assert assistant.ask(WHO).outcome == "answered"
    assert len(server.requests) == 2
    server.will(SEARCH, Say(CANNOT_ANSWER))
    assert assistant.ask(WHO).outcome == "abstained"
    assert len(server.requests) == 2


def test_numbers_of_held_back_sentences_are_not_used_up(
    server: ChatServer, opened: Callable[..., Assistant]
) -> None:
    assistant = opened(unsupported="drop")

    def first(request: Request) -> Reply:
        keys = list(keys_shown(request))
        return Say(f"The Pope won 7,777 medals [{keys[-1]}].")

    server.will(SEARCH, first, citing(f"{CLAIM} [{{key}}]."))
    answer = assistant.ask(WHO)
    assert [each.number for each in answer.citations] == [1]
    assert QUOTE in answer.citations[0].quote
