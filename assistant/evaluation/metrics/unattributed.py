"""unattributed: the share of an answer's sentences that give somebody's statement as a fact.

A sentence does so where most of what it says is the content of a statement in the cited quote, as
the archive's ledger has it, and it names neither the speaker, nor the words that the article has
for the source, nor anybody else as who says so. A short answer that another sentence with its
citation gives in full is judged by that one. Which speaker it names is left to
`misattributed`. An abstention gets 0. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.attested import opening
from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score
from assistant.evaluation.told import attributes_to_somebody, statement_of
from assistant.polarity import stems
from assistant.types import Sentence


def _measure(seen: Seen) -> Score:
    bare = []
    for sentence in seen.sentences:
        told = None if _is_given_in_full(seen, sentence) else statement_of(seen, sentence)
        if told and not attributes_to_somebody(seen, sentence.text, told):
            bare.append(f"{opening(sentence.text)} is by {told.speaker or 'an unnamed source'}")
    why = f"{len(bare)} of {len(seen.sentences)} sentences tell a statement as a fact"
    return Score(share(len(bare), len(seen.sentences)), "; ".join([why, *bare]))


def _is_given_in_full(seen: Seen, sentence: Sentence) -> bool:
    own = set(stems(sentence.text))
    return any(
        own < set(stems(other.text)) and set(other.citations) & set(sentence.citations)
        for other in seen.sentences
    )


METRIC = Metric(
    "unattributed",
    "speakers",
    "The share of sentences that give a statement without its speaker.",
    _measure,
    answerable,
    better="lower",
    default=1.0,
    passes=0.0,
)
