"""Fixtures that more than one test file uses."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.embed import Embedder, load_embedder
from assistant.indexer import Indexer
from assistant.settings import Settings
from ingest.pipeline import ingest

SAMPLES = Path(__file__).parent.parent / "ingest" / "samples"
SHARED = Path(__file__).parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Settings from this machine's environment, without an onrecord.toml."""
    return Settings.load(Path("no-such-folder"))


@pytest.fixture(scope="session")
def embedder(settings: Settings) -> Embedder:
    """The packaged model, exported on first use."""
    return load_embedder(settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty archive folder."""
    path = tmp_path / "archive"
    path.mkdir()
    return path


@pytest.fixture
def indexer(folder: Path, settings: Settings, embedder: Embedder) -> Iterator[Indexer]:
    """A new, empty archive with both indexes."""
    with Archive.open(folder) as archive:
        opened = Indexer.open(folder, settings, archive, embedder)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def sample_archive(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Path:
    """The archive of `ingest/samples`, closed; a test that opens it works on a copy."""
    made = tmp_path_factory.mktemp("samples") / "archive"
    with Assistant.open(made, settings) as assistant:
        ingest(assistant.indexer, [SAMPLES], scribe=assistant.scribe)
    return made


@pytest.fixture(scope="module")
def samples(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample archive for the tests of one file."""
    copy = tmp_path_factory.mktemp("copy") / "archive"
    shutil.copytree(sample_archive, copy)
    return copy
