"""uncited_sentences: the share of an answer's sentences that have no citation.

An abstention claims nothing and gets 0. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.attested import opening
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    bare = [each.text for each in seen.sentences if not seen.cited(each)]
    why = f"{len(bare)} of {len(seen.sentences)} sentences have no citation"
    return Score(share(len(bare), len(seen.sentences)), "; ".join([why, *map(opening, bare)]))


METRIC = Metric(
    "uncited_sentences",
    "citations",
    "The share of sentences without a citation.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=1.0,
    passes=0.0,
)
