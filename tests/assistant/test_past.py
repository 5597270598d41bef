"""Whom "she", "he" and "they" mean: the people of a thread, not its ministries."""

from __future__ import annotations

import pytest

from assistant.followup import standalone
from assistant.past import Past, person


@pytest.mark.parametrize(
    ("speakers", "meant"),
    [
        (("Ada Quill",), "Ada Quill"),
        (("the defence ministry", "Ada Quill"), "Ada Quill"),
        (("a senior official", "Ada Quill"), "Ada Quill"),
        (("Velmar’s Foreign Ministry", "Ada Quill"), "Ada Quill"),
        (("Ministry of Defence", "Piers Holt", "Ada Quill"), "Piers Holt"),
        # Better somebody than nobody.
        (("the defence ministry",), "the defence ministry"),
        ((), None),
    ],
)
def test_a_person_comes_before_a_body(speakers: tuple[str, ...], meant: str | None) -> None:
    assert person([Past("Who disputed the withdrawal?", speakers)]) == meant


def test_whoever_was_asked_about_comes_first() -> None:
    past = Past("What did Ada Quill say about the canal?", ("Piers Holt",))
    assert person([past]) == "Ada Quill"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("What did she say about the canal?", "What did Ada Quill say about the canal?"),
        ("Has she changed her position?", "Has Ada Quill changed position on the withdrawal?"),
    ],
)
def test_a_follow_up_means_the_person(asked: str, meant: str) -> None:
    past = Past("Who disputed the withdrawal?", ("a senior official", "the ministry", "Ada Quill"))
    assert standalone(asked, [past]) == meant
