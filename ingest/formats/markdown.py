"""Markdown, with or without YAML front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.errors import SourceError
from ingest.dates import read_date
from ingest.decode import decode
from ingest.draft import Draft
from ingest.formats import Format, Found

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def read(stream: BinaryIO, name: str) -> Iterator[Found]:
    """One article; its text is what a reader of the rendered page would see."""
    text = decode(stream.read())
    front = _FRONT.match(text)
    fields = _fields(front[1]) if front else {}
    title, body = _plain(text[front.end() :] if front else text)
    authors = fields.get("authors", fields.get("author", []))
    yield Draft(
        origin=name,
        place=name,
        text=body,
        title=_text(fields.get("title")) or title,
        source=_text(fields.get("source")),
        authors=tuple(map(str, authors if isinstance(authors, list) else [authors])),
        published_at=read_date(_text(fields.get("date"))),
        url=_text(fields.get("url")),
        language=_text(fields.get("language")),
        id=_text(fields.get("id")),
    )


def _fields(front: str) -> dict[str, Any]:
    try:
        # Every value as its text: safe_load would fail on a date that does not exist.
        loaded = yaml.load(front, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise SourceError(
            f"its front matter is not valid YAML: {str(error).splitlines()[0]}"
        ) from error
    if not loaded:
        return {}
    if not isinstance(loaded, dict):
        raise SourceError("its front matter is not a list of `name: value` lines")
    return {str(key).lower(): value for key, value in loaded.items()}


def _text(value: object) -> str | None:
    return None if value in (None, "", "~", "null") else str(value)


def _plain(markdown: str) -> tuple[str | None, str]:
    """The first heading of level one, which is left out of the text, and the text by paragraphs."""
    title: str | None = None
    blocks: list[str] = []
    opened = ""
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "heading_open":
            opened = token.tag
        elif token.type == "inline":
            content = _inline(token)
            if opened == "h1" and title is None:
                title = content
            elif content:
                blocks.append(content)
            opened = ""
        elif token.type in ("code_block", "fence"):
            blocks.append(token.content.rstrip("\n"))
    return title, "\n\n".join(blocks)


def _inline(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline", "html_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


FORMAT = Format("markdown", (".md", ".markdown"), read)
