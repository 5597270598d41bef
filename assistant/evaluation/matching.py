"""Whether a text gives an expected answer: its words, its number, or its pattern."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

from assistant.evaluation.cases import Expected, Number, Pattern, Text
from assistant.fold import fold, visible, words
from assistant.quantities import quantities


def given_in(expected: Expected, text: str) -> bool:
    """Whether ``text`` gives this answer.

    Words and aliases stand in it as whole words, case, accents and marks aside. A number is within
    its tolerance, however it is written.
    """
    if isinstance(expected, Pattern):
        return re.search(expected.regex, text, re.IGNORECASE) is not None
    if isinstance(expected, Number):
        return any(is_near(value, expected) for value in values_in(text))
    said = plain(text)
    return any(plain(form) in said for form in forms(expected))


def first_given(expected: Iterable[Expected], text: str) -> Expected | None:
    """The first of several answers that ``text`` gives, or None."""
    return next((each for each in expected if given_in(each, text)), None)


def forms(expected: Text) -> tuple[str, ...]:
    """An answer in words and its aliases."""
    return (expected.text, *expected.aliases)


def shown(expected: Expected) -> str:
    """An expected answer as a reader may read it."""
    if isinstance(expected, Text):
        return " / ".join(forms(expected))
    if isinstance(expected, Pattern):
        return f"/{expected.regex}/"
    about = f" ± {expected.tolerance:g}" if expected.tolerance else ""
    return f"{expected.number:,.12g}{about}"


def plain(text: str) -> str:
    """``text`` as folded words between single spaces, with one before and one behind."""
    return f" {' '.join(part for word in words(visible(text)) for part in _parts(word))} "


def values_in(text: str) -> set[Decimal]:
    """The values of the quantities that a text names, in every reading."""
    found = set()
    for quantity in quantities(visible(text)):
        for value, _ in quantity.readings:
            try:
                found.add(Decimal(value))
            except InvalidOperation:
                continue
    return found


def is_near(value: Decimal, expected: Number) -> bool:
    """Whether a value is the expected number, or no further from it than its tolerance."""
    off = abs(value - Decimal(str(expected.number)))
    return off <= Decimal(str(expected.tolerance)) + Decimal("1e-9")


def _parts(word: str) -> list[str]:
    return re.findall(r"[^\W_]+|[$€£¥%]", fold(word))
