"""MRR, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.seen import ranked_seen, value


@pytest.mark.parametrize(
    ("name", "relevant", "expected"),
    [
        ("MRR", "a", 1.0),
        ("MRR", "cd", 1 / 3),  # the first of them is third
        ("MRR", "z", 0.0),
        ("MRR@2", "c", 0.0),  # third, beyond the cutoff
        ("MRR@3", "c", 1 / 3),
    ],
)
def test_one_over_the_rank_of_the_first(name: str, relevant: str, expected: float) -> None:
    assert value(name, ranked_seen("abcd", set(relevant))) == pytest.approx(expected)
