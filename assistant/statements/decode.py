"""What the tagger's scores say: the attributions of windows, as spans of their text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.statements.relations import Relation
from assistant.statements.tags import BEGIN, INSIDE, LABELS, NONE, ROLES
from assistant.statements.windows import QUOTED, Window
from assistant.types import Span

_TO_CUE, _TO_SOURCE = 0, 1  # the halves of the projections
_NEVER = -1e6
_NEAR = 4  # word pieces from the end of one part of a content to the beginning of the next
# A label inside a role only after one of the same role.
_ALLOWED = np.zeros((LABELS, LABELS), dtype=np.float32)
for _role in ROLES:
    _ALLOWED[:, INSIDE[_role]] = _NEVER
    _ALLOWED[[BEGIN[_role], INSIDE[_role]], INSIDE[_role]] = 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """What the tagger says of one window.

    ``labels`` has shape (pieces, LABELS); ``froms`` and ``tos`` have shape (pieces, 2 * width): the
    product of the first halves tells to which cue a piece of a content belongs, that of the second
    halves to which source a piece of a cue.
    """

    labels: NDArray[np.float32]
    froms: NDArray[np.float32]
    tos: NDArray[np.float32]

    def links(self, kind: int, froms: slice) -> NDArray[np.float32]:
        """How much the pieces of ``froms``, in the mean, belong to each piece of the window."""
        width = self.froms.shape[1] // 2
        half = slice(kind * width, (kind + 1) * width)
        return np.asarray(self.tos[:, half] @ self.froms[froms, half].mean(axis=0))


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of word pieces with one role: places ``first`` to ``last``, both inclusive."""

    role: str
    first: int
    last: int


def relations(cut: Sequence[Window], scores: Sequence[Scores]) -> list[list[Relation]]:
    """The attributions of each window.

    Each content goes to the cue that its pieces point to, each cue has the source it points to.
    """
    labels = best_labels([each.labels for each in scores])
    return [
        _related(window, pieces(found), each)
        for window, found, each in zip(cut, labels, scores, strict=True)
    ]


def best_labels(scores: Sequence[NDArray[np.float32]]) -> list[NDArray[np.int64]]:
    """The likeliest allowed sequence of labels for each window, from scores (pieces, LABELS).

    The Viterbi algorithm, for all windows at once; [CLS] and [SEP] get none.
    """
    if not scores:
        return []
    lengths = np.array([len(each) for each in scores])
    steps = int(lengths.max())
    padded = np.full((len(scores), steps, LABELS), _NEVER, dtype=np.float32)
    padded[:, :, NONE] = 0.0  # also behind the end of a window
    for row, each in enumerate(scores):
        padded[row, 1 : len(each) - 1] = each[1:-1]
    best = padded[:, 0]
    back = np.zeros((steps, len(scores), LABELS), dtype=np.int64)
    for step in range(1, steps):
        paths = best[:, :, None] + _ALLOWED
        back[step] = paths.argmax(axis=1)
        best = paths.max(axis=1) + padded[:, step]
    label = best.argmax(axis=1)
    rows = np.arange(len(scores))
    found = np.zeros((len(scores), steps), dtype=np.int64)
    for step in range(steps - 1, -1, -1):
        found[:, step] = label
        label = back[step, rows, label]
    return [found[row, :length] for row, length in enumerate(lengths.tolist())]


def pieces(labels: NDArray[np.int64]) -> list[Piece]:
    """The runs of one role each, in order."""
    found: list[Piece] = []
    for place in np.flatnonzero(labels != NONE).tolist():
        label = int(labels[place])
        role = ROLES[(label - 1) // 2]
        if label == INSIDE[role] and found:
            found[-1] = Piece(role, found[-1].first, place)
        else:
            found.append(Piece(role, place, place))
    return found


def _related(window: Window, found: Sequence[Piece], scores: Scores) -> list[Relation]:
    cues = [each for each in found if each.role == "cue"]
    sources = [each for each in found if each.role == "source"]
    contents: dict[Piece, list[Piece]] = {}
    for content in (each for each in found if each.role == "content"):
        # What points to no cue that was found belongs to one that was not: to none of the others.
        best = scores.links(_TO_CUE, slice(content.first, content.last + 1))[1:-1].argmax() + 1
        cue = next((each for each in cues if each.first <= best <= each.last), None)
        if cue is not None:
            contents.setdefault(cue, []).append(content)
    made = []
    for cue in sorted(contents, key=lambda each: each.first):
        source = _source(scores, cue, sources)
        said = _joined(window, contents[cue], [cue, *source])
        spans = [tuple(_span(window, each) for each in role) for role in (source, [cue], said)]
        made.append(Relation(*spans))
    return made


def _source(scores: Scores, cue: Piece, sources: Sequence[Piece]) -> Sequence[Piece]:
    """The source of a cue, or none."""
    points = scores.links(_TO_SOURCE, slice(cue.first, cue.last + 1))
    best = max(sources, key=lambda each: points[each.first], default=None)
    return [best] if best is not None and points[best.first] > points[0] else []


def _joined(window: Window, contents: Sequence[Piece], aside: Sequence[Piece]) -> list[Piece]:
    """The pieces of one content, those with hardly anything between them as one.

    An edge of quotation marks between them keeps them apart, and so does a piece of ``aside``:
    nobody says "he said".
    """
    joined: list[Piece] = []
    for each in contents:
        last = joined[-1] if joined else None
        if (
            last is not None
            and each.first - last.last <= _NEAR
            and not any(last.last < other.first < each.first for other in aside)
        ):
            inside = window.shapes[last.last : each.first + 1] >= QUOTED
            if inside.all() or not inside.any():
                joined[-1] = Piece("content", last.first, each.last)
                continue
        joined.append(each)
    return joined


def _span(window: Window, piece: Piece) -> Span:
    return int(window.offsets[piece.first, 0]), int(window.offsets[piece.last, 1])
