"""nDCG@k, worked out by hand: 1/log2(rank + 1) is 1, 0.6309, 0.5, 0.4307 at ranks 1 to 4."""

from __future__ import annotations

import pytest

from tests.support.seen import ranked_seen, value


@pytest.mark.parametrize(
    ("name", "relevant", "expected"),
    [
        ("nDCG@4", "a", 1.0),
        ("nDCG@4", "b", 0.6309),  # 0.6309 / 1
        ("nDCG@4", "ab", 1.0),
        ("nDCG@4", "ac", 0.9197),  # (1 + 0.5) / (1 + 0.6309)
        ("nDCG@4", "cd", 0.5706),  # (0.5 + 0.4307) / (1 + 0.6309)
        ("nDCG@1", "ac", 1.0),  # the best that one place can hold
        ("nDCG@2", "cd", 0.0),
        ("nDCG@4", "az", 0.6131),  # 1 / (1 + 0.6309)
    ],
)
def test_gains_are_discounted_by_rank(name: str, relevant: str, expected: float) -> None:
    assert value(name, ranked_seen("abcd", set(relevant))) == pytest.approx(expected, abs=1e-4)
