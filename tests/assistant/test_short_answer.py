"""The short answer is cut out of its sentence with all that belongs to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.candidates import Candidate
from assistant.question import understand
from assistant.rerank import Judged
from assistant.short_answer import same_answer, short_answer, unit_of


def candidate(text: str, span: str) -> Candidate:
    start = text.index(span)
    judged = Judged(5.0, start, start + len(span))
    return Candidate("k", 0, text, None, "", 1.0, 1.0, judged=judged)


@pytest.mark.parametrize(
    ("question", "text", "span", "answer"),
    [
        ("How many left?", "About 512,000 people left.", "512,000", "About 512,000"),
        ("How many left?", "Some 5,100 troops left.", "100", "Some 5,100"),
        ("How much did it cost?", "It cost more than $2 million.", "2", "more than $2 million"),
        ("How much was it?", "The fine was £40, he said.", "40", "£40"),
        ("What share voted?", "Turnout was 61 per cent.", "61", "61 per cent"),
        ("How many left?", "Between 40 and 60 people left.", "40", "Between 40 and 60"),
        ("When is the vote?", "The vote is on Tuesday.", "Tuesday", "Tuesday"),
        ("Who won?", "Ada Quill won the race.", "Ada Quill", "Ada Quill"),
        (
            "What did they find?",
            "They found “a wet ledger” there.",
            "“a wet ledger",
            "a wet ledger",
        ),
        # A figure that is denied is nobody's answer.
        ("How many left?", "There was no sign that 5,100 troops left.", "5,100", ""),
        ("How many left?", "She rejected the claim that 4,200 had left.", "4,200", ""),
        ("How many left?", "The figure of 4,200 is disputed.", "4,200", ""),
        ("How many left?", "No fewer than 40 people left.", "40", "No fewer than 40"),
        ("Who was hurt?", "Nobody from Selk was hurt.", "Nobody from Selk", "Nobody from Selk"),
        ("Who did not pay?", "Ada Quill did not pay the fine.", "Ada Quill", "Ada Quill"),
        # No number, no time, no name, no sum: no short answer of the kind that was asked for.
        ("How many left?", "Hardly anybody left.", "Hardly anybody", ""),
        ("When is the vote?", "The vote is in the hall.", "in the hall", ""),
        ("Who won?", "Nobody from here won.", "from here", ""),
        ("How much did it cost?", "It took 12 days.", "12", ""),
        ("Why did it close?", "It closed because of damp.", "because of damp", ""),
        # Another unit than the one asked for.
        ("How many minutes did it take?", "It took three hours.", "three", ""),
        ("How many hours did it take?", "It took three hours.", "three", "three"),
        ("What percentage voted?", "Some 40,000 voted.", "40,000", ""),
        ("What percentage voted?", "Some 40 per cent voted.", "40", "Some 40 per cent"),
        # Half of a name that the question has the other half of.
        ("What is the capital of Mirna?", "They met in Lower Mirna.", "Lower", ""),
        # A pronoun names nobody.
        ("Which animal was caught?", "She is heavy, they said.", "She", ""),
        # The question's own words answer nothing.
        ("Which ferry sank?", "The ferry sank.", "The ferry", ""),
    ],
)
def test_what_is_cut_out(question: str, text: str, span: str, answer: str) -> None:
    found = short_answer(understand(question), candidate(text, span))
    assert found == answer
    assert found in text


@given(st.text(max_size=120), st.integers(0, 120), st.integers(0, 40))
def test_it_always_stands_in_its_sentence(text: str, start: int, length: int) -> None:
    start = min(start, len(text))
    judged = Judged(1.0, start, min(len(text), start + length))
    made = Candidate("k", 0, text, None, "", 1.0, 1.0, judged=judged)
    for question in ("How many left?", "Who won?", "What happened?"):
        assert short_answer(understand(question), made) in text


def test_a_judge_that_names_no_span_gives_no_short_answer() -> None:
    made = Candidate("k", 0, "Ada Quill won.", None, "", 1.0, 1.0, judged=Judged(3.0))
    assert short_answer(understand("Who won?"), made) == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("about 512,000", "512,000", True),
        ("The mayor", "mayor", True),
        ("Ada Quill", "captain Ada Quill", True),
        ("4,200", "5,100", False),
        ("", "", False),
        ("the", "5,100", False),
    ],
)
def test_same_answers(one: str, other: str, same: bool) -> None:
    assert same_answer(one, other) is same


@pytest.mark.parametrize(
    ("text", "span", "unit"),
    [
        ("About 512,000 people left.", "About 512,000", "people"),
        ("It cost $2 million.", "$2 million", "$"),
        ("Turnout was 61%.", "61%", "%"),
        ("There were 1.2 million voters.", "1.2 million", "voter"),
        ("It was seven.", "seven", ""),
    ],
)
def test_what_a_figure_counts(text: str, span: str, unit: str) -> None:
    assert unit_of(candidate(text, span), span) == unit
