"""quote_exactness, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluation.metric import Seen
from tests.support.seen import applies, seen, value, why, without_answer

NAME = "quote_exactness"
TEXTS = {
    "a1": "Tolvik said: “We have no  other choice.”\n\nThe ferry sank on Monday.",
    "a2": "It carried 7,000 litres.",
}
CITES = ["a1: no  other choice", "a2: 7,000 litres"]


def damaged(of: Seen, number: int, **changes: Any) -> Seen:
    """The same with one citation changed."""
    answer = of.answer
    citations = tuple(
        replace(each, **changes) if each.number == number else each for each in answer.citations
    )
    result = replace(of.result, answer=replace(answer, citations=citations))
    return replace(of, result=result)


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ("No quotation. [1]", 1.0),  # the two citations are cut out
        ("She said “no other choice”. [1]", 1.0),  # 3 of 3: runs of white space are one
        ('She said "no other choice". [1]', 1.0),  # and so are all quotation marks
        ("She said “have no … choice”. [1]", 1.0),  # an ellipsis between two parts
        ("She said “We … choice”. [1]", 2 / 3),  # what it leaves out denies
        ("She said “no choice”. [1]", 2 / 3),
        ("She said “no other choice”. [2]", 2 / 3),  # it stands in the other article
        ("She said “no other choice”.", 2 / 3),  # nobody is cited for it
        ("What is “sank”? [2]", 1.0),  # the question's own word
        ("“no other choice”, “7,001 litres”. [1][2]", 3 / 4),
    ],
)
def test_words_in_quotation_marks_stand_in_a_cited_article(says: str, expected: float) -> None:
    assert value(NAME, seen(says, cites=CITES, texts=TEXTS)) == pytest.approx(expected)


@pytest.mark.parametrize(
    "changes",
    [
        {"quote": "7,001 litres"},  # another digit
        {"quote": "7,000 Litres"},  # another case of letters
        {"start": 10, "end": 22},  # the words of the place before
        {"article_id": "a1"},
        {"article_id": "a9"},  # no such article
        {"passage_id": "a2/1/9"},  # no such passage
        {"passage_id": "a1/1/0"},  # a passage of another article
    ],
)
def test_a_citation_is_the_text_at_its_offsets(changes: dict[str, Any]) -> None:
    of = seen("It sank. [1][2]", cites=CITES, texts=TEXTS)
    assert of.articles["a2"].text[11:23] == "7,000 litres"
    assert value(NAME, of) == 1.0
    assert value(NAME, damaged(of, 2, **changes)) == 1 / 2


def test_a_citation_is_inside_its_passage() -> None:
    of = seen("It sank. [1]", cites=["a1: The ferry sank on Monday."], texts=TEXTS)
    assert value(NAME, of) == 1.0
    assert value(NAME, damaged(of, 1, passage_id="a1/1/0")) == 0.0


def test_it_says_what_is_not_exact() -> None:
    of = seen("She said “no choice”. [1]", cites=CITES, texts=TEXTS)
    assert why(NAME, of) == "2 of 3 quotes are exact; not in the article: “no choice”"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (0.0, True)
    assert value(NAME, seen()) == 1.0
    assert value(NAME, seen("It sank.")) == 1.0
    assert applies(NAME)
    assert applies(NAME, unanswerable=True)
