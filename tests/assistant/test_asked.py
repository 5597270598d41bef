"""Which questions are about people's statements, and which only look like it."""

from __future__ import annotations

import pytest

from assistant.asked import Asked, asked_of_people
from assistant.fold import fold
from assistant.question import understand


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who spoke about the canal?", Asked("who_held", "the canal")),
        ("Who has spoken on the canal?", Asked("who_held", "the canal")),
        ("Who else commented on the canal?", Asked("who_held", "the canal")),
        ("Who said anything about the canal?", Asked("who_held", "the canal")),
        ("who said something on the canal", Asked("who_held", "the canal")),
        ("Who talked of the canal?", Asked("who_held", "the canal")),
        (
            "Who other than Ada Quill and Piers Holt spoke about the canal?",
            Asked("who_held", "the canal", but="ada quill and piers holt"),
        ),
    ],
)
def test_who_spoke(question: str, asked: Asked) -> None:
    assert asked_of_people(fold(question)) == asked


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("Has Ada Quill changed her position on the canal?", "ada quill"),
        ("Has Ada Quill ever changed her mind about the canal?", "ada quill"),
        ("Did the ministry change its tune on the canal?", "the ministry"),
        ("Did the government change course on the canal?", "the government"),
        ("Have the mayors shifted their stance on the canal?", "the mayors"),
        ("Is Velmar changing its line towards the canal?", "velmar"),
        ("Has Ada Quill softened her public position over the canal?", "ada quill"),
        ("Has Ada Quill's position on the canal changed?", "ada quill"),
        ("How has the council's view of the canal shifted?", "the council"),
        ("Have the mayors' views on the canal hardened?", "the mayors"),
    ],
)
def test_who_changed_position(question: str, speaker: str) -> None:
    assert asked_of_people(fold(question)) == Asked("changed", "the canal", speaker)


@pytest.mark.parametrize(
    "question",
    [
        "What is the figure based on?",
        "What was the figure based upon?",
        "On what is the figure based?",
        "Upon what was the figure based?",
        "What is the evidence for the figure?",
        "What's the basis of the figure?",
        "What were the grounds for the figure?",
        "What is the source of the figure?",
        "What is the source for the figure?",
        "What are the sources behind the figure?",
        "Where does the figure come from?",
        "Where did the figure come from?",
    ],
)
def test_what_it_is_based_on(question: str) -> None:
    assert asked_of_people(fold(question)) == Asked("basis", "the figure")


@pytest.mark.parametrize(
    "question",
    [
        # Nobody's position.
        "Has the weather changed?",
        "Has the weather changed on the coast?",
        "Did the town change?",
        "Has the ferry changed its timetable on Sundays?",
        "Has the river changed course over the years?",
        "Did the storm change course?",
        "How has the price of bread changed?",
        "Has the canal been reversed?",
        # No account, and so on nothing.
        "What is the source of the river Ulla?",
        "What was the source of the fire?",
        "Where does the water come from?",
        "Where did the soldiers come from?",
        "Where is the army based?",
        "What is the canal?",
        # About something else that people do.
        "Who won the race?",
        "Who speaks Velmari?",
        "Who said so?",
        "Who built the canal?",
        "What did Ada Quill say about the canal?",
        "",
        "?",
    ],
)
def test_what_is_asked_of_nobody(question: str) -> None:
    assert asked_of_people(fold(question)) is None


def test_it_reaches_the_question() -> None:
    changed = understand("Has Mirela Kostán changed her position on the canal?")
    assert (changed.kind, changed.speaker, changed.subject) == (
        "changed",
        ("mirela", "kostan"),
        "the canal",
    )
    based = understand("What is the figure of 4,200 based on?")
    assert (based.kind, based.subject) == ("basis", "the figure of 4,200")
    spoke = understand("Who other than Ada Quill spoke about the canal?")
    assert (spoke.kind, spoke.side, spoke.but) == ("who_held", "speaks", ("ada", "quill"))
    assert understand("Has the weather changed?").kind == "yes_no"
