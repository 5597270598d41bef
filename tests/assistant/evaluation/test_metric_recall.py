"""recall@k, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.seen import ranked_seen, seen, value


@pytest.mark.parametrize(
    ("name", "relevant", "expected"),
    [
        ("recall@1", "ac", 1 / 2),  # a of a, c
        ("recall@3", "ac", 1.0),
        ("recall@2", "bcd", 1 / 3),  # b of b, c, d
        ("recall@4", "bcz", 2 / 3),  # z is never found
        ("recall@4", "z", 0.0),
    ],
)
def test_the_share_of_what_is_relevant(name: str, relevant: str, expected: float) -> None:
    assert value(name, ranked_seen("abcd", set(relevant))) == pytest.approx(expected)


def test_the_places_of_a_piece_of_which_one_is_enough_count_as_one() -> None:
    evidence = [{"any": ["a1", "a2"]}]
    of = seen("x", ranking=["a1/1/0", "a1/1/1"], evidence=evidence)
    assert value("recall@10", of) == 1.0
    # a3 stands second: a2 tells again what a1 has told, and takes no rank of its own.
    both = [{"any": ["a1", "a2"]}, "a3"]
    texts = dict.fromkeys(("a1", "a2", "a3"), "A text.")
    of = seen("x", ranking=["a1/1/0", "a2/1/0", "a3/1/0"], evidence=both, texts=texts)
    assert value("recall@2", of) == value("nDCG@2", of) == value("MAP", of) == 1.0
    # Pieces with a place in common are one: a2 is in both.
    joined = [{"any": ["a1", "a2"]}, {"any": ["a2", "a3"]}]
    of = seen("x", ranking=["a3/1/0"], evidence=joined, texts=texts)
    assert value("recall@1", of) == 1.0
