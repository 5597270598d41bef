"""points_covered, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import TableJudge, applies, seen, value, why, without_answer

NAME = "points_covered"
SAYS = ["It sank on Monday.", "Passage A. [1]"]


@pytest.mark.parametrize(
    ("points", "table", "expected"),
    [
        (["on Monday"], [], 1.0),
        (["on Monday", "on Friday"], [], 1 / 2),
        ([["on Friday", "on Monday"]], [], 1.0),  # one point, two ways to make it
        (["The crew slept."], [("A", "The crew slept.")], 1.0),  # the judge finds it
        # Each point is judged alone: one is literal, one is judged, one is missing.
        (["Monday", "It rained.", "It blew."], [("A", "It rained.")], 2 / 3),
        ([7], [], 0.0),
        ([{"any": [{"regex": "mon.ay"}]}], [], 1.0),
        # A number and a pattern are never put to the judge.
        ([7, {"any": [{"regex": "rain"}]}], [("A", "7"), ("A", "rain")], 0.0),
    ],
)
def test_the_share_of_points_that_are_made(
    points: list[Any], table: list[tuple[str, str]], expected: float
) -> None:
    assert value(NAME, seen(*SAYS, points=points, judge=TableJudge(*table))) == (
        pytest.approx(expected)
    )


def test_the_judge_reads_the_answer_and_not_what_is_literal() -> None:
    judge = TableJudge()
    value(NAME, seen(*SAYS, points=["Monday", "It rained."], judge=judge))
    assert judge.asked == [("A", "It rained.")]


def test_a_judge_that_fails_makes_no_point() -> None:
    judge = TableJudge(("A", "It rained."), failed=True)
    assert value(NAME, seen(*SAYS, points=["It rained.", "Monday"], judge=judge)) == 1 / 2


def test_it_says_which_are_missing() -> None:
    of = seen(*SAYS, points=["Monday", ["Friday", "Sunday"], 7], judge=TableJudge())
    assert why(NAME, of) == "1 of 3 made; not: Friday; 7"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, points=["Monday"]) == (0.0, True)
    judge = TableJudge(("", "Monday"))
    assert value(NAME, seen(points=["Monday"], judge=judge)) == 0.0
    assert judge.asked == []
    assert applies(NAME, points=["Monday"])
    assert not applies(NAME, answers=["Monday"])
