"""wrong_passage, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "wrong_passage"
HURT = {"article": "a1", "quote": "Nobody was hurt."}
FUEL = {"article": "a2", "quote": "7,000 litres"}
RIGHT, BESIDE = "a1: Nobody was hurt.", "a1: The harbour was closed"


@pytest.mark.parametrize(
    ("cites", "evidence", "expected"),
    [
        ([RIGHT], [HURT], 0.0),
        ([BESIDE], [HURT], 1.0),
        (["a1: Monday. Nobody"], [HURT], 0.0),  # they share some characters
        (["a1: The ferry sank on Monday."], [HURT], 1.0),  # the sentence before, none shared
        ([BESIDE, RIGHT], [HURT], 0.0),
        # Not the article at all: that is for cited_article to tell.
        (["a2: Divers sealed the tanks"], [HURT], 0.0),
        ([], [HURT], 0.0),
        # Either piece, or either place, is enough.
        ([BESIDE, "a2: carried 7,000 litres"], [HURT, FUEL], 0.0),
        ([BESIDE, "a2: Divers sealed"], [{"any": [HURT, FUEL]}], 1.0),
    ],
)
def test_the_right_article_at_another_place(
    cites: list[str], evidence: list[Any], expected: float
) -> None:
    assert value(NAME, seen("x [1]", cites=cites, evidence=evidence)) == expected


def test_it_names_the_citation() -> None:
    of = seen("x", cites=["a2: Divers", BESIDE], evidence=[HURT])
    assert why(NAME, of) == "[2] is from the right article, at another place"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path, evidence=[HURT]) == (1.0, True)
    assert value(NAME, seen(evidence=[HURT])) == 0.0
    assert applies(NAME, evidence=[HURT])
    assert not applies(NAME, evidence=["a1"])
    assert not applies(NAME)
