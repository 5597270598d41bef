"""over_refusal: whether a question that the archive answers is refused.

1 for an abstention, 0 for an answer. Applies to cases that are not `unanswerable`. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen, answerable
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(float(not seen.answered), "answered" if seen.answered else "abstained")


METRIC = Metric(
    "over_refusal",
    "refusing",
    "The share of answerable questions that are refused.",
    _measure,
    answerable,
    better="lower",
    default=1.0,
    passes=0.0,
)
