"""The numbered sources of an answer, and where and when they were printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from assistant.types import Citation
from ui.render import day, speaker_of, told_in
from ui.slack.blocks.address import address
from ui.slack.blocks.rich import Element, link, listed, rich_text, section, text, weight
from ui.slack.message import Block
from ui.slack.text import clipped, one_line

_TITLE = 150  # characters
_SHORT_TITLE = 60
_SOURCE = 80
_SPEAKER = 200
_UNNAMED = " (source not named)"
_NAMED = 3  # sources in the line that names them

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")

Row = list[Element]


def row(citation: Citation, public_url: str | None) -> Row:
    """One source: its title, linked to the quoted words, and under it who says so, where and when.

    A source without a name is marked.
    """
    title = link(address(citation, public_url), title_of(citation), bold=True)
    return [title, *_facts(citation)]


def source_list(citations: Sequence[Citation], rows: Sequence[Row]) -> Iterator[Element]:
    """The rows, each with its citation's number; Slack counts, so that what is not in order is in
    lists of its own."""
    start = 0
    for end in range(1, len(rows) + 1):
        begun = citations[start].number
        if end == len(rows) or citations[end].number != begun + end - start:
            yield listed(rows[start:end], style="ordered", first=begun)
            start = end


def sources(citations: Sequence[Citation], public_url: str | None, room: int) -> tuple[Block, ...]:
    """All sources in one block of at most about ``room`` characters; none where there are none.

    Where there are too many for titles with their facts and links, the links go first, which the
    numbers in the text have as well; then each article stands once.
    """
    if not citations:
        return ()
    bare = [[text(title_of(each), bold=True), *_facts(each)] for each in citations]
    for rows in ([row(each, public_url) for each in citations], bare):
        block = rich_text(heading(), *source_list(citations, rows))
        if weight(block) <= room:
            return (block,)
    return (rich_text(heading(), _by_article(citations, room)),)


def heading(more: bool = False) -> Element:
    """What stands above the sources; ``more`` for those that did not fit above."""
    return section([text("Sources, continued" if more else "Sources", bold=True)])


def fallback(citation: Citation) -> str:
    """A source in plain words, on one line."""
    facts = (speaker_of(citation), _source(citation), day(citation.published_at), told_in(citation))
    where = ", ".join(one_line(part) for part in facts if part)
    return f"[{citation.number}] {title_of(citation)}" + (f" — {where}" if where else "")


def provenance(citations: Iterable[Citation]) -> str:
    """Which papers, and from when to when: "The Harbour Ledger · 2 to 9 February 2026"."""
    cited = list(citations)
    names = list(dict.fromkeys(filter(None, map(_source, cited))))
    named = ", ".join(names[:_NAMED])
    if len(names) > _NAMED:
        named += f" and {len(names) - _NAMED} more"
    return _joined(named, _dates(cited))


def title_of(citation: Citation) -> str:
    """The article's title on one line."""
    return clipped(one_line(citation.title), _TITLE) or "Untitled"


def where(citation: Citation) -> str:
    """The paper and the day, on one line."""
    return _joined(_source(citation), day(citation.published_at))


def speaker(citation: Citation) -> Row:
    """Who says a quote; a source without a name stands out. Nothing for nobody."""
    said_by = clipped(one_line(speaker_of(citation)), _SPEAKER)
    return [text(said_by, italic=not citation.named)] if said_by else []


def dotted(parts: Iterable[Row]) -> Row:
    """The parts that are not empty, with a dot between them."""
    said = [part for part in parts if part and part[0]["text"]]
    between = text(_between(element["text"] for part in said for element in part))
    joined = [element for part in said for element in (between, *part)]
    return joined[1:]


def _facts(citation: Citation) -> Row:
    facts = dotted([speaker(citation), [text(where(citation))], [text(told_in(citation))]])
    return [text("\n"), *facts] if facts else []


def _between(parts: Iterable[str]) -> str:
    """The dot between facts. Behind words that are written from right to left, a day would be
    taken apart, so that a mark says that it is not."""
    return " · \u200e" if any(map(_RIGHT_TO_LEFT.search, parts)) else " · "


def _by_article(citations: Sequence[Citation], room: int) -> Element:
    """Each article on a line, behind the numbers of its citations; titles while there is room."""
    cited: dict[str, list[Citation]] = {}
    for each in citations:
        cited.setdefault(each.article_id, []).append(each)
    line: Row = []
    for some in cited.values():
        numbers = ", ".join(str(each.number) for each in some)
        title = f" {clipped(title_of(some[0]), _SHORT_TITLE)}"
        room -= len(numbers) + len(title) + len(_UNNAMED)
        line += [text(f"\n{numbers}" if line else numbers, bold=True)]
        line += [text(title)] if room > 0 else []
        if not all(each.named for each in some):
            line.append(text(_UNNAMED, italic=True))
    return section(line)


def _joined(*parts: str) -> str:
    said = [part for part in parts if part]
    return _between(said).join(said)


def _source(citation: Citation) -> str:
    return clipped(one_line(citation.source), _SOURCE)


def _dates(cited: Iterable[Citation]) -> str:
    days = sorted(each.published_at for each in cited if each.published_at)
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first.date() == last.date():
        return day(last)
    return f"{_begun(first, last)} to {day(last)}"


def _begun(first: datetime, last: datetime) -> str:
    """The first day, without what it has in common with the last."""
    if first.year != last.year:
        return day(first)
    return str(first.day) if first.month == last.month else f"{first.day} {first:%B}"
