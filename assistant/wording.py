"""The words of a search as its asker means them: phrases, numbers, abbreviations, the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"“([^“”]*\w[^“”]*)”|\"([^\"]*\w[^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a search text was taken: the ``text`` to search with, and ``notes`` for the reader.

    ``phrases`` are what it puts in quotation marks: they must stand in a passage or its title.
    """

    text: str
    notes: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


def quoted(text: str) -> tuple[str, ...]:
    """The phrases that stand in double quotation marks, without them."""
    return tuple(dict.fromkeys((one or other).strip() for one, other in _QUOTED.findall(text)))


def outside_quotes(text: str) -> list[tuple[int, int]]:
    """The spans of ``text`` that no pair of double quotation marks encloses, in order."""
    edges = [0, *(edge for m in _QUOTED.finditer(text) for edge in m.span()), len(text)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
