"""citations_per_sentence, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, without_answer

NAME = "citations_per_sentence"
CITES = ["a1: The ferry sank", "a1: Nobody was hurt.", "a2: 7,000 litres"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (["One. [1]"], 1.0),
        (["One. [1][2]", "Two. [3]"], 3 / 2),
        (["One. [1][2]", "Two."], 1.0),
        (["One. [1][1]"], 1.0),  # a number twice is one citation
        (["One. [1][7]"], 1.0),  # 7 is none
        (["One."], 0.0),
    ],
)
def test_the_mean_over_sentences(says: list[str], expected: float) -> None:
    assert value(NAME, seen(*says, cites=CITES)) == pytest.approx(expected)


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (0.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
