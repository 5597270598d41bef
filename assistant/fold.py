"""Comparing words as a reader would: quotation marks, white space, accents and case aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SINGLE = "'‘’‚‛′`´"
_DOUBLE = "\"“”„‟«»″"
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?|[$€£¥%]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?")


def find_words(words: str, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text[start:end]`` letter for letter, or None.

    Typographic and straight quotation marks are the same, and so are all runs of white space.
    """
    tokens = words.split()
    if not tokens:
        return None
    found = _pattern(" ".join(tokens)).search(text, start, len(text) if end is None else end)
    return found.span() if found else None


@lru_cache(maxsize=512)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join("".join(map(_character, token)) for token in words.split(" ")))


def _character(character: str) -> str:
    for alike in (_SINGLE, _DOUBLE):
        if character in alike:
            return f"[{alike}]"
    return re.escape(character)


def fold(text: str) -> str:
    """``text`` without accents and case, with straight quotation marks; its length may change."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return "".join("'" if c in _SINGLE else '"' if c in _DOUBLE else c for c in bare)


def words(text: str) -> list[str]:
    """The words of ``text``, folded: `U.S.` is `us`, a final `'s` is taken off."""
    return [plain_word(match[0]) for match in _WORD.finditer(text)]


def plain_word(word: str) -> str:
    """One word, folded, without the dots of an abbreviation or a final `'s`."""
    if _DOTTED.fullmatch(word):
        word = word.replace(".", "")
    return fold(word).rstrip(".").removesuffix("'s").removesuffix("'")
