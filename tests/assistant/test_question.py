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
        ("What prompted the walkout?", "why"),
        ("What made the bank raise rates?", "why"),
        ("What was behind the delay?", "why"),
        ("What's the reason for the strike?", "why"),
        ("What was the death toll?", "how_many"),
        ("What is the unemployment rate in Velmar?", "how_many"),
        ("What did it cost?", "how_many"),
        ("What did the report find on the cost?", "other"),
        ("What is the cost of living in Velmar?", "other"),
        ("What was Tessandier's reaction to the count?", "what_said"),
        ("What is Kestrovia's position on the withdrawal?", "what_said"),
        ("What are experts saying about the ferry?", "what_said"),
        ("Update me on the ferry", "summary"),
        ("Any news on the ferry?", "summary"),
        ("Was there a protest when the mill closed?", "yes_no"),
        ("Did the council say when the mill will close?", "when"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert understand(text).kind == kind


@pytest.mark.parametrize(
    ("text", "stances", "subject"),
    [
        ("What did Ada Quill predict for tram fares?", {"predicts"}, "tram fares"),
        ("What has the union demanded?", {"demands"}, ""),
        ("What did the union call for?", {"demands"}, ""),
        ("What did Ada Quill deny?", {"denies", "disputes"}, ""),
        ("What did the ministry reject?", {"denies", "disputes"}, ""),
        ("What did the mayor promise about the ferry?", {"promises"}, "the ferry"),
        ("What did Ada Quill say about the ferry?", set(), "the ferry"),
    ],
)
def test_the_stance_of_the_words_that_are_asked_for(
    text: str, stances: set[str], subject: str
) -> None:
    asked = understand(text)
    assert (asked.kind, set(asked.stances), asked.subject) == ("what_said", stances, subject)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Who doesn't support the bill?", "disputes"),
        ("Who did not back the bill?", "disputes"),
        ("Who no longer supports the bill?", "disputes"),
        ("Who did not deny the bill?", None),
        ("Who opposes the bill?", "disputes"),
        ("Who criticised the bill?", "disputes"),
        ("Who condemned the bill?", "disputes"),
        ("Who objected to the bill?", "disputes"),
        ("Who voted against the bill?", "disputes"),
        ("Who is against the bill?", "disputes"),
        ("Is anyone opposed to the bill?", "disputes"),
        ("Who is in favour of the bill?", "backs"),
        ("Which countries rejected the bill?", "disputes"),
        ("Which ministers have opposed the bill?", "disputes"),
        ("Which towns did not back the bill?", "disputes"),
        ("Which minister is against the bill?", "disputes"),
    ],
)
def test_the_side_that_is_asked_for(text: str, side: str | None) -> None:
    asked = understand(text)
    assert (asked.side, asked.subject) == (side, "the bill" if side else "")


@pytest.mark.parametrize(
    "text",
    [
        "Who dismissed the coach?",
        "Who questioned the suspect?",
        "Who will contest the seat?",
        "Who was denied entry?",
        "Was anyone dismissed?",
        "Who wrote the question paper?",
        "Which plan did Kestrovia reject?",
        "Which plan was rejected by Velmar?",
        "Which plan backed by Velmar failed?",
        "What challenges does Velmar face?",
        "What support is there?",
    ],
)
def test_no_side_is_asked_for(text: str) -> None:
    assert understand(text).side is None


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
