"""Whether what somebody says now departs from what the same person said before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.fold import fold, words
from assistant.ledger import Recorded
from assistant.numbers import numbers
from assistant.polarity import polarity, stems
from assistant.quantities import Reading, quantities
from assistant.types import Stance, Statement

_AGAINST: frozenset[Stance] = frozenset(("denies", "disputes", "doubts"))
_SILENT: Stance = "declines"  # who says nothing departs from nothing
# Two statements say nearly the same where they have this many words in common, and this share of
# the words of the longer one. Of 20,000 statements of one year's news 200 departed from another by
# the words of the shorter one alone, most of them about something else.
_FEWEST = 3
_ALIKE = 0.6
# Of two figures the words around them may be fewer, and differ more.
_FIGURES_FEWEST = 2
_FIGURES_ALIKE = 0.4
_LONGEST = 60  # words; of longer ones it cannot be told which part is departed from
_COUNTED = 3  # words behind a figure, one of which is what is counted
# Who gives a new figure often names the old one: "5,100, replacing the figure of 4,200".
_REPLACING = re.compile(
    r"\b(?:(?:up|down|raised|lowered|revised|increased|reduced) from|replac\w+|instead of"
    r"|rather than|correct(?:ed|ing)|(?:previous|earlier|original|initial)(?:ly)?)\b"
)
_QUOTED = re.compile('["“”«»„]')
_YEAR = re.compile(r"(?:19|20)\d\d")


def departed_from(now: Recorded, earlier: Iterable[Recorded]) -> Recorded | None:
    """The last of the same speaker's earlier statements that ``now`` departs from, or None.

    Where the one is not known to have been said before the other, nothing has changed.
    """
    said = now.published_at
    if said is None:
        return None
    before = [each for each in earlier if each.published_at and each.published_at < said]
    before.sort(key=_when, reverse=True)
    return next((each for each in before if departs(now.statement, each.statement)), None)


def departs(now: Statement, before: Statement) -> bool:
    """Whether one speaker takes another side, or gives another figure, than before.

    Both must say nearly the same: who disputes one thing and asserts another has not moved.
    """
    if _SILENT in (now.stance, before.stance) or max(map(_length, (now, before))) > _LONGEST:
        return False
    opposite = _is_opposite(now.content, before.content)
    if (now.stance in _AGAINST) != (before.stance in _AGAINST):
        # The same words in quotation marks are one thing said once, whoever takes it how.
        quoted = _QUOTED.search(now.content) or _QUOTED.search(before.content)
        return not (opposite or quoted) and _nearly_the_same(now.content, before.content)
    return opposite or _other_figure(now.content, before.content)


def _is_opposite(one: str, other: str) -> bool:
    verdicts = {polarity(one, other), polarity(other, one)}
    enough = min(len(set(stems(one))), len(set(stems(other)))) >= _FEWEST
    return enough and "opposite" in verdicts and "same" not in verdicts


def _length(statement: Statement) -> int:
    return len(words(statement.content))


def _nearly_the_same(one: str, other: str) -> bool:
    ours, theirs = [{stem for stem in stems(text) if len(stem) > 2} for text in (one, other)]
    common = len(ours & theirs)
    return common >= _FEWEST and common >= _ALIKE * max(len(ours), len(theirs))


@dataclass(frozen=True, slots=True)
class _Figure:
    """A quantity: all that it may be, and the words behind it."""

    readings: frozenset[Reading]
    counted: frozenset[str]

    def counts_what(self, other: _Figure) -> bool:
        """Whether both are of one kind and count the same."""
        kinds = {kind for _, kind in self.readings} & {kind for _, kind in other.readings}
        if not self.counted and not other.counted:
            return any(kinds)  # two sums of money, two shares
        return bool(kinds) and not self.counted.isdisjoint(other.counted)


def _other_figure(now: str, before: str) -> bool:
    ours, theirs = list(_figures(now)), list(_figures(before))
    known = {reading for figure in theirs for reading in figure.readings}
    new = [figure for figure in ours if known.isdisjoint(figure.readings)]
    if len(new) < len(ours) and not _REPLACING.search(fold(now)):
        return False  # the figure of before stands
    if not any(one.counts_what(other) for one in new for other in theirs):
        return False
    here, there = set(stems(numbers(now).rest)), set(stems(numbers(before).rest))
    common, shorter = len(here & there), min(len(here), len(there))
    enough = common >= min(_FEWEST, max(shorter, _FIGURES_FEWEST))
    return enough and common >= _FIGURES_ALIKE * max(len(here), len(there))


def _figures(text: str) -> Iterator[_Figure]:
    for each in quantities(text):
        if not _YEAR.fullmatch(text[each.start : each.end].strip()):
            behind = re.split(r"[.;]\s", text[each.end : each.end + 80])[0]
            yield _Figure(each.readings, frozenset(stems(behind)[:_COUNTED]))


def _when(recorded: Recorded) -> datetime:
    return recorded.published_at or datetime.min.replace(tzinfo=UTC)
