"""Recognises text in an article that addresses an assistant, not a reader, and leaves it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.disguises import hides, readings
from assistant.orders import ENGLISH, FOLLOWS_ON
from assistant.orders_abroad import OTHER_TONGUES
from assistant.signs import Letters, Sign

LEFT_OUT = "[A paragraph addressed to AI assistants is left out here.]"
NO_NAME = "[left out: addressed to AI assistants]"

_SIGNS = (*ENGLISH, *OTHER_TONGUES)
_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n[^\r\n]+)*")
_LINE = re.compile(r"[^\r\n]+")
_FENCED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>system|assistant|instructions?|tool\w*|template)\b"
    r"[^>]*>.*?(?:</(?P=tag)>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_POINTS_BACK = re.compile(
    r"\b(?:above|preceding|previous)\s+(?:paragraph|sentence|line|note|text|section)\b"
    r"|\bparagraph\s+above\b",
    re.IGNORECASE,
)
_STRETCH = 2_000  # characters; with half or twice as many, articles take longer
_LONGEST_BLOCK = 1_200  # lines that belong together; a longer run of lines is a whole article


def addresses_an_assistant(paragraph: str) -> bool:
    """Whether a paragraph gives orders to a language model; it is then no evidence of anything."""
    return _addresses(paragraph, _likely(readings(paragraph)))


@lru_cache(maxsize=2048)  # articles: some 10 MB of text
def instructed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the paragraphs of ``text`` that give orders to a language model, in order.

    What a comment or a tag encloses, and paragraphs that carry an order on, are among them. Lines
    without an empty one between them are one paragraph, unless they are very long together.
    """
    blocks = _blocks(text)
    struck = _struck(text, blocks)
    for place in range(1, len(blocks)):
        start, end = blocks[place]
        if struck[place - 1] and FOLLOWS_ON.match(text[start:end]):
            struck[place] = True
        if struck[place] and _POINTS_BACK.search(text[start:end]):
            struck[place - 1] = True
    return tuple(block for block, hit in zip(blocks, struck, strict=True) if hit)


def without_instructions(text: str, start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with `LEFT_OUT` in place of what addresses an assistant."""
    end = len(text) if end is None else end
    kept, last = "", start
    for first, after in instructed_spans(text):
        if after <= start or first >= end:
            continue
        kept += text[last : max(first, start)] + LEFT_OUT
        last = min(after, end)
    return kept + text[last:end]


@lru_cache(maxsize=2048)  # articles: some 10 MB of text
def blanked(text: str) -> str:
    """``text`` with spaces in place of what addresses an assistant: all offsets stay."""
    for start, end in instructed_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain_name(name: str) -> str:
    """A title or a source's name; `NO_NAME` where it gives orders."""
    return NO_NAME if addresses_an_assistant(name) else name


def _blocks(text: str) -> list[tuple[int, int]]:
    found = []
    for block in _PARAGRAPH.finditer(text):
        if len(block[0]) <= _LONGEST_BLOCK:
            found.append(block.span())
        else:
            found += [line.span() for line in _LINE.finditer(text, block.start(), block.end())]
    return found


def _struck(text: str, blocks: list[tuple[int, int]]) -> list[bool]:
    fenced = [match.span() for match in _FENCED.finditer(text)]
    found = []
    for stretch in _stretches(blocks):
        # What the stretch as a whole does not hold, no paragraph of it does.
        part = text[stretch[0][0] : stretch[-1][1]]
        signs = _likely(readings(part))
        if signs or LEFT_OUT in part or hides(part):
            found += [_addresses(text[start:end], signs) for start, end in stretch]
        else:
            found += [False] * len(stretch)
    return [
        hit or any(a < end and start < b for a, b in fenced)
        for hit, (start, end) in zip(found, blocks, strict=True)
    ]


def _stretches(blocks: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Neighbouring blocks: long enough to share the search for signs, too short for most signs."""
    stretch: list[tuple[int, int]] = []
    for block in blocks:
        if stretch and block[1] - stretch[0][0] > _STRETCH:
            yield stretch
            stretch = []
        stretch.append(block)
    if stretch:
        yield stretch


def _addresses(paragraph: str, signs: list[Sign]) -> bool:
    if LEFT_OUT in paragraph or hides(paragraph):
        return True
    return any(sign.stands_in(reading) for reading in readings(paragraph) for sign in signs)


def _likely(read: list[str]) -> list[Sign]:
    """The signs that stand in any of the texts, reported or not; in most articles none does."""
    letters = Letters("\n".join(read))
    return [
        sign
        for sign in _SIGNS
        if sign.may_stand_in(letters) and any(map(sign.pattern.search, read))
    ]
