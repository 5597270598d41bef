"""MAP, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.seen import ranked_seen, value


@pytest.mark.parametrize(
    ("name", "relevant", "expected"),
    [
        ("MAP", "ab", 1.0),
        ("MAP", "bd", 1 / 2),  # precision 1/2 at rank 2, 2/4 at rank 4: (0.5 + 0.5) / 2
        ("MAP", "acz", 5 / 9),  # 1/1 and 2/3, none for z: (1 + 2/3 + 0) / 3
        ("MAP", "z", 0.0),
        ("MAP@2", "bd", 1 / 4),  # rank 4 is cut off: (0.5 + 0) / 2
    ],
)
def test_the_mean_of_precisions(name: str, relevant: str, expected: float) -> None:
    assert value(name, ranked_seen("abcd", set(relevant))) == pytest.approx(expected)
