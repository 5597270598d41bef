"""Reads dates as people and pages write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

# No date takes more or has none. dateparser takes half a millisecond for each character of what is
# no date, and four seconds for the first such text.
_DIGIT = re.compile(r"\d")
_LONGEST = 80
# "In five years" would name another moment at each ingest, and so make another version.
_SETTINGS = {"REQUIRE_PARTS": ["year", "month", "day"], "PARSERS": ["timestamp", "absolute-time"]}


def read_date(value: str | None) -> datetime | None:
    """The moment that ``value`` names, in UTC, the first of a day; None if it names none."""
    written = (value or "").strip()
    if not _DIGIT.search(written) or len(written) > _LONGEST:
        return None
    try:
        found: datetime | None = datetime.fromisoformat(written)
    except ValueError:
        # Loaded only for dates that are not ISO 8601: it takes a quarter of a second.
        import dateparser

        found = dateparser.parse(written, settings=_SETTINGS)
    try:
        return _utc(found) if found else None
    except OverflowError:  # in UTC it is before the year 1 or after 9999
        return None


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
