"""Who said it and in how many articles it stands, in words for people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.text import Text

from assistant.types import Citation
from ui.render import citation_lines, speaker_of, told_in

CITATION = Citation(
    number=1,
    article_id="a1",
    passage_id="a1/1/0",
    quote="It rained.",
    start=0,
    end=10,
    title="Rain",
    source="The Harbour Ledger",
    url=None,
    published_at=None,
)


@pytest.mark.parametrize(
    ("speaker", "role", "named", "words"),
    [
        (None, "", True, ""),
        ("", "", True, ""),
        ("Ada Quill", "", True, "Ada Quill"),
        ("Ada Quill", "defence minister", True, "Ada Quill, defence minister"),
        ("a senior official", "", False, "a senior official (not named)"),
        ("a senior official", "the ministry", False, "a senior official (not named)"),
        # A role that the name has already is not said twice.
        ("Foreign Minister", "foreign minister", True, "Foreign Minister"),
        ("the Carrow council", "Council", True, "the Carrow council"),
        ("Ada Quill", "Straße board", True, "Ada Quill, Straße board"),
    ],
)
def test_who_says_it(speaker: str | None, role: str, named: bool, words: str) -> None:
    citation = replace(CITATION, speaker=speaker, role=role, named=named)
    assert speaker_of(citation) == words


@pytest.mark.parametrize(
    ("articles", "origins", "words"),
    [
        (1, 1, ""),
        (0, 0, ""),
        (2, 1, "2 articles, 1 origin"),
        (5, 2, "5 articles, 2 origins"),
    ],
)
def test_in_how_many_articles(articles: int, origins: int, words: str) -> None:
    assert told_in(replace(CITATION, articles=articles, origins=origins)) == words


def plain(citation: Citation) -> list[str]:
    return [Text.from_markup(line).plain for line in citation_lines(citation)]


def test_a_citation_has_both() -> None:
    told = replace(CITATION, speaker="Ada Quill", role="mayor", articles=3, origins=2)
    assert plain(told) == [
        "[1] Rain — The Harbour Ledger, 3 articles, 2 origins",
        "    Ada Quill, mayor: It rained.",
    ]


def test_a_source_without_a_name_stands_out() -> None:
    (_, unnamed) = citation_lines(replace(CITATION, speaker="critics", named=False))
    (_, named) = citation_lines(replace(CITATION, speaker="Ada Quill"))
    assert "[yellow]critics (not named):[/]" in unnamed
    assert "[green]Ada Quill:[/]" in named


def test_no_speaker_is_markup() -> None:
    evil = replace(CITATION, speaker="[red]Ada\x1b[31m[/]", role="[link=x]mayor")
    (_, line) = plain(evil)
    assert "[red]Ada" in line
    assert "[link=x]mayor" in line
    assert "\x1b" not in line
