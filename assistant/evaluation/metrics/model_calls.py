"""model_calls: calls of the chat model.

The embedded model is called twice or more for an answer: to search, and to write. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(float(seen.result.usage.calls))


METRIC = Metric(
    "model_calls",
    "cost",
    "Calls of the chat model.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=None,
    unit="calls",
)
