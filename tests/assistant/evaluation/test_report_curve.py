"""The refusal curve, against shares counted by hand."""

from __future__ import annotations

import math
from typing import Any

from pydantic import TypeAdapter

from assistant.evaluation.cases import Case
from assistant.evaluation.report.plots import curve_plot
from assistant.evaluation.report.refusal_curve import Point, refusal_curve
from assistant.evaluation.results import Result
from assistant.types import Answer
from tests.support.kept import answer

ANSWERED = answer("It sank.")
ABSTAINED = answer()


def asked(
    said: Answer | None, confidence: float | None, unanswerable: bool = False
) -> tuple[Case, Result]:
    given: dict[str, Any] = {"id": "c", "question": "q", "unanswerable": unanswerable}
    case = TypeAdapter(Case).validate_python(given)
    return case, Result("c", said, confidence=confidence)


def test_each_point_counts_what_is_below_its_threshold() -> None:
    cases = [
        asked(ABSTAINED, 0.95, unanswerable=True),  # refused whatever the confidence
        asked(ANSWERED, 0.4, unanswerable=True),
        asked(ANSWERED, 0.9, unanswerable=True),
        asked(None, None, unanswerable=True),  # crashed: refused
        asked(ANSWERED, 0.8),
        asked(ANSWERED, 0.3),
        asked(ABSTAINED, 0.1),
        asked(ANSWERED, None),  # not known: never below
    ]
    # As it is 2 of 4 and 1 of 4. At 0.3 nothing more is below, so that there is no point; at 0.4
    # the answerable 0.3 is, at 0.8 the unanswerable 0.4, at 0.9 the answerable 0.8, above 0.9 the
    # last unanswerable one.
    assert refusal_curve(cases) == (
        Point(None, 0.5, 0.25),
        Point(0.4, 0.5, 0.5),
        Point(0.8, 0.75, 0.5),
        Point(0.9, 0.75, 0.75),
        Point(math.nextafter(0.9, 1), 1.0, 0.75),
    )


def test_confidences_below_zero_are_thresholds_too() -> None:
    points = refusal_curve([asked(ANSWERED, -3.0, unanswerable=True), asked(ANSWERED, -1.0)])
    assert [(p.refusal, p.over_refusal) for p in points] == [(0, 0), (1, 0), (1, 1)]
    assert points[1].threshold == -1.0


def test_both_kinds_of_cases_are_needed() -> None:
    assert refusal_curve([asked(ANSWERED, 0.5), asked(ABSTAINED, None)]) == ()
    assert refusal_curve([asked(ANSWERED, 0.5, unanswerable=True)]) == ()
    assert curve_plot(()) is None


def test_a_system_that_always_refuses_is_one_point() -> None:
    points = refusal_curve([asked(ABSTAINED, 0.5, unanswerable=True), asked(ABSTAINED, 0.2)])
    assert points == (Point(None, 1.0, 1.0),)


def test_the_plot_draws_refusals_upwards_and_over_refusals_to_the_right() -> None:
    plot = curve_plot((Point(None, 0.5, 0.25), Point(0.4, 1.0, 1.0)))
    assert plot is not None
    own, last = plot.dots
    assert (own.kind, last.kind) == ("own", "step")
    # The axes go from 46 to 406 and, upwards, from 228 to 14.
    assert (own.x, own.y) == (136.0, 121.0)
    assert (last.x, last.y) == (406.0, 14.0)
    assert plot.line == "136,121 406,14"
    assert own.tip == "as it is: refuses 50% and 25%"
    assert "50% of the unanswerable" in plot.about
