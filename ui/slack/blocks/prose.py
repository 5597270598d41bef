"""The text of an answer, taken apart into words, citations and marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.quotations import WITHDRAWN
from assistant.types import Citation, Sentence
from ui.slack.blocks.address import address
from ui.slack.blocks.rich import Element, link, long_text, text
from ui.slack.text import markdown, plain

UNSUPPORTED = "⚠️ unsupported"
# Markers stand behind a sentence. In the midst of one, "[1]" is what an article said.
_MARKERS = re.compile(r"(?:[ \t]+\[(?:\d{1,4}|unsupported)\])+(?=\s|\Z)")
_MARKER = re.compile(r"([ \t]+)\[(?:(\d{1,4})|unsupported)\]")


@dataclass(frozen=True, slots=True)
class Run:
    """Some of an answer's text: words, the marker of a citation, or one of our own marks.

    ``text`` is as the answer has it; ``number`` is that of the citation.
    """

    kind: Literal["words", "citation", "unsupported", "withdrawn"]
    text: str
    number: int = 0


def runs(said: str) -> Iterator[Run]:
    """A text whose sentences are not known, in order; joined, the texts are ``said``."""
    at = 0
    for found in _MARKERS.finditer(said):
        yield from _words(said[at : found.start()])
        yield from _marks(found[0])
        at = found.end()
    yield from _words(said[at:])


def by_sentence(said: str, sentences: Iterable[Sentence]) -> list[list[Run]]:
    """The same, a list for each sentence with the markers behind it; those are looked for only
    between the sentences."""
    units: list[list[Run]] = [[]]
    at = 0
    for sentence in sentences:
        start = said.find(sentence.text, at) if sentence.text else -1
        if start < 0:
            continue
        units[-1] += runs(said[at:start])
        at = start + len(sentence.text)
        units.append(list(_words(sentence.text)))
    units[-1] += runs(said[at:])
    return [unit for unit in units if unit]


def as_markdown(parts: Iterable[Run], citations: Iterable[Citation], public_url: str | None) -> str:
    """Markdown with the citations linked to the quoted words."""
    known = {each.number: each for each in citations}
    said = []
    for run in parts:
        if run.kind == "words":
            said.append(markdown(run.text))
        elif run.kind == "citation":
            cited = known.get(run.number)
            where = address(cited, public_url) if cited else None
            label = rf"\[{run.number}\]"
            said.append(f"[{label}]({where})" if where else f"**{label}**")
        elif run.kind == "unsupported":
            said.append(f"**{UNSUPPORTED}**")
        else:  # without marks: what stands beside it decides whether Markdown would see them
            said.append(markdown(run.text))
    return "".join(said)


def as_elements(
    parts: Iterable[Run], citations: Iterable[Citation], public_url: str | None
) -> list[Element]:
    """The same in the elements of ``rich_text``."""
    known = {each.number: each for each in citations}
    elements: list[Element] = []
    for run in parts:
        if run.kind == "words":
            elements += long_text(run.text)
        elif run.kind == "citation":
            cited = known.get(run.number)
            where = address(cited, public_url) if cited else None
            elements.append(link(where, f"[{run.number}]", bold=where is None))
        else:
            elements.append(text(_shown(run), bold=True))
    return elements


def as_text(parts: Iterable[Run]) -> str:
    """The same in plain words, unescaped."""
    return "".join(plain(_shown(run)) for run in parts)


def _words(said: str) -> Iterator[Run]:
    for place, piece in enumerate(said.split(WITHDRAWN)):
        if place:
            yield Run("withdrawn", WITHDRAWN)
        if piece:
            yield Run("words", piece)


def _marks(markers: str) -> Iterator[Run]:
    for found in _MARKER.finditer(markers):
        yield Run("words", found[1])
        kind: Literal["citation", "unsupported"] = "citation" if found[2] else "unsupported"
        yield Run(kind, found[0].lstrip(), int(found[2] or 0))


def _shown(run: Run) -> str:
    return UNSUPPORTED if run.kind == "unsupported" else run.text


def size(parts: Sequence[Run]) -> int:
    """How many bytes the plain words take."""
    return len(as_text(parts).encode())
