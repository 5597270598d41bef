"""Which words of an article a sentence cites, and the link to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citations import Bibliography, Evidence, cut, key_of, link_to_quote
from assistant.types import Citation, Entry, Passage
from tests.support.build import article, entry
from tests.support.strategies import hard_text

TEXT = (
    "The ferry sank on Monday. “We saw nothing. It was dark,” Ada Quill told the court.\n\n"
    "The judge asked twice. Nobody answered. The ferry had 245 people on board."
)
ARTICLE = article("a1", TEXT)


def quote_for(sentence: str, entry: Entry) -> str:
    span = cut(sentence, entry.passage, entry.article)
    assert span is not None
    return entry.article.text[slice(*span)]


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("The ferry sank on Monday.", "The ferry sank on Monday."),
        ("The  ferry\nsank on Monday.", "The ferry sank on Monday."),
        ("It went down on a Monday.", "The ferry sank on Monday."),
        ("It was “dark”.", "“We saw nothing. It was dark,” Ada Quill told the court."),
        ('She said "We saw nothing."', "“We saw nothing. It was dark,” Ada Quill told the court."),
        ("There were 245 people.", "The ferry had 245 people on board."),
        ("245 people.", "The ferry had 245 people on board."),
        ("Had 245 people.", "The ferry had 245 people on board."),
        ("The judge … twice. Nobody answered.", "The judge asked twice. Nobody answered."),
        ("Nobody [at the court] answered.", "Nobody answered."),
        ("Ничего.", "The ferry sank on Monday."),
    ],
)
def test_the_sentences_that_back_a_sentence(sentence: str, quote: str) -> None:
    assert quote_for(sentence, entry(ARTICLE)) == quote


def test_of_sentences_alike_the_one_nearest_to_the_question_is_cited() -> None:
    text = "Some 40 left the valley by boat. Some 40 left the harbour by boat."
    of = article("a1", text)
    passage = entry(of).passage
    for asked in ("valley", "harbour"):
        span = cut("About forty and 40.", passage, of, f"How many left the {asked}?")
        assert span is not None
        assert asked in text[slice(*span)]


def test_a_quote_stays_inside_its_passage() -> None:
    start = TEXT.index("The judge")
    passage = Passage("a1/1/1", "a1", TEXT[start:], start, len(TEXT), 1)
    assert quote_for("The ferry sank on Monday.", Entry(passage, ARTICLE)) == (
        "The ferry had 245 people on board."
    )


@settings(deadline=None)
@given(hard_text, st.text(max_size=80))
def test_a_quote_is_never_empty_and_lies_in_its_passage(text: str, sentence: str) -> None:
    if not text.strip():
        return
    made = entry(article("a1", text))
    span = cut(sentence, made.passage, made.article)
    if span is not None:  # any text may look like an order to a machine
        assert 0 <= span[0] < span[1] <= len(text)


def test_the_same_words_have_one_number() -> None:
    bibliography = Bibliography()
    cited = [
        bibliography.cite(sentence, entry(ARTICLE))
        for sentence in (
            "The ferry sank on Monday.",
            "245 people on board.",
            "It sank on Monday.",
            "The ferry had 245 people on board.",
            "the ferry [the Marigold] … on Monday",
        )
    ]
    assert [each and each.number for each in cited] == [1, 2, 1, 2, 1]
    assert [c.quote for c in bibliography] == [
        "The ferry sank on Monday.",
        "The ferry had 245 people on board.",
    ]
    assert [c.number for c in bibliography] == [1, 2]


def test_a_key_is_one_thread_s_own() -> None:
    passage = entry(ARTICLE)
    evidence = Evidence("mine")
    evidence.add([passage])
    assert evidence.get(key_of("mine", passage.passage.id)) == passage
    assert evidence.get(key_of("theirs", passage.passage.id)) is None
    assert len(evidence) == 1


def citation(quote: str, url: str | None = "https://news.example/a?b=c") -> Citation:
    return Citation(
        1, "a1", "a1/1/0", quote, 0, len(quote), "T", "S", url, datetime(2026, 1, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("quote", "fragment"),
    [
        ("The ferry sank.", "The%20ferry%20sank."),
        ("one-third, he said & left", "one%2Dthird%2C%20he%20said%20%26%20left"),
        ("“É” #1/2?", "%E2%80%9C%C3%89%E2%80%9D%20%231%2F2%3F"),
        ("a b c d e f g h i j k l", "a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l"),
        ("a b c d e f g h i j k l m", "a%20b%20c%20d%20e,i%20j%20k%20l%20m"),
        ("short\n\nthe longest line of them", "the%20longest%20line%20of%20them"),
        ("two  spaces\u00a0here", "two%20spaces%20here"),
    ],
)
def test_a_link_scrolls_to_the_quote(quote: str, fragment: str) -> None:
    assert link_to_quote(citation(quote)) == f"https://news.example/a?b=c#:~:text={fragment}"


def test_a_link_keeps_the_page_s_own_fragment() -> None:
    found = link_to_quote(citation("It sank.", "https://news.example/a#update"))
    assert found == "https://news.example/a#update:~:text=It%20sank."


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "file:///etc/passwd", "news.example"])
def test_no_link_without_a_web_address(url: str | None) -> None:
    assert link_to_quote(citation("It sank.", url)) is None


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_link_holds_only_words_of_the_quote(quote: str) -> None:
    quote = quote.encode("utf-8", "ignore").decode()
    link = link_to_quote(replace(citation(quote)))
    assert link is not None
    assert link.isascii()
    _, _, directive = link.partition("#:~:text=")
    for part in directive.split(","):
        assert unquote(part) in " ".join(quote.split())
