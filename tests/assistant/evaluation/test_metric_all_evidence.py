"""all_evidence@k, worked out by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

BOTH: list[Any] = ["a1", "a2"]
EITHER: list[Any] = ["a1", {"any": ["a2", "a1"]}]
QUOTES: list[Any] = [
    {"article": "a1", "quote": "Nobody was hurt."},
    {"article": "a1", "quote": "The harbour was closed"},
]


@pytest.mark.parametrize(
    ("name", "ranking", "evidence", "expected"),
    [
        ("all_evidence@2", ["a1/1/0", "a2/1/0"], BOTH, 1.0),
        ("all_evidence@1", ["a1/1/0", "a2/1/0"], BOTH, 0.0),  # a2 is second
        # The first two passages are of one article: the second article is a2.
        ("all_evidence@2", ["a1/1/0", "a1/1/1", "a2/1/0"], BOTH, 1.0),
        ("all_evidence@10", ["a1/1/0"], BOTH, 0.0),
        ("all_evidence@1", ["a1/1/0"], EITHER, 1.0),  # a1 is a place of both pieces
        ("all_evidence@1", ["a2/1/0"], EITHER, 0.0),
        ("all_evidence@2/passage", ["a1/1/0", "a1/1/1"], QUOTES, 1.0),
        ("all_evidence@2/passage", ["a1/1/0", "a2/1/1"], QUOTES, 0.0),
        ("all_evidence@2", ["a1/1/0", "a2/1/1"], QUOTES, 1.0),  # both are of the article
        ("all_evidence@2", [], BOTH, 0.0),
    ],
)
def test_each_piece_has_to_be_found(
    name: str, ranking: list[str], evidence: list[Any], expected: float
) -> None:
    assert value(name, seen("x", ranking=ranking, evidence=evidence)) == expected


def test_it_says_how_many_are_found() -> None:
    of = seen("x", ranking=["a2/1/0"], evidence=BOTH)
    assert why("all_evidence@5", of) == "1 of 2 pieces of evidence found"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer("all_evidence@10", tmp_path, evidence=BOTH) == (0.0, True)
    assert applies("all_evidence@10", evidence=BOTH)
    assert not applies("all_evidence@10", evidence=["a1"])
    assert not applies("all_evidence@10/passage", evidence=BOTH)
    assert applies("all_evidence@10/passage", evidence=QUOTES)
