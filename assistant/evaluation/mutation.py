"""Whether a suite notices bad answers: its good ones are damaged in known ways and scored again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from assistant.errors import RunError
from assistant.evaluation.comparison import Change, Comparison, compare
from assistant.evaluation.damage import Damage
from assistant.evaluation.damages import declared
from assistant.evaluation.figures import failures_of
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.results import Scored
from assistant.evaluation.runs import Kept, Run
from assistant.evaluation.scoring import Scorer

_INTENDED = "◂"


@dataclass(frozen=True, slots=True)
class Mutation:
    """One damage: the ids of the cases that it was done to, and the run beside the damaged one.

    The differences of ``comparison`` are over all cases that a metric applies to, those left as
    they were too. ``moved`` is by how much each metric differs in a damaged case, in the mean: it
    does not shrink with the number of cases that were left alone, which is another for each metric.
    """

    damage: Damage
    cases: tuple[str, ...]
    comparison: Comparison
    moved: Mapping[str, float]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those of the metrics of quality, in their order."""
        return tuple(each for each in self.comparison.changes if _is_quality(each.metric))

    @property
    def intended(self) -> Change | None:
        """That of the metric which was made to notice; None where the run does not have it."""
        return next((each for each in self.changes if each.metric == self.damage.metric), None)

    @property
    def noticed(self) -> bool:
        """Whether that metric is worse, by an interval that excludes zero."""
        return self.intended is not None and self.intended.verdict == "worse"

    @property
    def largest(self) -> Change | None:
        """Of the changes for the worse, that which moved most in a damaged case; of equal ones the
        intended. All are shares between 0 and 1, so that they can be compared.
        """
        worse = [each for each in self.changes if each.verdict == "worse"]
        own = self.damage.metric
        size = {each.metric: round(abs(self.moved[each.metric]), 9) for each in worse}
        return max(worse, key=lambda each: (size[each.metric], each.metric == own), default=None)


@dataclass(frozen=True, slots=True)
class Mutations:
    """What each damage did to a run, ``good`` of whose answers could be damaged."""

    run: Run
    seed: int
    good: int
    mutations: tuple[Mutation, ...]

    @property
    def missed(self) -> tuple[Mutation, ...]:
        """Those that the metric made for them did not notice, or that found no case to damage."""
        return tuple(each for each in self.mutations if not each.noticed)


def mutate(
    kept: Kept, scorer: Scorer, seed: int = 0, damages: Sequence[Damage] | None = None
) -> Mutations:
    """Damage each good answer of a run in every known way, one way at a time, and score it again.

    Good are the answers that fail by no metric of quality. ``scorer`` is that of the run's suite.
    A judge that is a chat model is asked about every damaged sentence.

    Raises:
        RunError: no answer of the run is good, or it was judged by another judge.
        ModelUnauthorized: the judge is a chat model that refuses the key.
    """
    judges = [each.name for each in (scorer.judge, scorer.second) if each]
    if ", ".join(judges) != kept.run.judge:
        raise RunError(f"{kept.run.id} was judged by {kept.run.judge}, not {', '.join(judges)}")
    quality = [each for each in scorer.metrics if _is_quality(each.name)]
    good = {each.result.case_id for each in kept.scored if not failures_of(each, quality)}
    if not good:
        raise RunError(f"no case of {kept.run.id} passed: there is no good answer to damage")
    once_more = replace(scorer, metrics=tuple(quality))
    found = tuple(
        _mutation(kept, once_more, damage, good, seed)
        for damage in (declared().values() if damages is None else damages)
    )
    return Mutations(kept.run, seed, len(good), found)


def _mutation(kept: Kept, scorer: Scorer, damage: Damage, good: set[str], seed: int) -> Mutation:
    scored, damaged = [], []
    for before in kept.scored:
        name = before.result.case_id
        after = _damaged(kept, scorer, damage, before, seed) if name in good else None
        scored.append(after or before)
        damaged += [name] if after else []
    run = replace(kept.run, id=f"{kept.run.id}+{damage.name}", figures={})
    other = replace(kept, run=run, scored=tuple(scored))
    moved = _moved(
        [pair for pair in zip(kept.scored, scored, strict=True) if pair[0] is not pair[1]]
    )
    return Mutation(damage, tuple(damaged), compare(kept, other), moved)


def _moved(pairs: Sequence[tuple[Scored, Scored]]) -> dict[str, float]:
    """By how much each metric differs in the mean over these cases."""
    found: dict[str, list[float]] = {}
    for before, after in pairs:
        for name, score in before.scores.items():
            found.setdefault(name, []).append(after.scores[name].value - score.value)
    return {name: fmean(values) for name, values in found.items()}


def _damaged(
    kept: Kept, scorer: Scorer, damage: Damage, before: Scored, seed: int
) -> Scored | None:
    case = kept.cases[before.result.case_id]
    result = damage.of(case, before.result, scorer.archive, seed)
    if result is None:
        return None
    after = scorer.score(case, result)
    return replace(after, scores={**before.scores, **after.scores})


def _is_quality(name: str) -> bool:
    metric = _metric(name)
    return metric.group != "cost" and metric.better != "neither"


def _metric(name: str) -> Metric:
    return metrics_named([name])[0]


def mutation_markdown(mutations: Mutations) -> str:
    """A table of metric against damage in Markdown, and a line for each damage.

    Its columns are the metrics that any damage moved. A difference whose interval excludes zero is
    bold where it is for the worse; that of the metric which was made for the damage is marked.
    """
    rows = mutations.mutations
    columns = [
        metric
        for metric in mutations.run.metrics
        if any(c.metric == metric and c.difference.excludes_zero for m in rows for c in m.changes)
    ]
    lines = [
        f"| damage | answers | {' | '.join(columns)} |",
        f"|---|--:|{'--:|' * len(columns)}",
    ]
    for each in rows:
        changes = {change.metric: change for change in each.changes}
        cells = [_cell(changes.get(name), name == each.damage.metric) for name in columns]
        lines.append(f"| {each.damage.name} | {len(each.cases)} | {' | '.join(cells)} |")
    told = [f"- {_told(each, mutations)}" for each in rows]
    return "\n".join([*lines, "", *told]) + "\n"


def _cell(change: Change | None, intended: bool) -> str:
    mark = f" {_INTENDED}" if intended else ""
    value = f"{change.difference.value:+.2f}".replace("-", "−") if change else ""
    if change is None or (change.verdict == "same" and value[1:] == "0.00"):
        return mark.strip()
    return (f"**{value}**" if change.verdict == "worse" else value) + mark


def _told(mutation: Mutation, mutations: Mutations) -> str:
    """What one damage did, in a sentence."""
    damage, change = mutation.damage, mutation.intended
    begun = f"`{damage.name}` ({damage.about[:-1]}; {len(mutation.cases)} of {mutations.good} good"
    begun += " answers)"
    if change is None:
        return f"{begun}: the suite does not measure `{damage.metric}`."
    if not mutation.cases:
        return f"{begun}: applies to none of them."
    gone = change.difference
    said = f"`{damage.metric}` {change.before:.3f} → {change.after:.3f}"
    interval = f"{gone.low:+.3f} to {gone.high:+.3f}".replace("-", "−")
    verdict = "noticed" if mutation.noticed else "not noticed"
    return f"{begun}: {said} ({interval}), {verdict}{_most(mutation)}."


def _most(mutation: Mutation) -> str:
    largest = mutation.largest
    if largest is None:
        return ""
    value = f"{mutation.moved[largest.metric]:+.2f}".replace("-", "−")
    return f"; in a damaged case `{largest.metric}` moves most, by {value}"
