"""How well attributions are found: precision, recall and F1 of each role and of whole relations.

The definitions are those of the issue's scorer. Exact: the same offsets. Overlapping: the two share
characters other than white space, at least half as many as the shorter has. A role of a document
counts once where several relations have the same spans; `whole` wants all three roles to match, an
empty one matching an empty one. Found and right ones are paired one to one, in order, and figures
are summed over documents before dividing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.statements.relations import Relation
from assistant.types import Span

ROLES = ("source", "cue", "content")


@dataclass(slots=True)
class Figure:
    """Counts of one figure; `f1` is the harmonic mean of `precision` and `recall`."""

    hits: int = 0
    found: int = 0
    right: int = 0

    @property
    def precision(self) -> float:
        return self.hits / max(self.found, 1)

    @property
    def recall(self) -> float:
        return self.hits / max(self.right, 1)

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(self.found + self.right, 1)


@dataclass(slots=True)
class Scorer:
    """Adds up the figures of documents, by name: "content exact", "whole overlapping"."""

    figures: dict[str, Figure] = field(
        default_factory=lambda: {
            f"{role} {how}": Figure()
            for how in ("overlapping", "exact")
            for role in (*ROLES, "whole")
        }
    )

    def add(self, text: str, found: Sequence[Relation], right: Sequence[Relation]) -> None:
        """Count one document."""
        ink = _Ink(text)
        for name, figure in self.figures.items():
            role, how = name.split()
            mine, theirs = _sides(role, found), _sides(role, right)
            figure.found += len(mine)
            figure.right += len(theirs)
            figure.hits += sum(1 for _ in _pairs(mine, theirs, ink, how == "exact"))


Roles = Mapping[str, tuple[Span, ...]]


def _sides(role: str, relations: Sequence[Relation]) -> list[Roles]:
    rows = [{each: getattr(relation, each) for each in ROLES} for relation in relations]
    if role == "whole":
        return rows
    return [{role: spans} for spans in dict.fromkeys(row[role] for row in rows) if spans]


def _pairs(
    found: Sequence[Roles], right: Sequence[Roles], ink: _Ink, exact: bool
) -> Iterator[tuple[int, int]]:
    taken: set[int] = set()
    for mine, one in enumerate(found):
        for theirs, other in enumerate(right):
            if theirs not in taken and all(ink.alike(one[r], other[r], exact) for r in one):
                taken.add(theirs)
                yield mine, theirs
                break


class _Ink:
    """The characters of a text that are no white space, counted from its beginning."""

    def __init__(self, text: str) -> None:
        self._before = [0]
        for character in text:
            self._before.append(self._before[-1] + (not character.isspace()))

    def alike(self, one: Sequence[Span], other: Sequence[Span], exact: bool) -> bool:
        if not one or not other:
            return not one and not other
        if exact:
            return tuple(one) == tuple(other)
        shared = sum(self._count(max(a, c), min(b, d)) for a, b in one for c, d in other)
        shorter = min(sum(self._count(*span) for span in side) for side in (one, other))
        return shared > 0 and 2 * shared >= shorter

    def _count(self, start: int, end: int) -> int:
        return self._before[end] - self._before[start] if end > start else 0
