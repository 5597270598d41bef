"""citations_per_sentence: how many citations a sentence of the answer has, in the mean.

Neither more nor fewer is better in itself; it tells why citation recall or precision changed. An
abstention has no sentences and gets 0.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    cited = sum(len(seen.cited(sentence)) for sentence in seen.sentences)
    number = len(seen.sentences)
    return Score(share(cited, number), f"{cited} at {number} sentences")


METRIC = Metric(
    "citations_per_sentence",
    "citations",
    "Citations at a sentence, in the mean.",
    _measure,
    answerable,
    better="neither",
)
