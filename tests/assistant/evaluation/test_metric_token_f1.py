"""token_f1, worked out by hand: 2 p r / (p + r), p over the words said, r over those expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "token_f1"


@pytest.mark.parametrize(
    ("says", "answers", "expected"),
    [
        ("On Monday.", ["on Monday"], 1.0),
        # it sank on monday: 1 of 4 said, 1 of 1 expected: 2 * 1/4 * 1 / (5/4).
        ("It sank on Monday.", ["Monday"], 0.4),
        # 2 of 4 and 2 of 3: 2 * 1/2 * 2/3 / (7/6) = 4/7.
        ("It sank on Monday.", ["on Monday morning"], 4 / 7),
        # A word counts as often as it stands: 2 of 2 said, 2 of 3 expected: 4/5.
        ("No, no.", ["no no no"], 0.8),
        ("It sank.", ["Monday"], 0.0),
        # The best of several: 0.4 and 1.
        ("It sank on Monday.", ["Monday", {"text": "x", "aliases": ["It sank on a Monday"]}], 1.0),
        # Without the source 2 of 2, and with it 2 of 6: the better one.
        ("On Monday, according to the harbour master.", ["on Monday"], 1.0),
        ("According to the mayor, Monday.", ["Monday"], 2 * 1 / 4 / (5 / 4)),
        # it had 7000 litres: 1 of 4.
        ("It had 7,000 litres.", [7000], 0.4),
        ("It had seven litres.", [7], 0.4),
        ("The.", ["Monday"], 0.0),  # no words against some
    ],
)
def test_words_in_common(says: str, answers: list[Any], expected: float) -> None:
    assert value(NAME, seen(says, answers=answers)) == pytest.approx(expected)


def test_it_shows_both() -> None:
    assert why(NAME, seen("It sank.", answers=["It"])) == "“It sank.” beside “It”"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, answers=["Monday"]) == (0.0, True)
    assert value(NAME, seen(answers=["the"])) == 0.0
    assert applies(NAME, answers=["Monday", {"regex": "May"}])
    assert not applies(NAME, answers=[{"regex": "May"}])
    assert not applies(NAME)
