"""The refusal curve: what refusing more would win, and what it would cost.

A case counts as refused at a threshold where the system abstained, gave no answer (a crash, a
timeout), or answered with a confidence (`Result.confidence`) below the threshold. An answer whose
confidence is not known is never below it. Each point has the share of the unanswerable cases that
are refused, which should be high, and the share of the answerable ones, which should be low. The
first point is the system as it is; the thresholds that follow are every confidence at which a share
changes, in rising order. It is the receiver operating characteristic of the confidence (Fawcett
2006), begun at the abstentions of the system itself.

The metric `refusal` counts a crash as no refusal; the curve counts it as one, since nobody was told
anything wrong. Where nothing crashed, the first point has the values of the two metrics.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from assistant.evaluation.results import Result

_LEAST = -sys.float_info.max  # only what the system refused itself is below


@dataclass(frozen=True, slots=True)
class Point:
    """The shares that are refused at a threshold; at None, by the system's own decisions."""

    threshold: float | None
    refusal: float
    over_refusal: float


def refusal_curve(asked: Iterable[tuple[Case, Result]]) -> tuple[Point, ...]:
    """The points in the order of their thresholds; none where either kind of case is missing."""
    sure: dict[bool, list[float]] = {True: [], False: []}
    for case, result in asked:
        sure[case.unanswerable].append(_sureness(result))
    unanswerable, answerable = sorted(sure[True]), sorted(sure[False])
    if not unanswerable or not answerable:
        return ()
    levels = {each for each in (*unanswerable, *answerable) if math.isfinite(each)}
    thresholds = sorted({*levels, math.nextafter(max(levels), math.inf)}) if levels else []
    points = [Point(None, _below(unanswerable, _LEAST), _below(answerable, _LEAST))]
    for threshold in thresholds:
        point = Point(threshold, _below(unanswerable, threshold), _below(answerable, threshold))
        if (point.refusal, point.over_refusal) != (points[-1].refusal, points[-1].over_refusal):
            points.append(point)
    return tuple(points)


def _sureness(result: Result) -> float:
    """The confidence; below all others where it is refused, above them where it is not known."""
    if result.answer is None or result.answer.outcome == "abstained":
        return -math.inf
    return math.inf if result.confidence is None else result.confidence


def _below(sorted_values: list[float], threshold: float) -> float:
    return bisect_left(sorted_values, threshold) / len(sorted_values)
