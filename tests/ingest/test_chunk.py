"""Passages are exact slices in order, leave out only white space, and fit the model."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from assistant.embed import Embedder
from ingest.chunk import TARGET_PIECES, chunk
from tests.support.build import prose, spans_hold
from tests.support.fakes import FakeEmbedder
from tests.support.strategies import hard_text, paragraph_1mb


@settings(max_examples=150, deadline=None)
@given(hard_text)
def test_passages_are_exact_and_whole(text: str) -> None:
    fake = FakeEmbedder()
    cut = chunk("a1", text, fake)
    assert spans_hold(text, cut)
    assert all(len(fake.piece_starts(p.text)) <= fake.max_pieces for p in cut)


@settings(max_examples=100, deadline=None)
@given(text=hard_text)
def test_passages_fit_the_packaged_model(embedder: Embedder, text: str) -> None:
    cut = chunk("a1", text, embedder)
    assert spans_hold(text, cut)
    assert all(len(embedder.piece_starts(p.text)) <= embedder.max_pieces for p in cut)


@settings(max_examples=4, deadline=None)
@given(paragraph_1mb)
def test_a_paragraph_of_a_megabyte(paragraph: str) -> None:
    fake = FakeEmbedder()
    cut = chunk("a1", paragraph, fake)
    assert spans_hold(paragraph, cut)
    assert all(len(fake.piece_starts(p.text)) <= fake.max_pieces for p in cut)


def test_a_megabyte_without_a_space_fits_the_packaged_model(embedder: Embedder) -> None:
    paragraph = "qzx,😀é" * (1_000_000 // 6)
    cut = chunk("a1", paragraph, embedder)
    assert spans_hold(paragraph, cut)
    assert all(len(embedder.piece_starts(p.text)) <= embedder.max_pieces for p in cut)


@pytest.mark.parametrize(
    "text",
    [
        # A long word is one unknown piece; cut at 4,000 characters its head is a hundred pieces.
        ("😀" * 43 + ",") * 89 + "q" * 150 + "," + "z" * 5000,
        # Python takes \x1f for white space, the tokeniser takes it out: two words and then one.
        ("qzx" * 20 + "\x1f" + "qzx" * 20 + ",") * 60,
        "qz" * 45 + "\u0085" + "qz" * 45 + " " + "q" * 99 + "\u200b" + "z" * 99,
    ],
    ids=["unknown-words", "separators", "zero-width"],
)
def test_words_that_grow_when_they_are_cut_still_fit(embedder: Embedder, text: str) -> None:
    cut = chunk("a1", text, embedder)
    assert spans_hold(text, cut)
    assert max(len(embedder.piece_starts(p.text)) for p in cut) <= embedder.max_pieces


@pytest.mark.parametrize("text", ["", " \n\r\n\u2028\u00a0\t"])
def test_a_text_without_words_has_no_passage(text: str) -> None:
    assert chunk("a1", text, FakeEmbedder()) == []


def test_a_short_article_is_one_passage() -> None:
    text = "The ferry sank.\n\nNobody was hurt."
    (only,) = chunk("a1", text, FakeEmbedder())
    assert (only.article_id, only.start, only.end, only.ordinal) == ("a1", 0, len(text), 0)


def test_a_passage_ends_with_a_sentence_and_comes_near_the_target() -> None:
    fake = FakeEmbedder()
    text = prose(seed=1, sentences=60)
    cut = chunk("a1", text, fake)
    assert all(p.text.endswith(".") for p in cut)
    sizes = [len(fake.piece_starts(p.text)) for p in cut]
    assert all(TARGET_PIECES / 2 < size <= TARGET_PIECES for size in sizes[:-1])


def test_a_paragraph_is_not_joined_where_a_passage_is_nearly_full() -> None:
    fake = FakeEmbedder()
    first = " ".join(["Aaaa bbbb cccc."] * 35)  # 140 pieces: fewer than 60 are left
    text = f"{first}\n\nShort end."
    assert [p.text for p in chunk("a1", text, fake)] == [first, "Short end."]


def test_a_sentence_over_the_limit_is_cut_at_a_space() -> None:
    fake = FakeEmbedder()
    text = "word " * 400 + "end."
    cut = chunk("a1", text, fake)
    assert [len(p.text.split()) for p in cut[:2]] == [TARGET_PIECES, TARGET_PIECES]
    assert " ".join(p.text for p in cut) == text


def test_a_smaller_model_gets_smaller_passages() -> None:
    small = FakeEmbedder(max_pieces=40)
    text = prose(seed=2, sentences=30)
    cut = chunk("a1", text, small)
    assert spans_hold(text, cut)
    assert max(len(small.piece_starts(p.text)) for p in cut) <= small.max_pieces
