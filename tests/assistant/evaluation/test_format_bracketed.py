"""Citation marks in brackets are read into sentences, and written so that they are found again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.bracketed import read_marks, write_marks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It sank [1][2]. All lived [3].", [("It sank.", (1, 2)), ("All lived.", (3,))]),
        ("It sank. [1][2] All lived. [3]", [("It sank.", (1, 2)), ("All lived.", (3,))]),
        ("It sank.[1] All lived.", [("It sank.", (1,)), ("All lived.", ())]),
        ("[2] It sank [2, 1].", [("It sank.", (2, 1))]),
        ("It sank [1] in May [1; 12].", [("It sank in May.", (1, 12))]),
        ("He said “no” [1]", [("He said “no”", (1,))]),
        ("It sank[1]off Skerry.", [("It sank off Skerry.", (1,))]),
        ("A list[a] of [x1] things.", [("A list[a] of [x1] things.", ())]),
        ("[1]", []),
        ("", []),
    ],
)
def test_marks_of_sentences(text: str, found: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read_marks(text) == found


@pytest.mark.parametrize(
    ("sentence", "numbers", "text"),
    [
        ("It sank.", (1, 2), "It sank [1][2]."),
        ("He said: “It sank.”", (3,), "He said: “It sank [3].”"),
        ("It\nsank?!", (1,), "It sank [1]?!"),
        ("It sank", (1,), "It sank [1]."),
        ("It sank", (), "It sank."),
    ],
)
def test_marks_are_written_before_the_full_stop(
    sentence: str, numbers: tuple[int, ...], text: str
) -> None:
    assert write_marks(sentence, numbers) == text


SENTENCES = st.sampled_from(["The Merlin sank.", "Who asked?", "Lifeboats took 245 people off."])
NUMBERS = st.lists(st.integers(1, 40), max_size=3, unique=True).map(tuple)


@given(st.lists(st.tuples(SENTENCES, NUMBERS), min_size=1, max_size=5))
def test_what_is_written_is_read(said: list[tuple[str, tuple[int, ...]]]) -> None:
    assert read_marks(" ".join(write_marks(*each) for each in said)) == said
