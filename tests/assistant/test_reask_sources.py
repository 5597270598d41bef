"""Follow-ups about who vouches for an answer, and those that are about something else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.asked import asked_of_people
from assistant.fold import fold
from assistant.past import Past
from assistant.reask_sources import about_sources

CANAL = Past("What did Ada Quill say about the canal?", ("Ada Quill", "the ministry"))
NOBODY = Past("What happened to the canal?")


@pytest.mark.parametrize(
    "asked",
    [
        "who else says so",
        "Who else said that",
        "who else claims it",
        "who else thinks so",
        "does anyone else say so",
        "Did anybody else say that",
        "has anyone else reported it",
        "does someone else claim as much",
    ],
)
def test_who_else(asked: str) -> None:
    made = about_sources(asked, [CANAL])
    assert made == "who other than Ada Quill and the ministry spoke about the canal"


def test_who_else_where_nobody_was_cited() -> None:
    assert about_sources("who else says so", [NOBODY]) == "who else spoke about the canal"


@pytest.mark.parametrize(
    "asked",
    [
        "what is that based on",
        "What was it based upon",
        "on what is that based",
        "what's the evidence",
        "what’s the source for that",
        "what is the proof of it",
        "where does that come from",
        "where did it come from",
    ],
)
def test_on_what(asked: str) -> None:
    assert about_sources(asked, [CANAL]) == "what is the canal based on"


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("has she changed position", "has Ada Quill changed position on the canal"),
        ("has she changed her position on that", "has Ada Quill changed position on the canal"),
        ("did he ever change his mind", "did Ada Quill changed position on the canal"),
        ("Has Piers Holt changed his view", "Has Piers Holt changed position on the canal"),
        ("has Piers Holt shifted his stance", "has Piers Holt changed position on the canal"),
        ("has the mayor softened her line", "has the mayor changed position on the canal"),
        ("have they changed their story", "have Ada Quill changed position on the canal"),
    ],
)
def test_who_changed(asked: str, meant: str) -> None:
    made = about_sources(asked, [CANAL])
    assert made == meant
    understood = asked_of_people(fold(made))
    assert understood is not None
    assert (understood.kind, understood.subject) == ("changed", "the canal")


def test_nobody_who_could_have_changed() -> None:
    assert about_sources("has she changed position", [NOBODY]) is None


@pytest.mark.parametrize(
    "asked",
    [
        "has the weather changed",
        "has it changed",
        "has she changed her address",
        "has she changed her mind about the bridge and the tower",
        "who else was there",
        "who else says that the bridge is safe",
        "who says so",
        "what is the bridge based on",
        "where does the water come from",
        "where do they come from",
        "what is that",
        "",
    ],
)
def test_other_follow_ups_are_left_alone(asked: str) -> None:
    assert about_sources(asked, [CANAL]) is None


@pytest.mark.parametrize("past", [[], [Past("Who won?")]])
def test_without_a_subject_there_is_nothing_to_ask(past: Sequence[Past]) -> None:
    assert about_sources("who else says so", past) is None


def test_the_last_subject_counts() -> None:
    past = [Past("What did Ada Quill say about the bridge?", ("Ada Quill",)), CANAL]
    assert about_sources("what is that based on", past) == "what is the canal based on"
