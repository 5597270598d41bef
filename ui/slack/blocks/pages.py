"""A long answer in parts: its sentences, and its sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from assistant.types import Citation
from ui.slack.blocks.parts import ROOM, Part
from ui.slack.blocks.prose import Run, as_elements, as_text
from ui.slack.blocks.rich import Element, rich_text, section, weight
from ui.slack.blocks.sources import fallback, heading, row, source_list
from ui.slack.text import split

_PLAIN = 3000  # bytes of plain words in a part, so that they fit beside the blocks


def prose_parts(
    units: Iterable[Sequence[Run]],
    citations: Sequence[Citation],
    public_url: str | None,
    head: list[Element],
) -> Iterator[Part]:
    """The sentences, ``units``, in parts; only a sentence that no message can hold is cut.

    ``head`` stands before the first.
    """
    shown, said = head, ""
    for unit in _small(units):
        elements, words = as_elements(unit, citations, public_url), as_text(unit)
        full = len((said + words).encode()) > _PLAIN or weight([shown, elements]) > ROOM
        if said and full:
            yield _part(shown, said)
            shown, said = [], ""
        shown, said = shown + elements, said + words
    last = _part(shown, said)
    if last.blocks[0]["elements"][0]["elements"]:
        yield last


def source_parts(citations: Sequence[Citation], public_url: str | None) -> Iterator[Part]:
    """The sources in parts."""
    rows = [row(each, public_url) for each in citations]
    lines = [fallback(each) for each in citations]
    start = 0
    for end in range(1, len(rows) + 1):
        some, said = slice(start, end + 1), "\n".join(lines[start : end + 1])
        if end == len(rows) or weight(rows[some]) > ROOM or len(said.encode()) > _PLAIN:
            listing = source_list(citations[start:end], rows[start:end])
            block = rich_text(heading(more=start > 0), *listing)
            yield Part((block,), "\n".join(lines[start:end]))
            start = end


def _small(units: Iterable[Sequence[Run]]) -> Iterator[Sequence[Run]]:
    """The units, with words that are longer than a part in pieces; markers stay with the last."""
    for unit in units:
        if sum(len(run.text) for run in unit) <= ROOM:
            yield unit
            continue
        pieces = [piece for run in unit for piece in _pieces(run)]
        ends = [
            place for place, run in enumerate(pieces) if run.kind == "words" and run.text.strip()
        ]
        last = ends[-1] if ends else 0
        yield from ([piece] for piece in pieces[:last])
        yield pieces[last:]


def _pieces(run: Run) -> list[Run]:
    if run.kind != "words":
        return [run]
    return [Run("words", piece) for piece in split(run.text, ROOM)]


def _part(shown: list[Element], said: str) -> Part:
    return Part((rich_text(section(_trimmed(shown))),), said.strip())


def _trimmed(elements: list[Element]) -> list[Element]:
    """Without the white space between two sentences at either end."""
    trimmed = [dict(each) for each in elements]
    if trimmed and trimmed[0]["type"] == "text":
        trimmed[0]["text"] = trimmed[0]["text"].lstrip()
    if trimmed and trimmed[-1]["type"] == "text":
        trimmed[-1]["text"] = trimmed[-1]["text"].rstrip()
    return trimmed
