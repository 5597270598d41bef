"""Whom pronouns and descriptions take up: each text is invented, with its sources in [ ]."""

from __future__ import annotations

import pytest

from assistant.statements.people import Speaker
from tests.assistant.statements.marked import names, of

# Names and headlines


def test_a_name_does_not_run_across_a_quotation_mark() -> None:
    text = "OHB 'Ready For The Worst' As It Waits For Rain\n\nOHB has waited. [It] said so."
    assert names(text) == ["OHB"]
    assert names('[Quill "No" Brandvold Says] the paper.') == ["Brandvold Says"]
    assert names('Then [Tom "Ace" Hess] spoke.') == ['Tom "Ace" Hess']


def test_a_headline_introduces_nobody_whom_the_text_does_not_have() -> None:
    text = "Ilse Worst Waits For Sunny Days\n\nOla Brandvold sang. [She] said so."
    assert names(text) == ["Ola Brandvold"]


def test_the_noun_that_opens_a_sentence_is_no_name() -> None:
    assert of("[Salvors] said so. Later [Fishermen] agreed.") == [
        Speaker("salvors", "", False),
        Speaker("fishermen", "", False),
    ]
    assert of("[Palestinians] said so. [Reuters] said more.") == [
        Speaker("Palestinians", "", True),
        Speaker("Reuters", "", True),
    ]


# It


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fjord Cells has chosen Bergby. [It] said so.", "Fjord Cells"),
        ("Fjord Cells, the firm that makes boats in Bergby, said so. [It] left.", "Fjord Cells"),
        ("The Board of Trade has left Selle Valley, [it] said.", "the Board of Trade"),
        ("The Harbour Board met in Bergby. Bergby was cold. [It] said so.", "the Harbour Board"),
        ("The Harbour Board met. Selle Valley was cold. [It] said so.", "the Harbour Board"),
        ("A form was read. The form is dull. [It] lists all.", "the form"),
        ("The ministry met. Government members left. [It] said so.", "the ministry"),
        ("The ministry met. Ada Hess wrote to the union. [It] said so.", "the ministry"),
        ('The ministry met. "The Union fell," he said. [It] said so.', "the ministry"),
    ],
)
def test_it_is_the_last_institution_or_document_and_no_place(text: str, name: str) -> None:
    assert names(text) == [name]


def test_it_is_the_institution_that_has_spoken() -> None:
    assert names("[Fjord Cells] said so in Bergby. [It] left.") == ["Fjord Cells"] * 2


# Offices


def test_a_description_by_body_and_office_is_the_last_speaker() -> None:
    text = "OHB chief [Marta Oyelaran] said no. “No,” [the OHB secretary-general] said."
    assert names(text) == ["Marta Oyelaran"] * 2


def test_but_not_in_another_paragraph_or_of_another_body() -> None:
    text = "OHB chief [Marta Oyelaran] said no.\n\n[The OHB secretary-general] left."
    assert names(text)[1] == "the OHB secretary-general"
    text = "OHB chief [Marta Oyelaran] said no. [The Navy secretary-general] left."
    assert names(text)[1] == "the Navy secretary-general"


def test_their_chief_is_the_only_one_with_such_an_office() -> None:
    text = "Monitors left, [their chief] said. Ada Quill, the head of the mission, sang."
    assert of(text) == [Speaker("Ada Quill", "head of the mission", True)]


def test_one_of_several_chiefs_keeps_the_words() -> None:
    text = (
        "Monitors left, [their chief] said. Ada Quill, the head of the mission, sang. "
        "Tom Hess, the chief of police, left."
    )
    assert of(text) == [Speaker("their chief", "", False)]


def test_the_judge_is_the_one_with_that_title_and_then_she() -> None:
    text = "Judge Ilka Quill told Tom Hess so. [The judge] left. [She] ordered him to pay."
    assert names(text) == ["Ilka Quill"] * 2


def test_the_winner_is_the_only_one_who_won() -> None:
    text = "Ada Quill narrowly beat Tom Hess. [The winner] sang."
    assert names(text) == ["Ada Quill"]
    text = "Ada Quill won. Tom Hess won as well. [The winner] sang."
    assert of(text) == [Speaker("the winner", "", False)]


# He and she


def test_the_lawyer_is_not_given_the_gender_of_the_client() -> None:
    text = (
        "Leofric Hess left. His lawyer, [Pilvi Quill], said that he would return. “No,” [she] said."
    )
    assert names(text) == ["Pilvi Quill"] * 2


def test_a_subject_is_not_given_the_gender_of_the_object() -> None:
    text = "Leofric Hess sat. Judge Ilka Quill told him that he was late. [She] left."
    assert names(text) == ["Ilka Quill"]


# Who


@pytest.mark.parametrize(
    "text",
    [
        "Then came Ola Brandvold, of Upper Quay, [who] sang.",
        "Then came Ola Brandvold, an accountant and father of three from Upper Quay, [who] sang.",
        "Ola Brandvold from Bergby, [who] sang, left.",
        "Ola Brandvold, the mayor of Bergby, [who] sang, left.",
    ],
)
def test_who_behind_a_place_is_who_comes_from_there(text: str) -> None:
    assert names(text) == ["Ola Brandvold"]


def test_who_behind_an_office_and_its_place_is_the_office() -> None:
    text = "Ola Brandvold, the mayor, left. “No,” said the mayor of Bergby, [who] sang."
    assert names(text) == ["Ola Brandvold"]


def test_who_behind_somebody_else_by_name_is_that_one() -> None:
    assert names("A friend of Ola Brandvold, a fisherman, [who] sang, left.") == ["Ola Brandvold"]


# Without a name


@pytest.mark.parametrize(
    "source",
    [
        "some councils",
        "two shop stewards",
        "several airlines",
        "river-allied forces",
        "advocacy groups",
        "five of the nine board members",
        "88 of them",
        "93 people",
        "two Republicans",
        "most Americans",
        "some of the Democrats",
    ],
)
def test_some_of_a_kind_have_no_name(source: str) -> None:
    assert of(f"Then [{source}] said so.") == [Speaker(source, "", False)]


@pytest.mark.parametrize(
    "source", ["both sides", "two reports", "the forces", "the 9 Network", "police", "the airlines"]
)
def test_what_is_definite_or_written_or_has_a_name_is_named(source: str) -> None:
    assert of(f"Then [{source}] said so.") == [Speaker(source, "", True)]


@pytest.mark.parametrize("source", ["Results released", "A statement issued"])
def test_a_clipped_description_keeps_its_words(source: str) -> None:
    words = source[0].lower() + source[1:]
    assert of(f"[{source}] by the board say so.") == [Speaker(words, "", True)]
