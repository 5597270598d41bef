"""Addresses of the web desk, for those who read an answer elsewhere."""

from __future__ import annotations

import hashlib
from urllib.parse import quote as percent_encode
from urllib.parse import urlencode

from assistant.neighbours import Span
from assistant.types import Citation, Passage

ARTICLES = "/articles"
QUOTE = "quote"
"""The name of the quoted words' place in the page."""


def desk_link(public_url: str | None, citation: Citation) -> str | None:
    """The article in full at the web desk, with the quote marked; None where no desk is reachable.

    ``public_url`` is the address at which readers reach `onrecord serve`.
    """
    return _link(public_url, citation.article_id, citation.passage_id, citation.quote, citation)


def passage_link(public_url: str | None, passage: Passage) -> str | None:
    """As `desk_link`, with the whole passage marked."""
    return _link(public_url, passage.article_id, passage.id, passage.text, passage)


def mark_of(words: str) -> str:
    """A few letters that tell these words from any others, to notice that an article has changed.

    A version number cannot tell: an article that was removed and comes again begins anew.
    """
    return hashlib.blake2s(words.encode(), digest_size=4).hexdigest()


def _link(
    public_url: str | None, article_id: str, passage_id: str, words: str, at: Citation | Passage
) -> str | None:
    # No browser asks for a path that ends in "." or "..".
    if not public_url or not article_id.strip("."):
        return None
    span = Span.read(passage_id)
    wanted: dict[str, str | int] = {QUOTE: f"{at.start}-{at.end}", "is": mark_of(words)}
    if span is not None:
        wanted["v"] = span.version
    name = percent_encode(article_id, safe="")
    return f"{public_url.rstrip('/')}{ARTICLES}/{name}?{urlencode(wanted)}#{QUOTE}"
