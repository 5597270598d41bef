"""Comparing words as a reader would: quotation marks, white space, accents and case aside."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SINGLE = "'‘’‚‛′`´"
_DOUBLE = '"“”„‟«»″'
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*\.?|[$€£¥%]")
_NOT_AFTER = r"(?<!\w)(?<!\d[.,])"
_NOT_BEFORE = rf"(?!\w|[.,]\d|[{_SINGLE}](?!s\b)\w)"
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_SHORT = 24  # letters, of a word that is kept
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def find_words(
    words: str, text: str, start: int = 0, end: int | None = None
) -> tuple[int, int] | None:
    """Where ``words`` stand in ``text[start:end]`` letter for letter, or None.

    Typographic and straight quotation marks are the same, and so are all runs of white space. They
    must be whole words and numbers: `can` is not in `can't`, nor `200` in `1,200`.
    """
    tokens = words.split()
    if not tokens:
        return None
    found = _pattern(" ".join(tokens)).search(text, start, len(text) if end is None else end)
    return found.span() if found else None


@lru_cache(maxsize=512)
def _pattern(words: str) -> re.Pattern[str]:
    exact = r"\s+".join("".join(map(_character, token)) for token in words.split(" "))
    before = _NOT_AFTER if words[0].isalnum() else ""
    after = _NOT_BEFORE if words[-1].isalnum() else ""
    return re.compile(before + exact + after)


def _character(character: str) -> str:
    for alike in (_SINGLE, _DOUBLE):
        if character in alike:
            return f"[{alike}]"
    return re.escape(character)


def fold(text: str) -> str:
    """``text`` without accents and case, with straight quotation marks; its length may change."""
    return _fold_word(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return "".join("'" if c in _SINGLE else '"' if c in _DOUBLE else c for c in bare)


_fold_word = lru_cache(maxsize=1 << 15)(_fold)


def words(text: str) -> list[str]:
    """The words of ``text``, folded: `U.S.` is `us`, a final `'s` is taken off."""
    return [plain_word(match[0]) for match in _WORD.finditer(text)]


def plain_word(word: str) -> str:
    """One word, folded, without the dots of an abbreviation or a final `'s`."""
    return _known_word(word) if len(word) <= _SHORT else _plain_word(word)


def _plain_word(word: str) -> str:
    if _DOTTED.fullmatch(word):
        word = word.replace(".", "")
    return fold(word).rstrip(".").removesuffix("'s").removesuffix("'")


_known_word = lru_cache(maxsize=1 << 15)(_plain_word)


def visible(text: str) -> str:
    """``text`` as it is seen: without characters of no width, its digits plain; see `plain_digits`.

    Its length may change.
    """
    return plain_digits(_INVISIBLE.sub("", text))


def plain_digits(text: str) -> str:
    """``text`` with the digits 0 to 9 for raised, circled and foreign ones, and 2.5 for 2½."""
    return text if text.isascii() else _NOT_ASCII.sub(_plain_digit, text)


def _plain_digit(match: re.Match[str]) -> str:
    character = match[0]
    kind = unicodedata.category(character)
    if kind not in ("Nd", "Nl", "No"):
        return character
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if unicodedata.decomposition(character).startswith("<fraction>"):
        part = f"{unicodedata.numeric(character):.4g}".removeprefix("0")
        before = match.string[match.start() - 1 : match.start()]
        return part if before.isdigit() else f"0{part}"
    return unicodedata.normalize("NFKC", character)
