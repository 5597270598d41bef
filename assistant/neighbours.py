"""Ids of passages, and passages that are joined with those before and behind them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from assistant.types import Article, Passage

_ID = re.compile(r"(?P<article>.+)/(?P<version>\d{1,9})/(?P<start>\d{1,12})-(?P<end>\d{1,12})")


@dataclass(frozen=True, slots=True)
class Span:
    """What the id of a passage says: it stands for the same words for ever.

    ``start`` and ``end`` are offsets in the text of this version of the article. Its string is the
    id.
    """

    article_id: str
    version: int
    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.article_id}/{self.version}/{self.start}-{self.end}"

    @classmethod
    def read(cls, name: str) -> Self | None:
        """The span of a passage's id; None where it is not such an id."""
        match = _ID.fullmatch(name)
        if match is None:
            return None
        return cls(match["article"], int(match["version"]), int(match["start"]), int(match["end"]))

    def of(self, article: Article, cut: Sequence[Passage]) -> Passage | None:
        """The neighbours among ``cut``, all passages of the article, that fill this span exactly.

        None where the article has another version now, or no passages begin and end here: an id is
        no way to cut any words out of an article.
        """
        within = [p for p in cut if self.start <= p.start and p.end <= self.end]
        if article.version != self.version or not within:
            return None
        if (within[0].start, within[-1].end) != (self.start, self.end):
            return None
        text = article.text[self.start : self.end]
        return Passage(str(self), article.id, text, self.start, self.end, within[0].ordinal)


def widened(passage: Passage, article: Article | None, cut: Sequence[Passage], n: int) -> Passage:
    """A passage with its ``n`` neighbours among ``cut`` on each side; itself where it is gone."""
    known = Span.read(passage.id)
    around = [p for p in cut if p.start < passage.end and p.end > passage.start]
    if known is None or article is None or not around:
        return passage
    first = max(0, around[0].ordinal - n)
    last = min(len(cut) - 1, around[-1].ordinal + n)
    span = Span(passage.article_id, known.version, cut[first].start, cut[last].end)
    return span.of(article, cut) or passage
