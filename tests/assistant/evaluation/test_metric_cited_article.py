"""cited_article@k, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

FERRY, HARBOUR, FUEL = "a1: The ferry sank", "a1: The harbour", "a2: 7,000 litres"


@pytest.mark.parametrize(
    ("name", "cites", "evidence", "expected"),
    [
        ("cited_article@1", [FERRY], ["a1"], 1.0),
        ("cited_article@1", [FUEL, FERRY], ["a1"], 0.0),  # it is the second
        ("cited_article@2", [FUEL, FERRY], ["a1"], 1.0),
        # Citations are counted, not articles: a2 is the third.
        ("cited_article@2", [FERRY, HARBOUR, FUEL], ["a2"], 0.0),
        ("cited_article@3", [FERRY, HARBOUR, FUEL], ["a2"], 1.0),
        # Where in the article does not matter.
        ("cited_article@3", [HARBOUR], [{"article": "a1", "quote": "Nobody was hurt."}], 1.0),
        # Any piece and any place will do.
        ("cited_article@3", [FUEL], ["a1", "a2"], 1.0),
        ("cited_article@3", [FUEL], [{"any": ["a1", "a2"]}], 1.0),
        ("cited_article@3", [], ["a1"], 0.0),
    ],
)
def test_one_of_the_first_is_from_it(
    name: str, cites: list[str], evidence: list[Any], expected: float
) -> None:
    assert value(name, seen("x [1]", cites=cites, evidence=evidence)) == expected


def test_it_names_the_citation() -> None:
    assert why("cited_article@3", seen("x", cites=[FUEL, FERRY], evidence=["a1"])) == (
        "[2] is from it"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer("cited_article@3", tmp_path, evidence=["a1"]) == (0.0, True)
    assert value("cited_article@3", seen(evidence=["a1"])) == 0.0
    assert applies("cited_article@3", evidence=["a1"])
    assert not applies("cited_article@3")
