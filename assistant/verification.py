"""Whether the passages that a sentence cites carry it; if not, why."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.citations import cut
from assistant.instructions import blanked
from assistant.misattribution import wrong_speaker
from assistant.polarity import polarity
from assistant.quotations import WITHDRAWN, without_explanations
from assistant.substance import unsupported_words
from assistant.support import evidence_of, unsupported_terms
from assistant.types import Entry

_Cited = tuple[Entry, tuple[int, int] | None]
"""A passage, and the offsets in its article of the words that back a sentence, if any may."""

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
    cited = [(entry, cut(words, entry.passage, entry.article)) for entry in entries]
    missing = _missing(words, cited, question)
    if missing:
        return f"the passages it cites do not say: {', '.join(missing)}"
    spans = [(citable_text(entry), *span) for entry, span in cited if span is not None]
    found = [polarity(words, text[start:end]) for text, start, end in spans]
    if "opposite" in found and "same" not in found:
        return "it says the opposite of the passage it cites"
    texts = [text for text, _, _ in spans]
    speakers = [who for span in spans if (who := wrong_speaker(words, *span, texts)) != ""]
    if speakers and all(speakers):
        return f"in the article it is {speakers[0]} who says so"
    return ""


def _missing(words: str, cited: Sequence[_Cited], question: str) -> list[str]:
    """Names, numbers and claims that the cited passages lack.

    An explanation in brackets may use the whole article.
    """
    vouchers = [
        evidence_of(entry.passage, entry.article, entry.article.text[slice(*span)] if span else "")
        for entry, span in cited
    ]
    texts = [text for each in vouchers for text in each.texts]
    names = [name for each in vouchers for name in each.names]
    days = [day for each in vouchers for day in each.days]
    missing = unsupported_terms(without_explanations(words), [*texts, question], names, days)
    whole = [citable_text(entry) for entry, _ in cited]
    for explained in _EXPLANATION.findall(words):
        missing += unsupported_terms(explained, [*texts, *whole, question], names, days)
    return missing or unsupported_words(without_explanations(words), [*texts, question])
