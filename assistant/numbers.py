"""Numbers as they are meant, however they are written: "7,000", "seven thousand", "7000"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from text_to_num import alpha2digit

_SCALES = {
    "hundred": 10**2,
    "thousand": 10**3,
    "k": 10**3,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "b": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
_SPOKEN = r"hundred|thousand|million|billion|trillion"
_VAGUE = re.compile(rf"\b(?:{_SPOKEN})s\b", re.IGNORECASE)
_HALF = re.compile(r"\b(?:(\d+) and )?(?:a )?half (?:a |an )?(10{2,12})\b")
# A number stands apart: "RX-7741" and "3-2" hold none, and "2 m" is a length, "2m" two millions.
_NUMBER = re.compile(
    r"(?<![\w.,\-–/:])[$€£¥]?(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:(?P<short>k|m|mn|b|bn|tn)\b|[\s\-](?P<long>{_SPOKEN})\b|\s(?P<times>10{{2,12}})\b)?"
    r"(?P<share>\s?%|\s(?:percent|per\scent|pct)\b)?(?![\w\-–/]|[.,:]\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text in plain digits, each once, and the text without them.

    Twelve percent is both "12%" and "12".
    """

    values: tuple[str, ...]
    rest: str


def numbers(text: str) -> Numbers:
    """Read the numbers of an English text; "one" by itself, "hundreds" and ordinals are none."""
    # The threshold leaves a lone "one" a word: it is a pronoun more often than a number.
    spelled = alpha2digit(_VAGUE.sub(" ", text), "en", threshold=1.5)
    spelled = _HALF.sub(_halved, spelled)
    found: dict[str, None] = {}

    def note(match: re.Match[str]) -> str:
        value = _value(match)
        found[value] = None
        if match["share"]:
            found[value + "%"] = None
        return " percent " if match["share"] else " "

    rest = _NUMBER.sub(note, spelled)
    return Numbers(tuple(found), rest)


def _value(match: re.Match[str]) -> str:
    value = Decimal(re.sub(r"[,\u00a0\u202f]", "", match["digits"]))
    scale = match["short"] or match["long"]
    value *= _SCALES[scale.lower()] if scale else int(match["times"] or 1)
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _halved(match: re.Match[str]) -> str:
    scale = int(match[2])
    return str(int(match[1] or 0) * scale + scale // 2)
