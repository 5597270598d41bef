"""What is said where an answer lies outside the period of its question."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.period import period_in
from assistant.period_note import in_words, period_note
from assistant.types import Citation, Period

AS_OF = datetime(2026, 11, 23, 12, tzinfo=UTC)


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def cited(*days: str) -> list[Citation]:
    return [Citation(1, "a", "a/1/0", "q", 0, 1, "T", "S", None, day(each)) for each in days]


SPAN = (day("2026-01-12"), day("2026-12-31"))


@pytest.mark.parametrize(
    ("question", "dates", "note"),
    [
        (
            "who resigned last week?",
            ["2026-10-01", "2026-11-01"],
            "Nothing from last week (16 to 22 November 2026) answers this; what follows is older.",
        ),
        ("who resigned last week?", ["2026-10-01", "2026-11-17"], None),
        (
            "who resigned in March 2026?",
            ["2026-05-01"],
            "Nothing from March 2026 (1 to 31 March 2026) answers this; what follows is newer.",
        ),
        (
            "who resigned in March 2026?",
            ["2026-05-01", "2026-02-01"],
            "Nothing from March 2026 (1 to 31 March 2026) answers this; "
            "what follows is from other dates.",
        ),
        ("who resigned on 4 May 2026?", ["2026-05-04"], None),
        (
            "who resigned on 4 May 2026?",
            ["2026-02-01"],
            "Nothing from 4 May 2026 answers this; what follows is older.",
        ),
        (
            "who resigned in 2025?",
            ["2026-02-01"],
            "The archive begins on 12 January 2026, after 2025 "
            "(1 January to 31 December 2025); what follows is newer.",
        ),
    ],
)
def test_notes(question: str, dates: list[str], note: str | None) -> None:
    period = period_in(question, AS_OF)
    assert period is not None
    assert period_note(period, cited(*dates), SPAN) == note


def test_the_archive_ends_before() -> None:
    period = period_in("who resigned last week?", AS_OF)
    assert period is not None
    ends = (day("2026-01-12"), day("2026-02-21"))
    assert period_note(period, cited("2026-02-01"), ends) == (
        "The archive ends on 21 February 2026, before last week (16 to 22 November 2026); "
        "what follows is older."
    )
    assert period_note(period, [], (None, None)) is None


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period("", day("2026-05-04"), None), "since 4 May 2026"),
        (Period("", None, day("2026-05-04")), "before 4 May 2026"),
        (Period("", day("2026-05-30"), day("2026-06-03"), True), "30 May to 2 June 2026"),
        (
            Period("", day("2025-12-30"), day("2026-01-03"), True),
            "30 December 2025 to 2 January 2026",
        ),
    ],
)
def test_in_words(period: Period, words: str) -> None:
    assert in_words(period) == words
