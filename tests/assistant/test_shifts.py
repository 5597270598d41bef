"""When somebody says something else than before, and when it is only about something else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.ledger import Recorded
from assistant.shifts import departed_from, departs
from assistant.types import Stance, Statement

WHO = "Odda Brenwick"


def said(content: str, stance: Stance = "asserts") -> Statement:
    spans = ((0, len(content)),)
    return Statement(
        "s", "a", WHO, "", True, "said", stance, content, False, 0, len(content), (), (), spans
    )


def taken(line: str) -> Statement:
    """The statement of "asserts: the lamp is safe"."""
    stance, _, content = line.partition(": ")
    return said(content, stance)  # type: ignore[arg-type]


def on(day: int | None, content: str, stance: Stance = "asserts") -> Recorded:
    when = datetime(2026, 3, day, tzinfo=UTC) if day else None
    return Recorded(said(content, stance), "T", "S", None, when, "a")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        # Another side, by a word for it or by the words themselves.
        ("asserts: the lamp is safe to use", "asserts: the lamp is not safe to use"),
        ("confirms: the Tolm bridge lamp is safe", "denies: that the Tolm bridge lamp was safe"),
        ("denies: that the ferry company lied", "confirms: the ferry company lied"),
        ("asserts: more than 900 soldiers left Tolm", "asserts: fewer than 900 soldiers left Tolm"),
        # Another figure for the same.
        ("asserts: 4,200 troops left the valley", "asserts: 5,100 troops left the valley"),
        (
            "asserts: that 4,200 troops had left the valley",
            "asserts: 5,100 troops had left the valley, replacing the figure of 4,200",
        ),
        ("asserts: twelve houses burned down", "asserts: 15 houses burned down"),
        ("asserts: 40% of the fleet is laid up", "asserts: sixty per cent of the fleet is laid up"),
        ("predicts: the repair will cost $3 million", "asserts: the repair cost $4.5m"),
    ],
    ids=str,
)
def test_a_departure(before: str, now: str) -> None:
    assert departs(taken(now), taken(before))


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("asserts: the lamp is safe to use", "asserts: the lamp is safe to use"),
        ("asserts: the lamp is safe to use", "confirms: the lamp was safe to use"),
        # Denies that it is safe, and says that it is not.
        ("denies: the old lamp is safe to use", "asserts: the old lamp is not safe to use"),
        # The subject is the same, what is said is not.
        ("denies: the lamp would be sold", "asserts: the lamp was lit on Sunday"),
        ("disputes: the sale of the lighthouse", "confirms: a visitor fell off the lighthouse"),
        ("asserts: 4,200 troops left the valley", "asserts: 12 farms in the valley were flooded"),
        ("asserts: 4,200 troops left the valley", "asserts: 5,100 people live in the valley"),
        ("asserts: 40% of the fleet is laid up", "asserts: 25 of the fleet's boats are laid up"),
        (
            "asserts: a four-year deal in excess of $50 million with the club was agreed",
            "asserts: the deal includes $10 million and a house by the sea for his mother",
        ),
        # The same figure among others, a year, a day.
        ("asserts: 4,200 of 6,800 troops left", "asserts: 4,200 troops left in 11 convoys"),
        ("asserts: the lamp was made in 1911 in Tolm", "asserts: the lamp was lit in 1931 in Tolm"),
        # Nothing is said.
        ("asserts: the lamp is safe to use", "declines: whether the lamp was not safe to use"),
        ("declines: on 4,200 troops in the valley", "asserts: 5,100 troops in the valley"),
        # One quotation, printed twice, and taken for another stance by what stands around it.
        (
            "disputes: the “unfounded attacks on the pilots”",
            "asserts: “unfounded attacks on the pilots”",
        ),
        ("asserts: ", "denies: "),
        ("asserts: “…”", "denies: !?"),
    ],
    ids=str,
)
def test_no_departure(before: str, now: str) -> None:
    assert not departs(taken(now), taken(before))


def test_of_what_is_very_long_nobody_can_tell() -> None:
    long = "the lamp is safe to use " * 15
    assert not departs(said(f"{long} not"), said(long))


def test_the_last_statement_that_is_departed_from() -> None:
    now = on(9, "5,100 troops left the valley")
    old = [
        on(2, "4,200 troops left the valley"),
        on(4, "4,500 troops left the valley"),
        on(6, "the valley is green"),
        on(9, "4,900 troops left the valley"),  # the same day: nobody knows which came first
        on(11, "6,000 troops left the valley"),
        on(None, "7,000 troops left the valley"),
    ]
    assert departed_from(now, old) == old[1]
    assert departed_from(now, reversed(old)) == old[1]
    assert departed_from(now, old[2:]) is None
    assert departed_from(replace(now, published_at=None), old) is None
