"""How a text is cut into windows of word pieces, and what the tagger sees of each piece."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings

from assistant.sentences import sentence_spans
from assistant.statements.windows import (
    LONGEST,
    QUOTED,
    SHAPES,
    Window,
    load_tokenizer,
    quoted,
    windows,
)
from tests.support.strategies import hard_text

tokenizer = cache(load_tokenizer)
ROOM = LONGEST - 2


def cut(text: str) -> list[Window]:
    return windows(text, tokenizer())


def spans(window: Window) -> list[tuple[int, int]]:
    """The places of a window's word pieces in the text."""
    return [(a, b) for a, b in window.offsets[1:-1].tolist()]


def covered(text: str) -> list[str]:
    """The text that each window reaches over."""
    return [text[spans(w)[0][0] : spans(w)[-1][1]] for w in cut(text)]


def words_of(count: int, word: str = "ship") -> str:
    """A sentence of so many word pieces, its full stop among them."""
    return " ".join([word] * (count - 1)) + "."


def inside(text: str) -> str:
    """What of a text is in quotation marks; a dot for each character that is not."""
    return "".join(c if q else "." for c, q in zip(text, quoted(text), strict=True))


# Every text


@given(hard_text)
@settings(max_examples=60, deadline=None)
def test_every_piece_is_in_one_window(text: str) -> None:
    encoded = tokenizer().encode(text, add_special_tokens=False)
    made = cut(text)
    assert [each for window in made for each in window.ids[1:-1].tolist()] == encoded.ids
    places = [each for window in made for each in spans(window)]
    for (start, end), (first, last) in zip(places, encoded.offsets, strict=True):
        # The tokenizer drops combining marks, which belong to the letter before them.
        assert start == first
        assert all(unicodedata.category(mark) == "Mn" for mark in text[last:end])
        assert not text[end : end + 1] or unicodedata.category(text[end]) != "Mn"


@given(hard_text)
@settings(max_examples=60, deadline=None)
def test_a_window_is_whole(text: str) -> None:
    for window in cut(text):
        assert 3 <= len(window.ids) <= LONGEST
        lengths = {len(window.shapes), len(window.offsets), len(window.firsts)}
        assert lengths == {len(window.ids)}
        assert (window.ids[0], window.ids[-1]) == (
            tokenizer().token_to_id("[CLS]"),
            tokenizer().token_to_id("[SEP]"),
        )
        assert window.offsets[[0, -1]].tolist() == [[0, 0], [0, 0]]
        assert not window.firsts[[0, -1]].any()
        assert set(window.shapes.tolist()) <= set(range(SHAPES))
        assert all(0 <= start < end <= len(text) for start, end in spans(window))


@given(hard_text)
@settings(max_examples=60, deadline=None)
def test_quotation_is_that_of_the_first_character(text: str) -> None:
    within = quoted(text)
    for window in cut(text):
        starts = window.offsets[1:-1, 0]
        assert np.array_equal(window.shapes[1:-1] >= QUOTED, within[starts])


@pytest.mark.parametrize("text", ["", " \n\t\r\n ", "\u200b", "\ufeff"])
def test_nothing_has_no_window(text: str) -> None:
    assert cut(text) == []


# Cuts


def test_a_short_text_is_one_window() -> None:
    text = "The ferry sank.\n\nNobody was hurt.\r\nIt was old."
    assert covered(text) == [text]


def test_a_window_is_filled_to_the_last_piece() -> None:
    exactly = f"{words_of(ROOM - 3)}\n{words_of(3)}"
    assert [len(window.ids) for window in cut(exactly)] == [LONGEST]
    over = f"{words_of(ROOM - 3)}\n{words_of(4)}"
    assert [len(window.ids) for window in cut(over)] == [ROOM - 3 + 2, 4 + 2]


def test_a_paragraph_is_kept_together() -> None:
    first, second = words_of(80), f"{words_of(30)} {words_of(30, 'boat')}"
    assert covered(f"{first}\n\n{second}") == [first, second]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentences = [words_of(50, word) for word in ("Ship", "Boat", "Raft", "Tram")]
    assert covered(" ".join(sentences)) == [" ".join(sentences[:2]), " ".join(sentences[2:])]


def test_the_end_of_a_long_paragraph_shares_its_window_with_the_next_one() -> None:
    sentences = [words_of(50, word) for word in ("Ship", "Boat", "Raft")]
    assert covered(" ".join(sentences) + "\nThe end.") == [
        " ".join(sentences[:2]),
        f"{sentences[2]}\nThe end.",
    ]


def test_a_long_sentence_is_cut_wherever_it_is_full() -> None:
    text = words_of(2 * ROOM + 10)
    assert [len(window.ids) - 2 for window in cut(text)] == [ROOM, ROOM, 10]
    assert len(sentence_spans(text)) == 1


def test_a_paragraph_with_nothing_to_read_is_left_out() -> None:
    assert covered("\u200b\n\nThe ferry sank.\n\u200b") == ["The ferry sank."]


def test_the_number_of_windows_grows_with_the_length() -> None:
    """One paragraph of a million characters, without an end of a sentence."""
    text = "ships " * (1_000_000 // 6)
    pieces = 1_000_000 // 6
    assert pieces / ROOM <= len(cut(text)) <= 1.1 * pieces / ROOM


# Places


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kostán left.", ["Ko", "st", "án", "left", "."]),
        ("He\u0301 left", ["He\u0301", "left"]),
        ("a\u00adb 👩\u200d👧 left", ["a\u00adb", "👩\u200d👧", "left"]),
        ("ab\r\ncd", ["ab", "cd"]),
        ("他说不", ["他", "说", "不"]),
    ],
)
def test_the_places_are_those_of_the_text_as_it_is_written(text: str, words: list[str]) -> None:
    (window,) = cut(text)
    assert "".join(text[a:b] for a, b in spans(window)) == "".join(words)


def test_a_word_begins_once() -> None:
    (window,) = cut("Kostán unwillingly left")
    text = "Kostán unwillingly left"
    begun = [
        text[a] for (a, _), f in zip(spans(window), window.firsts[1:-1].tolist(), strict=True) if f
    ]
    assert begun == ["K", "u", "l"]
    assert len(window.ids) - 2 > len(begun), "the words have several pieces"


# Shapes


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("ferry", [0]),
        ("Ferry", [1]),
        ("NATO", [2]),
        ("A", [1]),
        ("É", [1]),
        ("7", [0]),
        ("“ferry", [3, 3]),
        ("“Ferry NATO” ferry", [3, 4, 5, 3, 0]),
        ("他", [0]),
    ],
)
def test_shapes(text: str, shapes: list[int]) -> None:
    (window,) = cut(text)
    assert window.shapes[1:-1].tolist() == shapes


def test_all_pieces_of_a_word_have_its_shape() -> None:
    (window,) = cut("KOSTÁNOVA left")
    assert len(set(window.shapes[1:-2].tolist())) == 1
    assert window.shapes[1] == 2
    assert window.shapes[-2] == 0


# Quotation marks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a “b” c", "..“b”.."),
        ('a "b" c "d"', '.."b"..."d"'),
        ("a «b» c", "..«b».."),
        ("a „b“ c „d” e", "..„b“ c „d”.."),
        ("a ''b'' c", "..''b''.."),
        ("it's a dog's life", "................."),
        # What is opened and not closed ends with its paragraph.
        ("a “b\nc", "..“b.."),
        ("a “b\r\nc “d", "..“b....“d"),
        ("“a\n\n“b”\nc", "“a..“b”.."),
        # What is closed without having been opened was not in marks.
        ("a” b", "...."),
        ("a” “b", "...“b"),
        # A second opening mark inside changes nothing.
        ("“a “b” c” d", "“a “b”....."),
        ("“”", "“”"),
        ("", ""),
    ],
)
def test_quoted(text: str, expected: str) -> None:
    assert inside(text) == expected


def test_many_open_marks_are_one_quotation() -> None:
    assert quoted("“" * 100_000).all()
    assert not quoted("”" * 100_000).any()
