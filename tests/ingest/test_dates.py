"""Dates as people and pages write them, always in UTC, and never an exception."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dates import read_date

DAY = datetime(2026, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-02-12", DAY),
        (" 2026-02-12T09:30:00+02:00 ", DAY.replace(hour=7, minute=30)),
        ("2026-02-12T09:30:00Z", DAY.replace(hour=9, minute=30)),
        ("2026-02-12 09:30", DAY.replace(hour=9, minute=30)),
        ("12 February 2026", DAY),
        ("February 12, 2026", DAY),
        ("Thu, 12 Feb 2026 10:00:00 GMT", DAY.replace(hour=10)),
        ("12 février 2026", DAY),
        (None, None),
        ("", None),
        (" \n", None),
        ("soon", None),
        ("2026", None),
        ("March 2026", None),
        ("February 30, 2026", None),
        ("in 5 years", None),
        ("yesterday", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-10:00", None),
        ("2026-02-12" * 10_000, None),
        ("\0", None),
        ("\ud800", None),
    ],
)
def test_dates(written: str | None, expected: datetime | None) -> None:
    assert read_date(written) == expected


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"[0-9]{1,8}[-/. :T][0-9]{1,8}.{0,10}")))
def test_any_text_is_a_moment_in_utc_or_none(written: str) -> None:
    found = read_date(written)
    assert found is None or found.tzinfo is UTC
