"""answer_match, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "answer_match"


@pytest.mark.parametrize(
    ("says", "answers", "expected"),
    [
        ("It sank on Monday.", ["Monday"], 1.0),
        ("It sank on MONDAY.", ["monday"], 1.0),
        ("It sank on Monday.", ["Tuesday", "Monday"], 1.0),  # any of them
        ("It sank on Monday.", [{"text": "the first day", "aliases": ["Monday"]}], 1.0),
        ("It sank on Monday.", ["Mon"], 0.0),  # a part of a word
        ("Zoë Brandt said so.", ["Zoe Brandt"], 1.0),
        ("Brandt said so, Zoë.", ["Zoë Brandt"], 0.0),  # another order
        ("It had 7,000 litres.", [7000], 1.0),
        ("It had seven thousand litres.", [7000], 1.0),
        ("It had 7,001 litres.", [7000], 0.0),
        ("It had 7,001 litres.", [{"number": 7000, "tolerance": 1}], 1.0),
        ("It had 7,002 litres.", [{"number": 7000, "tolerance": 1}], 0.0),
        ("It had 7 million litres.", [7000], 0.0),
        ("It sank on Monday.", [{"regex": r"mon\w+y"}], 1.0),
        ("It sank on Monday.", [{"regex": "^Monday"}], 0.0),
        ("Nobody knows.", ["Monday", 7000, {"regex": "May"}], 0.0),
    ],
)
def test_it_gives_any_of_the_answers(says: str, answers: list[Any], expected: float) -> None:
    assert value(NAME, seen(says, answers=answers)) == expected


def test_it_may_stand_in_any_sentence() -> None:
    assert value(NAME, seen("It sank.", "That was on Monday. [1]", answers=["Monday"])) == 1.0


def test_it_says_what_was_found_or_expected() -> None:
    answers = [{"text": "Monday", "aliases": ["the first"]}, 7000]
    assert why(NAME, seen("On Monday.", answers=answers)) == "it says Monday / the first"
    assert why(NAME, seen("On Friday.", answers=answers)) == (
        "it says none of: Monday / the first; 7,000"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, answers=["Monday"]) == (0.0, True)
    assert value(NAME, seen(answers=["Monday"])) == 0.0
    assert applies(NAME, answers=["Monday"])
    assert not applies(NAME, points=["Monday"])
