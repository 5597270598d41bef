"""Texts that are hard to read, from one end to the other with the packaged tagger."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.statements.attribute import load_attributor
from assistant.types import Statement
from tests.support.build import article
from tests.support.strategies import hard_text

attributor = cache(load_attributor)


def said(text: str) -> list[Statement]:
    (found,) = attributor().statements([article(text=text, authors=())])
    check(text, found)
    return found


def check(text: str, found: list[Statement]) -> None:
    """What holds for every statement of every text."""
    assert len({each.id for each in found}) == len(found)
    assert [each.start for each in found] == sorted(each.start for each in found)
    for each in found:
        assert each.content == text[each.start : each.end] != ""
        assert (each.content_spans[0][0], each.content_spans[-1][1]) == (each.start, each.end)
        assert each.cue == " ".join(text[a:b] for a, b in each.cue_spans)
        for spans in (each.source_spans, each.cue_spans, each.content_spans):
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(a[1] <= b[0] for a, b in pairwise(spans))


def told(text: str) -> list[tuple[str, str]]:
    return [(each.speaker, each.content) for each in said(text)]


# Any text

_NEWS = (
    "Ada Quill said that the ferry was late. ",
    "“We saw it,” said Piers Holt, the mayor. ",
    "“It was,” she said, “no storm.” ",
    "An official said the board claimed that ",
    "\n\nBRANNIK (TMP) — ",
    '"',
    "''",
    "“",
    "»",
)


@given(st.one_of(hard_text, st.lists(st.sampled_from(_NEWS), max_size=12).map("".join)))
@settings(max_examples=50, deadline=None)
def test_every_span_lies_in_the_text(text: str) -> None:
    said(text)


@given(st.permutations(_NEWS).map("".join))
@settings(max_examples=10, deadline=None)
def test_the_same_text_says_the_same(text: str) -> None:
    assert said(text) == said(text)


# Marks


def test_unbalanced_marks_end_with_their_paragraph() -> None:
    text = "“We saw it, it went.\n\nPiers Holt said that the bridge was shut.”\n\n“And then"
    found = {each.speaker: each for each in said(text)}["Piers Holt"]
    assert "the bridge was shut" in found.content
    assert not found.direct


def test_marks_made_of_two_apostrophes() -> None:
    (found,) = said("“No,” she thought. Ada Quill said: ''It rained all day.''")[-1:]
    assert (found.speaker, found.direct) == ("Ada Quill", True)
    assert "It rained all day." in found.content


def test_a_text_of_marks_alone() -> None:
    assert said("“" * 300 + "”" * 300 + '"' * 301) == []


# Forms


def test_a_transcript_of_questions_and_answers() -> None:
    text = (
        "Q: Was the bridge closed?\nA: No. It was open all week.\n\n"
        "Q: Who says so?\nA: Ada Quill said that the bridge was open."
    )
    assert "that the bridge was open" in [content for _, content in told(text)]


def test_a_poem() -> None:
    assert told("O lake\nunder the ice\n\nso still\nso cold,\n   so old") == []


def test_a_table() -> None:
    text = (
        "Team\tPlayed\tWon\nDunmere\t12\t7\nRovers\t11\t3\n\n| Name | Votes |\n|---|---|\n| A | 4 |"
    )
    assert told(text) == []


def test_all_capitals() -> None:
    text = "ADA QUILL SAID THAT THE FERRY WAS LATE. “WE SAW IT,” SAID PIERS HOLT."
    assert told(text) == [("ADA QUILL", "THAT THE FERRY WAS LATE"), ("PIERS HOLT", "“WE SAW IT,”")]


def test_a_word_of_a_million_letters() -> None:
    text = "x" * 1_000_000 + " Ada Quill said that the ferry was late."
    assert told(text) == [("Ada Quill", "that the ferry was late")]


def test_a_long_paragraph_loses_nothing() -> None:
    sentences = [f"Ada Quill said that ferry {n} was late." for n in range(300)]
    found = told(" ".join(sentences))
    assert {speaker for speaker, _ in found} == {"Ada Quill"}
    assert len(found) >= 290


@pytest.mark.parametrize(
    "text",
    [
        "Der Fluss ist tief. „Wir haben nichts gesehen“, erklärte die Ministerin am Montag.",
        "Министр заявил, что мост закрыт. «Мы ничего не видели», — сказала она.",
        "部长说，大桥已经关闭。“我们什么都没看见，”她说。",
        "قال الوزير إن الجسر مغلق. «لم نر شيئا»، قالت الوزيرة.",
    ],
    ids=["German", "Russian", "Chinese", "Arabic"],
)
def test_another_language_is_read_without_harm(text: str) -> None:
    said(f"{text}\n\n{text}")


def test_another_language_beside_english() -> None:
    text = "Министр заявил, что мост закрыт.\n\nAda Quill said that the ferry was late."
    assert ("Ada Quill", "that the ferry was late") in told(text)


# Nothing


def test_an_article_that_nobody_speaks_in() -> None:
    assert told("The lake is deep. Its water is cold, and the shore is stony.") == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r", "\u200b\ufeff"])
def test_nothing_to_read(text: str) -> None:
    assert told(text) == []


def test_no_articles() -> None:
    assert attributor().statements([]) == []


# Characters


def test_emoji_take_the_places_that_they_have() -> None:
    text = "👩‍👩‍👧 🇫🇷 “We saw it 😀,” said Ada Quill. 😀 Piers Holt said that it rained."
    first, second = told(text)
    assert first[0] == "Ada Quill"
    assert first[1].endswith("“We saw it 😀,”")
    assert second == ("Piers Holt", "that it rained")


def test_a_name_keeps_its_combining_marks() -> None:
    text = "Rene\u0301e Quille\u0301 said that the cafe\u0301 was a cafe\u0301."
    (found,) = said(text)
    assert found.speaker == "Rene\u0301e Quille\u0301"
    assert found.content == "that the cafe\u0301 was a cafe\u0301"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\n\r\n"])
def test_every_kind_of_line_end(end: str) -> None:
    text = end.join(["Ada Quill said that it rained.", "“We saw it,” said Piers Holt.", ""])
    assert told(text) == [("Ada Quill", "that it rained"), ("Piers Holt", "“We saw it,”")]
