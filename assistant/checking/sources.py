"""The sentences of articles that may say something of a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.candidates import LEAST_WORDS
from assistant.checking.meant import Meant
from assistant.checking.taken_apart import Apart, Terms, Word
from assistant.fold import words
from assistant.instructions import blanked
from assistant.names import also_called
from assistant.sayings import Saying, sayings
from assistant.sentences import sentence_spans
from assistant.types import Entry, Statement

_LEAD = 600  # characters of an article in which it tells whom it is about
_CONTRARY = frozenset(("denies", "disputes", "doubts"))
_FEWEST = 2  # words, numbers aside, that a sentence must have in common with a claim


@dataclass(frozen=True)
class Around:
    """What stands around a sentence: its passage, the title, and the beginning of the article.

    What "it" and "the ferry" mean stands there.
    """

    text: str
    terms: Terms

    @cached_property
    def plain(self) -> frozenset[str]:
        """Its words, folded, with their parts at hyphens."""
        own = set(words(self.text))
        return frozenset(own | {part for word in own if "-" in word for part in word.split("-")})

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(self.terms.stems(self.text))

    @cached_property
    def called(self) -> frozenset[str]:
        """What is named otherwise in it: "the EU" for the European Union."""
        return frozenset(also_called(self.text))

    def has(self, word: Word) -> bool:
        """Whether the word stands there, or unless it is a name one that says the same."""
        if word.plain in self.plain or word.stem in self.stems:
            return True
        if word.name:
            return word.plain in self.called or any(map(word.is_of, self.plain))
        return not self.plain.isdisjoint(word.means)


@dataclass(frozen=True)
class Source:
    """A sentence, ``article.text[start:end]``, with who says it and what stands around it."""

    entry: Entry
    start: int
    end: int
    apart: Apart
    saying: Saying | None
    around: Around

    @property
    def text(self) -> str:
        """The sentence."""
        return self.entry.article.text[self.start : self.end]

    @property
    def published(self) -> tuple[date, ...]:
        """The day on which it was published, if that is known."""
        at = self.entry.article.published_at
        return (at.date(),) if at else ()

    @property
    def contrary(self) -> list[Statement]:
        """What somebody denies, disputes or doubts in it."""
        said = self.entry.statements or ()
        return [
            each
            for each in said
            if each.stance in _CONTRARY and each.start < self.end and self.start < each.end
        ]


def sources(claim: Meant, entries: Iterable[Entry], terms: Terms) -> list[Source]:
    """The sentences of these passages that have something in common with the claim, each once.

    A question or a headline says nothing, and what the article says to a language model is nobody's
    statement.
    """
    forms = {form for word in claim.said.words for form in (word.stem, word.plain, *word.means)}
    seen: set[tuple[str, int]] = set()
    found = []
    for entry in entries:
        for source in _of_passage(entry, forms, terms):
            if (entry.article.id, source.start) not in seen:
                seen.add((entry.article.id, source.start))
                found.append(source)
    return found


def _of_passage(entry: Entry, forms: set[str], terms: Terms) -> Iterator[Source]:
    passage, article = entry.passage, entry.article
    plain = blanked(article.text)
    said = sayings(article.text, entry.statements)
    own = plain[passage.start : passage.end]
    lead = plain[: min(_LEAD, passage.start)]
    around = Around(f"{blanked(article.title)}\n{lead}\n{own}", terms)
    for first, last in sentence_spans(own):
        start, end = passage.start + first, passage.start + last
        text = plain[start:end]
        if len(text.split()) < LEAST_WORDS or text.endswith("?") or text == article.title:
            continue
        saying = next((s for s in said if s.start < end and start < s.end), None)
        shared = len(forms & set(words(text))) + len(forms & set(terms.stems(text)))
        if shared >= _FEWEST or (saying and _CONTRARY & set(saying.stances)):
            yield Source(entry, start, end, terms.apart(text), saying, around)
