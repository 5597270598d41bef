"""Quotations in an answer: found, compared with the article, withdrawn where they are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.fold import find_words

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
_OMISSION = re.compile(r"\s*(?:\[[^\]]*\]|…|\.\.\.)\s*")
_EDGE = ".,;:!?—– "


def quoted(text: str) -> list[str]:
    """The words inside each quotation of ``text``, without the marks."""
    return [_words(match) for match in _QUOTATION.finditer(text) if _words(match).strip(_EDGE)]


def stands_in(words: str, articles: Iterable[str]) -> bool:
    """Whether quoted ``words`` stand letter for letter in one of these texts.

    An ellipsis or a bracketed word separates parts that must follow each other in the article, the
    next within 300 characters. Punctuation at the edge of a part is the answer's own.
    """
    parts = [part.strip(_EDGE) for part in _OMISSION.split(words)]
    wanted = [part for part in parts if part]
    return any(_in_order(wanted, text) for text in articles)


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


_GAP = 300


def _in_order(parts: list[str], text: str) -> bool:
    if not parts:
        return True
    begin = 0
    while True:
        first = find_words(parts[0], text, begin)
        if first is None:
            return False
        position = first[1]
        for part in parts[1:]:
            found = find_words(part, text, position, min(len(text), position + _GAP + len(part)))
            if found is None:
                break
            position = found[1]
        else:
            return True
        begin = first[0] + 1
