"""Drafts become articles that a database, a screen and a link can hold."""

from __future__ import annotations

import dataclasses
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from ingest.draft import Draft, article_from, clean, headline, one_line, web_address
from tests.support.build import refusal
from tests.support.strategies import dirty_text

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def made(**fields: object) -> Draft:
    return Draft(**{"origin": "f", "place": "/news/a.txt", "text": "It rained.", **fields})  # type: ignore[arg-type]


@settings(max_examples=100, deadline=None)
@given(dirty_text, dirty_text, dirty_text)
def test_whatever_is_kept_can_be_stored(text: str, title: str, other: str) -> None:
    draft = made(
        text=text, title=title, source=other, authors=(other,), url=other, language=other, id=title
    )
    if reason := refusal(article_from, draft, NOW):
        assert reason.startswith(("it holds no text", "its id"))
        return
    article = article_from(draft, NOW)
    assert article.title
    fields = (article.title, article.source, *article.authors, article.language or "")
    for value in (*fields, article.text, article.id, article.url or ""):
        value.encode()
        assert not any(unicodedata.category(c) == "Cc" and not c.isspace() for c in value)
    assert all(value == " ".join(value.split()) for value in fields)
    kept = [c for c in text if unicodedata.category(c) not in ("Cc", "Cs")]
    assert [c for c in article.text if unicodedata.category(c) != "Cc" and c != "\ufffd"] == [
        c for c in kept if c != "\ufffd"
    ]


def test_a_title_cannot_command_the_terminal() -> None:
    article = article_from(made(title="\x1b[2J\x9b31mRed\x07", text="A\x1b]0;x\x07\nB\tC"), NOW)
    assert article.title == "[2J31mRed"
    assert article.text == "A]0;x\nB\tC"


@pytest.mark.parametrize("text", ["", " \r\n", "\0\0", "\u2028\u00a0"])
def test_no_text_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="it holds no text"):
        article_from(made(text=text), NOW)


@pytest.mark.parametrize("id", ["a b", "/etc/passwd", "x" * 201, "a\nb", "\x7f", "\0", "a\ud800"])
def test_a_bad_id_is_refused_with_the_rule(id: str) -> None:
    with pytest.raises(SourceError, match="1 to 200 characters without white space") as caught:
        article_from(made(id=id), NOW)
    assert str(caught.value).isprintable()


def test_ids_come_from_the_id_then_the_address_then_the_place() -> None:
    here, there = made(), made(place="/news/b.txt")
    assert article_from(made(id="x/1"), NOW).id == "x/1"
    assert article_from(here, NOW).id != article_from(there, NOW).id
    on_the_web = [dataclasses.replace(d, url="https://n.example/a#top") for d in (here, there)]
    assert len({article_from(d, NOW).id for d in on_the_web}) == 1
    changed = dataclasses.replace(here, text="It rained again.", title="New")
    assert article_from(changed, NOW).id == article_from(here, NOW).id


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://n.example/a?b=c#d", "https://n.example/a?b=c"),
        (" http://n.example/é ", "http://n.example/é"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("https://", None),
        ("http://[::1", None),
        ("news/a", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_are_links(url: str | None, expected: str | None) -> None:
    assert web_address(url) == expected


def test_what_is_missing_is_made_up_from_what_is_there() -> None:
    text = "photo.jpg\n\nThe harbour council met on Monday.\n\nMore."
    article = article_from(made(text=text, url="https://n.example/a"), NOW)
    assert article.title == "The harbour council met on Monday."
    assert article.source == "n.example"
    assert article_from(made(), NOW).source == "unknown source"
    assert article.authors == ()


def test_headlines_are_shortened_at_a_word() -> None:
    title = headline("word " * 100)
    assert len(title) <= 160
    assert title.endswith("word…")
    assert headline("one two") == "one two"


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\r\n\u2028b\0\u00a0 c ") == "a b c"


def test_fetch_times_are_kept_in_utc() -> None:
    local = datetime(2026, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    assert article_from(made(), local).fetched_at.isoformat() == "2026-02-28T23:00:00+00:00"


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
