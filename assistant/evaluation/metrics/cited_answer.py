"""cited_answer@k: whether an expected answer stands in the quote of one of the first k citations.

Whether a reader who looks at the quotes alone finds the answer: 1 or 0 for a case. Words, aliases,
numbers and patterns as for `answer_match`. Parameter: k.
"""

from __future__ import annotations

from assistant.evaluation.matching import first_given
from assistant.evaluation.metric import Family, Metric, Seen
from assistant.evaluation.results import Score


def _at(cutoff: int | None, level: str) -> Metric:
    del level

    def measure(seen: Seen) -> Score:
        for each in seen.answer.citations[:cutoff]:
            if first_given(seen.case.answers, each.quote):
                return Score(1.0, f"[{each.number}] has it")
        return Score(0.0, f"none of the first {cutoff} has it")

    about = f"Whether an expected answer stands in one of the first {cutoff} quotes."
    return Metric(
        f"cited_answer@{cutoff}",
        "citations",
        about,
        measure,
        lambda case: bool(case.answers),
    )


METRIC = Family("cited_answer", _at, ("cited_answer@3",), levels=("article",))
