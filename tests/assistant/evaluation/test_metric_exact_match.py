"""exact_match, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, without_answer

NAME = "exact_match"


@pytest.mark.parametrize(
    ("says", "answers", "expected"),
    [
        ("Monday.", ["Monday"], 1.0),
        ("On a Monday!", ["on the monday"], 1.0),  # marks and articles aside
        ("On Monday.", ["Monday"], 0.0),  # a word more
        ("Monday, according to the mayor.", ["Monday"], 1.0),
        ("Monday", [{"text": "the first", "aliases": ["Monday"]}], 1.0),
        ("7,000", [7000], 1.0),
        ("Seven thousand.", [7000], 1.0),  # as the answer writes it
        ("7,001", [7000], 0.0),
        ("“Monday”", ["Monday"], 1.0),
        ("The.", ["a"], 1.0),  # two texts without words are the same
    ],
)
def test_word_for_word(says: str, answers: list[Any], expected: float) -> None:
    assert value(NAME, seen(says, answers=answers)) == expected


def test_the_first_sentence_is_the_short_answer() -> None:
    assert value(NAME, seen("Monday. [1]", "It sank.", answers=["Monday"])) == 1.0
    assert value(NAME, seen("It sank.", "Monday. [1]", answers=["Monday"])) == 0.0


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, answers=["Monday"]) == (0.0, True)
    assert value(NAME, seen(answers=["the"])) == 0.0
    assert applies(NAME, answers=[5])
    assert not applies(NAME, answers=[{"regex": "May"}])
    assert not applies(NAME)
