"""Quotations in an answer: found, compared with the article, withdrawn where they are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from assistant.attribution import source_of
from assistant.denial import is_denied_at
from assistant.fold import find_words
from assistant.marks import plain_marks
from assistant.polarity import has_negation, is_denial, stems
from assistant.quantities import quantities
from assistant.words import CUE_VERBS

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
    r"|(?<!\w)‘(?P<mixed>[^‘\n]*?)'(?!\w)"
    r"|(?<!\w)'(?P<apostrophes>(?!\s)[^\n]*?)(?<!\s)'(?!\w)",
    re.MULTILINE,
)
_EXPLANATION = re.compile(r"\[[^\]]*\]")
_OMISSION = re.compile(r"\s*(\[[^\]]*\]|…|\.\.\.)\s*")
_DOTS = {"…", "...", "[…]", "[...]"}
_EDGE = ".,;:!?—– "
_LEFT_OUT, _REPLACED = 300, 60

# "It said" names nobody, and says it all the same.
_SAID_SO = re.compile(r"\b(?:said|says|stated|states|wrote|writes|declared|told\s+\w+)[,:]?\s*$")
# Fewer words are a term rather than a claim: "not “out of it”".
_SHORTEST_CLAIM = 4
_DETERMINER = frozenset("a an the this that these those its his her their our my your".split())
# Somebody else's account begins: "The mayor … had stolen the money".
_TELLS_THAT = re.compile(rf"\b(?:{'|'.join(sorted(CUE_VERBS))})\b[^“”\"]*\bthat\b")
_FEW_WORDS, _BESIDE = 4, 3
_NO_WORDS = frozenset({"sic", "emphasis added", "laughs", "laughter", "applause"})


def quoted(text: str) -> list[str]:
    """The words inside each quotation of ``text``, without the marks."""
    found = map(_words, _QUOTATION.finditer(plain_marks(text)))
    return [words for words in found if words.strip(_EDGE)]


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
    what it leaves out must deny nothing, nor hold a number beside one that is quoted. So does an
    explanation in brackets, which may stand for a few words of the text. Punctuation at the edge of
    a part is the answer's own.
    """
    parts = _parts(words)
    if not parts or not all(_may_explain(part.bracket, text) for part in parts):
        return None
    end = len(text) if end is None else end
    while first := find_words(parts[0].words, text, start, end):
        last = _following(parts, text, first[1], end)
        if last is not None:
            return first[0], last
        start = first[0] + 1
    return None


def withdraw_false(text: str, articles: Iterable[str], asked: str = "") -> tuple[str, int]:
    """``text`` with each quotation that is in none of the articles withdrawn, and their number.

    Words of the question, ``asked``, may be quoted as well, but not as what somebody says. Words
    that their sentence denies in each article ("It is false that ...") are withdrawn, unless the
    answer itself denies them.
    """
    known = list(articles)
    withdrawn = 0

    def checked(match: re.Match[str]) -> str:
        nonlocal withdrawn
        words = _words(match)
        if not words.strip(_EDGE) or _may_stand(words, match, known, asked):
            return match[0]
        withdrawn += 1
        return WITHDRAWN

    # Marks that do not pair up may quote other words once some are gone.
    before = -1
    while before != withdrawn:
        before = withdrawn
        text = _QUOTATION.sub(checked, text)
    return text, withdrawn


def _may_stand(words: str, match: re.Match[str], articles: Iterable[str], asked: str) -> bool:
    """Whether the quotation ``match`` of an answer may be shown; see `withdraw_false`."""
    holding = [text for text in articles if stands_in(words, [text])]
    if holding:
        outside = _QUOTATION.sub(" ", match.string)
        return is_denial(outside) or not all(_is_denied(words, text) for text in holding)
    if not stands_in(words, [asked]):
        return False
    return source_of(match.string)[0] is None and not _SAID_SO.search(match.string[: match.start()])


def _is_denied(words: str, text: str) -> bool:
    """Whether the clause that ``words`` are cut from denies them before they begin, each time."""
    if len(words.split()) < _SHORTEST_CLAIM:
        return False
    place, found = 0, False
    while span := place_of(words, text, place):
        if not is_denied_at(text, span[0]):
            return False
        place, found = span[0] + 1, True
    return found


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


def _may_explain(bracket: str, text: str) -> bool:
    """Whether the words in brackets are few, deny nothing, and no claim of the answer's own.

    They are a noun with its article ("the trucks"), or stand in the text themselves; names always.
    """
    bracket = "".join(each for each in _EXPLANATION.findall(bracket) if each not in text)
    explained = re.findall(r"[^\W_][\w.'’\-]*", bracket)
    if not explained or bracket.strip("[] ").lower() in _NO_WORDS:
        return True
    if len(explained) > _FEW_WORDS * bracket.count("[") or has_negation(bracket):
        return False
    noun = explained[0].lower() in _DETERMINER
    in_doubt = [word for word in explained if not noun or word[0].isupper() or word[0].isdigit()]
    own = _stems_of(text) if in_doubt else frozenset()
    return all(stem in own for word in in_doubt for stem in stems(word))


@lru_cache(maxsize=32)
def _stems_of(text: str) -> frozenset[str]:
    return frozenset(stems(text))


def _following(parts: list[_Part], text: str, position: int, end: int) -> int | None:
    """Where the last of the parts ends, if all behind the first follow ``position``, or None."""
    for before, part in pairwise(parts):
        limit = min(end, position + part.gap + len(part.words) + 1)
        found = find_words(part.words, text, position, limit)
        if found is None:
            return None
        left_out = text[position : found[0]]
        if has_negation(left_out) or _TELLS_THAT.search(left_out):
            return None
        if _swaps_number(before.words, left_out, part):
            return None
        position = found[1]
    return position


def _swaps_number(before: str, left_out: str, part: _Part) -> bool:
    """Whether dots take a number out beside one that stays: "fewer than … 1,200 troops"."""
    if part.gap < _LEFT_OUT or not _has_number(left_out):
        return False
    last, first = before.split()[-_BESIDE:], part.words.split()[:_BESIDE]
    return _has_number(" ".join(last)) or _has_number(" ".join(first))


def _has_number(text: str) -> bool:
    """Whether a number is told in ``text``; "one" is a pronoun more often."""
    return any(text[q.start : q.end].strip().lower() != "one" for q in quantities(text))
