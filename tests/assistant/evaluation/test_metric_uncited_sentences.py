"""uncited_sentences, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "uncited_sentences"
CITES = ["a1: The ferry sank"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (["One. [1]"], 0.0),
        (["One. [1]", "Two."], 1 / 2),
        (["One.", "Two.", "Three. [1]"], 2 / 3),
        (["One. [4]"], 1.0),  # a number that no citation has
        (["One."], 1.0),
    ],
)
def test_the_share_of_sentences_without_one(says: list[str], expected: float) -> None:
    assert value(NAME, seen(*says, cites=CITES)) == pytest.approx(expected)


def test_it_shows_the_sentence() -> None:
    assert why(NAME, seen("One. [1]", "Two.", cites=CITES)) == (
        "1 of 2 sentences have no citation; “Two.”"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert applies(NAME, unanswerable=True)
