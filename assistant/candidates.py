"""The sentences of the passages that a tool showed, as candidates for an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.fold import words
from assistant.instructions import instructed_spans
from assistant.question import content_words
from assistant.rerank import Judged
from assistant.sentences import sentence_spans

Stem = Callable[[str], list[str]]
"""Text to the lexical index's terms."""

Frequency = Callable[[str], int]
"""A term to the number of passages that it stands in."""

LEAST_WORDS = 4
_BEGINNING = re.compile(r"[\w“”\"‘’'(\[$€£¥—–-]")  # not the rest of a link or a caption
_RUNNING = re.compile(r"\b[^\W\d_A-Z]{3,}\b")  # a dateline or a table has no such word


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as a tool shows it to a chat model.

    ``part`` is the passage's place in its article, from 0. ``said`` names the speakers of its
    attributed sentences: by, cue and the first words of each, where they are known the role and the
    stance, and "named": "no" for a source without a name.
    """

    key: str
    title: str
    source: str
    date: str
    text: str
    part: int = 0
    said: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a shown passage; ``speaker`` is None where it is nobody's words.

    ``place`` is that of its passage among those shown. ``coverage`` is the share of the question's
    words in the sentence, by their rarity; ``context`` that in its passage and title. ``agreed`` is
    how far other articles give the same short answer, from 0 to 1. A ``lead`` is the first sentence
    of its article, which says in short what the article is about. ``stances``, ``role`` and
    ``named`` are those of the statement, where the ledger has it.
    """

    key: str
    place: int
    text: str
    speaker: str | None
    cue: str
    coverage: float
    context: float
    score: float = 0.0
    judged: Judged | None = None
    agreed: float = 0.0
    lead: bool = False
    stances: tuple[str, ...] = ()
    role: str = ""
    named: bool = True

    @property
    def span(self) -> str:
        """The words of the short answer that a judge found; empty where there are none."""
        return self.text[self.judged.start : self.judged.end] if self.judged else ""


class Terms:
    """Words compared as the lexical index has them, the rarer the weightier."""

    def __init__(self, stem: Stem, frequency: Frequency) -> None:
        self.stem = stem
        self._frequency = frequency

    def weights(self, text: str) -> dict[str, float]:
        """The terms of a question's content words with their weights."""
        terms = self.stem(" ".join(content_words(text)))
        return {term: 1.0 / np.log2(2.0 + self._frequency(term)) for term in terms}

    def candidates(self, wanted: Sequence[str], shown: Sequence[Shown]) -> list[Candidate]:
        """Every sentence once, compared with the nearest of the ``wanted`` texts; no headlines."""
        weights = [self.weights(text) for text in wanted]
        found: list[Candidate] = []
        seen: set[str] = set()
        for place, each in enumerate(shown):
            about = set(self.stem(f"{each.title} {each.text}"))
            said = _Said(each.said)
            for order, sentence in enumerate(_readable(each)):
                spoken = said.of(sentence)
                folded = " ".join(words(sentence))
                if folded in seen:
                    continue
                seen.add(folded)
                own = set(self.stem(sentence))
                found.append(
                    Candidate(
                        each.key,
                        place,
                        sentence,
                        spoken.get("by"),
                        spoken.get("cue", ""),
                        max(share(weight, own) for weight in weights),
                        max(share(weight, about | own) for weight in weights),
                        lead=each.part == 0 and order == 0,
                        stances=tuple(filter(None, spoken.get("stance", "").split(", "))),
                        role=spoken.get("role", ""),
                        named=spoken.get("named") != "no",
                    )
                )
        return found


def share(weights: dict[str, float], present: set[str]) -> float:
    """The part of all weight that falls on the terms that are present."""
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in present) / total if total else 0.0


def _readable(each: Shown) -> list[str]:
    """The sentences of a passage that can answer: no headline, question or order to a model."""
    orders = instructed_spans(each.text)
    return [
        sentence
        for start, end in sentence_spans(each.text)
        if len((sentence := each.text[start:end]).split()) >= LEAST_WORDS
        and sentence != each.title
        # A question answers nothing (one in quotes ends otherwise), nor what leads up to a list.
        and not sentence.endswith(("?", ":"))
        and _RUNNING.search(sentence)
        and _BEGINNING.match(sentence)
        and not any(first <= start < last for first, last in orders)
    ]


class _Said:
    """The attributed sentences of one passage, taken in reading order."""

    def __init__(self, rows: Sequence[dict[str, str]]) -> None:
        self._left = list(rows)

    def of(self, sentence: str) -> dict[str, str]:
        """What is known of who says a sentence; empty where nobody does."""
        for place, row in enumerate(self._left):
            if sentence.startswith(row["words"]):
                del self._left[: place + 1]
                return row
        return {}
