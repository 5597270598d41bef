"""Misspelled words are mended from the archive's own, and nothing else is touched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.embed import Embedder
from assistant.lexical import LexicalIndex
from assistant.spelling import Speller
from tests.support.build import article, entry

TEXTS = {
    "a": "Olena Zelenskyy met Jens Stoltenberg in Kyiv. The government of Velmar agreed.",
    "b": "Zelenskyy thanked the government. McAllister and Kuznetsov withdrew.",
    "c": "The embarrassed committee paid 7000 crowns for the contest.",
    "d": "An embarrassed committee sat in the contest.",
}


@pytest.fixture
def words(folder: Path) -> Iterator[LexicalIndex]:
    index = LexicalIndex.open(folder)
    index.replace(list(TEXTS), [entry(article(id=id, text=text)) for id, text in TEXTS.items()])
    yield index
    index.close()


@pytest.fixture
def speller(words: LexicalIndex, embedder: Embedder) -> Speller:
    return Speller(words, embedder)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Zelenski", "Zelenskyy"),
        ("zelenski", "Zelenskyy"),
        ("Stoltenburg", "Stoltenberg"),
        ("Mcalister", "McAllister"),
        ("Cuznetsov", "Kuznetsov"),
        ("goverment", "government"),
        ("embarassed", "embarrassed"),
        ("comittee", "committee"),
        ("govermnent", "government"),
        ("wich", "which"),
        ("waht", "what"),
        ("wil", "will"),
    ],
)
def test_a_word_that_stands_nowhere_is_mended(speller: Speller, typed: str, meant: str) -> None:
    text, notes = speller.mended(f"What did the {typed}'s 9 friends say?")
    assert text == f"What did the {meant}'s 9 friends say?"
    assert notes == (f'"{typed}" is read as "{meant}"',)


@pytest.mark.parametrize(
    "text",
    [
        "Did Zelenskyy and Stoltenberg agree?",  # they occur
        "Did the committees agree?",  # its stem occurs
        "Is there a context or a Unicorn?",  # words, though not of this archive
        "Is 7001 enough?",
        'What of “Zelenski” and "goverment"?',
        "What of GOVERMENT and KYIW?",
        "Where are qqqqqqq and Xyzzyx?",
        "x" * 5000,
        "",
    ],
)
def test_anything_else_is_left_as_it_is(speller: Speller, text: str) -> None:
    assert speller.mended(text) == (text, ())


def test_a_word_that_comes_into_the_archive_is_no_longer_mended(
    words: LexicalIndex, speller: Speller
) -> None:
    assert speller.mended("Zelenski")[0] == "Zelenskyy"
    words.replace(["e"], [entry(article(id="e", text="Pavlo Zelenski sang."))])
    assert speller.mended("Zelenski") == ("Zelenski", ())


def test_a_nearer_word_that_comes_into_the_archive_is_taken(
    words: LexicalIndex, speller: Speller
) -> None:
    assert speller.mended("Kuznetsoff")[0] == "Kuznetsov"
    words.replace(["e"], [entry(article(id="e", text="Pavlo Kuznetsof sang."))])
    assert speller.mended("Kuznetsoff")[0] == "Kuznetsof"


def test_only_some_words_of_a_wild_text_are_looked_at(speller: Speller) -> None:
    _, notes = speller.mended(
        " ".join(["goverment"] + [f"qz{'abcdefghij'[n]}xqz" for n in range(9)] + ["comittee"])
    )
    assert notes == ('"goverment" is read as "government"',)
