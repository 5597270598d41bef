"""The modal that shows the quotes of an answer in their paragraphs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from ui.slack.blocks.buttons import actions, button
from ui.slack.blocks.rich import (
    Element,
    context,
    link,
    long_text,
    plain_text,
    quote,
    rich_text,
    section,
    text,
    weight,
)
from ui.slack.blocks.shown import Shown, shown
from ui.slack.blocks.sources import dotted, speaker, title_of, where
from ui.slack.message import Block, View

__all__ = ["PASSAGES_PAGE", "Shown", "passages_view", "shown"]

PASSAGES_PAGE = "passages_page"
_ROOM = 9000  # characters in one page
_MOST = 20  # quotes in one page; each takes up to four of a view's 100 blocks
_CAUTIONS = {
    "changed": "This article has changed since the answer was given. It then said:",
    "gone": "This article is no longer in the archive. The answer quoted:",
}


def passages_view(answer_id: str, shown: Sequence[Shown], first: int = 0) -> View:
    """The modal, with the quote at ``first`` as the first of its page.

    The buttons for the other pages carry the answer's id and where their page begins, as JSON.
    """
    pages = _pages(shown)
    at = max((place for place, page in enumerate(pages) if page.start <= max(first, 0)), default=0)
    blocks: list[Block] = []
    if at > 0:
        blocks.append(_turn("Earlier passages", answer_id, pages[at - 1].start))
    for place in pages[at] if pages else ():
        blocks += [*([{"type": "divider"}] if blocks else []), *_passage(shown[place])]
    if at + 1 < len(pages):
        blocks.append(_turn("Later passages", answer_id, pages[at + 1].start))
    if not shown:
        blocks = [rich_text(section([text("There is no passage to show any more.")]))]
    return {
        "type": "modal",
        "title": plain_text("Passages"),
        "close": plain_text("Close"),
        "blocks": blocks,
    }


def _pages(shown: Sequence[Shown]) -> list[range]:
    """The places of the quotes on each page."""
    pages: list[range] = []
    start, left = 0, _ROOM
    for place, each in enumerate(shown):
        left -= weight(list(_passage(each)))
        if place > start and (left < 0 or place - start == _MOST):
            pages.append(range(start, place))
            start, left = place, _ROOM - weight(list(_passage(each)))
    return [*pages, range(start, len(shown))] if shown else []


def _turn(label: str, answer_id: str, first: int) -> Block:
    value = json.dumps({"answer": answer_id, "first": first})
    return actions(button(label, PASSAGES_PAGE, value))


def _passage(each: Shown) -> Iterator[Block]:
    citation = each.citation
    number = text(f"{citation.number}.  ", bold=True)
    title = link(each.publisher or each.desk, title_of(citation), bold=True)
    yield rich_text(section([number, title, *_said_by(each)]))
    if each.state in _CAUTIONS:
        yield context(f"⚠️ {_CAUTIONS[each.state]}")
    yield rich_text(quote(_paragraph(each)))
    links = list(_links(each))
    if links:
        yield rich_text(section(links))


def _said_by(each: Shown) -> list[Element]:
    facts = dotted([speaker(each.citation), [text(where(each.citation))]])
    return [text("\n"), *facts] if facts else []


def _paragraph(each: Shown) -> list[Element]:
    before, after = long_text(each.before), long_text(each.after)
    if each.state == "near":
        return before
    return [*before, *long_text(each.citation.quote, bold=True), *after]


def _links(each: Shown) -> Iterator[Element]:
    if each.publisher:
        yield link(each.publisher, "Quote at the publisher")
    if each.publisher and each.desk:
        yield text(" · ")
    if each.desk:
        yield link(each.desk, "Article in the archive")
