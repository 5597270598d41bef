"""The page of one article, with the words marked that a link quotes: for readers of Slack.

It has no script. Jinja escapes every text, and the page's own policy, which holds beside that of
`SecurityHeaders`, runs nothing and loads nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from assistant.archive import Archive
from assistant.citations import link_to_quote
from assistant.errors import ArticleNotFound, OnRecordError
from assistant.sayings import speaker_at
from assistant.types import Article, Citation
from ui.links import ARTICLES
from ui.render import speaker_of
from ui.web.quoted import Aim, Quoted, quoted

_STATIC = Path(__file__).parent / "static"
_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
_PARAGRAPH = re.compile(r"[^\r\n]*\S[^\r\n]*")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


def article_routes(archive: Archive) -> list[Route]:
    """The route of the article page; it goes before anything that is mounted at "/"."""

    # Not async: the record is read in a thread of its own.
    def article(request: Request) -> HTMLResponse:
        return respond(archive, request.path_params["article_id"], request.query_params)

    # An id may hold a slash, which arrives decoded; it is looked up as a whole.
    return [Route(ARTICLES + "/{article_id:path}", article, methods=["GET"])]


def respond(archive: Archive, article_id: str, query: Mapping[str, str]) -> HTMLResponse:
    """The page of an article, or one that says why there is none."""
    try:
        article = archive.article(article_id)
        page = _page(archive, article, quoted(archive, article, Aim.read(query)))
    except ArticleNotFound:
        missing = "This article is not in the archive. It may have been removed since it was cited."
        return HTMLResponse(_render(problem=missing), status_code=404, headers=_HEADERS)
    except OnRecordError as error:
        return HTMLResponse(_render(problem=str(error)), status_code=503, headers=_HEADERS)
    return HTMLResponse(page, headers=_HEADERS)


def _page(archive: Archive, article: Article, found: Quoted) -> str:
    citation = _citation(archive, article, found)
    return _render(
        article=article,
        language=_language(article),
        quoted=found,
        paragraphs=list(paragraphs(article.text, found)),
        speaker=speaker_of(citation) if citation.speaker else "",
        publisher=link_to_quote(citation),
    )


def paragraphs(text: str, found: Quoted) -> list[list[tuple[str, bool]]]:
    """The paragraphs, each in pieces that, joined, are its text, and whether each is quoted."""
    start, end = found.span or (0, 0)
    return [
        [
            (piece, marked)
            for left, right, marked in _cuts(line.start(), line.end(), start, end)
            if (piece := text[left:right])
        ]
        for line in _PARAGRAPH.finditer(text)
    ]


def _cuts(left: int, right: int, start: int, end: int) -> list[tuple[int, int, bool]]:
    """A paragraph before, within and behind the quote."""
    first, last = max(left, min(start, right)), max(left, min(end, right))
    return [(left, first, False), (first, last, True), (last, right, False)]


def _citation(archive: Archive, article: Article, found: Quoted) -> Citation:
    """The quote as a citation, with who says it; of the article's first words where none is."""
    start, end = found.span or (0, 0)
    said = None
    if found.span:
        statements = archive.ledger.of_articles([article.id]).get(article.id)
        said = speaker_at(article.text, start, end, statements)
    return Citation(
        number=1,
        article_id=article.id,
        passage_id="",
        quote=article.text[start:end],
        start=start,
        end=end,
        title=article.title,
        source=article.source,
        url=article.url,
        published_at=article.published_at,
        speaker=said.speaker if said else None,
        role=said.role if said else "",
        named=said is None or said.named,
    )


def _language(article: Article) -> str:
    """The article's language for screen readers; what is no tag of a language is left out."""
    tag = (article.language or "").replace("_", "-")
    return tag if _TAG.fullmatch(tag) else ""


def _render(**values: Any) -> str:
    style = _asset("article_page.css")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = _environment().get_template("article_page.html")
    # The style is ours, and holds nothing that ends the element it stands in.
    return page.render(
        {"article": None, "problem": ""} | values, policy=policy, style=Markup(style)
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_STATIC),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")
