"""The short answer that SQuAD's measures compare, and how a number and a source are compared."""

from __future__ import annotations

import pytest

from tests.support.seen import seen, value


@pytest.mark.parametrize(
    ("says", "expected", "exact", "f1"),
    [
        ("Eleven.", 11, 1.0, 1.0),
        ("Twelve.", 11, 0.0, 0.0),
        ("46,200.", {"number": 46000, "tolerance": 1000}, 1.0, 1.0),
        # One of four words ("Some eleven people died") is the answer: P 1/4, R 1, F1 2/5.
        ("Some eleven people died.", 11, 0.0, 0.4),
        # Without its source the sentence has none of the words, and with it 2 of 7.
        ("They will refuse, according to two stewards.", "two stewards", 0.0, 4 / 9),
        ("17, according to the coastguard.", 17, 1.0, 1.0),
    ],
)
def test_a_number_is_compared_as_the_answer_writes_it_and_a_source_may_be_the_answer(
    says: str, expected: object, exact: float, f1: float
) -> None:
    of = seen(says, answers=[expected])
    assert value("exact_match", of) == exact
    assert value("token_f1", of) == pytest.approx(f1)
