"""The contract of every file format: its own fixture gives the expected drafts, and no input harms.

A new format needs ``fixtures/<name>.<suffix>`` and ``fixtures/<name>.json``: a list with, for each
thing found, the fields of its draft or ``{"error": ...}``.
"""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from ingest.draft import Draft
from ingest.formats import Format, format_for, formats
from tests.support.build import refusal

FIXTURES = Path(__file__).parent / "fixtures"
by_name = pytest.mark.parametrize("form", formats(), ids=lambda form: form.name)


def described(found: Draft | SourceError) -> dict[str, object]:
    """What a reader gave, in the words of the expected file."""
    if isinstance(found, SourceError):
        assert "\n" not in found.reason
        return {"error": found.reason, "source": found.source.rsplit("/", 1)[-1]}
    return {
        "title": found.title,
        "source": found.source,
        "authors": [name.strip() for name in found.authors if name.strip()],
        "published_at": found.published_at.isoformat() if found.published_at else None,
        "url": found.url,
        "language": found.language,
        "id": found.id,
        "text": found.text,
    }


@by_name
def test_the_fixture_gives_the_expected_drafts(form: Format) -> None:
    fixtures = [FIXTURES / f"{form.name}{suffix}" for suffix in form.suffixes]
    (fixture,) = [file for file in fixtures if file.exists()]
    with fixture.open("rb") as stream:
        found = list(form.read(stream, f"/news/{fixture.name}"))
    assert [described(each) for each in found] == json.loads(
        (FIXTURES / f"{form.name}.json").read_text()
    )


@by_name
def test_a_draft_says_where_it_was_found(form: Format) -> None:
    fixture = next(FIXTURES.glob(f"{form.name}{form.suffixes[0]}"))
    for found in form.read(io.BytesIO(fixture.read_bytes()), "/news/x"):
        if isinstance(found, Draft):
            assert found.origin.startswith("/news/x")
            assert found.place.startswith("/news/x")


@by_name
def test_a_format_is_chosen_by_its_suffix(form: Format) -> None:
    for suffix in form.suffixes:
        assert suffix.startswith(".")
        assert suffix == suffix.lower()
        for name in (f"a{suffix}", f"A.B{suffix.upper()}", f"a{suffix}.gz"):
            assert format_for(name) is form
    suffixes = [suffix for each in formats() for suffix in each.suffixes]
    assert len(suffixes) == len(set(suffixes))


@pytest.mark.parametrize("name", ["a.pdf", "txt", "a.gz", "", "a.txt.zip"])
def test_no_other_file_is_chosen(name: str) -> None:
    assert format_for(name) is None


@by_name
@pytest.mark.parametrize("data", [b"", b" \r\n \n", b"\n" * 1000], ids=["0", "blank", "lines"])
def test_an_empty_file_is_named(form: Format, data: bytes) -> None:
    with pytest.raises(SourceError, match="it is empty"):
        list(form.read(io.BytesIO(data), "x"))


@by_name
@pytest.mark.parametrize(
    "data",
    [b"\x7fELF\2\1\1\0\0\0\n\0" * 50, "“Some text”\n".encode("utf-16-le") * 9],
    ids=["elf", "utf-16-without-mark"],
)
def test_binary_data_is_named_once(form: Format, data: bytes) -> None:
    with pytest.raises(SourceError, match="binary data"):
        list(form.read(io.BytesIO(data), "x"))


pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "---\n", "title: x\n", "date: 2026-99-99\n", "authors:\n", "a: &b [*b]\n", "- [\n",
                "? {a: b}\n: c\n", "a: !!timestamp x\n", "a: !!bool x\n", 'id: "\\ud800"\n',
                "date: 2026-01-01 10:00 +99:00\n", "<p>", "<!--", "<html lang='", "&#xD800;",
                '{"text": "a\\ud800"}\n', '{"text": "\\u0000b", "published_at": "9"}\n', "[" * 2000,
                '{"text": "x", "authors": [[]]}\n', "> " * 200, "\n\n", "\r", "ID: \n", "\x1b[2J",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
).map("".join)  # fmt: skip


@by_name
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.one_of(st.binary(max_size=300), pieces.map(lambda text: text.encode())))
def test_any_bytes_are_drafts_or_one_line_of_reason(form: Format, data: bytes) -> None:
    reason = refusal(lambda: [described(found) for found in form.read(io.BytesIO(data), "x")])
    assert reason is None or (reason and "\n" not in reason)


@by_name
def test_a_deeply_nested_file_does_no_harm(form: Format) -> None:
    for opened in (b"[" * 20_000, b"<div>" * 20_000, b"---\na: " + b"[" * 20_000 + b"\n---\nx"):
        found: list[object] = []
        reason = refusal(lambda: found.extend(form.read(io.BytesIO(opened), "x")))  # noqa: B023
        assert reason or 1 <= len(found) <= 4


# What the fixtures do not show


def markdown(text: str) -> Draft:
    (found,) = next(f for f in formats() if f.name == "markdown").read(
        io.BytesIO(text.encode()), "x"
    )
    assert isinstance(found, Draft)
    return found


def test_markdown_takes_its_title_from_the_first_heading() -> None:
    found = markdown("Intro.\n\n# The *title*\n\nText.\n\n# Another\n")
    assert found.title == "The title"
    assert found.text == "Intro.\n\nText.\n\nAnother"


def test_markdown_of_windows_and_one_author() -> None:
    found = markdown("---\r\nauthor: Ida Bell\r\nTitle: X\r\n---\r\nText.\r\n")
    assert (found.title, found.authors, found.text) == ("X", ("Ida Bell",), "Text.")


@pytest.mark.parametrize("front", ["a: b: c", "- a\n- b", "just words", "a: [" + "[" * 3000])
def test_markdown_names_a_bad_front_matter(front: str) -> None:
    with pytest.raises(SourceError, match="its front matter is not"):
        markdown(f"---\n{front}\n---\nText.")


def test_front_matter_of_odd_values() -> None:
    found = markdown("---\nid: null\ndate: 2026-99-99\ntitle: ~\nauthors:\n---\nText.")
    assert (found.id, found.published_at, found.title) == (None, None, None)
    assert [name for name in found.authors if name] == []


def test_a_text_without_a_head_is_kept_as_it_is() -> None:
    text = "Title of nothing\r\nDate: x\r\n\r\nBody.\r\n"
    (found,) = next(f for f in formats() if f.name == "text").read(io.BytesIO(text.encode()), "x")
    assert isinstance(found, Draft)
    assert (found.text, found.title) == (text, None)


def test_a_page_without_an_article_is_named() -> None:
    form = next(f for f in formats() if f.name == "html")
    with warnings.catch_warnings(), pytest.raises(SourceError, match="no article was found"):
        list(form.read(io.BytesIO(b"<html><body></body></html>"), "x"))
