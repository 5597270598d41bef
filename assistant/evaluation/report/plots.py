"""The plots of a report as values in a drawing; `plots.html` draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import Metric
from assistant.evaluation.report.axis import Axis, powers, upto
from assistant.evaluation.report.model import Report, Row
from assistant.evaluation.report.refusal_curve import Point
from assistant.evaluation.report.wording import amount, counted, cut, interval, label, minute
from assistant.evaluation.runs import Run

WIDTH, HEIGHT = 420.0, 270.0
_LEFT, _RIGHT, _TOP, _FOOT = 46.0, 14.0, 14.0, 42.0
_SMALL_WIDTH, _SMALL_HEIGHT = 200.0, 74.0
_RUNS = 20  # the newest that a history draws


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark with what is told where the pointer rests on it; ``case`` is the id that it opens."""

    x: float
    y: float
    tip: str
    kind: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Dots between two axes; ``line`` and ``band`` are the points of a line and of an area.

    ``floor`` is the height of a floor.
    """

    title: str
    about: str
    x: Axis
    y: Axis
    x_label: str
    y_label: str
    dots: tuple[Dot, ...]
    line: str = ""
    band: str = ""
    floor: float | None = None


def curve_plot(points: Sequence[Point]) -> Plot | None:
    """Refusal on unanswerable questions over refusal on answerable ones."""
    if not points:
        return None
    x, y = _axes()
    dots = [
        Dot(x.at(each.over_refusal), y.at(each.refusal), _curve_tip(each), kind)
        for each, kind in zip(points, ["own", *["step"] * (len(points) - 1)], strict=True)
    ]
    own = points[0]
    about = (
        f"As it is, {own.refusal:.0%} of the unanswerable questions are refused and "
        f"{own.over_refusal:.0%} of the answerable ones. The line shows what refusing all answers "
        "below a rising confidence would win, upwards, and lose, to the right."
    )
    return Plot(
        "Refusing",
        about,
        x,
        y,
        "answerable questions that are refused",
        "unanswerable ones that are refused",
        tuple(dots),
        _line((dot.x, dot.y) for dot in dots),
    )


def cost_plot(report: Report) -> Plot | None:
    """Each case's share of the marks that it passes over its dollars, or over its seconds."""
    rows = [row for row in report.rows if row.scored.result.seconds > 0]
    if not rows:
        return None
    paid = any(row.scored.result.usage.usd > 0 for row in rows)
    unit = "USD" if paid else "s"
    costs = [_cost(row, paid) for row in rows]
    _, y = _axes()
    across = (_LEFT, WIDTH - _RIGHT)
    spread = not paid and max(costs) > 10 * min(costs)
    x = powers(costs, *across) if spread else upto(max(costs), *across)
    dots = [
        Dot(
            x.at(cost),
            y.at(row.quality),
            f"{row.case.id}: {amount(cost, unit)}, passes {row.quality:.0%} of its metrics\n"
            f"{cut(row.case.question, 90)}",
            "fails" if row.failures else "passes",
            row.case.id,
        )
        for cost, row in zip(costs, rows, strict=True)
    ]
    what = "dollars" if paid else "seconds"
    about = (
        f"Each dot is a case, by its {what} and by the share of its metrics that it passes; "
        "it opens the case."
    )
    return Plot("Cost and quality", about, x, y, what, "share of metrics passed", tuple(dots))


def history_plots(report: Report) -> tuple[Plot, ...]:
    """A small plot for each metric with a floor, or with a mark to pass, over the runs."""
    runs = report.history[-_RUNS:]
    if len(runs) < 2:
        return ()
    with_floor = [each for each in report.metrics if _floor(report, each) is not None]
    chosen = with_floor or [each for each in report.metrics if each.passes is not None]
    return tuple(
        plot for metric in chosen if (plot := _history(metric, runs, report.run.id, report))
    )


def _history(metric: Metric, runs: Sequence[Run], own: str, report: Report) -> Plot | None:
    found = [(place, run, run.figures.get(metric.name)) for place, run in enumerate(runs)]
    known = [(place, run, figure) for place, run, figure in found if figure is not None]
    if len(known) < 2:
        return None
    x = Axis(0, len(runs) - 1, 8, _SMALL_WIDTH - 8)
    floor = _floor(report, metric)
    y = _around([figure for _, _, figure in known], floor)
    dots = [
        Dot(x.at(place), y.at(figure.value), _run_tip(run, figure, metric), _mark(run, own))
        for place, run, figure in known
    ]
    upper = [(x.at(place), y.at(figure.high)) for place, _, figure in known]
    lower = [(x.at(place), y.at(figure.low)) for place, _, figure in reversed(known)]
    last = known[-1][2].value
    return Plot(
        label(metric.name),
        amount(last, metric.unit),
        x,
        y,
        x_label="",
        y_label=_ends(y, metric),
        dots=tuple(dots),
        line=_line((dot.x, dot.y) for dot in dots),
        band=_line([*upper, *lower]),
        floor=None if floor is None else y.at(floor),
    )


def _around(figures: Sequence[Figure], floor: float | None) -> Axis:
    """A height from the least to the most that is drawn, so that changes can be seen."""
    ends = [end for each in figures for end in (each.low, each.high)]
    ends += [] if floor is None else [floor]
    room = 0.0 if max(ends) > min(ends) else abs(ends[0]) / 20 or 0.05
    return Axis(min(ends) - room, max(ends) + room, _SMALL_HEIGHT - 8, 8)


def _axes() -> tuple[Axis, Axis]:
    return Axis(0, 1, _LEFT, WIDTH - _RIGHT), Axis(0, 1, HEIGHT - _FOOT, _TOP)


def _line(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _cost(row: Row, paid: bool) -> float:
    return row.scored.result.usage.usd if paid else row.scored.result.seconds


def _floor(report: Report, metric: Metric) -> float | None:
    figure = report.figures.get(metric.name)
    return figure.floor if figure else None


def _mark(run: Run, own: str) -> str:
    return "own" if run.id == own else ""


def _ends(axis: Axis, metric: Metric) -> str:
    """What the lowest and the highest place of a small plot stand for."""
    return f"from {amount(axis.low, metric.unit)} to {amount(axis.high, metric.unit)}"


def _run_tip(run: Run, figure: Figure, metric: Metric) -> str:
    number = counted(figure.n, "case")
    value = f"{amount(figure.value, metric.unit)} ({interval(figure, metric.unit)})"
    return f"{minute(run.started)}\n{value}, {number}"


def _curve_tip(point: Point) -> str:
    at = "as it is" if point.threshold is None else f"below confidence {point.threshold:.3g}"
    return f"{at}: refuses {point.refusal:.0%} and {point.over_refusal:.0%}"
