"""points_covered: the share of the expected points that the answer makes, each judged alone.

A point is made where the answer gives it literally (words, number or pattern), or where the judge
finds that the answer's text entails it, as ALCE measures the recall of claims (Gao et al. 2023,
section 3). Parameter of the suite: ``judge``.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case, Point, Text
from assistant.evaluation.matching import given_in, shown
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score


def _applies(case: Case) -> bool:
    return bool(case.points)


def _measure(seen: Seen) -> Score:
    missing = [point for point in seen.case.points if not _is_made(seen, point)]
    number = len(seen.case.points)
    made = number - len(missing)
    left = "; ".join(shown(point.any[0]) for point in missing)
    return Score(
        share(made, number), f"{made} of {number} made" + (f"; not: {left}" if left else "")
    )


def _is_made(seen: Seen, point: Point) -> bool:
    if not seen.answered:
        return False
    return any(
        given_in(way, seen.text)
        or (isinstance(way, Text) and seen.judged(seen.judge, seen.text, way.text).entailed)
        for way in point.any
    )


METRIC = Metric(
    "points_covered",
    "answers",
    "The share of the expected points that the answer makes.",
    _measure,
    _applies,
    passes=1.0,
)
