"""cited_answer@k, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

DAY, FUEL = "a1: The ferry sank on Monday.", "a2: The ferry carried 7,000 litres"


@pytest.mark.parametrize(
    ("name", "cites", "answers", "expected"),
    [
        ("cited_answer@1", [DAY], ["Monday"], 1.0),
        ("cited_answer@1", [FUEL, DAY], ["Monday"], 0.0),  # it is in the second
        ("cited_answer@2", [FUEL, DAY], ["Monday"], 1.0),
        ("cited_answer@3", [FUEL], [7000], 1.0),
        ("cited_answer@3", [FUEL], ["Friday", 7000], 1.0),  # any of them
        ("cited_answer@3", [DAY], [{"text": "the first", "aliases": ["on Monday"]}], 1.0),
        ("cited_answer@3", [DAY], [{"regex": "mon.ay"}], 1.0),
        # What the answer says is not looked at, nor the rest of the passage.
        ("cited_answer@3", [FUEL], ["litres of fuel"], 0.0),
        ("cited_answer@3", [], ["Monday"], 0.0),
    ],
)
def test_the_answer_stands_in_a_quote(
    name: str, cites: list[str], answers: list[Any], expected: float
) -> None:
    assert (
        value(name, seen("Monday, litres of fuel. [1]", cites=cites, answers=answers)) == expected
    )


def test_it_names_the_citation() -> None:
    assert why("cited_answer@3", seen("x", cites=[FUEL, DAY], answers=["Monday"])) == "[2] has it"
    assert why("cited_answer@3", seen("x", answers=["Monday"])) == "none of the first 3 has it"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer("cited_answer@3", tmp_path, answers=["Monday"]) == (0.0, True)
    assert value("cited_answer@3", seen(answers=["Monday"])) == 0.0
    assert applies("cited_answer@3", answers=["Monday"])
    assert not applies("cited_answer@3", points=["Monday"])
