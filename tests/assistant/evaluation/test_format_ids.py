"""Names of other tools become ids that a suite, an archive and a TREC file can hold, and back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.outside_ids import (
    article_id,
    case_id,
    from_trec,
    original,
    original_passage,
    passage_id,
    to_trec,
)
from ingest.draft import Draft, article_from

NAMES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=14),
    st.lists(
        st.sampled_from(["+u0020+", "+", "u0020+", " ", "/", "é", "²", "\u00a0", "%20", "\ufe0f"]),
        min_size=1,
        max_size=5,
    ).map("".join),
)


@given(NAMES)
def test_a_case_can_have_the_id_and_the_name_comes_back(name: str) -> None:
    made = case_id(name)
    assert Case(id=made, question="who?").id == made
    assert original(made) == name


@given(NAMES)
def test_an_article_can_have_the_id_and_the_name_comes_back(name: str) -> None:
    made = article_id(name)
    draft = Draft(origin="", place="", text="Some words.", id=made)
    assert article_from(draft, datetime.now(UTC)).id == made
    assert Evidence(article=made).article == made
    assert original(made) == name


@given(NAMES)
def test_a_trec_column_has_no_white_space_and_the_name_comes_back(name: str) -> None:
    made = to_trec(name)
    assert made.split() == [made]
    assert from_trec(made) == name


@given(NAMES, NAMES)
def test_two_names_have_two_ids(one: str, other: str) -> None:
    assume(one != other)
    assert case_id(one) != case_id(other)
    assert article_id(one) != article_id(other)
    assert to_trec(one) != to_trec(other)


@pytest.mark.parametrize("name", ["q1", "PLAIN-2", "a+b", "mail@x:3", "Größe", "7.2"])
def test_a_name_that_can_be_an_id_is_one(name: str) -> None:
    assert case_id(name) == article_id(name) == to_trec(name) == name


def test_an_escaped_name() -> None:
    assert case_id("week 1/2") == "week+u0020+1+u002F+2"
    assert article_id("week 1") == "week+u0020+1"
    assert article_id("news/2026/a") == "news/2026/a"
    assert to_trec("news/2026/a b") == "news+u002F+2026+u002F+a+u0020+b"


def test_a_passage_is_named_after_its_article() -> None:
    assert passage_id("a b/1/0-20") == "a+u0020+b/1/0-20"
    assert original_passage("a+u0020+b/1/0-20") == "a b/1/0-20"
    assert passage_id("a b") is None


@pytest.mark.parametrize(("name", "said"), [("", "an id is empty"), ("x" * 300, "300 characters")])
def test_a_name_that_no_id_can_stand_for(name: str, said: str) -> None:
    with pytest.raises(SuiteError, match=f"^here: .*{said}"):
        case_id(name, "here")
    with pytest.raises(SuiteError, match=f"^here: .*{said}"):
        article_id(name, "here")


def test_half_of_a_surrogate_pair_is_not_written() -> None:
    assert original("+uD800+") == "+uD800+"
