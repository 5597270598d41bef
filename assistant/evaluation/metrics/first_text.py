"""first_text: seconds from the question to the first text of the answer.

Where there is no text, the seconds to the end. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    first = seen.result.first_text
    return Score(seen.result.seconds if first is None else first)


METRIC = Metric(
    "first_text",
    "cost",
    "Seconds from the question to the first text.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=None,
    unit="s",
)
