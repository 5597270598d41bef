"""A quote that runs over the gap between two passages is still found in one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.archive import Archive, passage_id
from assistant.evaluation.gold import Library
from assistant.types import Passage
from tests.support.build import article
from tests.support.seen import case_of, ranked_seen, value

ONE, OTHER = "The first part ends here.", "The other one is a little longer."
GAP = "\n" * 40
TEXT = ONE + GAP + OTHER
SPANS = [(0, len(ONE)), (len(ONE) + len(GAP), len(TEXT))]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        # 5 characters of the first, 40 of the gap, 12 of the other: neither has half of the 57.
        (len(ONE) - 5, SPANS[1][0] + 12, [1]),
        (len(ONE) - 9, SPANS[1][0] + 3, [0]),
        (len(ONE) - 4, SPANS[1][0] + 4, [0, 1]),  # as much of both
        (0, len(TEXT), [0, 1]),  # both lie inside it
        (len(ONE) + 1, len(ONE) + 9, []),  # white space alone is in no passage
    ],
)
def test_it_is_where_most_of_it_is(tmp_path: Path, start: int, end: int, found: list[int]) -> None:
    of = article("a1", TEXT)
    names = [passage_id("a1", 1, a, b) for a, b in SPANS]
    cut = [
        Passage(name, "a1", TEXT[a:b], a, b, place)
        for place, (name, (a, b)) in enumerate(zip(names, SPANS, strict=True))
    ]
    case = case_of(evidence=[{"article": "a1", "start": start, "end": end}])
    with Archive.open(tmp_path) as archive:
        archive.put([(of, cut, [])])
        ((spot,),) = Library(archive).golds(case, "suite.yaml:1")
    assert spot.passages == {names[place] for place in found}


def test_what_is_in_no_passage_is_never_found() -> None:
    assert value("MRR@10", ranked_seen(["a1"], [])) == 0.0
