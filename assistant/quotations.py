"""Quotations in an answer: found, compared with the article, withdrawn where they are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assistant.fold import find_words
from assistant.polarity import has_negation

WITHDRAWN = "[quotation withdrawn: not in the cited article]"

# A quotation whose closing mark is missing runs to the end of its line, as in articles that quote
# over several paragraphs; one whose opening mark is missing begins with its line. Single marks
# quote only in pairs around whole words: most of them are apostrophes.
_QUOTATION = re.compile(
    r"^(?P<tail>[^“”\n]*)”"
    r"|^(?P<straight_tail>[^\"\n]*[^\s\"(\[])\"(?=[^\"\n]*(?:\"[^\"\n]*\"[^\"\n]*)*$)"
    r"|“(?P<curly>[^“”\n]*)(?:”|$)"
    r"|„(?P<low>[^“”„\n]*)(?:[“”]|$)"
    r"|«(?P<angle>[^«»\n]*)(?:»|$)"
    r"|»(?P<turned>[^«»\n]*)(?:«|$)"
    r"|\"(?P<straight>[^\"\n]*)(?:\"|$)"
    r"|(?<!\w)‘(?P<single>[^‘\n]*?)’(?!\w)"
    r"|(?<!\w)'(?P<apostrophes>(?!\s)[^\n]*?)(?<!\s)'(?!\w)",
    re.MULTILINE,
)
_EXPLANATION = re.compile(r"\[[^\]]*\]")
_OMISSION = re.compile(r"\s*(\[[^\]]*\]|…|\.\.\.)\s*")
_DOTS = {"…", "...", "[…]", "[...]"}
_EDGE = ".,;:!?—– "
_LEFT_OUT, _REPLACED = 300, 60


def quoted(text: str) -> list[str]:
    """The words inside each quotation of ``text``, without the marks."""
    return [_words(match) for match in _QUOTATION.finditer(text) if _words(match).strip(_EDGE)]


def without_explanations(text: str) -> str:
    """``text`` without the words in square brackets, which explain and are nobody's words."""
    return _EXPLANATION.sub(" ", text)


def stands_in(words: str, articles: Iterable[str]) -> bool:
    """Whether quoted ``words`` stand letter for letter in one of these texts; see `place_of`."""
    return any(not _parts(words) or place_of(words, text) is not None for text in articles)


def place_of(
    words: str, text: str, start: int = 0, end: int | None = None
) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text[start:end]``, from the first of them to the last, or None.

    An ellipsis separates parts that must follow each other, the next within 300 characters, and
    what it leaves out must deny nothing. So does an explanation in brackets, which may stand for a
    few words of the text. Punctuation at the edge of a part is the answer's own.
    """
    parts = _parts(words)
    if not parts or any(has_negation(part.bracket) for part in parts):
        return None
    end = len(text) if end is None else end
    while first := find_words(parts[0].words, text, start, end):
        last = _following(parts[1:], text, first[1], end)
        if last is not None:
            return first[0], last
        start = first[0] + 1
    return None


def withdraw_false(text: str, articles: Iterable[str]) -> tuple[str, int]:
    """``text`` with each quotation that is in none of the articles withdrawn, and their number."""
    known = list(articles)
    withdrawn = 0

    def checked(match: re.Match[str]) -> str:
        nonlocal withdrawn
        words = _words(match)
        if not words.strip(_EDGE) or stands_in(words, known):
            return match[0]
        withdrawn += 1
        return WITHDRAWN

    # Marks that do not pair up may quote other words once some are gone.
    before = -1
    while before != withdrawn:
        before = withdrawn
        text = _QUOTATION.sub(checked, text)
    return text, withdrawn


def _words(match: re.Match[str]) -> str:
    return next((words for words in match.groups() if words), "")


@dataclass(frozen=True, slots=True)
class _Part:
    """Words without a gap, the bracket before them, and how many characters that may replace."""

    words: str
    bracket: str
    gap: int


def _parts(words: str) -> list[_Part]:
    found: list[_Part] = []
    bracket, gap = "", 0
    for place, piece in enumerate(_OMISSION.split(words)):
        if place % 2:
            bracket += "" if piece in _DOTS else piece
            gap = max(gap, _LEFT_OUT if piece in _DOTS else _REPLACED)
        elif piece.strip(_EDGE):
            found.append(_Part(piece.strip(_EDGE), bracket, gap))
            bracket, gap = "", 0
    if bracket and found:
        found[-1] = replace(found[-1], bracket=found[-1].bracket + bracket)
    return found


def _following(parts: list[_Part], text: str, position: int, end: int) -> int | None:
    """Where the last of the parts ends that follow ``position`` in order, or None."""
    for part in parts:
        limit = min(end, position + part.gap + len(part.words) + 1)
        found = find_words(part.words, text, position, limit)
        if found is None or has_negation(text[position : found[0]]):
            return None
        position = found[1]
    return position
