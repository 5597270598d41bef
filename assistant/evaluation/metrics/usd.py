"""usd: US dollars for the calls of the chat model.

From the prices of the suite's `cap`; 0 without them. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(seen.result.usage.usd)


METRIC = Metric(
    "usd",
    "cost",
    "US dollars for the calls of the chat model.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=None,
    unit="USD",
)
