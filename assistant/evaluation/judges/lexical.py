"""The embedded judge: by words, names, numbers and negations, exactly and offline."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from assistant.evaluation.judge import Verdict
from assistant.polarity import polarity, stems
from assistant.quotations import quoted, stands_in
from assistant.sentences import sentence_spans
from assistant.support import unsupported_terms

_LEAST = 0.6
"""The share of a sentence's words that its premise must have. Measured on the 494 sentences of the
sample archive (`tests/bench/judge.py`): each is entailed by its own passage; by another passage of
its article 2.9 % are at 0.5, 1.5 % at 0.6 and 1.4 % at 0.7 and 0.8; by a passage of another article
0.8, 0.2 and 0.1 %. From 0.6 on a higher share only costs sentences in other words. Without the
check of names, numbers and quotations it would be 2.3 and 0.4 % at 0.6."""


@dataclass(frozen=True, slots=True)
class LexicalJudge:
    """Entailed is what the premise says nearly in the same words.

    Every name, number and date of the sentence stands in the premise, every quotation does word for
    word, most of its other words do, and no sentence of the premise says the opposite while none
    says the same. It takes a true paraphrase in other words for one that is not entailed, and does
    not notice who does what to whom. Without ``exact`` names, numbers and quotations count as words
    like any other: that is for measuring what they are worth.
    """

    least: float = _LEAST
    exact: bool = True

    @property
    def name(self) -> str:
        """The judge and its version."""
        return "lexical/1"

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The verdict; the reason names what is missing."""
        missing = _missing(premise, hypothesis) if self.exact else ""
        if missing:
            return Verdict(False, missing)
        own = stems(hypothesis)
        known = {stem for _, found in _sentences(premise) for stem in found}
        share = sum(stem in known for stem in own) / len(own) if own else 0.0
        if share < self.least:
            return Verdict(False, f"the premise has {share:.0%} of the words")
        if _is_contradicted(premise, hypothesis):
            return Verdict(False, "the premise says the opposite")
        return Verdict(True, f"{share:.0%} of the words, every name and number")


def _is_contradicted(premise: str, hypothesis: str) -> bool:
    """Whether a sentence of the premise says the opposite, and none the same."""
    own = set(stems(hypothesis))
    opposite = False
    for sentence, found in _sentences(premise):
        if 2 * len(own & found) < len(own):
            continue  # `polarity` takes a sentence with fewer of its words for an unrelated one
        side = polarity(hypothesis, sentence)
        if side == "same":
            return False
        opposite = opposite or side == "opposite"
    return opposite


@lru_cache(maxsize=256)
def _sentences(premise: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The sentences of a premise, each with what its words mean."""
    texts = (premise[start:end] for start, end in sentence_spans(premise))
    return tuple((text, frozenset(stems(text))) for text in texts)


def _missing(premise: str, hypothesis: str) -> str:
    """The names, numbers or quotation that the premise lacks, in words; empty for none."""
    terms = unsupported_terms(hypothesis, [premise])
    if terms:
        return f"the premise does not have: {', '.join(terms)}"
    for words in quoted(hypothesis):
        if not stands_in(words, [premise]):
            return f"the premise does not quote “{words}”"
    return ""
