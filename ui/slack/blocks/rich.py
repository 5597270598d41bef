"""The parts of Block Kit that show text literally, so that nothing can be smuggled in with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ui.slack.message import Block
from ui.slack.text import plain, split

Element = dict[str, Any]
MOST = 3000  # characters of one text object


def text(words: str, *, bold: bool = False, italic: bool = False, code: bool = False) -> Element:
    """Words of a ``rich_text`` block; no mark in them means anything."""
    style = {"bold": bold, "italic": italic, "code": code}
    element: Element = {"type": "text", "text": plain(words)}
    chosen = {name: True for name, wanted in style.items() if wanted}
    return {**element, "style": chosen} if chosen else element


def long_text(words: str, *, bold: bool = False) -> list[Element]:
    """Words of any length, as one run to their reader."""
    return [text(piece, bold=bold) for piece in split(plain(words), MOST)]


def link(address: str | None, words: str, *, bold: bool = False) -> Element:
    """Words that link to an address; plain ones where there is none."""
    element = text(words, bold=bold)
    return {**element, "type": "link", "url": address} if address else element


def user(user_id: str) -> Element:
    """The name of a person of the workspace."""
    return {"type": "user", "user_id": user_id}


def section(elements: Iterable[Element]) -> Element:
    """A paragraph of a ``rich_text`` block."""
    return {"type": "rich_text_section", "elements": _shown(elements)}


def quote(elements: Iterable[Element]) -> Element:
    """A paragraph set off as a quotation."""
    return {"type": "rich_text_quote", "elements": _shown(elements)}


def listed(
    rows: Sequence[Iterable[Element]], *, style: str = "bullet", first: int = 1, indent: int = 0
) -> Element:
    """A list; an ``ordered`` one counts from ``first``."""
    items = [section(row) for row in rows]
    counted = {"offset": first - 1} if first > 1 else {}
    return {
        "type": "rich_text_list",
        "style": style,
        "indent": indent,
        **counted,
        "elements": items,
    }


def rich_text(*parts: Element) -> Block:
    """A block of paragraphs, quotations and lists."""
    return {"type": "rich_text", "elements": list(parts)}


def context(*lines: str) -> Block:
    """Small print, a line or a few beside each other."""
    return {"type": "context", "elements": [plain_text(line) for line in lines[:10]]}


def plain_text(words: str) -> dict[str, Any]:
    """A text object that shows ``words`` literally; without emoji, ":name:" stays what it is."""
    return {"type": "plain_text", "text": plain(words), "emoji": False}


def weight(part: Any) -> int:
    """How many characters of text and addresses a payload holds.

    Slack refuses a message of more than about 13,000, and does not say how it counts them
    (github.com/slackapi/bolt-js/issues/2509).
    """
    return sum(map(len, _strings(part)))


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if isinstance(value, str) and name in ("text", "url", "value"):
                yield value
            else:
                yield from _strings(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _strings(each)


def _shown(elements: Iterable[Element]) -> list[Element]:
    """Slack refuses empty text."""
    return [each for each in elements if each.get("text") != ""]
