"""Whether the passages that a sentence cites carry it; if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citations import cut
from assistant.instructions import blanked
from assistant.misattribution import wrong_speaker
from assistant.polarity import polarity
from assistant.quotations import WITHDRAWN, without_explanations
from assistant.support import evidence_of, unsupported_terms
from assistant.types import Entry

_EXPLANATION = re.compile(r"\[([^\]]*)\]")


def citable_text(entry: Entry) -> str:
    """The article without what it says to language models, which nobody may quote."""
    return blanked(entry.article.text)


def fault_of(words: str, shown: str, entries: Sequence[Entry], question: str) -> str:
    """Why a sentence does not follow from the passages it cites, or nothing.

    ``words`` are the model's own, ``shown`` are these with false quotations withdrawn.
    """
    if not entries:
        return "it cites no passage that a tool returned"
    if WITHDRAWN in shown:
        return "it quotes what does not stand word for word in the passage it cites"
    missing = _missing(words, entries, question)
    if missing:
        return f"the passages it cites do not say: {', '.join(missing)}"
    cited = [(entry, cut(words, entry.passage, entry.article)) for entry in entries]
    spans = [(citable_text(entry), *span) for entry, span in cited if span is not None]
    found = [polarity(words, text[start:end]) for text, start, end in spans]
    if "opposite" in found and "same" not in found:
        return "it says the opposite of the passage it cites"
    speakers = [who for span in spans if (who := wrong_speaker(words, *span)) != ""]
    if speakers and all(speakers):
        return f"in the article it is {speakers[0]} who says so"
    return ""


def _missing(words: str, entries: Sequence[Entry], question: str) -> list[str]:
    """Names and numbers that the cited passages lack; an explanation may use the whole article."""
    evidence = [part for e in entries for part in evidence_of(e.passage, e.article)]
    missing = unsupported_terms(without_explanations(words), [*evidence, question])
    for explained in _EXPLANATION.findall(words):
        missing += unsupported_terms(explained, [*evidence, *map(citable_text, entries), question])
    return missing
