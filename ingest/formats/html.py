"""Web pages: the article's body and its metadata, found by trafilatura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

import trafilatura

from assistant.errors import SourceError
from ingest.dates import read_date
from ingest.decode import decode
from ingest.draft import Draft
from ingest.formats import Format, Found

_LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)


def read(stream: BinaryIO, name: str) -> Iterator[Found]:
    """One article: its paragraphs, without navigation, advertisements and related links."""
    page = decode(stream.read())
    body = trafilatura.extract(page, include_comments=False, include_tables=True)
    if not body:
        raise SourceError("no article was found on the page")
    about = trafilatura.extract_metadata(page)
    language = _LANGUAGE.search(page)
    yield Draft(
        origin=name,
        place=name,
        text=body.replace("\n", "\n\n"),
        title=about.title,
        source=about.sitename,
        authors=tuple((about.author or "").split(";")),
        published_at=read_date(_stated_date(page) or about.date),
        url=about.url,
        language=language[1] if language else None,
    )


_PUBLISHED = re.compile(
    r"<meta[^>]+article:published_time[^>]+content=[\"']([^\"']+)[\"']", re.IGNORECASE
)


def _stated_date(page: str) -> str | None:
    """The page's own publication time: trafilatura keeps only the day of it."""
    found = _PUBLISHED.search(page)
    return found[1] if found else None


FORMAT = Format("html", (".html", ".htm"), read)
