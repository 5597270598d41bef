"""Sources that exist, ranges that are not empty, and a period as a filter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from assistant.errors import QuestionError, UnknownSource
from assistant.filters import check_range, check_sources, narrowed
from assistant.types import Period, Query

KNOWN = ["The Ledger", "Velmar Times", "bay.example", "Ärzteblatt"]
DAYS = [datetime(2026, 3, day, tzinfo=UTC) for day in range(1, 6)]


@pytest.mark.parametrize(
    ("asked", "suggested"),
    [("Ledgr", "The Ledger"), ("velmar tmies", "Velmar Times"), ("Arzteblat", "Ärzteblatt")],
)
def test_an_unknown_source_gets_the_nearest_name(asked: str, suggested: str) -> None:
    with pytest.raises(UnknownSource) as refused:
        check_sources(KNOWN, ["the ledger", asked])
    assert str(refused.value) == f'unknown source "{asked}"; did you mean "{suggested}"?'


def test_where_no_name_is_near_the_way_to_the_list_is_named() -> None:
    for known in (KNOWN, []):
        with pytest.raises(UnknownSource, match=r'unknown source "Qwx"; `onrecord articles` lists'):
            check_sources(known, ["Qwx"])


def test_sources_are_compared_without_case() -> None:
    check_sources(KNOWN, ["THE LEDGER", "ärzteblatt"])
    check_sources([], [])


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(QuestionError, match=r'the dates \("x"\) end before they begin'):
        check_range(DAYS[1], DAYS[0], "x")
    with pytest.raises(QuestionError):
        check_range(DAYS[0], DAYS[0])
    check_range(DAYS[0], DAYS[1])
    check_range(None, DAYS[0])
    check_range(DAYS[0], None)


def test_a_period_narrows_the_filters_and_never_widens_them() -> None:
    query = Query("x", DAYS[1], DAYS[3], period=Period("w", DAYS[0], DAYS[2]))
    assert narrowed(query) == Query("x", DAYS[1], DAYS[2])
    assert narrowed(Query("x", period=Period("w", DAYS[0], None))) == Query("x", DAYS[0])
    assert narrowed(Query("x", DAYS[1])) == Query("x", DAYS[1])
