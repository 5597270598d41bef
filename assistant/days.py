"""Days, months and years that a sentence names, looked for as a whole in its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from assistant.dates import MONTH_NUMBERS

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# In small letters "march", "may" and "august" are other words.
CALENDAR_WORDS = WEEKDAYS | frozenset(
    "january february april june july september october november december".split()
)

_NAMES = "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True))
_MONTH = rf"(?:{_NAMES})\b\.?"
_YEAR = r"(?:1[6-9]|20)\d\d(?!\w|[.,]\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?!\d)"
_LIST = rf"{_DAY}(?:\s*(?:,|and|or|to|through|[-–—])\s*(?:and\s+)?{_DAY})*"


def _pattern(days: str) -> re.Pattern[str]:
    return re.compile(
        r"(?P<iso>(?<![\w\-])(?:19|20)\d\d-[01]\d-[0-3]\d(?!\w))"
        rf"|(?<![\w$€£])(?<!\d[.,:])(?P<days>{days})\s+(?:of\s+)?(?P<month>{_MONTH})"
        rf"(?:,?\s+(?P<year>{_YEAR}))?"
        # "may 3" and "march 3" in small letters are verbs.
        rf"|(?<!\w)(?P<month2>(?!(?-i:ma[yr])){_MONTH})\s+(?:the\s+)?"
        rf"(?P<days2>{days})(?![\w%]|[.,:]\d)(?:,?\s+(?P<year2>{_YEAR}))?"
        rf"|(?<!\w)(?P<month3>{_MONTH}),?\s+(?:of\s+)?(?P<year3>{_YEAR})",
        re.IGNORECASE,
    )


_ONE, _MANY = _pattern(_DAY), _pattern(_LIST)
_IN_YEAR = re.compile(
    r"\b(?:in|In|since|Since|during|During|until|before|after|from|by|of|early|late|mid)[\s\-]+"
    rf"(?P<year>{_YEAR})(?!\s+[a-z]+s\b)"
    # "the 2026 elections", "World Cup 2026", "2026 World Cup"
    rf"|\b(?:[Tt]he|[Tt]his|(?<=\w\s)[A-Z]\w+)\s+(?P<year2>{_YEAR})|(?<![\w$€£.,])(?P<year3>{_YEAR})(?=\s[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date in the words ``text[start:end]``: a month with a day, a year or both."""

    start: int
    end: int
    day: int | None
    month: int
    year: int | None


def days_in(text: str, *, lists: bool = False) -> list[Day]:
    """The dates of ``text`` in order; with ``lists`` also the 3 of "3 and 7 March"."""
    pattern = _MANY if lists else _ONE
    return [each for match in pattern.finditer(text) for each in _days(match)]


def years_told(text: str) -> dict[int, int]:
    """Years that ``text`` tells as such ("in 2026"), by the place of their first digit."""
    return {
        match.start(match.lastgroup): int(match[match.lastgroup])
        for match in _IN_YEAR.finditer(text)
        if match.lastgroup
    }


def is_held(wanted: Day, known: Collection[Day], published: Collection[date], text: str) -> bool:
    """Whether ``wanted`` is one of the ``known`` dates, or a day of publication.

    A year that the evidence leaves out may be that of publication, or stand elsewhere in ``text``,
    the evidence; and so may the month of "the 7th".
    """
    if any(_is_day(wanted, day) for day in published):
        return True
    alike = [
        each for each in known if each.month == wanted.month and wanted.day in (None, each.day)
    ]
    if wanted.day is not None and not alike:
        return _is_told_apart(wanted, text)
    if wanted.year is None or any(each.year == wanted.year for each in alike):
        return True
    if alike and all(each.year is not None for each in alike):
        return False
    months = _MONTH_NAMES[wanted.month]
    if wanted.day is None and not re.search(rf"\b(?:{months})\b", text, re.IGNORECASE):
        return False
    year = str(wanted.year)
    return any(day.year == wanted.year for day in published) or year in text


def _is_told_apart(wanted: Day, text: str) -> bool:
    ordinal = re.search(rf"\b(?:the\s+)?{wanted.day}(?:st|nd|rd|th)\b", text)
    months = _MONTH_NAMES[wanted.month]
    month = re.search(rf"\b(?:{months})\b", text, re.IGNORECASE)
    return bool(ordinal and month) and (wanted.year is None or str(wanted.year) in text)


_MONTH_NAMES = {
    number: "|".join(name for name, n in MONTH_NUMBERS.items() if n == number)
    for number in range(1, 13)
}


def _is_day(wanted: Day, day: date) -> bool:
    """Whether ``day`` is what the words name: with its day, or by its month and year."""
    return (
        wanted.month == day.month
        and wanted.day in (None, day.day)
        and wanted.year in (None, day.year)
    )


def _days(match: re.Match[str]) -> Iterator[Day]:
    if match["iso"]:
        iso = [int(part) for part in match["iso"].split("-")]
        if 1 <= iso[1] <= 12:
            yield Day(*match.span(), iso[2], iso[1], iso[0])
        return
    month = MONTH_NUMBERS[
        (match["month"] or match["month2"] or match["month3"]).lower().rstrip(".")
    ]
    year = match["year"] or match["year2"] or match["year3"]
    listed = re.findall(r"\d+", match["days"] or match["days2"] or "")
    for day in listed or [None]:
        yield Day(*match.span(), int(day) if day else None, month, int(year) if year else None)
