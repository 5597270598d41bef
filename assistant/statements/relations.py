"""The bare attribution in a text: spans of its source, cue and content."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.types import Span


@dataclass(frozen=True, slots=True)
class Relation:
    """One attribution: each role is a tuple of spans of the text, in order; all may be empty.

    The content alone is never empty. A role of several spans is interrupted by other words.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
