"""The cited article beside the chat, its quotes highlighted."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from assistant.archive import Archive
from assistant.citations import link_to_quote
from assistant.errors import ArticleNotFound, OnRecordError
from assistant.types import Article, Citation
from ui.web import markup
from ui.web.turn import Turn

EMPTY = (
    '<div class="sheet blank"><p>The cited article opens here, its quoted words highlighted.</p>'
    "</div>"
)


def panel(archive: Archive, turn: Turn, place: int, number: int) -> str:
    """The article of the citation ``number`` of the turn at ``place``, or the empty panel."""
    chosen = turn.citation(number)
    if chosen is None:
        return EMPTY
    try:
        article = archive.article(chosen.article_id)
    except ArticleNotFound:
        return _gone(turn, chosen, place)
    except OnRecordError as error:
        return f'<div class="sheet blank"><p role="alert">{markup.text(str(error))}</p></div>'
    here = [each for each in turn.citations if _stands(each, article)]
    changed = "" if chosen in here else _changed(chosen)
    return _sheet(
        turn,
        chosen,
        place,
        head=_head(article, chosen),
        body=changed + paragraphs(article.text, here, chosen.number),
    )


def paragraphs(text: str, citations: Sequence[Citation], chosen: int) -> str:
    """The article's paragraphs with a ``mark`` around every quote, the chosen one's stronger."""
    edges = {edge for each in citations for edge in (each.start, each.end)}
    return "".join(
        f'<p dir="auto">{_marked(text, line.start(), line.end(), citations, edges, chosen)}</p>'
        for line in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)
    )


def _marked(
    text: str, start: int, end: int, citations: Sequence[Citation], edges: set[int], chosen: int
) -> str:
    cuts = [start, *sorted(edge for edge in edges if start < edge < end), end]
    parts = []
    for left, right in itertools.pairwise(cuts):
        shown = markup.text(text[left:right])
        over = [each.number for each in citations if each.start <= left and right <= each.end]
        if over:
            number = chosen if chosen in over else over[0]
            css = ' class="chosen"' if number == chosen else ""
            shown = f'<mark{css} data-number="{number}">{shown}</mark>'
        parts.append(shown)
    return "".join(parts)


def _stands(citation: Citation, article: Article) -> bool:
    return (
        citation.article_id == article.id
        and article.text[citation.start : citation.end] == citation.quote
    )


def _sheet(turn: Turn, chosen: Citation, place: int, *, head: str, body: str) -> str:
    numbers = [each.number for each in turn.citations]
    at = numbers.index(chosen.number)
    word = "Citation" if turn.answer is None or turn.answer.outcome == "answered" else "Passage"
    return (
        f'<article class="sheet" data-turn="{place}" data-number="{chosen.number}">'
        '<nav class="steps-between" aria-label="Citations of this answer">'
        f"{_step(numbers[at - 1] if at else None, place, 'Previous', '‹')}"
        f'<span class="page-of" role="status">{word} {at + 1} of {len(numbers)}</span>'
        f"{_step(numbers[at + 1] if at + 1 < len(numbers) else None, place, 'Next', '›')}"
        f'<span class="running" dir="auto" aria-hidden="true">{markup.text(chosen.title)}</span>'
        '<button type="button" class="back">Back to the answer</button></nav>'
        '<div class="page" tabindex="0" role="region" aria-label="Cited article">'
        f'{head}<div class="body">{body}</div></div></article>'
    )


def _step(number: int | None, place: int, label: str, arrow: str) -> str:
    aim = f'data-turn="{place}" data-number="{number}"' if number is not None else "disabled"
    return (
        f'<button type="button" class="step" {aim} aria-label="{label} citation">{arrow}</button>'
    )


def _head(article: Article, chosen: Citation) -> str:
    kicker = markup.dotted(markup.text(article.source), markup.day(article.published_at))
    authors = f'<p class="byline">By {markup.text(_listed(article.authors))}</p>'
    out = markup.link(link_to_quote(chosen), "Read the quote at the publisher", "out")
    return (
        f'<header><p class="kicker">{kicker}</p><h2 dir="auto">{markup.text(article.title)}</h2>'
        f"{authors if article.authors else ''}{f'<p>{out}</p>' if out else ''}</header>"
    )


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _changed(chosen: Citation) -> str:
    return (
        '<p class="caution">This article has changed since the answer was given. It then said:</p>'
        f"<blockquote>{markup.text(chosen.quote)}</blockquote>"
    )


def _gone(turn: Turn, chosen: Citation, place: int) -> str:
    return _sheet(
        turn,
        chosen,
        place,
        head=f'<header><p class="kicker">{markup.text(chosen.source)}</p>'
        f'<h2 dir="auto">{markup.text(chosen.title)}</h2></header>',
        body='<p class="caution">This article is no longer in the archive. The answer quoted:</p>'
        f"<blockquote>{markup.text(chosen.quote)}</blockquote>",
    )
