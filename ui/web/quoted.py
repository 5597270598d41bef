"""Which words of an article a link means, and whether they still stand in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from assistant.archive import Archive
from assistant.fold import find_words
from assistant.types import Article, Span
from ui.links import QUOTE, mark_of

State = Literal["none", "here", "moved", "gone", "unknown"]
"""Of the quoted words: ``none`` are meant; they are ``here`` as they were; the article has changed
and they ``moved`` or are ``gone``; what they were is ``unknown``."""

_OFFSETS = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_VERSION = re.compile(r"[0-9]{1,9}")
_NO_VERSION = 0  # they begin at 1
# A citation is some sentences; whoever asks for the place of more has not got it from us.
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Aim:
    """What a link asks for: offsets in a version of the article, and the mark of the words there.

    Everything in it was written by whoever made the link: it is compared, and nothing else.
    """

    span: Span | None
    version: int | None
    mark: str

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self | None:
        """The aim of a link; None where it names no quote."""
        if QUOTE not in query:
            return None
        offsets = _OFFSETS.fullmatch(query[QUOTE])
        version = query.get("v", "")
        known = int(version) if _VERSION.fullmatch(version) else _NO_VERSION
        return cls(
            (int(offsets[1]), int(offsets[2])) if offsets else None,
            known if version else None,
            query.get("is", ""),
        )


@dataclass(frozen=True, slots=True)
class Quoted:
    """The quoted words, and their offsets in the article's text of today where they stand there."""

    state: State
    words: str = ""
    span: Span | None = None


def quoted(archive: Archive, article: Article, aim: Aim | None) -> Quoted:
    """What an aim means in the article as it stands now."""
    if aim is None:
        return Quoted("none")
    words = _words(archive, article, aim)
    if not words:
        return Quoted("unknown")
    span = _found(words, article.text, aim.span)
    if aim.version in (None, article.version):
        return Quoted("here", words, span)
    return Quoted("moved" if span else "gone", words, span)


def _words(archive: Archive, article: Article, aim: Aim) -> str:
    """The words that the link was made for; empty where they are not known."""
    texts = [article.text] if aim.version in (None, article.version) else []
    if not texts:
        earlier = archive.earlier_versions(article.id)
        texts += [each.text for each in earlier if each.version == aim.version]
        # An archive that was filled anew counts versions anew; the mark knows the words again.
        texts += [article.text] if aim.mark else []
    for text in texts:
        words = text[slice(*aim.span)] if aim.span and aim.span[1] <= len(text) else ""
        if words.strip() and (not aim.mark or aim.mark == mark_of(words)):
            return words
    return ""


def _found(words: str, text: str, span: Span | None) -> Span | None:
    """Where the words stand today: at their old place, or elsewhere."""
    if span and text[slice(*span)] == words:
        return span
    return find_words(words, text) if len(words) <= _LONGEST else None
