"""Two runs of one suite side by side: what changed, if it is chance, and which cases flipped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.errors import RunError
from assistant.evaluation.cases import Case
from assistant.evaluation.figures import failures_of
from assistant.evaluation.intervals import Interval, paired_difference
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.provenance import changed
from assistant.evaluation.results import Scored
from assistant.evaluation.runs import Kept, Run

Verdict = Literal["better", "worse", "same", "changed"]
FEWEST = 5
"""Cases that a verdict needs: of fewer, any that differ all one way would exclude zero."""


@dataclass(frozen=True, slots=True)
class Change:
    """A metric's means over the cases that both runs have, and the interval of their difference.

    ``verdict`` is better or worse where the interval of the paired bootstrap excludes zero over
    `FEWEST` cases or more, and ``changed`` where neither direction is better. Each of some thirty
    metrics is tested at 95 per cent: one or two verdicts may be chance where nothing changed.
    """

    metric: str
    before: float
    after: float
    difference: Interval
    n: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that passed in one run and failed in the other, and by which metrics."""

    case: Case
    before: Scored
    after: Scored
    metrics: tuple[str, ...]
    fixed: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Run ``before`` beside run ``after``; ``shared`` is the number of cases that both have.

    ``other`` names what they differ in beside the answers: archive, settings, versions.
    """

    before: Run
    after: Run
    shared: int
    changes: tuple[Change, ...]
    flips: tuple[Flip, ...]
    other: tuple[str, ...] = ()

    @property
    def worse(self) -> tuple[Change, ...]:
        """The changes for the worse."""
        return tuple(each for each in self.changes if each.verdict == "worse")


def compare(before: Kept, after: Kept) -> Comparison:
    """Compare two runs, case by case.

    Raises:
        RunError: they are of suites that ask or score other things, or share no case.
    """
    if before.run.suite_hash != after.run.suite_hash:
        raise RunError(
            f"{before.run.id} is a run of {before.run.suite} {before.run.suite_hash[:12]}, "
            f"{after.run.id} of {after.run.suite} {after.run.suite_hash[:12]}: "
            "only runs of one suite can be compared"
        )
    one = {each.result.case_id: each for each in before.scored}
    other = {each.result.case_id: each for each in after.scored}
    pairs = [(one[name], other[name]) for name in after.cases if name in one and name in other]
    if not pairs:
        raise RunError(f"{before.run.id} and {after.run.id} have no case in common that is done")
    metrics = [each for each in metrics_named(before.run.metrics) if each.name in after.run.metrics]
    changes = [made for each in metrics if (made := _change(each, pairs, after.run.seed))]
    flips = [
        flip
        for pair in pairs
        if (flip := _flip(after.cases[pair[0].result.case_id], pair, metrics))
    ]
    return Comparison(
        before.run,
        after.run,
        len(pairs),
        tuple(changes),
        tuple(sorted(flips, key=lambda flip: flip.fixed)),
        tuple(changed(before.run, after.run)),
    )


def _change(metric: Metric, pairs: Sequence[tuple[Scored, Scored]], seed: int) -> Change | None:
    values = [
        (a.scores[metric.name].value, b.scores[metric.name].value)
        for a, b in pairs
        if metric.name in a.scores and metric.name in b.scores
    ]
    if not values:
        return None
    old, new = [a for a, _ in values], [b for _, b in values]
    difference = paired_difference(old, new, seed)
    verdict: Verdict = "same"
    if difference.excludes_zero and len(values) >= FEWEST:
        verdict = "better" if metric.beats(difference.value, 0.0) else "worse"
        if metric.better == "neither":
            verdict = "changed"
    number = len(values)
    return Change(metric.name, sum(old) / number, sum(new) / number, difference, number, verdict)


def _flip(case: Case, pair: tuple[Scored, Scored], metrics: Sequence[Metric]) -> Flip | None:
    failed, fails = (failures_of(each, metrics) for each in pair)
    if bool(failed) == bool(fails):
        return None
    return Flip(case, *pair, metrics=tuple(failed or fails), fixed=not fails)
