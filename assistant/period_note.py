"""What a reader is told where the dates of a question did not hold for its answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from assistant.period import SLACK
from assistant.types import Citation, Period

_INSTANT = timedelta(microseconds=1)


def period_note(
    period: Period,
    citations: Sequence[Citation],
    span: tuple[datetime | None, datetime | None],
) -> str | None:
    """A sentence on where the answer's articles lie, or None where one is of the period.

    ``span`` is when the oldest and the newest article of the archive were published.
    """
    dates = [each.published_at for each in citations if each.published_at]
    if any(_within(each, period) for each in dates):
        return None
    oldest, newest = span
    named = _named(period)
    follows = f"; what follows is {_side(dates, period)}" if dates else ""
    if newest and period.after and newest < period.after:
        return f"The archive ends on {_day(newest)}, before {named}{follows}."
    if oldest and period.before and oldest >= period.before:
        return f"The archive begins on {_day(oldest)}, after {named}{follows}."
    return f"Nothing from {named} answers this{follows}." if dates else None


def in_words(period: Period) -> str:
    """The days of a period: "16 to 22 November 2026", "since 4 May 2026"."""
    last = _last(period)
    if period.after and last:
        first = period.after
        if first.date() == last.date():
            return _day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day} to {_day(last)}"
        if first.year == last.year:
            return f"{first.day} {first:%B} to {_day(last)}"
        return f"{_day(first)} to {_day(last)}"
    if period.after:
        return f"since {_day(period.after)}"
    return f"before {_day(period.before)}" if period.before else ""


def _last(period: Period) -> datetime | None:
    """The last moment that the words name: without the days after it that are searched as well."""
    if period.before is None:
        return None
    # A range of whole years ends with its last one and has no such days.
    whole = period.strict or (period.before.month, period.before.day) == (1, 1)
    return period.before - _INSTANT - (timedelta() if whole else SLACK)


def _named(period: Period) -> str:
    words = period.words.strip()
    for opening in ("in ", "on ", "during ", "from ", "at "):
        words = words.removeprefix(opening)
    days = in_words(period)
    return words if days.casefold() == words.casefold() else f"{words} ({days})"


def _side(dates: Sequence[datetime], period: Period) -> str:
    if period.after and all(each < period.after for each in dates):
        return "older"
    if period.before and all(each >= period.before for each in dates):
        return "newer"
    return "from other dates"


def _within(moment: datetime, period: Period) -> bool:
    return (period.after is None or moment >= period.after) and (
        period.before is None or moment < period.before
    )


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
