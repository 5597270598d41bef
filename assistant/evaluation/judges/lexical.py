"""The embedded judge: by words, names, numbers and negations, exactly and offline."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evaluation.judge import Verdict
from assistant.polarity import polarity, stems
from assistant.quotations import quoted, stands_in
from assistant.sentences import sentence_spans
from assistant.support import unsupported_terms

_LEAST = 0.6
"""The share of a sentence's words that its premise must have. Measured on the sentences of the
sample archive (`tests/bench/judge.py`): a sentence of its own passage has all, one of another
passage of the same article half of them at the most."""


@dataclass(frozen=True, slots=True)
class LexicalJudge:
    """Entailed is what the premise says nearly in the same words.

    Every name, number and date of the sentence stands in the premise, every quotation does word for
    word, most of its other words do, and no sentence of the premise says the opposite while none
    says the same. It takes a true paraphrase in other words for one that is not entailed, and does
    not notice who does what to whom.
    """

    least: float = _LEAST

    @property
    def name(self) -> str:
        """The judge and its version."""
        return "lexical/1"

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The verdict; the reason names what is missing."""
        missing = unsupported_terms(hypothesis, [premise])
        if missing:
            return Verdict(False, f"the premise does not have: {', '.join(missing)}")
        for words in quoted(hypothesis):
            if not stands_in(words, [premise]):
                return Verdict(False, f"the premise does not quote “{words}”")
        own = stems(hypothesis)
        known = set(stems(premise))
        share = sum(stem in known for stem in own) / len(own) if own else 0.0
        if share < self.least:
            return Verdict(False, f"the premise has {share:.0%} of the words")
        sides = {polarity(hypothesis, premise[a:b]) for a, b in sentence_spans(premise)}
        if "opposite" in sides and "same" not in sides:
            return Verdict(False, "the premise says the opposite")
        return Verdict(True, f"{share:.0%} of the words, every name and number")
