"""The dense index on a Chroma server: a real one, on loopback."""

from __future__ import annotations

import gc
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.embed import Embedder
from assistant.errors import ArchiveError
from assistant.indexer import Indexer
from assistant.settings import Settings
from assistant.types import Query
from ingest.pipeline import ingest
from tests.conftest import SAMPLES

# Chroma's HTTP client does not close its connections; they are collected within these tests.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """No connection outlives its test."""
    yield
    gc.collect()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server that listens."""
    folder, port = tmp_path_factory.mktemp("server"), free_port()
    chroma = Path(sys.executable).parent / "chroma"
    command = [chroma, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=folder
    )
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if "Connect to Chroma at" in line or "Listening on" in line:
            break
    else:
        raise AssertionError("".join(said))
    # It may say so a moment before it is true.
    while not listens(port):
        assert process.poll() is None, "".join(said)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


def test_two_archives_share_a_server(server: str, tmp_path: Path, embedder: Embedder) -> None:
    nearest = {}
    for name, files in (("one", ["01*", "12*"]), ("two", ["18*"])):
        folder = tmp_path / name
        folder.mkdir()
        settings = Settings.load(folder, chroma_url=server)
        with Archive.open(folder) as archive:
            indexer = Indexer.open(folder, settings, archive, embedder)
            ingest(indexer, [path for glob in files for path in SAMPLES.glob(glob)])
            assert indexer.dense.ids() == indexer.words.ids() == archive.passage_ids()
            assert indexer.dense.unreachable(archive.passage_ids()) == set()
            query = Query("who disputed the withdrawal?")
            found = indexer.dense.nearest(embedder.embed([query.text])[0], query, 1)
            nearest[name] = archive.passages_by_id([found[0][0]])[found[0][0]].text
            indexer.close()
    assert "withdrawal" in nearest["one"]
    assert "withdrawal" not in nearest["two"]


def test_a_server_that_does_not_answer_is_named(tmp_path: Path, embedder: Embedder) -> None:
    settings = Settings.load(tmp_path, chroma_url=f"http://127.0.0.1:{free_port()}")
    with (
        Archive.open(tmp_path) as archive,
        pytest.raises(ArchiveError, match=r"Chroma server at http://127\.0\.0\.1:\d+ does not"),
    ):
        Indexer.open(tmp_path, settings, archive, embedder)
