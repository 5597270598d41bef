"""Where names stand in a text: each run of capitals cut into its title and its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from assistant.attribution import UPPER
from assistant.fold import fold
from assistant.names import BODIES
from assistant.statements.capitals import (
    DAYS,
    SUFFIXES,
    Sort,
    known_word,
    openers,
    sort_of,
    title_words,
)
from assistant.statements.first_names import is_first_name
from assistant.statements.nouns import PREPOSITIONS
from assistant.types import Span

_SHORT = (
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Cmdr|Adm|Prof|Rev|Hon|Jr|Sr|"
    r"St|Atty|Del|Msgr|Fr)\."
)
_OF = (
    r"(?:[Ss]ecretary of [Ss]tate|[Cc]hief of [Ss]taff|(?:[Ss]ecretary|[Mm]inister|Speaker|"
    r"Governor|President|Chairman|Chairwoman|Leader|Director|Head) of "
    rf"(?:the )?[{UPPER}][^\W\d_]+)"
)
# Without a final 's; with an apostrophe, a hyphen or a full stop only between letters.
_WORD = (
    rf"(?:(?:al|el|ad|ash|at|d|l)[\-'’])?[{UPPER}]"
    rf"(?:[^\W\d_]+|['’](?![sS]\b)(?=[^\W\d_])|-(?=[^\W\d_])|&(?=[{UPPER}])"
    rf"|\.(?=[{UPPER}]\b))*"
)
_TOKEN = rf"(?:{_OF}|{_SHORT}|(?:[{UPPER}]\.)+(?:[{UPPER}]\b)?|{_WORD}|&)"
_PARTICLE = r"(?:de|da|del|della|van|von|der|den|bin|bint|ibn|al|el|la|le|du|dos|di|ter|ten)"
_GAP = r"[ \u00a0]+"
_NICK = rf"{_GAP}(?:[\"“'‘][{UPPER}][\w.\-]{{0,14}}[\"”'’]{_GAP})?"
_JOIN = rf"(?:,?{_GAP}(?=[JS]r\b)|{_GAP}(?:{_PARTICLE}{_GAP}){{1,3}}|{_NICK})"
_RUN = re.compile(rf"(?<![\w@#/])(?!&){_TOKEN}(?:{_JOIN}{_TOKEN})*")
_PART = re.compile(_TOKEN)
_OFFICE_OF = re.compile(
    rf"{_GAP}(?:of|for|on)(?:{_GAP}the)?{_GAP}(?P<run>{_WORD}(?:(?:{_GAP}(?:and{_GAP})?){_WORD})*)"
)
_OPENING = frozenset("\"“‘'(:")
_MARKS = frozenset("\"“”'‘’")
_THE = frozenset(f"{the}{space}" for the in ("the", "The", "THE") for space in " \u00a0")
_LONGEST_KEPT = 100  # letters of a run whose names are remembered
_LINE = re.compile(r"[^\n]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = PREPOSITIONS | frozenset("the and but nor out off how why yet per its his her".split())
_LONGEST_TITLE = 200  # characters
_LONGEST_RUN = 12  # words in capitals; more are no name
_LONGEST_WORD = 40  # letters


class Mention(NamedTuple):
    """A name in a text: ``text[start:end]``; its title, if any, begins at ``title_start``.

    ``words`` are those of the name as they stand, ``title`` those before it in the same run;
    ``first`` is the first of them and ``last`` the surname, folded, or the only word.
    """

    start: int
    end: int
    title_start: int
    words: tuple[str, ...]
    title: str
    sort: Sort
    definite: bool  # "the" stands before it
    in_headline: bool
    first: str
    last: str
    suffix: str


def mentions_of(text: str, starts: Sequence[int], with_headlines: bool = True) -> list[Mention]:
    """All names of ``text`` in order; ``starts`` are the offsets of its sentences.

    Without headlines no line is taken for one because most of its words have capitals.
    """
    found: list[Mention] = []
    lines = _LINE.finditer(text)
    in_headline, line_end = False, -1 if with_headlines else len(text)
    beginnings, last = frozenset(starts), 0
    for run in _RUN.finditer(text):
        words, at = run[0], run.start()
        while at > line_end:
            line = next(lines)
            in_headline, line_end = _is_title_line(line[0]), line.end()
        before = text[max(0, at - 4) : at]
        opening = at in beginnings or before[-1:] in _OPENING
        definite = before in _THE
        names = _names_in if len(words) <= _LONGEST_KEPT else _names_in.__wrapped__
        for name in names(words, in_headline, opening, definite):
            start, end = at + name.start, at + name.end
            if start < last:
                continue
            if name.is_office and (tail := _OFFICE_OF.match(text, end)):
                end = tail.end()
            last = end
            found.append(
                Mention(
                    start,
                    end,
                    at + name.title_start,
                    name.words,
                    name.title,
                    name.sort,
                    name.definite,
                    in_headline,
                    name.first,
                    name.last,
                    name.suffix,
                )
            )
    return found


def _is_title_line(line: str) -> bool:
    if len(line) > _LONGEST_TITLE:
        return False
    words = [word for word in _LONG_WORD.findall(line) if word not in _SMALL]
    small = sum(word[0].islower() for word in words)
    return len(words) >= 4 and small <= len(words) // 10


class _Name(NamedTuple):
    """A name in a run of capitals, by offsets in it: what the run says by itself."""

    start: int
    end: int
    title_start: int
    words: tuple[str, ...]
    title: str
    sort: Sort
    definite: bool
    first: str
    last: str
    suffix: str
    is_office: bool


@lru_cache(maxsize=1 << 14)
def _names_in(run: str, in_headline: bool, opening: bool, definite: bool) -> list[_Name]:
    """The names of a run of capitals that may begin a sentence and stand behind "the"."""
    if " " not in run and "\u00a0" not in run:
        groups = [[(0, len(run))]] if len(run) <= _LONGEST_WORD else []
    elif in_headline or _is_shouted(run):
        groups = _headline_groups(run)
    else:
        groups = _groups(run)
    names = (_name(run, group, opening and not group[0][0], definite) for group in groups)
    return [name for name in names if name is not None]


def _headline_groups(run: str) -> list[list[Span]]:
    """The words of a run in a headline: a first name with the next word, any other for itself."""
    groups: list[list[Span]] = []
    open_name = False
    for part in _PART.finditer(run):
        if open_name and not _is_quoted(run, groups[-1][-1][1], part.start()):
            groups[-1].append(part.span())
            open_name = _is_initial(part[0])
            continue
        groups.append([part.span()])
        open_name = is_first_name(part[0]) or _is_initial(part[0])
    return [group for group in groups if _may_be_name(group)]


def _is_shouted(run: str) -> bool:
    """Whether a run of three words or more is all in capitals."""
    return run.isupper() and run.count(" ") > 1


def _is_initial(word: str) -> bool:
    return word.endswith(".") and len(word) < 5


def _groups(run: str) -> list[list[Span]]:
    """The words of a run of capitals, cut where a headline joins two: "Quill And Brandvold"."""
    groups: list[list[Span]] = [[]]
    for part in _PART.finditer(run):
        if groups[-1] and known_word(part[0]).is_function:
            groups.append([])
            continue
        if groups[-1] and _is_quoted(run, groups[-1][-1][1], part.start()):
            first = run[slice(*groups[-1][0])]
            if not is_first_name(first):  # Tom "Ace" Hess is one name
                groups.append([])
        groups[-1].append(part.span())
    return [group for group in groups if _may_be_name(group)]


def _is_quoted(run: str, start: int, end: int) -> bool:
    """Whether a quotation begins or ends between two words, which are then no one name."""
    return end - start > 1 and not _MARKS.isdisjoint(run[start:end])


def _may_be_name(group: list[Span]) -> bool:
    if not 0 < len(group) <= _LONGEST_RUN:
        return False
    return max([end - start for start, end in group]) <= _LONGEST_WORD


def _name(run: str, tokens: list[Span], opening: bool, definite: bool) -> _Name | None:
    out = openers([run[start:end] for start, end in tokens], opening)
    tokens = tokens[out:]
    while tokens and run[slice(*tokens[-1])] == "&":
        tokens.pop()
    if not tokens:
        return None
    words = tuple([run[start:end] for start, end in tokens])
    plain = [known_word(word).plain for word in words]
    cut = title_words(plain)
    if cut == len(words) or (cut + 1 == len(words) and plain[-1] in DAYS):
        return None
    title_start, start, end = tokens[0][0], tokens[cut][0], tokens[-1][1]
    title = run[title_start : tokens[cut - 1][1]] if cut else ""
    suffix = plain[-1] if plain[-1] in SUFFIXES else ""
    # A full stop after an initial is part of the name only before another word of it.
    if run[end - 1] == "." and not suffix:
        end -= run[tokens[-1][0] : end].count(".") == 1
    if title_start:
        definite = run[max(0, title_start - 4) : title_start] in _THE
    name, rest = words[cut:], plain[cut:]
    surnames = [each for each, other in zip(name, rest, strict=True) if other not in SUFFIXES]
    sort = sort_of(name, title, definite)
    return _Name(
        start,
        end,
        title_start,
        name,
        title,
        sort,
        definite,
        fold(name[0]).rstrip("."),
        fold((surnames or name)[-1]),
        suffix,
        sort == "body" and plain[-1] in BODIES,
    )
