"""The attributions of PolNeAR as labels for the word pieces of windows."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.statements.tags import BEGIN, INSIDE, NONE, ROLES
from assistant.statements.windows import Window, windows

UNKNOWN = -100  # a label that no loss is taken of
SEED = 7  # of what is held out
_HELD_OUT = 0.1


@dataclass(frozen=True, slots=True)
class Example:
    """A window with a label for each piece, and for some the piece that they belong to.

    ``cues`` gives for each piece of a content the first piece of its cue, ``sources`` for each
    piece of a cue the first piece of its source, or 0 ([CLS]) where it has none in the window.
    """

    window: Window
    labels: NDArray[np.int64]
    cues: NDArray[np.int64]
    sources: NDArray[np.int64]


def read(file: Path) -> list[dict[str, Any]]:
    """The articles of a gzipped JSON Lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def split(articles: Sequence[dict[str, Any]], seed: int) -> tuple[list[Any], list[Any]]:
    """The articles to train on, and the tenth that is kept as a private check."""
    order = list(articles)
    random.Random(seed).shuffle(order)
    kept = int(len(order) * _HELD_OUT)
    return order[kept:], order[:kept]


def examples(article: dict[str, Any], tokenizer: Tokenizer, longest: int) -> Iterator[Example]:
    """The windows of an article, of at most ``longest`` pieces, with their labels."""
    for window in windows(article["text"], tokenizer, longest):
        yield _labelled(window, article["attributions"])


def _labelled(window: Window, attributions: Sequence[dict[str, Any]]) -> Example:
    size = len(window.ids)
    labels = np.full(size, NONE, dtype=np.int64)
    cues, sources = np.full((2, size), UNKNOWN, dtype=np.int64)
    for relation in attributions:
        places = {role: [_pieces(window, span) for span in relation[role]] for role in ROLES}
        for role in ("content", "cue", "source"):  # the rarer role has the word in an overlap
            for pieces in places[role]:
                labels[pieces] = INSIDE[role]
                labels[pieces[:1]] = BEGIN[role]
        cue = [piece for pieces in places["cue"] for piece in pieces]
        if not cue:
            continue
        for pieces in places["content"]:
            cues[pieces] = cue[0]
        source = [piece for pieces in places["source"] for piece in pieces]
        sources[cue] = source[0] if source else 0
    cues[np.isin(labels, [BEGIN["content"], INSIDE["content"]], invert=True)] = UNKNOWN
    sources[np.isin(labels, [BEGIN["cue"], INSIDE["cue"]], invert=True)] = UNKNOWN
    labels[[0, -1]] = UNKNOWN
    return Example(window, labels, cues, sources)


def _pieces(window: Window, span: Sequence[int]) -> list[int]:
    starts, ends = window.offsets[:, 0], window.offsets[:, 1]
    return np.flatnonzero((starts < span[1]) & (ends > span[0])).tolist()
