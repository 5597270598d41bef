"""refusal: whether a question that the archive cannot answer is refused.

1 for an abstention, 0 for an answer. Applies to cases that are `unanswerable`.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(float(not seen.answered), "answered" if seen.answered else "abstained")


METRIC = Metric(
    "refusal",
    "refusing",
    "The share of unanswerable questions that are refused.",
    _measure,
    lambda case: case.unanswerable,
    passes=1.0,
)
