"""The small bar beside a figure: its value, its interval and its floor on one scale."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evaluation.comparison import Change
from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import Metric


@dataclass(frozen=True, slots=True)
class Bar:
    """Places from the left in per cent of the width; ``floor`` is None where there is none."""

    value: float
    low: float
    high: float
    floor: float | None


@dataclass(frozen=True, slots=True)
class Lean:
    """A difference about the middle, in per cent of the width."""

    value: float
    low: float
    high: float


def bar_of(figure: Figure, metric: Metric) -> Bar:
    """A share on a scale to 1, everything else on one to a little over its largest part."""
    largest = max(figure.high, figure.value, figure.floor or 0.0)
    scale = 1.0 if not metric.unit and largest <= 1 else largest * 1.1 or 1.0

    def place(value: float) -> float:
        return round(100 * min(1.0, max(0.0, value / scale)), 2)

    floor = None if figure.floor is None else place(figure.floor)
    return Bar(place(figure.value), place(figure.low), place(figure.high), floor)


def lean_of(change: Change, metric: Metric) -> Lean:
    """A difference on a scale from -1 to 1 for a share, else to a little over its largest end."""
    found = change.difference
    largest = max(abs(found.low), abs(found.high), abs(found.value))
    scale = 1.0 if not metric.unit and largest <= 1 else largest * 1.1

    def place(value: float) -> float:
        return round(50 + 50 * (value / scale if scale else 0.0), 2)

    return Lean(place(found.value), place(found.low), place(found.high))


def shade(figure: Figure, metric: Metric) -> int:
    """How far a share is from the best, 0 to 10; 0 for what is no share."""
    if metric.better == "neither" or metric.unit or not 0 <= figure.value <= 1:
        return 0
    lost = figure.value if metric.better == "lower" else 1 - figure.value
    return round(10 * lost)
