"""What a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import QuestionError
from assistant.question import checked, understand


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who disputed the withdrawal?", "who_held"),
        ("did anyone deny it", "who_held"),
        ("who has backed the plan?", "who_held"),
        ("Who declined to comment?", "who_held"),
        ("What did Ada Quill say about the ferry?", "what_said"),
        ("How many people were on board?", "how_many"),
        ("What percentage voted?", "how_many"),
        ("When does the ballot close?", "when"),
        ("Where did it run aground?", "where"),
        ("Who won?", "who"),
        ("Give me a summary of the strike", "summary"),
        ("Why did the talks fail?", "why"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert understand(text).kind == kind


def test_the_parts_of_a_question() -> None:
    said = understand("What did Ada Quill say about the ferry?")
    assert (said.speaker, said.subject) == (("ada", "quill"), "the ferry")
    held = understand("Who disputed the withdrawal of 4,200 troops from Selk?")
    assert (held.side, held.names, held.numbers) == ("disputes", ("Selk",), ("4,200",))
    assert held.subject == "the withdrawal of 4,200 troops from selk"
    assert understand("who was the captain of the Marigold Sound?").role == ("captain",)
    assert understand("What is the name of Kestrovia's defence minister?").role == (
        "defence",
        "minister",
    )
    assert understand("How much did it cost?").money
    assert not understand("How much snow fell?").money


@pytest.mark.parametrize("text", ["", " ", "\0", "?!", "…—", "\u200b\u00a0", "“”", "👩\u200d👧"])
def test_without_a_word_there_is_no_question(text: str) -> None:
    with pytest.raises(QuestionError, match="the question is empty"):
        checked(text)


def test_the_longest_question() -> None:
    assert checked("x" * 2000)
    with pytest.raises(QuestionError, match="2,001 characters; ask in at most 2,000"):
        checked("x" * 2001)
    assert checked("  who \n\t left? ") == "who left?"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_question_is_understood_or_refused(text: str) -> None:
    try:
        bare = checked(text)
    except QuestionError:
        return
    bare.encode()
    understand(bare)
