"""JSON Lines: an article a line, with id, url, title, source, authors, published_at and text."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import SourceError
from ingest.dates import read_date
from ingest.draft import Draft
from ingest.formats import Format, Found


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    source: str | None = None
    authors: list[str] | str | None = None
    published_at: str | None = None
    language: str | None = None


def read(stream: BinaryIO, name: str) -> Iterator[Found]:
    """An article for each line; one that holds none is reported by its number and passed over."""
    empty = True
    for number, line in enumerate(stream, start=1):
        if number == 1:
            if b"\0" in line:
                raise SourceError("it is binary data or UTF-16; JSON Lines must be in UTF-8")
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            empty = False
            yield _article(line, f"{name}:{number}")
    if empty:
        raise SourceError("it is empty")


def _article(line: bytes, origin: str) -> Found:
    try:
        found = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        where = f"{field}: " if field else ""
        return SourceError(f"{where}{first['msg']}", origin)
    authors = [found.authors] if isinstance(found.authors, str) else found.authors
    return Draft(
        origin=origin,
        place=origin,
        text=found.text,
        title=found.title,
        source=found.source,
        authors=tuple(authors or ()),
        published_at=read_date(found.published_at),
        url=found.url,
        language=found.language,
        id=found.id,
    )


FORMAT = Format("jsonl", (".jsonl", ".ndjson"), read)
