"""evidence_overlap, worked out by hand in characters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "evidence_overlap"
TEXTS = {"a1": "0123456789abcdefghij", "a2": "klmnopqrstuvwxyz"}
TEN = {"article": "a1", "quote": "0123456789"}
SIX = {"article": "a2", "quote": "klmnop"}


@pytest.mark.parametrize(
    ("cites", "evidence", "expected"),
    [
        (["a1: 0123456789"], [TEN], 1.0),
        (["a1: 0123456789abcdef"], [TEN], 1.0),  # more than it needs
        (["a1: 0123"], [TEN], 4 / 10),
        (["a1: 789abc"], [TEN], 3 / 10),
        (["a1: 0123", "a1: 2345"], [TEN], 6 / 10),  # 2 and 3 count once
        (["a1: 01", "a1: 89"], [TEN], 4 / 10),
        (["a1: abc"], [TEN], 0.0),  # the right article, another place
        (["a2: klmnop"], [TEN], 0.0),
        ([], [TEN], 0.0),
        # The mean over the pieces: (5/10 + 6/6) / 2.
        (["a1: 01234", "a2: klmnop"], [TEN, SIX], 3 / 4),
        # Of two places the better one: max(2/10, 3/6).
        (["a1: 01", "a2: klm"], [{"any": [TEN, SIX]}], 1 / 2),
    ],
)
def test_the_share_of_characters_that_is_quoted(
    cites: list[str], evidence: list[Any], expected: float
) -> None:
    of = seen("x [1]", cites=cites, texts=TEXTS, evidence=evidence)
    assert value(NAME, of) == pytest.approx(expected)


def test_it_says_how_much_of_each_piece() -> None:
    of = seen("x", cites=["a1: 01234"], texts=TEXTS, evidence=[TEN, SIX])
    assert why(NAME, of) == "quoted of the evidence: 50%, 0%"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    evidence = [{"article": "a1", "quote": "Nobody was hurt."}]
    assert without_answer(NAME, tmp_path, evidence=evidence) == (0.0, True)
    assert value(NAME, seen(evidence=evidence)) == 0.0
    assert applies(NAME, evidence=[TEN])
    assert applies(NAME, evidence=[{"article": "a1", "start": 0, "end": 4}])
    assert applies(NAME, evidence=[{"passage": "a1/1/0"}])
    assert not applies(NAME, evidence=[TEN, "a2"])
    assert not applies(NAME, evidence=[{"any": [TEN, "a2"]}])
    assert not applies(NAME)
