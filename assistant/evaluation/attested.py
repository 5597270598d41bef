"""Whether the citations of a sentence bear it out: the verdicts that ALCE's two measures share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.metric import Seen
from assistant.types import Citation, Sentence


@dataclass(frozen=True, slots=True)
class Attested:
    """A sentence, whether all its citations together entail it, and those that are irrelevant."""

    sentence: Sentence
    citations: tuple[Citation, ...]
    entailed: bool
    why: str
    irrelevant: tuple[int, ...] = ()

    @property
    def precise(self) -> int:
        """How many of its citations are precise."""
        return len(self.citations) - len(self.irrelevant) if self.entailed else 0


def attested(seen: Seen, with_precision: bool = False) -> list[Attested]:
    """Every sentence of the answer with the judge's verdict (Gao et al. 2023, section 3).

    A citation is irrelevant where it does not entail the sentence alone, while the others do
    without it. ``with_precision`` asks the judge for that as well.
    """
    found = []
    for sentence in seen.sentences:
        citations = seen.cited(sentence)
        verdict = seen.verdict(citations, sentence.text)
        irrelevant: tuple[int, ...] = ()
        if with_precision and verdict.entailed and len(citations) > 1:
            irrelevant = tuple(
                each.number for each in citations if _is_irrelevant(seen, each, citations, sentence)
            )
        found.append(
            Attested(sentence, tuple(citations), verdict.entailed, verdict.why, irrelevant)
        )
    return found


def _is_irrelevant(
    seen: Seen, citation: Citation, citations: Sequence[Citation], sentence: Sentence
) -> bool:
    if seen.verdict([citation], sentence.text).entailed:
        return False
    others = [each for each in citations if each is not citation]
    return seen.verdict(others, sentence.text).entailed


def opening(text: str, most: int = 60) -> str:
    """The first words of a text, in quotation marks, for an explanation."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= most else line[: most - 1] + '…'}”"
