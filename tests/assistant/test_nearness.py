"""Passages and statements that are about a topic, and those that only stand beside it."""

from __future__ import annotations

import pytest

from assistant.ledger import Recorded
from assistant.lexical import LexicalIndex
from assistant.nearness import Nearness
from assistant.types import Passage, Statement

TOPIC = "library closures"


def passage(text: str, article_id: str = "a", start: int = 0) -> Passage:
    return Passage(f"{article_id}/{start}", article_id, text, start, start + len(text), 0)


def said(content: str, start: int, article_id: str = "a") -> Recorded:
    end = start + len(content)
    statement = Statement(
        "s", article_id, "Ann", "", True, "said", "asserts", content, False, start, end,
        (), (), ((start, end),),
    )  # fmt: skip
    return Recorded(statement, "T", "S", None, None, article_id)


def nearness(cosine: float, *passages: Passage) -> Nearness:
    near = {each.id: cosine for each in passages}
    return Nearness(TOPIC, passages, near, LexicalIndex.terms)


@pytest.mark.parametrize(
    ("text", "cosine", "about"),
    [
        ("The closure of the library was put off.", 0.0, True),
        ("Four branches of the library will shut.", 0.4, True),
        ("Four branches of the library will shut.", 0.3, False),
        ("Readers lose four branches.", 0.5, True),
        ("Readers lose four branches.", 0.4, False),
        ("", 0.0, False),
    ],
)
def test_a_passage_by_its_words_and_its_meaning(text: str, cosine: float, about: bool) -> None:
    here = passage(text)
    assert list(nearness(cosine, here).articles) == ["a"] * about


def test_a_statement_in_such_a_passage() -> None:
    far, near = passage("Trams stop.", start=0), passage("Libraries: closures.", start=20)
    found = nearness(0.0, far, near)
    assert found.holds(said("Libraries", 20))
    assert found.holds(said("stop. Libraries", 8))  # over the end of a passage
    assert not found.holds(said("Trams", 0))
    assert not found.holds(said("Libraries", 20, article_id="b"))


@pytest.mark.parametrize(
    ("content", "around", "cosine", "touched"),
    [
        ("the library closures are off", "far", 0.0, True),
        ("they are off", "so said the library", 0.0, True),
        ("they are off", "so said the mayor", 0.2, True),
        ("the dog won", "so said the trainer", 0.05, False),
    ],
)
def test_under_a_title_with_its_words_stands_much_else(
    content: str, around: str, cosine: float, touched: bool
) -> None:
    found = nearness(cosine, passage(f"{content}, {around}"))
    assert found.is_touched_by(said(content, 0)) is touched


def test_a_topic_without_a_word() -> None:
    here = passage("Anything.")
    found = Nearness("…", [here], {here.id: 0.1}, LexicalIndex.terms)
    assert list(found.articles) == []
