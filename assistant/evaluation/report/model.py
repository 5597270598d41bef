"""What a report tells of a run, whatever it is written as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.cases import Case
from assistant.evaluation.figures import (
    Figure,
    failures_of,
    figures_by_type,
    figures_of,
    type_of,
)
from assistant.evaluation.gate import with_floors
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report.refusal_curve import Point, refusal_curve
from assistant.evaluation.results import Scored
from assistant.evaluation.runs import Kept, Run
from assistant.evaluation.suite import Plan

Outcome = Literal["answered", "abstained", "crashed", "timed out"]
OUTCOMES: tuple[Outcome, ...] = ("answered", "abstained", "crashed", "timed out")


@dataclass(frozen=True, slots=True)
class Row:
    """A case with what came of it.

    ``failures`` names the metrics that it fails by; ``quality`` is the share of the metrics with a
    mark to pass that it passes, 1 where there are none. ``defaulted`` names those that could not be
    measured.
    """

    case: Case
    scored: Scored
    type: str
    failures: tuple[str, ...]
    quality: float
    defaulted: tuple[str, ...]

    @property
    def outcome(self) -> Outcome:
        """How the question ended."""
        return outcome_of(self.scored)


@dataclass(frozen=True, slots=True)
class Report:
    """A run with everything that is told of it.

    ``figures`` have their floors; ``unmeasured`` are the floors of metrics without a figure.
    ``by_type`` are the figures by type of question. ``errors`` are the rows without an answer.
    ``history`` are the finished runs of the same suite, this one among them, oldest first.
    """

    run: Run
    plan: Plan
    metrics: tuple[Metric, ...]
    figures: dict[str, Figure]
    unmeasured: dict[str, float]
    by_type: dict[str, dict[str, Figure]]
    curve: tuple[Point, ...]
    rows: tuple[Row, ...]
    errors: tuple[Row, ...]
    history: tuple[Run, ...]

    @property
    def failed(self) -> tuple[Row, ...]:
        """The cases that fail by some metric, in the order of the suite."""
        return tuple(row for row in self.rows if row.failures)

    @property
    def missed(self) -> tuple[Figure, ...]:
        """The figures that are worse than their floors."""
        return tuple(each for each in self.figures.values() if each.passed is False)

    @property
    def floors(self) -> int:
        """How many floors are set, those of metrics without a figure included."""
        return sum(each.floor is not None for each in self.figures.values()) + len(self.unmeasured)

    @property
    def waiting(self) -> int:
        """How many cases a run that was stopped has left."""
        return max(0, self.run.cases - len(self.rows))


def make_report(
    kept: Kept, history: Sequence[Run], floors: Mapping[str, float] | None = None
) -> Report:
    """The report of a run beside its ``history``; ``floors`` come before those of the suite.

    Of a run that did not end the figures are over the cases that are done.
    """
    run = kept.run
    metrics = metrics_named(run.metrics)
    wanted = {**kept.plan.floors, **(floors or {})}
    figures = run.figures or figures_of(kept.scored, metrics, seed=run.seed)
    rows = tuple(row_of(kept.cases[each.result.case_id], each, metrics) for each in kept.scored)
    same = {each.id: each for each in history if each.suite_hash == run.suite_hash}
    if run.figures:
        same[run.id] = run
    finished = [each for each in same.values() if each.finished and each.figures]
    return Report(
        run=run,
        plan=kept.plan,
        metrics=metrics,
        figures=with_floors(figures, wanted),
        unmeasured={name: floor for name, floor in wanted.items() if name not in figures},
        by_type=figures_by_type(kept.scored, kept.cases, metrics, run.seed),
        curve=refusal_curve((row.case, row.scored.result) for row in rows),
        rows=rows,
        errors=tuple(row for row in rows if row.scored.result.answer is None),
        history=tuple(sorted(finished, key=lambda each: (each.started, each.id))),
    )


def outcome_of(scored: Scored) -> Outcome:
    """How a question ended: a timeout is no crash."""
    result = scored.result
    if result.answer is None:
        return "timed out" if result.timed_out else "crashed"
    return result.answer.outcome


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """Those without an answer, then by how little of what can be passed they pass."""
    return sorted(rows, key=lambda row: (row.scored.result.answer is not None, row.quality))


def row_of(case: Case, scored: Scored, metrics: Sequence[Metric]) -> Row:
    """The row of a case by these metrics."""
    failures = failures_of(scored, metrics)
    marked = sum(each.passes is not None and each.name in scored.scores for each in metrics)
    quality = 1 - len(failures) / marked if marked else 1.0
    return Row(case, scored, type_of(case), tuple(failures), quality, scored.defaulted)
