"""Whether a sentence has the numbers and the dates of a claim, or others for the same."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Literal

from assistant.checking.taken_apart import Apart, Counted
from assistant.days import is_held
from assistant.units import is_other

Found = Literal["held", "other", "missing"]
"""The same; another one in its place; neither."""

_MONEY = frozenset({"dollar", "euro", "pound", "yen"})


def numbers_in(claim: Apart, sentence: Apart) -> Found:
    """Whether the sentence has each number of the claim, of the same things.

    Another number stands in its place where it counts the same things, or is told in the same unit
    beside the same words.
    """
    found: set[Found] = {_number_in(each, claim, sentence) for each in claim.counted}
    for each in claim.counted:
        # One number of the sentence is not two of the claim: "25 of the 25".
        wanted, told = (sum(_is_equal(each, one) for one in t.counted) for t in (claim, sentence))
        if told and wanted > told:
            found.add("missing")
    return _worst(found)


def days_in(claim: Apart, sentence: Apart, published: Collection[date]) -> Found:
    """Whether the sentence has each date of the claim, or was published on it.

    Another date stands in its place where the same words stand beside it.
    """
    known = [each.day for each in sentence.days]
    found: set[Found] = {"held"}
    for each in claim.days:
        if not is_held(each.day, known, published if not known else (), sentence.text):
            same = any(each.beside & other.beside for other in sentence.days)
            found.add("other" if same else "missing")
    told = sentence.years | {day.year for day in known if day.year} | {d.year for d in published}
    if not claim.years <= told:
        found.add("missing")
    return _worst(found)


def _worst(found: set[Found]) -> Found:
    if "missing" in found:
        return "missing"
    return "other" if "other" in found else "held"


def _number_in(number: Counted, claim: Apart, sentence: Apart) -> Found:
    told = [each for each in sentence.counted if _are_of_one_kind(number, each)]
    equal = [each for each in told if _is_equal(number, each)]
    others = [
        each
        for each in told
        if each not in equal
        and not each.aside
        and not each.pointing
        and _count_the_same(number, each)
        and not _is_of_the_claim(each, claim)
    ]
    plain = [each for each in equal if not each.aside or number.aside]
    if any(_count_the_same(number, each) for each in plain):
        return "held"
    if plain:
        # It counts something else here: "214 passengers and 31 crew" for 31 passengers.
        swapped = [
            each
            for each in told
            if each not in equal
            and _count_the_same(number, each)
            and _is_of_the_claim(each, claim)
            and not any(_count_the_same(each, one) for one in claim.counted if _is_equal(one, each))
        ]
        return "other" if swapped else "held"
    return "other" if others and not number.pointing else "missing"


def _is_of_the_claim(number: Counted, claim: Apart) -> bool:
    return any(_is_equal(each, number) for each in claim.counted)


def _is_equal(one: Counted, other: Counted) -> bool:
    if one.quantity.readings & other.quantity.readings:
        return True
    # A sum may lose its currency, which its sentence leaves to be understood.
    return bool(_bare(one) & _bare(other))


def _bare(number: Counted) -> set[str]:
    return {value for value, kind in number.quantity.readings if kind == "" or kind in _MONEY}


def _are_of_one_kind(one: Counted, other: Counted) -> bool:
    if ("%" in one.kinds) != ("%" in other.kinds) or is_other(one.units, other.units):
        return False
    return bool(one.kinds & _MONEY) == bool(other.kinds & _MONEY) or _is_equal(one, other)


def _count_the_same(one: Counted, other: Counted) -> bool:
    """Whether two numbers are of the same things, as far as the words beside them tell."""
    if "%" in one.kinds or one.kinds & _MONEY:
        return bool(one.before & other.before or one.after & other.after)
    if one.after and other.after:
        return not one.after.isdisjoint(other.after)
    return not (one.after or one.before).isdisjoint(other.after or other.before)
