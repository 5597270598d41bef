"""The only way from text to HTML: everything that is shown passes through here and is escaped."""

from __future__ import annotations

from datetime import datetime
from html import escape
from urllib.parse import urlsplit


def text(value: str) -> str:
    """``value`` as HTML text or as the value of a quoted attribute."""
    return escape(value, quote=True)


def clipped(value: str, limit: int) -> str:
    """``value`` as escaped text of at most ``limit`` characters, cut between words."""
    if len(value) <= limit:
        return text(value)
    cut = value[:limit]
    return text(cut[: cut.rfind(" ")] if " " in cut[limit // 2 :] else cut) + "…"


def link(address: str | None, inner: str, css: str) -> str:
    """A link with the HTML ``inner`` to another site; empty unless the address is a web address.

    Addresses come from articles, so that ``javascript:`` and its kind must never become a link.
    """
    if address is None or not _is_web(address):
        return ""
    return (
        f'<a class="{css}" href="{text(address)}" target="_blank" rel="noopener noreferrer">'
        f'{inner}<span class="aside-text"> (opens in a new tab)</span></a>'
    )


def day(moment: datetime | None) -> str:
    """A day as a reader writes it, in a ``time`` element; empty where no date is known."""
    if moment is None:
        return ""
    return f'<time datetime="{moment:%Y-%m-%d}">{moment.day} {moment:%B} {moment.year}</time>'


def dotted(*parts: str) -> str:
    """The parts that are not empty, with a dot between them."""
    return '<span class="dot" aria-hidden="true"> · </span>'.join(part for part in parts if part)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
