"""leading_answer: whether the first sentence of the answer gives an expected answer.

What a hurried reader takes away: `answer_match` is content where a wrong figure stands first and
the right one below it. 1 or 0 for a case; words, numbers and patterns as for `answer_match`.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.matching import first_given, shown
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _applies(case: Case) -> bool:
    return bool(case.answers)


def _measure(seen: Seen) -> Score:
    first = seen.sentences[0].text if seen.sentences else ""
    found = first_given(seen.case.answers, first)
    if found:
        return Score(1.0, f"it begins with {shown(found)}")
    return Score(0.0, f"it begins with none of: {'; '.join(map(shown, seen.case.answers))}")


METRIC = Metric(
    "leading_answer",
    "answers",
    "Whether the first sentence gives an expected answer.",
    _measure,
    _applies,
)
