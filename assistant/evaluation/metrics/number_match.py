"""number_match: whether the answer names an expected number, within its tolerance.

Numbers count as they are meant: `7,000`, `seven thousand` and `7k` are one. Applies to cases that
expect a number; 1 where any of the expected ones is named, else 0.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case, Number
from assistant.evaluation.matching import is_near, shown, values_in
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _numbers(case: Case) -> list[Number]:
    return [each for each in case.answers if isinstance(each, Number)]


def _measure(seen: Seen) -> Score:
    said = values_in(seen.text)
    wanted = _numbers(seen.case)
    good = any(is_near(value, each) for value in said for each in wanted)
    names = ", ".join(f"{value:,f}" for value in sorted(said)) or "no number"
    return Score(float(good), f"it names {names}; expected {' or '.join(map(shown, wanted))}")


METRIC = Metric(
    "number_match",
    "answers",
    "Whether the answer names an expected number.",
    _measure,
    lambda case: bool(_numbers(case)),
    passes=1.0,
)
