"""Which sentences of an article are somebody's words, and whose, from its statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.attribution import attributions
from assistant.instructions import blanked
from assistant.sentences import sentence_spans
from assistant.types import Span, Stance, Statement

Statements = tuple[Statement, ...] | None
"""Those of the ledger in reading order; None where the article has not been read yet."""

# Of several stances in a sentence the one that says most of where its speaker stands.
_TELLING: tuple[Stance, ...] = (
    "denies",
    "disputes",
    "confirms",
    "doubts",
    "declines",
    "demands",
    "promises",
    "predicts",
    "asserts",
)
_WINDOW = 24  # statements that can touch one sentence
_LEAST = 0.4  # of a sentence, its source and cue aside, that must be what somebody says
_OPENING_WORDS = 40  # characters, enough to know a sentence of a passage by


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, ``text[start:end]``, that is somebody's words, as its statements tell them.

    ``stances`` are those that it takes, the most telling first; ``cue`` is that of the first.
    """

    start: int
    end: int
    speaker: str
    cue: str
    role: str = ""
    named: bool = True
    stances: tuple[Stance, ...] = ()

    @property
    def stance(self) -> Stance | Literal[""]:
        """The one that says most of where the speaker stands; empty where none is known."""
        return self.stances[0] if self.stances else ""


@lru_cache(maxsize=1024)  # articles
def sayings(text: str, statements: Statements) -> tuple[Saying, ...]:
    """The sentences of an article that are somebody's words, in order.

    Where the article has not been read yet, plain rules over cue verbs must do, which know nothing
    of stances. What the article says to a language model is nobody's statement.
    """
    plain = blanked(text)
    if statements is None:
        return tuple(Saying(a.start, a.end, a.speaker, a.cue) for a in attributions(plain))
    found: list[Saying] = []
    kept = [each for each in statements if _stands_in(each, text, plain)]
    first = 0
    for start, end in sentence_spans(plain):
        while first < len(kept) and _reach(kept[first])[1] <= start:
            first += 1
        near = [each for each in kept[first:][:_WINDOW] if _reach(each)[0] < end]
        best = max(near, key=lambda each: _said(each, start, end), default=None)
        if best is None or not best.speaker or not _said(best, start, end):
            continue
        rest = end - start - _shared((*best.source_spans, *best.cue_spans), start, end)
        # What one person says in a sentence, "disputed it, saying ...", is one saying together.
        own = [e for e in near if e.speaker == best.speaker and _said(e, start, end)]
        if sum(_said(each, start, end) for each in own) >= _LEAST * rest:
            own.sort(key=lambda each: _TELLING.index(each.stance))
            stances = tuple(dict.fromkeys(each.stance for each in own))
            cue = own[0].cue
            found.append(Saying(start, end, best.speaker, cue, best.role, best.named, stances))
    return tuple(found)


def speaker_at(text: str, start: int, end: int, statements: Statements) -> Saying | None:
    """Who says ``text[start:end]``, the first where they are several; None for the article."""
    return next((s for s in sayings(text, statements) if s.start < end and start < s.end), None)


def said_between(text: str, start: int, end: int, statements: Statements) -> list[dict[str, str]]:
    """Who says what in a passage, for a model: the first words of each sentence and its speaker."""
    return [_row(text, each) for each in sayings(text, statements) if start <= each.start < end]


def _row(text: str, saying: Saying) -> dict[str, str]:
    row = {
        "by": saying.speaker,
        "cue": saying.cue,
        "words": text[saying.start : saying.end][:_OPENING_WORDS],
    }
    if saying.role:
        row["role"] = saying.role
    if not saying.named:
        row["named"] = "no"
    if saying.stances:
        row["stance"] = ", ".join(saying.stances)
    return row


def _stands_in(statement: Statement, text: str, plain: str) -> bool:
    start, end = _reach(statement)
    return text[start:end] == plain[start:end]


def _said(statement: Statement, start: int, end: int) -> int:
    return _shared(statement.content_spans, start, end)


def _shared(spans: Sequence[Span], start: int, end: int) -> int:
    return sum(max(0, min(end, b) - max(start, a)) for a, b in spans)


def _reach(statement: Statement) -> Span:
    spans = (*statement.source_spans, *statement.cue_spans, *statement.content_spans)
    return min(a for a, _ in spans), max(b for _, b in spans)
