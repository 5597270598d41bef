"""answer_match: whether the answer gives an expected answer: its words, number or pattern.

1 where any of the expected answers, or of their aliases, stands in the answer's text as whole
words (case, accents and marks aside), as a number within its tolerance, or matches the pattern.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.matching import first_given, shown
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _applies(case: Case) -> bool:
    return bool(case.answers)


def _measure(seen: Seen) -> Score:
    found = first_given(seen.case.answers, seen.text)
    if found:
        return Score(1.0, f"it says {shown(found)}")
    return Score(0.0, f"it says none of: {'; '.join(map(shown, seen.case.answers))}")


METRIC = Metric(
    "answer_match",
    "answers",
    "Whether the answer gives an expected answer.",
    _measure,
    _applies,
    passes=1.0,
)
