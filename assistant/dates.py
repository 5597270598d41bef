"""The dates that English words name: "4 May", "last week", "early March 2022", "last Tuesday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

Grain = Literal["day", "month", "year", "spell"]

_MONTHS = "january february march april may june july august september october november december"
MONTH_NUMBERS = {name: n for n, name in enumerate(_MONTHS.split(), start=1)}
MONTH_NUMBERS |= {name[:3]: n for name, n in MONTH_NUMBERS.items()} | {"sept": 9}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
# By the astronomer's calendar of the north, in whole months; winter belongs to the year it ends in.
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_COUNTS = {
    word: n
    for n, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
} | {"a": 1, "a couple of": 2, "a few": 5, "couple of": 2, "few": 5, "several": 7}
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "year": 366}
_HOURS_A_DAY = 24
_RECENT = 5  # days, weeks or months, as many as "a few"
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1, "final": -1}

_MONTH = "(?:" + "|".join(sorted(MONTH_NUMBERS, key=len, reverse=True)) + r")(?:\b\.?)"
_CENTURIES = r"(?:19|20)\d\d"
_YEAR = _CENTURIES + r"(?![\d%]|[-–/]\d|[.,]\d|s\b)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_PART = r"early|mid|late|the\s+(?:start|beginning|middle|end)\s+of"
_WHOLE = r"(?:the|this|last)\s+(?:week|month|year)"
_SEASON = "spring|summer|autumn|fall|winter"
_COUNTED = sorted(_COUNTS, key=len, reverse=True)
COUNT = rf"(?:\d{{1,3}}|{'|'.join(_COUNTED)})".replace(" ", r"\s+")
UNIT = "|".join(_UNIT_DAYS)
_DATE = re.compile(
    rf"""\b(?:
      (?P<iso>{_CENTURIES}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01]))
    | (?P<day>{_DAY})\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>{_YEAR}))?
    | (?P<month2>{_MONTH})\s+(?P<day2>{_DAY})(?!\d)(?:,?\s+(?P<year2>{_YEAR}))?
    | (?:the\s+)?(?P<ordinal>{"|".join(_ORDINALS)})\s+(?P<piece>week|half|quarter)\s+of\s+
      (?:(?P<piece_month>{_MONTH})(?:\s+(?P<piece_year>{_YEAR}))?
        |(?P<piece_year2>{_YEAR})|(?P<piece_of>{_WHOLE}))
    | (?P<part_of>{_PART})[\s-]+(?P<whole>{_WHOLE})
    | (?:(?P<part>{_PART})[\s-]+)?(?P<month3>{_MONTH})(?:,?\s+(?:of\s+)?(?P<year3>{_YEAR}))?
    | (?:(?P<part4>{_PART})[\s-]+)?(?P<year4>{_YEAR})
    | (?:(?:the|last|this)\s+)?(?P<season>{_SEASON})\s+(?:of\s+)?(?P<year5>{_YEAR})
    | (?P<which>last|this)\s+(?P<season2>{_SEASON})
    | (?:the\s+)?(?:past|last)\s+(?P<count>{COUNT})\s+(?P<unit>hour|{UNIT})s?
    | (?P<recent>recent)\s+(?P<recent_unit>day|week|month)s
    | (?P<ago>{COUNT})\s+(?P<ago_unit>hour|{UNIT})s?\s+ago
    | (?P<past>the\s+past|the\s+last|past|last|this)\s+(?P<one>week|fortnight|month|year|weekend)
    | (?P<weekend>the\s+weekend)
    | (?P<near>the\s+day\s+before\s+yesterday|yesterday|today|tonight|last\s+night
      |this\s+(?:morning|afternoon|evening))
    | (?:(?P<before>last)\s+)?(?P<weekday>{"|".join(_DAYS)})
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """Dates that the words ``text[start:end]`` name: from ``first`` to before ``last``, in UTC.

    ``grain`` is how exact they are; ``has_year`` tells whether the words give the year themselves.
    """

    start: int
    end: int
    first: datetime
    last: datetime
    grain: Grain
    has_year: bool = False


def dates_in(text: str, as_of: datetime) -> Iterator[Named]:
    """Every date that ``text`` names, in order; what is without a year lies before ``as_of``."""
    today = as_of.replace(hour=0, minute=0, second=0, microsecond=0)
    for match in _DATE.finditer(text):
        for read in (_exact, _piece, _month, _season, _counted, _near):
            try:
                found = read(match, today)
            except (ValueError, OverflowError):  # 31 June, or before the year 1
                found = None
            if found is not None:
                yield Named(match.start(), match.end(), *found)
                break


_Read = tuple[datetime, datetime, Grain, bool]


def _exact(match: re.Match[str], today: datetime) -> _Read | None:
    if match["iso"]:
        day = datetime.fromisoformat(match["iso"]).replace(tzinfo=today.tzinfo)
        return day, day + timedelta(days=1), "day", True
    number, month = match["day"] or match["day2"], match["month"] or match["month2"]
    if not number:
        return None
    year = match["year"] or match["year2"]
    of_month, of_year = MONTH_NUMBERS[month.lower().rstrip(".")], int(year or today.year)
    day = today.replace(year=of_year, month=of_month, day=int(re.sub(r"\D", "", number)))
    if not year and day > today:
        day = day.replace(year=today.year - 1)
    return day, day + timedelta(days=1), "day", bool(year)


def _month(match: re.Match[str], today: datetime) -> _Read | None:
    if match["year4"]:
        first = today.replace(year=int(match["year4"]), month=1, day=1)
        first, last = _part_of(match["part4"], first, _months_after(first, 12))
        return first, last, "month" if match["part4"] else "year", True
    if not match["month3"]:
        return None
    first, last = _part_of(match["part"], *_of_the_calendar(match["month3"], match["year3"], today))
    return first, last, "month", bool(match["year3"])


def _piece(match: re.Match[str], today: datetime) -> _Read | None:
    """ "The first week of May", "the second half of 2021", "the start of the year"."""
    if match["whole"]:
        first, last = _whole(match["whole"], today)
        return (*_part_of(match["part_of"], first, last), "month", True)
    if not match["ordinal"]:
        return None
    if match["piece_of"]:
        first, last = _whole(match["piece_of"], today)
    else:
        first, last = _of_the_calendar(
            match["piece_month"], match["piece_year"] or match["piece_year2"], today
        )
    nth = _ORDINALS[match["ordinal"].lower()]
    has_year = bool(match["piece_year"] or match["piece_year2"] or match["piece_of"])
    if match["piece"].lower() == "week":
        begin = last - timedelta(days=7) if nth < 0 else first + timedelta(days=7 * nth)
        return begin, min(begin + timedelta(days=7), last), "spell", has_year
    count = 2 if match["piece"].lower() == "half" else 4
    if nth >= count:
        return None
    place = nth % count
    begin, end = (_share(first, last, count, each) for each in (place, place + 1))
    return begin, end, "spell", has_year


def _share(first: datetime, last: datetime, count: int, place: int) -> datetime:
    """Where the ``place``-th of ``count`` equal pieces begins; those of a year in whole months."""
    if (last - first).days > _UNIT_DAYS["month"]:
        return _months_after(first, place * 12 // count)
    return last if place == count else _midnight(first + (last - first) * place / count)


def _whole(words: str, today: datetime) -> tuple[datetime, datetime]:
    """The calendar's week, month or year that ``words`` name, what is left of it included."""
    which, unit = words.lower().split()
    first = today - timedelta(days=today.weekday())
    if unit == "week":
        first -= timedelta(days=7 if which == "last" else 0)
        return first, first + timedelta(days=7)
    months = 12 if unit == "year" else 1
    first = today.replace(day=1, month=1 if unit == "year" else today.month)
    first = _months_after(first, -months if which == "last" else 0)
    return first, _months_after(first, months)


def _of_the_calendar(
    month: str | None, year: str | None, today: datetime
) -> tuple[datetime, datetime]:
    """A month or year; a month without a year is the latest that has begun."""
    if not month:
        first = today.replace(year=int(year or today.year), month=1, day=1)
        return first, _months_after(first, 12)
    number = MONTH_NUMBERS[month.lower().rstrip(".")]
    first = today.replace(year=int(year or today.year), month=number, day=1)
    if not year and first > today:
        first = first.replace(year=today.year - 1)
    return first, _months_after(first, 1)


def _season(match: re.Match[str], today: datetime) -> _Read | None:
    name = match["season"] or match["season2"]
    if not name:
        return None
    begins = _SEASONS[name.lower()]
    first = today.replace(year=int(match["year5"] or today.year), month=begins, day=1)
    if match["year5"]:
        first = first.replace(year=first.year - (begins == 12))
    elif match["which"].lower() == "last":
        while _months_after(first, 3) > today:
            first = _months_after(first, -12)
    elif _months_after(first, -9) > today:  # "this winter" in January; in September it is to come
        first = _months_after(first, -12)
    return first, _months_after(first, 3), "spell", bool(match["year5"])


def _counted(match: re.Match[str], today: datetime) -> _Read | None:
    end = today + timedelta(days=1)
    if match["unit"]:
        back = days_of(match["count"], match["unit"])
        return today - timedelta(days=back), end, "spell", True
    if match["recent"]:
        back = _RECENT * _UNIT_DAYS[match["recent_unit"].lower()]
        return today - timedelta(days=back), end, "spell", True
    if match["ago_unit"]:
        width = _UNIT_DAYS.get(match["ago_unit"].lower(), 1)
        first = today - timedelta(days=days_of(match["ago"], match["ago_unit"]))
        # "Two weeks ago" is some day about then.
        return first - timedelta(days=width // 4), first + timedelta(days=width), "spell", True
    return None


def _near(match: re.Match[str], today: datetime) -> _Read | None:
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    if match["near"]:
        words = match["near"].lower()
        back = 2 if "before" in words else 1 if words.startswith(("yester", "last")) else 0
        first = today - back * day
        return first, today + day if "night" in words else first + day, "day", True
    if match["weekday"]:
        back = (today.weekday() - _DAYS.index(match["weekday"].lower())) % 7
        first = today - (back or (7 if match["before"] else 0)) * day
        return first, first + day, "day", True
    if match["weekend"] or (match["one"] or "").lower() == "weekend":
        saturday = monday + 5 * day if today.weekday() >= 5 else monday - 2 * day
        return saturday, saturday + 2 * day, "day", True
    if not match["one"]:
        return None
    return (*_SPANS[match["one"].lower()](match["past"].lower().split()[0], today), "spell", True)


def _week(which: str, today: datetime) -> tuple[datetime, datetime]:
    """The last week is that of the calendar; a past one, or "the last", ends today.

    On a Monday "this week" has no news yet: it is the seven days up to now as well.
    """
    monday = today - timedelta(days=today.weekday())
    if which == "last":
        return monday - timedelta(days=7), monday
    return today - timedelta(days=7), today + timedelta(days=1)


def _fortnight(_which: str, today: datetime) -> tuple[datetime, datetime]:
    return today - timedelta(days=14), today + timedelta(days=1)


def _calendar_month(which: str, today: datetime) -> tuple[datetime, datetime]:
    first = today.replace(day=1)
    if which == "last":
        return _months_after(first, -1), first
    return (first if which == "this" else _months_after(first, -1)), today + timedelta(days=1)


def _calendar_year(which: str, today: datetime) -> tuple[datetime, datetime]:
    first = today.replace(month=1, day=1)
    if which == "last":
        return _months_after(first, -12), first
    return (first if which == "this" else _months_after(today, -12)), today + timedelta(days=1)


_SPANS: dict[str, Callable[[str, datetime], tuple[datetime, datetime]]] = {
    "week": _week,
    "fortnight": _fortnight,
    "month": _calendar_month,
    "year": _calendar_year,
}


def _part_of(part: str | None, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """Early is the first third; the parts overlap by a little, since nobody means it exactly."""
    if not part:
        return first, last
    third = (last - first) / 3
    some = third / 3
    word = part.lower().split()[1] if " " in part else part.lower()
    if word in ("early", "start", "beginning"):
        return first, _midnight(first + third + some)
    if word in ("late", "end"):
        return _midnight(last - third - some), last
    return _midnight(first + third - some), _midnight(last - third + some)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def _months_after(day: datetime, months: int) -> datetime:
    count = day.year * 12 + day.month - 1 + months
    return day.replace(year=count // 12, month=count % 12 + 1, day=min(day.day, 28))


def days_of(count: str, unit: str) -> int:
    """How many days "two weeks" or "48 hours" are: whole ones, at least those that are begun."""
    number = _count(count)
    if unit.lower() == "hour":
        return -(-number // _HOURS_A_DAY)
    return number * _UNIT_DAYS[unit.lower()]


def _count(words: str) -> int:
    return int(words) if words.isdigit() else _COUNTS[" ".join(words.lower().split())]
