"""seconds: seconds from the question to the end of the answer.

Measured also where asking failed; the first question of a run loads the models. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    return Score(seen.result.seconds)


METRIC = Metric(
    "seconds",
    "cost",
    "Seconds from the question to the end of the answer.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=None,
    unit="s",
)
