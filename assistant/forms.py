"""Abbreviations and long forms in a search text, each with the other ways to say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.abbreviations import COMMON, undotted
from assistant.fold import fold

Lookup = Callable[[str], Sequence[str]]

# In small letters these are other words, or no abbreviation at all.
AMBIGUOUS = frozenset("ai am it ice mp or pm un us who".split())
_LONGEST = 8  # words in a long form
_MOST = 80  # words of a text that are looked up
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Form:
    """An abbreviation (``short``) or a long form as it was typed, and what else says the same."""

    typed: str
    short: bool
    others: tuple[str, ...]


def forms(text: str, long_forms: Lookup, short_forms: Lookup) -> tuple[tuple[Form, ...], str]:
    """The forms in ``text``, and ``text`` without them.

    ``long_forms`` knows what an abbreviation stands for in the archive, ``short_forms`` how a
    folded long form is abbreviated there. Where a whole text is in capitals, they say nothing.
    """
    text = undotted(text)
    if text.isupper() and " " in text.strip():
        text = text.lower()
    words = list(_WORD.finditer(text))
    found: dict[Form, None] = {}
    rest: list[str] = []
    place = kept = 0
    while place < min(len(words), _MOST):
        form, taken = _form_at(
            [word[0] for word in words[place : place + _LONGEST]], long_forms, short_forms
        )
        if form is not None:
            found[form] = None
            rest.append(text[kept : words[place].start()])
            kept = words[place + taken - 1].end()
        place += taken
    return tuple(found), " ".join([*rest, text[kept:]])


def key(long: str) -> str:
    """A long form as it is looked up: folded words with single spaces."""
    return " ".join(_WORD.findall(fold(long)))


def _form_at(
    words: Sequence[str], long_forms: Lookup, short_forms: Lookup
) -> tuple[Form | None, int]:
    """The form that begins with the first of ``words``, and how many of them it takes."""
    for length in range(len(words), 1, -1):
        if len(words[length - 1]) > 2:
            long = key(" ".join(words[:length]))
            others = tuple(dict.fromkeys([*_common_shorts().get(long, ()), *short_forms(long)]))
            if others:
                return Form(" ".join(words[:length]), False, others), length
    short = words[0]
    if short.islower() and short not in AMBIGUOUS:
        short = short.upper()
    if sum(letter.isupper() for letter in short) >= 2 and len(short) <= 10:
        others = tuple(dict.fromkeys([*COMMON.get(short, ()), *long_forms(short)]))
        if others:
            return Form(short, True, others), 1
    return None, 1


@lru_cache(maxsize=1)
def _common_shorts() -> dict[str, tuple[str, ...]]:
    shorts: dict[str, tuple[str, ...]] = {}
    for short, longs in COMMON.items():
        for long in longs:
            shorts[key(long)] = (*shorts.get(key(long), ()), short)
    return shorts
