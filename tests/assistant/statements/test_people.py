"""Who speaks, by rules: each text is invented, with its sources in [ ] and contents in { }."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.statements.people import Speaker, speakers
from assistant.statements.relations import Relation
from tests.assistant.statements.marked import marked, names, of

# Names and their titles


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("Ilse Brandvold", "Ilse Brandvold", ""),
        ("Norwegian President Ilse Brandvold", "Ilse Brandvold", "Norwegian President"),
        ("Mayor Bram de Vries", "Bram de Vries", "Mayor"),
        ("OHB chief Marta Oyelaran", "Marta Oyelaran", "OHB chief"),
        ("council spokesman Tom O'Hara", "Tom O'Hara", "council spokesman"),
        ("The Fjord Times columnist Ruth Brandvold", "Ruth Brandvold", "Fjord Times columnist"),
        ("Fjord News's Ruth Brandvold", "Ruth Brandvold", "Fjord News"),
        ("Mr. Oyelaran", "Oyelaran", ""),
        ("Crown Prince Karim bin Yusuf", "Karim bin Yusuf", "Crown Prince"),
        ("J.K. Brandvold", "J.K. Brandvold", ""),
        ("Rep. Tom Brandvold (D-Ohio)", "Tom Brandvold", "Rep."),
        ("Former secretary of state Ada Quill", "Ada Quill", "Former secretary of state"),
    ],
)
def test_a_title_before_a_name_is_its_role(source: str, name: str, role: str) -> None:
    assert of(f"[{source}] said so.") == [Speaker(name, role, True)]


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("The council leader, Ada Quill,", "council leader"),
        ("Its director, Ada Quill,", "director"),
        ("Ada Quill, the mayor of Bergby,", "mayor of Bergby"),
        ("Ada Quill, 54, a fisherman,", "fisherman"),
        ("Ada Quill, who chairs the harbour board,", "chairs the harbour board"),
        ("Mr. Hess's running mate, Ada Quill,", "Hess's running mate"),
        ("Ada Quill, a lawyer for the harbour board", "lawyer for the harbour board"),
    ],
)
def test_an_apposition_is_the_role(source: str, role: str) -> None:
    assert of(f"[{source}] said so.") == [Speaker("Ada Quill", role, True)]


def test_a_role_is_remembered_from_anywhere_in_the_article() -> None:
    text = "[Quill] said no. Ada Quill, the mayor of Bergby, left. [Ada] came back."
    assert of(text) == [Speaker("Ada Quill", "mayor of Bergby", True)] * 2


def test_the_first_role_wins() -> None:
    text = "Ada Quill, the mayor, left. Ada Quill, a fisherman, came. [Quill] spoke."
    assert of(text)[0].role == "mayor"


def test_middle_names_and_suffixes() -> None:
    assert names("Tom R. Hess and Tom Hess Jr. met. [Tom Hess] spoke. [Tom Hess Jr.] sang.") == [
        "Tom R. Hess",
        "Tom Hess Jr.",
    ]


def test_the_body_counts_before_a_headline_in_capitals() -> None:
    assert names("ADA QUILL SINGS AGAIN\nAda Quill sang. [Quill] said so.") == ["Ada Quill"]


def test_words_of_a_headline_are_no_part_of_a_name() -> None:
    text = "Celebrating Ada Quill Leaves Bergby Behind\n\n[Quill] said so."
    assert names(text) == ["Ada Quill"]


def test_a_name_that_only_the_headline_has_in_full() -> None:
    assert names("[Quill] said so.", headline="Ada Quill sings") == ["Ada Quill"]


def test_a_surname_one_letter_off_is_that_of_the_only_one_like_it() -> None:
    assert names("Ada Brandvold left. [Brandwold] said so.") == ["Ada Brandvold"]


# Namesakes


def test_namesakes_are_told_apart_by_address() -> None:
    text = "Tom Quill and Ada Quill met. [Mr. Quill] spoke. [Ms. Quill] agreed. [Ada] sang."
    assert names(text) == ["Tom Quill", "Ada Quill", "Ada Quill"]


def test_namesakes_are_told_apart_by_office() -> None:
    text = "Mayor Ada Quill met Judge Eve Quill. [Mayor Quill] spoke. [Judge Quill] agreed."
    assert names(text) == ["Ada Quill", "Eve Quill"]


def test_of_two_namesakes_the_one_named_last_is_meant() -> None:
    text = "Tom Quill came. [Quill] spoke. Later Ada Quill came. [Quill] sang."
    assert names(text) == ["Tom Quill", "Ada Quill"]


# Pronouns


def test_he_and_she_are_the_last_of_their_gender() -> None:
    text = "Ada Quill met Tom Hess. [She] was glad. [He] was not."
    assert names(text) == ["Ada Quill", "Tom Hess"]


def test_he_is_the_subject_of_the_sentence_before() -> None:
    text = 'Tom Hess spoke about Karl Brandvold. "It is over," [he] said.'
    assert names(text) == ["Tom Hess"]


def test_he_is_the_last_speaker_not_who_is_named_in_the_quotation() -> None:
    text = '"Karl Brandvold lied," said [Tom Hess]. "Karl did," [he] added.'
    assert names(text) == ["Tom Hess", "Tom Hess"]


def test_he_inside_a_quotation_is_not_its_speaker() -> None:
    text = 'Karl Brandvold met Tom Hess. [Hess] said: "{[He] said no}."'
    assert names(text.replace("{", "").replace("}", ""))[0] == "Tom Hess"
    plain, (first, second) = marked('Karl Brandvold met Tom Hess. [Hess] said: "[He] said no."')
    content = (plain.index("He said"), len(plain) - 1)
    quotation = Relation(first.source, (), (content,))
    assert [each.name for each in speakers(plain, [quotation, second])] == [
        "Tom Hess",
        "Karl Brandvold",
    ]


def test_pronouns_teach_the_gender_of_an_unknown_name() -> None:
    text = "Oyinkan Brandvold sold her boat. Tom Hess bought it. [She] said so."
    assert names(text) == ["Oyinkan Brandvold"]


def test_i_and_we_in_a_quotation_are_its_speaker() -> None:
    plain, (first, second) = marked('[Ada Quill] said: "[We] think that all is lost."')
    content = (plain.index("We"), len(plain) - 1)
    quotation = Relation(first.source, (), (content,))
    assert speakers(plain, [second, quotation]) == [Speaker("Ada Quill", "", True)] * 2


def test_i_outside_a_quotation_is_the_only_author() -> None:
    assert of("[I] think so.", authors=("Ada Quill",)) == [Speaker("Ada Quill", "", True)]
    assert of("[I] think so.", authors=("Ada Quill", "Tom Hess")) == [Speaker("I", "", False)]


def test_who_is_the_noun_just_before() -> None:
    text = "The fisherman Ola Brandvold, [who] came. A report, [which] is out. Critics, [who] sang."
    assert of(text) == [
        Speaker("Ola Brandvold", "fisherman", True),
        Speaker("a report", "", True),
        Speaker("critics", "", False),
    ]


def test_who_behind_an_apposition_is_the_name_before_it() -> None:
    assert names("Ada Quill, a fisherman [who] sang, left.") == ["Ada Quill"]


def test_it_is_the_last_body_and_they_the_last_group() -> None:
    assert names("The harbour ministry closed. [It] said so.") == ["the harbour ministry"]
    assert names("Residents were angry. [They] said so.") == ["residents"]
    assert names("Ada Quill and Tom Hess came. [They] sang.") == ["Ada Quill and Tom Hess"]


# Descriptions


def test_a_description_is_whom_it_fits() -> None:
    text = (
        "Ada Quill, 54, the mayor of Bergby, met Tom Hess, a fisherman. "
        "[The mayor] left. [The fisherman] stayed. [The 54-year-old] sang."
    )
    assert names(text) == ["Ada Quill", "Tom Hess", "Ada Quill"]


def test_party_and_state_in_brackets_are_part_of_what_is_known() -> None:
    text = "Rep. Tom Hess (R-Iowa) met Rep. Ola Brandvold (D-Ohio). [The Ohio Democrat] left."
    assert names(text) == ["Ola Brandvold"]


def test_a_candidate_whom_nothing_calls_so_is_the_one_in_mind() -> None:
    assert names("Ada Quill spoke in Bergby. [The candidate] was hoarse.") == ["Ada Quill"]


def test_a_description_of_another_party_is_nobody_by_name() -> None:
    text = "Rep. Tom Hess (R-Iowa) spoke. [The Democratic congressman] left."
    assert of(text) == [Speaker("the Democratic congressman", "", False)]


def test_the_official_is_the_one_described_before() -> None:
    text = '[A senior harbour official] spoke. [The official] left. "No," [he] said.'
    assert of(text) == [Speaker("a senior harbour official", "", False)] * 3


def test_a_source_on_condition_of_anonymity_is_not_taken_for_somebody_named() -> None:
    text = (
        "Ada Quill, a board official, left. [The board official] spoke on condition of anonymity."
    )
    assert of(text) == [Speaker("the board official", "", False)]


@pytest.mark.parametrize(
    "source",
    [
        "A senior official",
        "Officials",
        "Critics",
        "Many residents",
        "Some",
        "People familiar with the matter",
        "Sources",
        "Analysts",
        "A friend",
        "Lawmakers",
        "57 percent of voters",
        "A lawyer for Ada Quill",
        "The woman who found him",
        "No one",
        "Some Republicans",
        "An Ohio Democrat",
        "Three people briefed on the talks",
        "An executive at the Harbour Board",
        "A number of residents",
    ],
)
def test_people_without_a_name(source: str) -> None:
    words = source[0].lower() + source[1:]
    assert of(f"[{source}] said so.") == [Speaker(words, "", False)]


@pytest.mark.parametrize(
    ("source", "role"),
    [
        ("a Harbour Board spokesman", "Harbour Board"),
        ("a spokeswoman for the Quill campaign", "Quill campaign"),
    ],
)
def test_whom_a_spokesman_without_a_name_speaks_for_is_the_role(source: str, role: str) -> None:
    assert of(f"Then [{source}] said so.") == [Speaker(source, role, False)]


@pytest.mark.parametrize(
    "source",
    [
        "the ministry",
        "the Bergby Press",
        "a report by the auditors",
        "the poll",
        "court documents",
        "the company",
        "police",
        "Republicans",
        "the White House",
        "the Quill campaign",
        "Quill's campaign",
    ],
)
def test_bodies_documents_and_groups_by_name(source: str) -> None:
    assert of(f"Then [{source}] said so.") == [Speaker(source, "", True)]


def test_a_report_is_taken_up_by_its_noun() -> None:
    assert (
        names("[A report by the auditors] came. [The report] says so.")
        == ["a report by the auditors"] * 2
    )


def test_two_by_name() -> None:
    text = "Ada Quill and Tom Hess came. [Quill and Hess] sang."
    assert of(text) == [Speaker("Ada Quill and Tom Hess", "", True)]


# What is no proper article


def test_a_text_in_capitals() -> None:
    assert names("ADA QUILL SAID NO. [QUILL] LEFT.") == ["ADA QUILL"]


def test_another_language() -> None:
    assert names("„Nein“, sagte [Ada Quill]. [Quill] ging.") == ["Ada Quill", "Ada Quill"]


@pytest.mark.parametrize("source", [(), ((0, 0),), ((5, 2),), ((90, 99),), ((-4, -1),), ((3, 4),)])
def test_a_source_without_words_is_nobody(source: tuple[tuple[int, int], ...]) -> None:
    assert speakers("Ada said so.", [Relation(source, (), ((0, 3),))]) == [Speaker("", "", False)]


def test_no_text() -> None:
    assert speakers("", []) == []
    assert speakers("", [Relation((), (), ())]) == [Speaker("", "", False)]


def test_the_order_of_the_relations_does_not_matter() -> None:
    plain, relations = marked("[Ada Quill] came. [She] sang. Then [Tom Hess] left. [He] sang.")
    found = speakers(plain, relations)
    assert speakers(plain, relations[::-1]) == found[::-1]


_WORDS = st.sampled_from(
    re.findall(
        r"\S+|\n",
        'Ada Quill , . " “ ” said he she they it I we who the mayor of a spokesman for Mr. Hess '
        "and 's ( ) : Board Senate U.S. de — report critics A. QUILL \n",
    )
)


@given(
    st.one_of(st.text(max_size=200), st.lists(_WORDS, max_size=60).map(" ".join)),
    st.lists(
        st.tuples(st.integers(-5, 250), st.integers(-5, 250), st.integers(-5, 250)), max_size=8
    ),
)
def test_any_text_and_any_spans_have_a_speaker_each(
    text: str, places: list[tuple[int, int, int]]
) -> None:
    relations = [
        Relation(((one, two), (two, three)), (), ((one, three), (two, one)))
        for one, two, three in places
    ]
    found = speakers(text, relations, headline=text[:40], authors=[text[:5]])
    assert len(found) == len(relations)
    assert all(each.name or not each.named for each in found)
