"""Where things are in one article: its sentences, names and quotations, by offset."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from assistant.sentences import sentence_spans
from assistant.statements.mentions import Mention, mentions_of
from assistant.statements.quoted import Quoted
from assistant.statements.relations import Relation
from assistant.types import Span

_LONGEST_SOURCE = 400  # characters; what is longer is a sentence, and its beginning says enough
_MOST_SPANS = 8
_DEEPEST = 8  # contents in each other


class Layout:
    """An article's text with what stands where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = whole_sentences(text)
        self._starts = [start for start, _ in self.sentences]
        self.quoted = Quoted(text)
        self.mentions = mentions_of(text, self._starts)
        self._mention_starts = [each.start for each in self.mentions]
        self._mention_ends = [each.end for each in self.mentions]

    def sentence(self, offset: int) -> int:
        """The number of the sentence that holds an offset, or of the one before."""
        return bisect_right(self._starts, offset) - 1

    def opens(self, offset: int) -> bool:
        """Whether a word begins its sentence, but for marks."""
        place = self.sentence(offset)
        return place >= 0 and not self.text[self._starts[place] : offset].strip("\"“‘'( ")

    def mention_ending(self, end: int) -> Mention | None:
        place = bisect_left(self._mention_ends, end)
        if place < len(self.mentions) and self._mention_ends[place] == end:
            return self.mentions[place]
        return None

    def names_at(self, offset: int) -> bool:
        """Whether a name begins here."""
        place = bisect_left(self._mention_starts, offset)
        return place < len(self.mentions) and self._mention_starts[place] == offset

    def name_at(self, offset: int) -> bool:
        """Whether a character belongs to a name."""
        place = bisect_right(self._mention_starts, offset) - 1
        return place >= 0 and offset < self._mention_ends[place]

    def mentions_in(self, start: int, end: int) -> Sequence[Mention]:
        return self.mentions[
            bisect_left(self._mention_starts, start) : bisect_left(self._mention_starts, end)
        ]

    def first_span(self, spans: Sequence[Span]) -> Span | None:
        """The first span that has words, inside the text."""
        for start, end in spans:
            start, end = max(0, start), min(len(self.text), end)
            if start < end and self.text[start : min(end, start + _LONGEST_SOURCE)].strip():
                return start, end
        return None

    def words(self, spans: Sequence[Span]) -> str:
        """The words of a source, cut where they are too many to be one."""
        parts = []
        for start, end in spans[:_MOST_SPANS]:
            start = max(0, start)
            parts.append(self.text[start : max(start, min(end, start + _LONGEST_SOURCE))])
        return " ".join(parts).strip()[:_LONGEST_SOURCE]

    def enclosing(self, relations: Sequence[Relation]) -> dict[int, int]:
        """By relation, the one in whose content its source stands, the innermost of a few."""
        edges: list[tuple[int, int, int, int]] = []
        for place, relation in enumerate(relations):
            edges.extend((start, 0, -end, place) for start, end in relation.content)
            if span := self.first_span(relation.source):
                edges.append((span[0], 1, 0, place))
        around: dict[int, int] = {}
        opened: list[tuple[int, int]] = []
        for start, is_source, end, place in sorted(edges):
            while opened and opened[-1][0] <= start:
                opened.pop()
            if not is_source:
                opened.append((-end, place))
                continue
            others = (each for _, each in reversed(opened[-_DEEPEST:]) if each != place)
            if (outer := next(others, None)) is not None:
                around[place] = outer
        return around


def whole_sentences(text: str) -> list[Span]:
    """The sentences of ``text``, with those joined that an abbreviation has cut: "Bury, Va., "."""
    joined: list[Span] = []
    for start, end in sentence_spans(text):
        goes_on = text[start].islower() or text[start] in ",;"
        if joined and goes_on and "\n" not in text[joined[-1][1] : start]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
