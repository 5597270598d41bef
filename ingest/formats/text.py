"""Plain text, with or without a block of `Title: ...` lines at its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.dates import read_date
from ingest.decode import decode
from ingest.draft import Draft
from ingest.formats import Format, Found

_FIELD = re.compile(r"(title|source|authors?|date|url|id|language):[ \t]*(.*)", re.IGNORECASE)


def read(stream: BinaryIO, name: str) -> Iterator[Found]:
    """One article; the head block ends with the first empty line."""
    text = decode(stream.read())
    fields, body = _split(text)
    authors = fields.get("authors") or fields.get("author") or ""
    yield Draft(
        origin=name,
        place=name,
        text=body,
        title=fields.get("title"),
        source=fields.get("source"),
        authors=tuple(authors.split(",")),
        published_at=read_date(fields.get("date")),
        url=fields.get("url"),
        language=fields.get("language"),
        id=fields.get("id"),
    )


def _split(text: str) -> tuple[dict[str, str], str]:
    head, gap, body = text.replace("\r\n", "\n").partition("\n\n")
    found = [_FIELD.fullmatch(line.strip()) for line in head.splitlines()]
    if not gap or not found or not all(found):
        return {}, text
    return {field[1].lower(): field[2].strip() for field in found if field}, body.strip("\n")


FORMAT = Format("text", (".txt", ".text"), read)
