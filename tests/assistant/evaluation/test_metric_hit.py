"""hit@k, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.seen import ranked_seen, value, why


@pytest.mark.parametrize(
    ("name", "relevant", "expected"),
    [
        ("hit@1", "a", 1.0),  # a is first
        ("hit@1", "b", 0.0),  # b is second
        ("hit@2", "b", 1.0),
        ("hit@3", "bc", 1.0),  # one of the two is enough
        ("hit@3", "z", 0.0),
        ("hit@10", "c", 1.0),  # a cutoff beyond the end
    ],
)
def test_one_that_is_relevant_is_enough(name: str, relevant: str, expected: float) -> None:
    assert value(name, ranked_seen("abc", set(relevant))) == expected


def test_it_says_at_which_rank() -> None:
    assert why("hit@1", ranked_seen("abc", {"b", "c"})) == "relevant at ranks 2, 3; 2 of 2 found"
    assert why("hit@1", ranked_seen("abc", {"z"})) == "none of 1 relevant articles among 3"
