"""tokens: tokens of the chat model, in and out.

As the provider counts them, or estimated where it does not say; 0 for the embedded model. Lower is
better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(float(seen.result.usage.tokens))


METRIC = Metric(
    "tokens",
    "cost",
    "Tokens of the chat model, in and out.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=None,
    unit="tokens",
)
