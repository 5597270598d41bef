"""Where sentences begin and end in a text."""

from __future__ import annotations

import re

from sentencex import get_sentence_boundaries

LANGUAGE = "en"
_PARAGRAPH = re.compile(r"[^\r\n]+")
# sentencex slows down with the square of a run's length when brackets stay open,
# so that a paragraph is given to it in pieces no longer than this.
_LONGEST_RUN = 5_000


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences of ``text``, without the white space around them.

    A line break ends a sentence; a quotation of several sentences stays in one with its speaker.
    The spans are in order, do not overlap, and only white space lies between them.
    """
    spans: list[tuple[int, int]] = []
    for line in _PARAGRAPH.finditer(text):
        for start, end in _runs(text, line.start(), line.end()):
            for boundary in get_sentence_boundaries(LANGUAGE, text[start:end]):
                span = trim(text, start + boundary["start_index"], start + boundary["end_index"])
                if span[0] < span[1]:
                    spans.append(span)
    return spans


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow ``text[start:end]`` to what stands between its outer white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _runs(text: str, start: int, end: int) -> list[tuple[int, int]]:
    runs = []
    while end - start > _LONGEST_RUN:
        limit = start + _LONGEST_RUN
        ends = (text.rfind(mark, start + 1, limit) + len(mark) for mark in (". ", " "))
        cut = next((end for end in ends if end > start + 1), limit)
        runs.append((start, cut))
        start = cut
    return [*runs, (start, end)]
