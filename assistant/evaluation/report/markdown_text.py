"""Markdown of texts that nobody vouches for: nothing in them is markup, a link or a mention."""

from __future__ import annotations

import re
from collections.abc import Sequence

# No line begins with such a text, so that marks of headings and lists mean nothing in it.
_MARKUP = re.compile(r"[\\`*\[|~<&$]|(?<!\w)_|_(?!\w)")
_LINKED = re.compile(r"(?<![\w][@#])(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_ALIGNED = {"l": "---", "r": "--:"}
_APART = "\u2060"  # a word joiner: invisible, and it ends a mention or an address


def escaped(text: str) -> str:
    """A text as one line that a renderer shows letter for letter."""
    apart = _LINKED.sub(_APART, " ".join(text.split()))
    return _MARKUP.sub(lambda found: _entity(found[0]), apart)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], aligned: str) -> list[str]:
    """The lines of a table; the cells are Markdown."""
    marks = [_ALIGNED[each] for each in aligned]
    return [_row(head), _row(marks), *map(_row, rows)]


def folded(summary: str, lines: Sequence[str]) -> list[str]:
    """Lines that a reader opens."""
    return ["<details>", f"<summary>{escaped(summary)}</summary>", "", *lines, "", "</details>", ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _entity(character: str) -> str:
    # Inside a table a backslash does not keep a bar, and inside HTML it keeps nothing.
    return f"&#{ord(character)};"
