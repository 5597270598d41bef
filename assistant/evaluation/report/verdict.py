"""The first sentence of a report: whether the run is good enough, and if not, by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report import wording
from assistant.evaluation.report.model import Report

State = Literal["good", "bad", "open"]
_NAMED = 3  # missed floors that the sentence has room for


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all floors hold (``open``: there are none, or the run did not end).

    ``sentence`` says so; ``more`` says how many cases pass, and how many have no answer. Where
    there are no floors, the cases are the verdict, and ``more`` says that there are none.
    """

    state: State
    sentence: str
    more: str


def verdict_of(report: Report) -> Verdict:
    """The verdict on a run."""
    begun = ""
    if not report.run.finished:
        begun = f"The run did not end ({report.run.stopped or 'it was interrupted'}). "
    first, then = _floors(report), _cases(report)
    if not report.floors:
        first, then = then, first
    return Verdict(_state(report), f"{begun}{first}", then)


def _state(report: Report) -> State:
    if report.missed or report.unmeasured:
        return "bad"
    return "good" if report.floors and report.run.finished else "open"


def _floors(report: Report) -> str:
    missed = [_missed(each.metric, each.value, each.floor or 0.0) for each in report.missed]
    missed += [f"{wording.label(name)} was not measured" for name in report.unmeasured]
    if missed:
        more = len(missed) - _NAMED
        named = [*missed[:_NAMED], f"{more} more"] if more > 0 else missed
        verb = "is" if len(missed) == 1 else "are"
        whole = wording.counted(report.floors, "floor")
        return f"{len(missed)} of {whole} {verb} missed: {wording.listed(named)}."
    if not report.floors:
        return "No floors are set."
    if report.floors == 1:
        return "The one floor holds."
    return f"All {report.floors} floors hold."


def _missed(name: str, value: float, floor: float) -> str:
    metric = metrics_named([name])[0]
    limit = f"{'over' if metric.better == 'lower' else 'under'} {floor:g}"
    return f"{wording.label(name)} is {wording.amount(value, metric.unit)} ({limit})"


def _cases(report: Report) -> str:
    number = len(report.rows)
    passing = number - len(report.failed)
    said = [f"{passing:,} of {wording.counted(number, 'case')} {_verb(passing, 'pass', 'passes')}"]
    if report.errors:
        errors = len(report.errors)
        said.append(f"{errors:,} {_verb(errors, 'have', 'has')} no answer")
    if report.waiting:
        waiting = report.waiting
        said.append(f"{waiting:,} {_verb(waiting, 'were', 'was')} not asked")
    return f"{'; '.join(said)}."


def _verb(number: int, many: str, one: str) -> str:
    return one if number == 1 else many
