"""Where a citation can be looked up, as an address that Slack takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from assistant.citations import link_to_quote
from assistant.types import Citation
from ui.links import desk_link

_LONGEST = 2000  # characters; Slack takes 3,000 in a button, and says nothing of other links
# What ends an address in Markdown, or would be read as an entity there.
_MEANT = re.compile(r"[\s\x00-\x20\x7f()<>\[\]{}\"'`\\|^*]")
_ENTITY = re.compile(r"(&\#?\w+);")


def address(citation: Citation, public_url: str | None) -> str | None:
    """The quoted words at the publisher, else at the web desk; None where neither can be reached.

    It holds no character that means something in Markdown, but for those of any address.
    """
    return next(addresses(citation, public_url), None)


def addresses(citation: Citation, public_url: str | None) -> Iterator[str]:
    """All of them, the publisher's first."""
    for known in (publisher(citation), desk(citation, public_url)):
        if known is not None:
            yield known


def publisher(citation: Citation) -> str | None:
    """The quoted words at the publisher; the page alone where their address is too long."""
    return _usable(link_to_quote(citation)) or _usable(citation.url)


def desk(citation: Citation, public_url: str | None) -> str | None:
    """The quoted words at the web desk."""
    return _usable(desk_link(public_url, citation))


def _usable(known: str | None) -> str | None:
    """An address comes from an article, so that it may be anything."""
    if known is None:
        return None
    encoded = _MEANT.sub(lambda found: percent_encode(found[0], safe=""), known.strip())
    encoded = _ENTITY.sub(r"\1%3B", encoded)
    try:
        parts = urlsplit(encoded)
        named = parts.hostname
    except ValueError:
        return None
    web = parts.scheme in ("http", "https") and named
    return encoded if web and len(encoded) <= _LONGEST else None
