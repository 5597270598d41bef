"""Reads dates as people and pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def read_date(value: str | date | None) -> datetime | None:
    """The moment that ``value`` names, in UTC; a date alone is its first moment; None if unreadable."""
    if isinstance(value, datetime):
        return _utc(value)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    if not value or not value.strip():
        return None
    try:
        return _utc(datetime.fromisoformat(value.strip()))
    except ValueError:
        # Loaded only for dates that are not ISO 8601: it takes a quarter of a second.
        import dateparser

        found = dateparser.parse(value, settings={"REQUIRE_PARTS": ["year", "month", "day"]})
        return _utc(found) if found else None


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
