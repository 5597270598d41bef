"""What the archive has around each quote of an answer, now."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.archive import Archive
from assistant.instructions import without_instructions
from assistant.types import Answer, Article, Citation
from ui.slack.blocks.address import desk, publisher
from ui.slack.text import split
from ui.web.turn import nearest

_AROUND = 600  # characters of the paragraph on either side of the quote
_NEXT_SENTENCE = re.compile(r"[.!?…][\"”’)]*\s+(?=\S)")
_NEXT_WORD = re.compile(r"\s(?=\S)")
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote, with the rest of its paragraph ``before`` and ``after`` it.

    Where the article has ``changed`` since, or is ``gone``, there is only the quote. What is only
    ``near`` a question is no quote: all of it is ``before``. ``publisher`` and ``desk`` are the
    addresses of the words, or None.
    """

    citation: Citation
    before: str = ""
    after: str = ""
    state: Literal["stands", "changed", "gone", "near"] = "stands"
    publisher: str | None = None
    desk: str | None = None


def shown(archive: Archive, answer: Answer, public_url: str | None) -> tuple[Shown, ...]:
    """The cited quotes of an answer in their paragraphs; the nearest passages of an abstention."""
    near = answer.outcome == "abstained"
    cited = nearest(archive, answer.hits) if near else answer.citations
    articles = archive.articles_by_id(each.article_id for each in cited)
    found = [_shown(each, articles.get(each.article_id), public_url) for each in cited]
    return tuple(map(_near, found) if near else found)


def _near(found: Shown) -> Shown:
    """A passage without what it says to a language model, as everywhere in an abstention."""
    words = without_instructions(found.citation.quote)
    return replace(found, before=words, after="", state="near")


def _shown(citation: Citation, article: Article | None, public_url: str | None) -> Shown:
    where = publisher(citation)
    if article is None:
        return Shown(citation, state="gone", publisher=where)
    at_desk = desk(citation, public_url)
    if article.text[citation.start : citation.end] != citation.quote:
        return Shown(citation, state="changed", publisher=where, desk=at_desk)
    before, after = _around(article.text, citation.start, citation.end)
    return Shown(citation, before, after, publisher=where, desk=at_desk)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same paragraph, without what is far from the quote in a long one."""
    lines: Iterable[re.Match[str]] = _PARAGRAPH.finditer(text)
    touched = [line for line in lines if line.start() < end and start < line.end()]
    if not touched:
        return "", ""
    before = text[touched[0].start() : start] if touched[0].start() < start else ""
    after = text[end : touched[-1].end()] if end < touched[-1].end() else ""
    if len(before) > _AROUND:
        before = "… " + _tail(before)
    if len(after) > _AROUND:
        after = split(after, _AROUND)[0].rstrip() + " …"
    return before, after


def _tail(before: str) -> str:
    """The end of a text, from the beginning of a sentence where there is one."""
    kept = before[-_AROUND:]
    begun = _NEXT_SENTENCE.search(kept) or _NEXT_WORD.search(kept)
    return kept[begun.end() :] if begun else kept
