"""Fixtures of the tests of evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation.runs import RunStore
from assistant.settings import Settings


@pytest.fixture(scope="module")
def opened(samples: Path, settings: Settings) -> Iterator[Assistant]:
    """The sample archive, open, for the tests of one file."""
    with Assistant.open(samples, settings) as assistant:
        yield assistant


@pytest.fixture
def store(tmp_path: Path) -> RunStore:
    """A folder for runs, empty."""
    return RunStore(tmp_path / "out")
