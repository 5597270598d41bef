"""The figures of a run: each metric's mean over its cases, with its interval and its floor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from assistant.evaluation.intervals import mean_interval
from assistant.evaluation.metric import Metric
from assistant.evaluation.results import Scored


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric's mean over ``n`` cases and its interval, 95 per cent.

    ``defaulted`` of the cases gave the metric's default. ``floor`` is the worst mean that passes,
    None where none is set; ``passed`` is None with it.
    """

    metric: str
    value: float
    low: float
    high: float
    n: int
    defaulted: int = 0
    floor: float | None = None
    passed: bool | None = None


def figures_of(
    scored: Iterable[Scored],
    metrics: Sequence[Metric],
    floors: Mapping[str, float] | None = None,
    seed: int = 0,
) -> dict[str, Figure]:
    """Each metric's figure; a metric that applies to no case has none."""
    rows = list(scored)
    floors = floors or {}
    found = {}
    for metric in metrics:
        values = [each.scores[metric.name].value for each in rows if metric.name in each.scores]
        if not values:
            continue
        mean = mean_interval(values, seed)
        floor = floors.get(metric.name)
        passed = None if floor is None else not metric.fails(mean.value, floor)
        defaulted = sum(metric.name in each.defaulted for each in rows)
        found[metric.name] = Figure(
            metric.name, mean.value, mean.low, mean.high, len(values), defaulted, floor, passed
        )
    return found


def figures_by_type(
    scored: Iterable[Scored], cases: Mapping[str, Case], metrics: Sequence[Metric], seed: int = 0
) -> dict[str, dict[str, Figure]]:
    """The figures of each type of question, by type in the alphabet's order."""
    groups: dict[str, list[Scored]] = {}
    for each in scored:
        groups.setdefault(type_of(cases[each.result.case_id]), []).append(each)
    return {name: figures_of(groups[name], metrics, seed=seed) for name in sorted(groups)}


def type_of(case: Case) -> str:
    """The type that a case names, or what kind of question it is."""
    from assistant.question import understand

    if case.type:
        return case.type
    return "unanswerable" if case.unanswerable else understand(case.question).kind


def failures_of(scored: Scored, metrics: Iterable[Metric]) -> list[str]:
    """The names of the metrics by which a case fails; see `Metric.passes`."""
    return [
        metric.name
        for metric in metrics
        if metric.name in scored.scores
        and metric.fails(scored.scores[metric.name].value, metric.passes)
    ]
