"""leading_answer, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "leading_answer"


@pytest.mark.parametrize(
    ("says", "answers", "expected"),
    [
        (["It sank on Monday."], ["Monday"], 1.0),
        (["It sank on Monday.", "No, on Friday."], ["Friday"], 0.0),  # in the second sentence
        (["It sank on Monday.", "No, on Friday."], ["Friday", "Monday"], 1.0),
        (["It had 7,000 litres."], [{"number": 7001, "tolerance": 1}], 1.0),
        (["It had 9,000 litres.", "It had 7,000."], [7000], 0.0),
        (["It sank."], [{"regex": "s.nk"}], 1.0),
    ],
)
def test_the_first_sentence_gives_it(says: list[str], answers: list[Any], expected: float) -> None:
    assert value(NAME, seen(*says, answers=answers)) == expected


def test_it_says_what_it_begins_with() -> None:
    assert why(NAME, seen("Monday.", answers=["Monday"])) == "it begins with Monday"
    assert why(NAME, seen("No.", answers=["May", 7])) == "it begins with none of: May; 7"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, answers=["Monday"]) == (0.0, True)
    assert value(NAME, seen(answers=["Monday"])) == 0.0
    assert applies(NAME, answers=["Monday"])
    assert not applies(NAME, points=["Monday"])
