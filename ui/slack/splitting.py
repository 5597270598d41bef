"""Cutting a long text into pieces that Slack takes, where a reader would pause."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right

from assistant.sentences import sentence_spans

# A citation as `ui.slack.blocks.answer` writes it, and our own marks; they belong to the sentence
# that they stand behind.
_MARK = r"(?:\[(?:\\.|[^\[\]\\\n])*\]\([^()\s]*\)|\*\*[^*\n]+\*\*|\[(?:\d{1,4}|unsupported)\])"
_BEHIND = re.compile(rf"(?:[ \t]*{_MARK})+\s+")
_FIRST = re.compile(_MARK)
# What falls apart when it is cut: those, an escaped character, an entity, an address.
_ATOM = re.compile(rf"{_MARK}|\\.|&\#?\w{{1,10}};|https?://\S+")
_QUOTATION = re.compile(r"“[^“”\n]*”|«[^«»\n]*»|„[^“”„\n]*[“”]|\"[^\"\n]*\"")
_PAUSE = re.compile(r"[.!?…]\s+")
_JOINER = "\u200d"


def split(text: str, limit: int = 3000) -> list[str]:
    """``text`` in pieces of at most ``limit`` characters, which joined are ``text`` again.

    It is cut between sentences; where one is too long, between those inside a quotation, then
    between words. Nothing that Slack reads as one, such as a link, is cut unless it is longer than
    ``limit``.
    """
    if len(text) <= limit:
        return [text]
    places = _places(text)
    pieces, start = [], 0
    while len(text) - start > limit:
        end = _last(places, start, start + limit) or start + limit
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _places(text: str) -> list[list[int]]:
    """Where it may be cut, in order, the best kind of place first."""
    atoms = [found.span() for found in _ATOM.finditer(text)]
    quotations = [found.span() for found in _QUOTATION.finditer(text)]
    ends = [end for end in _sentence_ends(text) if not _inside(end, atoms)]
    outside = [end for end in ends if not _inside(end, quotations)]
    ends = sorted({*ends, *(found.end() for found in _PAUSE.finditer(text))})
    spaces = [found.end() for found in re.finditer(r"\s+", text)]
    spaces = [place for place in spaces if not _inside(place, atoms)]
    words = [place for place in spaces if not _FIRST.match(text, place)]
    return [
        outside,
        ends,
        [place for place in words if not _inside(place, quotations)],
        words,
        spaces,
        [at for at in range(1, len(text)) if not _inside(at, atoms) and _apart(text, at)],
    ]


def _sentence_ends(text: str) -> list[int]:
    """Where each sentence ends, with its citations and the white space behind it."""
    ends = {found.end() for found in _BEHIND.finditer(text)}
    for start, _ in sentence_spans(text)[1:]:
        if text[start - 1].isspace() and not _BEHIND.match(text, start):
            ends.add(start)
    return sorted(ends)


def _last(places: list[list[int]], start: int, limit: int) -> int | None:
    for kind in places:
        found = bisect_right(kind, limit) - 1
        if found >= 0 and kind[found] > start:
            return kind[found]
    return None


def _inside(place: int, spans: list[tuple[int, int]]) -> bool:
    found = bisect_right(spans, (place, -1)) - 1
    return found >= 0 and spans[found][0] < place < spans[found][1]


def _apart(text: str, place: int) -> bool:
    """Whether two characters are two to their reader, and the second would open no list there."""
    before, behind = text[place - 1], text[place]
    together = unicodedata.combining(behind) or behind in (_JOINER, "\ufe0e", "\ufe0f")
    skin_or_flag = 0x1F3FB <= ord(behind) <= 0x1F3FF or 0x1F1E6 <= ord(behind) <= 0x1F1FF
    opening = behind in "-+#=:.)" or behind.isdigit()
    return not (together or skin_or_flag or opening or before == _JOINER)
