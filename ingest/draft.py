"""What a format makes of its input, before it is an `Article` of the record."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

from assistant.errors import SourceError
from assistant.types import Article

_ID = re.compile(
    r"[^\s/\x00-\x1f\x7f-\x9f\ud800-\udfff][^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]{0,199}"
)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
# A screen would obey some of these. Tabs, line breaks and separators stay.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as its input tells it.

    ``origin`` says where it was found, for messages; ``place`` names it where neither an id nor an
    address does, such as the path of its file. What is not known is None or empty.
    """

    origin: str
    place: str
    text: str
    title: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None


def article_from(draft: Draft, fetched_at: datetime) -> Article:
    """The article of a draft, cleaned of what no database and no screen can hold.

    Its id is the draft's own; else it is made from the address, so that a corrected article that is
    ingested again is a new version; else from the place.

    Raises:
        SourceError: it has no text, or an id that cannot be used.
    """
    text = clean(draft.text)
    if not text.strip():
        raise SourceError("it holds no text")
    url = web_address(draft.url)
    title = one_line(draft.title or "") or headline(text)
    source = one_line(draft.source or "") or (urlsplit(url).hostname if url else None)
    return Article(
        id=_checked_id(draft.id) if draft.id else _id_of(url or draft.place),
        url=url,
        title=title,
        source=source or "unknown source",
        authors=tuple(name for name in map(one_line, draft.authors) if name),
        published_at=draft.published_at,
        fetched_at=fetched_at.astimezone(UTC),
        language=one_line(draft.language or "") or None,
        text=text,
    )


def clean(text: str) -> str:
    """``text`` without control characters, and with U+FFFD for each half of a surrogate pair."""
    return _LONE_SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def one_line(text: str) -> str:
    """``text`` cleaned, with each run of white space as one space."""
    return " ".join(clean(text).split())


def headline(text: str) -> str:
    """The first line that reads like a headline, shortened; file names have fewer words."""
    lines = [one_line(line) for line in text.splitlines() if line.strip()]
    chosen = next((line for line in lines if len(line.split()) >= 4), lines[0])
    return chosen if len(chosen) <= 160 else chosen[:159].rsplit(" ", 1)[0] + "…"


def web_address(url: str | None) -> str | None:
    """``url`` where it is an http or https address, else None: no other scheme is ever a link."""
    if not url:
        return None
    try:
        parts = urlsplit(one_line(url))
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            return None
        return urlunsplit(parts._replace(fragment=""))
    except ValueError:
        return None


def _checked_id(found: str) -> str:
    if not _ID.fullmatch(found):
        raise SourceError(f"its id {found[:40]!r} is not 1 to 200 characters without white space")
    return found


def _id_of(name: str) -> str:
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[:10]
    return "a" + base64.b32encode(mark).decode().lower()
