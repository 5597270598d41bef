"""Numbers, dates and negations of claims beside those of sentences."""

from __future__ import annotations

import pytest

from assistant.checking.names import other_name
from assistant.checking.numbers import days_in, numbers_in
from assistant.checking.taken_apart import Terms
from assistant.checking.telling import denies_alike, is_fact_in, order_is_kept
from assistant.lexical import LexicalIndex

TERMS = Terms(LexicalIndex.terms, lambda term: 3)


@pytest.mark.parametrize(
    ("claim", "sentence", "found"),
    [
        ("The ferry carried 300 people.", "The ferry carried 245 people.", "other"),
        ("The ferry carried 245 people.", "A ferry with 245 people sank.", "held"),
        ("The ferry carried 300 people.", "The ferry had two engines.", "missing"),
        ("31 passengers and 214 crew", "214 passengers and 31 crew", "other"),
        ("It shut six of its 11 schools.", "It shut four of its 11 schools.", "other"),
        ("Tax rises by 4.2 per cent.", "Tax rises by 3.8 per cent instead of 4.2.", "other"),
        ("It saves £2 million.", "It saves a further £3 million.", "missing"),
        ("She won 25 of the 25 prizes.", "She won 12 of the 25 prizes.", "missing"),
        ("17 hurt as a ferry sinks", "The ferry sank, injuring 17.", "held"),
        ("The star HR-2216 is far away.", "The star is far away.", "held"),
    ],
)
def test_numbers_of_the_same_things(claim: str, sentence: str, found: str) -> None:
    assert numbers_in(TERMS.apart(claim), TERMS.apart(sentence)) == found


@pytest.mark.parametrize(
    ("claim", "sentence", "found"),
    [
        ("The school shuts on 30 June.", "The school shuts on 26 June.", "other"),
        ("The school shuts on 26 June.", "The school shuts on 26 June.", "held"),
        ("The school shuts on 30 June.", "The vote is on 26 May.", "missing"),
        ("The school shut in 2019.", "The school shut.", "missing"),
    ],
)
def test_dates_beside_the_same_words(claim: str, sentence: str, found: str) -> None:
    assert days_in(TERMS.apart(claim), TERMS.apart(sentence), ()) == found


@pytest.mark.parametrize(
    ("claim", "sentence", "alike"),
    [
        ("The bridge is safe.", "The bridge is not safe.", False),
        ("The bridge is not safe.", "The bridge is not safe.", True),
        ("Ada employs 40 people.", "Ada employs 40 people and none of the tables was sold.", True),
        ("She paid the fine.", "She refused to pay the fine.", False),
    ],
)
def test_a_negation_counts_where_it_denies_what_is_shared(
    claim: str, sentence: str, alike: bool
) -> None:
    assert denies_alike(TERMS.apart(claim), TERMS.apart(sentence)) is alike


@pytest.mark.parametrize(
    ("claim", "sentence", "fact"),
    [
        ("The city has closed four schools.", "The city would close four schools.", False),
        ("The city will close four schools.", "The city would close four schools.", True),
        ("Ada Quill took the money.", "Critics alleged that Ada Quill took the money.", False),
        ("The city closed four schools.", "The city closed four schools.", True),
    ],
)
def test_a_plan_or_an_allegation_is_no_fact(claim: str, sentence: str, fact: bool) -> None:
    assert is_fact_in(TERMS.apart(claim), TERMS.apart(sentence)) is fact


def test_who_beat_whom() -> None:
    claim = TERMS.apart("Dunmere beat Keldon.")
    assert order_is_kept(claim, TERMS.apart("On Sunday Dunmere beat Keldon."))
    assert not order_is_kept(claim, TERMS.apart("On Sunday Keldon beat Dunmere."))


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("The ship was towed to Dunmere for 3 days.", "Dunmere"),
        ("The ship was towed to Keldon for 3 days.", ""),
        ("The ship lay in Dunmere.", ""),
    ],
)
def test_another_name_stands_between_the_same_words(sentence: str, name: str) -> None:
    claim = TERMS.apart("The ship was towed to Keldon for 3 days.")
    assert other_name(claim, TERMS.apart(sentence)) == name
