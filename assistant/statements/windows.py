"""A text cut into windows of word pieces, each with what the tagger sees of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.embed_onnx import weights_folder
from assistant.sentences import sentence_spans
from assistant.types import Span

LONGEST = 128  # word pieces of a window, with [CLS] and [SEP]
SHAPES = 6  # lower case, capitalised, all capitals; each outside and inside quotation marks
QUOTED = 3  # shapes from here on are inside quotation marks
_PARAGRAPH = re.compile(r"[^\r\n]+")
_MARK = re.compile(r"[“”\"«»„]|''")
_OPEN, _CLOSE = "“«„", "”»"


@dataclass(frozen=True, slots=True)
class Window:
    """Whole paragraphs of a text, or of a long one some sentences, in word pieces.

    ``ids`` begin with [CLS] and end with [SEP]; ``shapes`` has a number below `SHAPES` for each of
    them, ``offsets`` the place of each in the text ((0, 0) for the two), ``firsts`` whether a piece
    begins a word. All are of one length, at most `LONGEST`.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    offsets: NDArray[np.int64]
    firsts: NDArray[np.bool_]


def load_tokenizer() -> Tokenizer:
    """The tokenizer of the packaged MiniLM, which neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def windows(text: str, tokenizer: Tokenizer, longest: int = LONGEST) -> list[Window]:
    """The windows of ``text`` in order; every word piece of it is in one of them."""
    encoded = tokenizer.encode(text, add_special_tokens=False)
    if not encoded.ids:
        return []
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids = np.array(encoded.ids, dtype=np.int64)
    offsets = np.array(_with_marks(text, encoded.offsets), dtype=np.int64)
    word_ids = np.array(encoded.word_ids, dtype=np.int64)
    firsts = np.concatenate([[True], word_ids[1:] != word_ids[:-1]])
    shapes = _shapes(text, offsets, firsts)
    return [
        Window(
            np.concatenate([[cls], ids[first:last], [sep]]),
            np.concatenate([[0], shapes[first:last], [0]]),
            np.concatenate([[(0, 0)], offsets[first:last], [(0, 0)]]),
            np.concatenate([[False], firsts[first:last], [False]]),
        )
        for first, last in _cuts(text, offsets[:, 0], longest - 2)
    ]


def _with_marks(text: str, offsets: Sequence[Span]) -> Sequence[Span]:
    """The places of pieces with the combining marks behind them, which the tokenizer drops."""
    if text.isascii():
        return offsets
    places = []
    for start, end in offsets:
        while end < len(text) and unicodedata.category(text[end]) == "Mn":
            end += 1
        places.append((start, end))
    return places


def _cuts(text: str, starts: NDArray[np.int64], room: int) -> Iterator[tuple[int, int]]:
    """The first piece of each window and the one after its last."""
    first = last = 0
    for begin, end in _parts(text, starts, room):
        if end - first > room and last > first:
            yield first, last
            first = begin
        last = end
    yield first, last


def _parts(text: str, starts: NDArray[np.int64], room: int) -> Iterator[tuple[int, int]]:
    """Runs of pieces that belong together: paragraphs, else sentences, else whatever has room."""
    for found in _PARAGRAPH.finditer(text):
        begin, end = np.searchsorted(starts, [found.start(), found.end()]).tolist()
        if end - begin <= room:
            if end > begin:
                yield begin, end
            continue
        for start, _ in [*sentence_spans(found[0])[1:], (len(found[0]), 0)]:
            cut = int(np.searchsorted(starts, found.start() + start))
            while cut > begin:
                yield begin, min(cut, begin + room)
                begin = min(cut, begin + room)


def _shapes(text: str, offsets: NDArray[np.int64], firsts: NDArray[np.bool_]) -> NDArray[np.int64]:
    begins = np.flatnonzero(firsts)
    words = [
        text[start:end]
        for start, end in zip(
            offsets[begins, 0], offsets[np.append(begins[1:], len(offsets)) - 1, 1], strict=True
        )
    ]
    cases = np.array([_case(word) for word in words], dtype=np.int64)
    inside = quoted(text)[offsets[:, 0]]
    shapes: NDArray[np.int64] = cases[np.cumsum(firsts) - 1] + QUOTED * inside
    return shapes


def _case(word: str) -> int:
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def quoted(text: str) -> NDArray[np.bool_]:
    """For each character, whether it is inside double quotation marks; the marks themselves are.

    A quotation ends with its paragraph at the latest: one of several paragraphs is opened again in
    each of them.
    """
    inside = np.zeros(len(text), dtype=bool)
    for paragraph in _PARAGRAPH.finditer(text):
        opened = -1
        for mark in _MARK.finditer(paragraph[0]):
            place = paragraph.start() + mark.start()
            if opened < 0:
                opened = place if mark[0] not in _CLOSE else -1
            elif mark[0] not in _OPEN:
                inside[opened : paragraph.start() + mark.end()] = True
                opened = -1
        if opened >= 0:
            inside[opened : paragraph.end()] = True
    return inside
