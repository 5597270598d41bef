"""duplicate_citations, worked out by hand in characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "duplicate_citations"
TEXTS = {"a1": "0123456789abcdefghij", "a2": "0123456789"}


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        (["a1: 0123456789"], 0.0),
        (["a1: 01234", "a1: abcde"], 0.0),
        (["a1: 01234", "a1: 01234"], 1 / 2),
        (["a1: 01234", "a1: 01234", "a1: 01234"], 2 / 3),
        (["a1: 01234", "a2: 01234"], 0.0),  # the same words in another article
        # Half of the later one's ten characters are in the earlier one: 56789 of 56789abcde.
        (["a1: 0123456789", "a1: 56789abcde"], 1 / 2),
        (["a1: 012345678", "a1: 56789abcde"], 0.0),  # four of ten
        # The earlier one is inside the later one, and less than half of it.
        (["a1: 0123", "a1: 0123456789"], 0.0),
        # The later one is inside the earlier one.
        (["a1: 0123456789", "a1: 0123"], 1 / 2),
    ],
)
def test_half_of_the_characters_again(cites: list[str], expected: float) -> None:
    assert value(NAME, seen("x [1]", cites=cites, texts=TEXTS)) == pytest.approx(expected)


def test_it_names_both() -> None:
    of = seen("x", cites=["a2: 0", "a1: 01234", "a1: 0123"], texts=TEXTS)
    assert why(NAME, of) == "1 of 3 are duplicates; [3] is [2] again"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert applies(NAME, unanswerable=True)
