"""A checker over the sample archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.checking import Checked
from assistant.checking.check import Checker
from assistant.settings import Settings
from assistant.types import Query

Check = Callable[[str], Checked]


@pytest.fixture(scope="module")
def opened(samples: Path, settings: Settings) -> Iterator[Assistant]:
    """The sample archive."""
    with Assistant.open(samples, settings) as assistant:
        yield assistant


@pytest.fixture(scope="module")
def checker(opened: Assistant) -> Checker:
    return Checker(opened.archive, opened.parts.searcher(), opened.indexer.words)


@pytest.fixture(scope="module")
def check(checker: Checker) -> Check:
    """What the archive says for and against a message."""
    return lambda text: checker.check(text, Query(""))
