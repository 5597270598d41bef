"""citation_recall: the share of an answer's sentences that their citations together entail.

ALCE (Gao et al. 2023, section 3): the cited passages of a sentence are joined, and the judge says
whether they entail it; a sentence without a citation is not entailed. The mean over the sentences
of an answer; an abstention of a question that has an answer gets 0.
Parameters of the suite: ``judge``, and ``premise`` (the passages, or the quotes alone).
"""

from __future__ import annotations

from assistant.evaluation.attested import attested, opening
from assistant.evaluation.metric import Metric, Seen, answerable, share
from assistant.evaluation.results import Score


def _measure(seen: Seen) -> Score:
    found = attested(seen)
    if not found:
        return Score(0.0, "nothing is answered")
    good = sum(each.entailed for each in found)
    wrong = [f"{opening(each.sentence.text)}: {each.why}" for each in found if not each.entailed]
    why = f"{good} of {len(found)} sentences are entailed"
    return Score(share(good, len(found)), "; ".join([why, *wrong]))


METRIC = Metric(
    "citation_recall",
    "citations",
    "The share of sentences that their citations entail (ALCE).",
    _measure,
    answerable,
    passes=1.0,
)
