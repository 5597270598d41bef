"""Text on its way into Slack and out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ui.slack.text import clipped, markdown, mrkdwn, plain, split, unescaped

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Characters with a meaning in either language, and pieces that form one with what stands beside it.
_MEANT = "\\`*_{}[]()<>#+-=.!|~:@&\"'1a \n\t"
_TOKENS = ["\n\n", "    ", "```", "~~", "![", "| a |", "1. ", "- ", "---", "&lt;", "&#42;", "\r\n"]
_SMUGGLED = ["<!channel>", "<@U1>", "http://evil.example", "[x](http://evil.example)", ":tada:"]
_PLACES = ["www.evil.example", "<http://evil.example>", "שלום", "مرحبا", "👩‍💻", "é"]
_PIECES = st.sampled_from([*_MEANT, *_TOKENS, *_SMUGGLED, *_PLACES])
_TEXTS = st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=25).map("".join)


def _shown(tokens: Iterable[Token]) -> str:
    """The words of a page; anything that is no plain paragraph fails."""
    paragraphs = []
    for token in tokens:
        if token.type == "inline":
            paragraphs.append("".join(map(_words, token.children or [])))
        else:
            assert token.type in ("paragraph_open", "paragraph_close"), token.type
    return "\n\n".join(paragraphs)


def _words(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    assert token.type == "text", token.type
    return token.content


def _trimmed(text: str) -> str:
    """Text without white space at the edges of its lines, and with one empty line at most."""
    lines = [line.strip() for line in plain(text).replace("\t", " ").split("\n")]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip()


@given(_TEXTS)
@example("<!channel> <@U1|ann> <#C1> <http://evil.example|the paper>")
@example("a\n---\n[x]: http://evil.example\n> quoted\n    code")
@example("first line\nsecond line\n\n\n1. third")
def test_markdown_shows_the_text_literally(text: str) -> None:
    escaped = markdown(text)
    assert _trimmed(_shown(_MARKDOWN.parse(escaped))) == _trimmed(text)
    assert not re.search(r"<[!@#]|<http|[<>]", escaped)


@given(_TEXTS, _TEXTS)
@example("there were 1", ". of May")
@example("It ends here.", " - and goes on")
def test_pieces_of_a_stream_show_the_whole_text(first: str, second: str) -> None:
    streamed = markdown(first) + markdown(second)
    shown, whole = _shown(_MARKDOWN.parse(streamed)), _trimmed(first + second)
    assert shown.split() == whole.split()


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("http://evil.example", r"http\://evil\.example"),
        ("www.evil.example", r"www\.evil\.example"),
        ("ada@evil.example", r"ada\@evil\.example"),
        (":tada:", r"\:tada:"),
        ("At 10:30 a.m. the U.S. left: 3.5 of 4%.", "At 10:30 a.m. the U.S. left: 3.5 of 4%."),
    ],
)
def test_nothing_becomes_a_link_or_an_emoji_by_itself(text: str, escaped: str) -> None:
    assert markdown(text) == escaped


@given(_TEXTS)
@example("*bold* _it_ ~gone~ `code`\n> quoted <!channel>")
def test_mrkdwn_has_no_live_mark_and_loses_nothing(text: str) -> None:
    escaped = mrkdwn(text)
    assert not re.search(r"[<>`]|(?:^|\s)[*_~]|&(?!amp;|lt;|gt;)|^\s*&gt;", escaped, re.MULTILINE)
    visible = escaped.replace("\u00ad", "").replace("ˋ", "`")
    expected = _trimmed(text).replace("\u00ad", "").replace("ˋ", "`")
    assert _trimmed(unescaped(visible)).split() == expected.split()


def test_unescaped_reads_as_a_person_does() -> None:
    sent = (
        "<@U1|ann> asked <@U2> in <#C1|general> and <!here> <!subteam^S1|@desk>: is "
        "<http://news.example/a|news.example/a> of <!date^1770076800^{date}|3 February> by "
        "<mailto:ada@news.example|ada@news.example> right? <https://news.example> 1 &lt; 2 &amp;lt;"
    )
    assert unescaped(sent) == (
        "@ann asked @U2 in #general and @here @desk: is news.example/a of 3 February by "
        "ada@news.example right? https://news.example 1 < 2 &lt;"
    )


@given(_TEXTS, st.integers(min_value=1, max_value=60))
def test_splitting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(len(piece) <= limit for piece in pieces)


@given(_TEXTS, st.integers(min_value=30, max_value=90))
def test_pieces_of_markdown_are_markdown(text: str, limit: int) -> None:
    pieces = split(markdown(text), limit)
    shown = " ".join(_shown(_MARKDOWN.parse(piece)) for piece in pieces)
    assert "".join(shown.split()) == "".join(_trimmed(text).split())


def test_it_is_split_between_sentences_and_outside_quotations() -> None:
    text = (
        "The council met on Monday. [1] Ada Quill said: “It was late. It was loud. We left.” [2] "
        "Nobody was hurt."
    )
    assert split(text, 72) == [
        "The council met on Monday. [1] ",
        "Ada Quill said: “It was late. It was loud. We left.” [2] ",
        "Nobody was hurt.",
    ]
    assert split(text, 31)[1] == "Ada Quill said: “It was late. "


def test_a_link_stays_in_one_piece() -> None:
    link = r"[\[1\]](https://news.example/a#:~:text=the%20words)"
    assert split(f"Words and more words. {link} {link} The next sentence is here.", 130) == [
        f"Words and more words. {link} {link} ",
        "The next sentence is here.",
    ]
    assert split(f"Words {link} words", 56) == ["Words ", f"{link} ", "words"]


def test_an_emoji_of_several_characters_stays_in_one_piece() -> None:
    assert split("👩‍💻👩‍💻👩‍💻", 4) == ["👩‍💻", "👩‍💻", "👩‍💻"]


@given(_TEXTS, st.integers(min_value=2, max_value=40))
def test_clipped_keeps_the_limit_and_the_beginning(text: str, limit: int) -> None:
    short = clipped(text, limit)
    assert len(short) <= limit
    assert text.startswith(short.removesuffix("…").rstrip()) or short == text


def test_clipped_cuts_between_words() -> None:
    assert clipped("Harbour council votes", 16) == "Harbour council…"
    assert clipped("Harbour council votes", 15) == "Harbour…"
    assert clipped("Harbour", 7) == "Harbour"
