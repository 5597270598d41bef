"""misattributed: the share of the answer's attributions that are to somebody else.

Counted are the citations that name a speaker or whose quote the ledger gives to one, and the
sentences that name a source for what a statement of the ledger says; wrong are those where this
speaker shares no name with the ledger's. An answer without attributions gets 0. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score
from assistant.evaluation.told import wrong_attributions


def _measure(seen: Seen) -> Score:
    checked, wrong = wrong_attributions(seen)
    why = f"{len(wrong)} of {checked} attributions are to somebody else"
    return Score(share(len(wrong), checked), "; ".join([why, *wrong]))


METRIC = Metric(
    "misattributed",
    "speakers",
    "The share of attributions that are to somebody else.",
    _measure,
    answerable,
    better="lower",
    default=1.0,
    passes=0.0,
)
