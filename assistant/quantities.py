"""Quantities in a text: a number with its scale and unit, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUE = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * value for value, word in enumerate(_TENS, start=2)
}
_SCALE = {
    "dozen": 12,
    "hundred": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SHORT = {"k": 10**3} | {
    short: scale
    for scale, forms in ((10**6, "m mn mln"), (10**9, "b bn"), (10**12, "tn trn"))
    for short in forms.split()
}
_SIGN = {"$": "dollar", "€": "euro", "£": "pound", "¥": "yen"}

_scale = "|".join(_SCALE)
_tens = rf"(?:{'|'.join(_TENS)})(?:[\s\-](?:{'|'.join(_SMALL[1:10])}))?"
_below_100 = rf"(?:{_tens}|{'|'.join(sorted(_SMALL, key=len, reverse=True))})"
_QUANTITY = re.compile(
    r"(?P<sign>[$€£¥]\s?)?"
    r"(?:(?P<digits>\d+(?:[.,\u00a0\u202f]\d+)*)"
    # One letter alone is a scale behind a space only in a sum of money.
    r"(?:(?:(?(sign)[\s\u00a0]?)|[\s\u00a0]?(?=mln|mn|bn|trn|tn))"
    r"(?P<short>mln|mn|m|bn|b|trn|tn|k)(?![^\W_]))?"
    rf"|(?<![^\W_])(?P<spoken>(?:half\s+)?an?(?=[\s\-](?:{_scale})\b)"
    rf"|{_below_100}(?:[\s\-]hundred[\s\-]and[\s\-]{_below_100})?(?![^\W_]))"
    rf"|(?<![^\W_])(?={_scale}\b))"
    rf"(?P<scales>(?:[\s\u00a0\-]*(?:{_scale})\b)*)"
    r"(?P<share>\s?%|[\s\-]?(?:per\s?cent|pct|percentage[\s\-]points?)\b)?"
    r"(?:[\s\-]+(?:U\.?S\.?\s+)?(?P<money>dollar|euro|pound|yen)s?\b)?",
    re.IGNORECASE,
)
# Millions, not metres: "900m tonnes".
_COUNTED = re.compile(
    r"\s+(?:tons?|tonnes?|kilos?|grams?|barrels?|lit(?:re|er)s?|gallons?|acres?|hectares?|people|men|"
    r"women|children|voters?|users?|viewers?|jobs?|homes?|households?|doses?|refugees?|workers?|"
    r"euros?|dollars?|pounds?|yen|years?|days?|hours?)\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:to|and|or|through|[-–—])\s*", re.IGNORECASE)
_GOES_ON = re.compile(r"\s+(?:and\s+)?", re.IGNORECASE)

Reading = tuple[str, str]
"""A value in plain digits, and its kind: "%", a currency, or "" for a bare number."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Where a quantity stands in its text, and all that it may mean."""

    start: int
    end: int
    readings: frozenset[Reading]


def quantities(text: str) -> list[Quantity]:
    """The quantities of ``text`` in order.

    "7m" is seven millions or seven metres, and the first number of "5 to 7 million" may be as large
    as the second; such a quantity has several readings.
    """
    found = [(match, _readings(match)) for match in _QUANTITY.finditer(text) if match[0].strip()]
    shared = [set(readings) for _, readings in found]
    for place in range(len(found) - 1):
        first, second = found[place][0], found[place + 1][0]
        if _RANGE.fullmatch(text[first.end() : second.start()]):
            shared[place] |= set(_as_other(first, second))
            shared[place + 1] |= set(_as_other(second, first))
    each = [
        Quantity(match.start(), match.end(), frozenset(readings))
        for (match, _), readings in zip(found, shared, strict=True)
    ]
    return _added_up(text, each, [match for match, _ in found])


def _added_up(text: str, each: list[Quantity], found: list[re.Match[str]]) -> list[Quantity]:
    """With "two thousand five hundred" as one quantity instead of two."""
    whole: list[Quantity] = []
    for quantity, match in zip(each, found, strict=True):
        last = whole[-1] if whole else None
        if last and not match["digits"] and _GOES_ON.fullmatch(text[last.end : quantity.start]):
            large, small = (_spoken_value(one) for one in (last, quantity))
            scale = text[last.start : last.end].lower().split()[-1]
            if large and small and _SCALE.get(scale, 0) > small:
                value = _plain(large + small)
                kinds = {kind for _, kind in quantity.readings}
                readings = frozenset((value, kind) for kind in kinds)
                whole[-1] = Quantity(last.start, quantity.end, readings)
                continue
        whole.append(quantity)
    return whole


def _spoken_value(quantity: Quantity) -> Decimal | None:
    values = {value for value, _ in quantity.readings}
    return Decimal(values.pop()) if len(values) == 1 else None


def missing_quantities(text: str, evidence: set[Reading]) -> list[Quantity]:
    """The quantities of ``text`` that ``evidence`` does not hold, with their scale and unit.

    A sum may lose its currency, which its sentence leaves to be understood; a share stays a share.
    """
    return [
        each
        for each in quantities(text)
        if not any(_is_held(reading, evidence) for reading in each.readings)
    ]


def _is_held(reading: Reading, evidence: set[Reading]) -> bool:
    value, kind = reading
    if kind:
        return reading in evidence
    return any((value, other) in evidence for other in ("", *_SIGN.values()))


def _readings(match: re.Match[str]) -> set[Reading]:
    base = _base(match)
    if base is None:
        return {(match["digits"], "")}
    scale = _scale_of(match)
    kinds = _kinds(match)
    values = {base * scale}
    if match["short"]:
        large = base * _SHORT[match["short"].lower()]
        values = {base * scale, large} if _may_be_metres(match) else {large}
    return {(_plain(value), kind) for value in values for kind in kinds}


def _may_be_metres(match: re.Match[str]) -> bool:
    """Whether the scale of a number is a lone "m" that no currency and no unit make a million."""
    if match["short"].lower() != "m" or match["sign"] or match["money"]:
        return False
    return _COUNTED.match(match.string, match.end("short")) is None


def _as_other(own: re.Match[str], other: re.Match[str]) -> Iterator[Reading]:
    """What ``own`` means if it shares the scale and the unit of the other end of its range."""
    base = _base(own)
    if base is None:
        return
    scale = _scale_of(own) if own["scales"] else _scale_of(other)
    short = own["short"] or ("" if own["scales"] else other["short"])
    if short:
        scale = _SHORT[short.lower()]
    kinds = _kinds(own) if _kinds(own) != {""} else _kinds(other)
    for kind in kinds:
        yield _plain(base * scale), kind


def _base(match: re.Match[str]) -> Decimal | None:
    if match["digits"]:
        bare = re.sub(r"[,\u00a0\u202f](?=\d{3}(?!\d))", "", match["digits"])
        try:
            return Decimal(bare)
        except InvalidOperation:  # as in 10.1.2
            return None
    spoken = (match["spoken"] or "").lower()
    if spoken.startswith("half"):
        return Decimal("0.5")
    total = 0
    for word in re.split(r"[\s\-]+", spoken):
        total = total * 100 if word == "hundred" else total + _VALUE.get(word, 0)
    return Decimal(total if spoken and not spoken.startswith("a") else 1)


def _scale_of(match: re.Match[str]) -> int:
    scale = 1
    for word in re.findall(r"[a-z]+", match["scales"].lower()):
        scale *= _SCALE[word]
    return scale


def _kinds(match: re.Match[str]) -> set[str]:
    if match["share"]:
        return {"%"}
    if match["sign"]:
        return {_SIGN[match["sign"].strip()]}
    # Pounds may be a weight as well.
    return {match["money"].lower(), ""} if match["money"] else {""}


def _plain(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
