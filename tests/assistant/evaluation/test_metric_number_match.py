"""number_match, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "number_match"


@pytest.mark.parametrize(
    ("says", "answers", "expected"),
    [
        ("It had 7,000 litres.", [7000], 1.0),
        ("It had seven thousand litres.", [7000], 1.0),
        ("It had 7k litres.", [7000], 1.0),
        ("It had 7.5 litres.", [75], 0.0),
        ("It had 7 million litres.", [7000], 0.0),
        ("It had 7,001 litres.", [7000], 0.0),
        ("It had 2.45 million.", [{"number": 2.4e6, "tolerance": 50_000}], 1.0),
        ("It had 2.46 million.", [{"number": 2.4e6, "tolerance": 50_000}], 0.0),
        ("From 3 to 5 tons.", [5], 1.0),
        ("It had 5 tons.", [3, 5], 1.0),
        # Words are left to answer_match.
        ("Monday.", ["Monday", 5], 0.0),
        ("No number at all.", [5], 0.0),
    ],
)
def test_it_names_an_expected_number(says: str, answers: list[Any], expected: float) -> None:
    assert value(NAME, seen(says, answers=answers)) == expected


def test_it_says_which_numbers_there_are() -> None:
    of = seen("From 3 to 5 tons.", answers=[{"number": 7000, "tolerance": 10}])
    assert why(NAME, of) == "it names 3, 5; expected 7,000 ± 10"
    assert why(NAME, seen("None.", answers=[7, 8])) == "it names no number; expected 7 or 8"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, answers=[5]) == (0.0, True)
    assert value(NAME, seen(answers=[5])) == 0.0
    assert applies(NAME, answers=["Monday", 5])
    assert not applies(NAME, answers=["Monday"])
    assert not applies(NAME)
