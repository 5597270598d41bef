"""Cuts an article into passages: whole sentences, within the embedding model's limit."""

from __future__ import annotations

from bisect import bisect_left

from assistant.embed import Embedder
from assistant.sentences import sentence_spans, trim
from assistant.types import Passage

# Word pieces of a passage: long enough for a quotation with its speaker and its occasion, short
# enough to be about one thing, and with room below the model's 254 for the article's title.
TARGET_PIECES = 180
# A run without spaces can be one unknown piece, however long it is; no passage is longer than this.
_LONGEST = 4000
# A paragraph that would leave a passage shorter than this is joined with the next.
_LEAST_PIECES = 60


def chunk(article_id: str, text: str, embedder: Embedder) -> list[Passage]:
    """The passages of ``text`` in order; they do not overlap and leave out only white space.

    A passage ends with a sentence, at a paragraph's end where one is near. A sentence that alone
    is over the limit is cut at a word, and a word at a word piece. The ids are provisional: the
    record gives the final ones.
    """
    starts = embedder.piece_starts(text)
    target = min(TARGET_PIECES, embedder.max_pieces)
    sentences = [
        part
        for start, end in sentence_spans(text)
        for part in _fitting(text, start, end, starts, target)
    ]
    spans: list[tuple[int, int]] = []
    for start, end in sentences:
        if spans and _joins(text, spans[-1], (start, end), starts, target):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    fitting = [part for span in spans for part in _halved(text, *span, embedder)]
    return [
        Passage(f"{article_id}/{ordinal}", article_id, text[start:end], start, end, ordinal)
        for ordinal, (start, end) in enumerate(fitting)
    ]


def _joins(
    text: str, span: tuple[int, int], sentence: tuple[int, int], starts: list[int], target: int
) -> bool:
    if not _fits(starts, span[0], sentence[1], target):
        return False
    new_paragraph = "\n" in text[span[1] : sentence[0]]
    room_left = target - _pieces(starts, *span)
    return not new_paragraph or room_left >= _LEAST_PIECES


def _pieces(starts: list[int], start: int, end: int) -> int:
    """How many word pieces begin in ``text[start:end]``."""
    return bisect_left(starts, end) - bisect_left(starts, start)


def _fits(starts: list[int], start: int, end: int, target: int) -> bool:
    return end - start <= _LONGEST and _pieces(starts, start, end) <= target


def _fitting(
    text: str, start: int, end: int, starts: list[int], target: int
) -> list[tuple[int, int]]:
    """``text[start:end]`` in parts of ``target`` word pieces or fewer, cut at spaces if any."""
    parts: list[tuple[int, int]] = []
    while not _fits(starts, start, end, target):
        over = bisect_left(starts, start) + target
        limit = min(starts[over] if over < len(starts) else end, start + _LONGEST)
        parts.append((start, _last_word_end(text, start, limit)))
        start = parts[-1][1]
    spans = (trim(text, *span) for span in [*parts, (start, end)])
    return [span for span in spans if span[0] < span[1]]


def _halved(text: str, start: int, end: int, embedder: Embedder) -> list[tuple[int, int]]:
    """``text[start:end]``, in halves while it is over the model's limit when it stands alone.

    A word that was cut can take many more pieces than it took whole, when it may have been a
    single unknown one.
    """
    if len(embedder.piece_starts(text[start:end])) <= embedder.max_pieces:
        return [(start, end)]
    middle = _last_word_end(text, start, (start + end) // 2)
    halves = (trim(text, *half) for half in ((start, middle), (middle, end)))
    return [part for half in halves if half[0] < half[1] for part in _halved(text, *half, embedder)]


def _last_word_end(text: str, start: int, limit: int) -> int:
    """The end of the last white space in ``text[start:limit]``, or ``limit`` if there is none."""
    for end in range(limit, start, -1):
        if text[end - 1].isspace():
            return end
    return limit
