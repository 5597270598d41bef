"""The numbers of the labels, which the packaged weights were trained with."""

from __future__ import annotations

from assistant.statements.tags import BEGIN, INSIDE, LABELS, NONE, ROLES


def test_each_label_has_its_number() -> None:
    numbers = [NONE, *(number for role in ROLES for number in (BEGIN[role], INSIDE[role]))]
    assert numbers == list(range(LABELS))


def test_the_numbers_are_those_of_the_weights() -> None:
    assert BEGIN == {"source": 1, "cue": 3, "content": 5}
    assert INSIDE == {"source": 2, "cue": 4, "content": 6}
