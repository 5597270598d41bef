"""Questions of the reading data, each beside one sentence that answers it or does not."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.embed import Embedder
from assistant.fold import words
from assistant.question import content_words
from assistant.sentences import sentence_spans

LEAST_SENTENCE = 4  # words; what is shorter is a heading or a piece of a broken sentence
_NEAREST = 12  # sentences of the whole data, by meaning, that a question is also shown beside
_CHOSEN = 4  # of those that do not hold its answer, the nearest; one of them by lot


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a sentence of a passage about ``title``.

    ``start`` and ``end`` are the offsets of the answer in ``sentence``; both are -1 where the
    sentence does not answer. ``group`` names the passage, so that no passage is on both sides of
    the split.
    """

    question: str
    title: str
    sentence: str
    start: int
    end: int
    group: str


def read(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


class Pool:
    """The sentences of all data, to find those that look like an answer and are none.

    A search gives a reader the nearest sentences of thousands of texts; the other sentences of the
    answer's own paragraph alone would not teach it to tell one event from another.
    """

    def __init__(self, embedder: Embedder, rows: Iterable[dict[str, Any]]) -> None:
        self._embedder = embedder
        found: dict[str, str] = {}
        for row in rows:
            title = row.get("title", "").replace("_", " ")
            for start, end in sentence_spans(row["passage"]):
                if len(row["passage"][start:end].split()) >= LEAST_SENTENCE:
                    found.setdefault(row["passage"][start:end], title)
        self._sentences = list(found.items())
        self._vectors = embedder.embed([_short(text) for text in found])

    def beside(
        self, rows: Sequence[dict[str, Any]], share: float, rng: random.Random
    ) -> list[Example]:
        """For about ``share`` of the questions one of the nearest sentences without its answer.

        A question without a name is left out: other sentences may well answer it.
        """
        chosen = [row for row in rows if rng.random() < share and _is_about_a_name(row["question"])]
        made: list[Example] = []
        for first in range(0, len(chosen), 512):
            part = chosen[first : first + 512]
            likeness = self._embedder.embed([row["question"] for row in part]) @ self._vectors.T
            nearest = np.argsort(-likeness, axis=1)[:, :_NEAREST]
            for row, places in zip(part, nearest, strict=True):
                answers = [answer["text"].casefold() for answer in row["answers"]]
                others = [
                    self._sentences[place]
                    for place in places
                    if not row["answers"] or self._sentences[place][0] not in row["passage"]
                ]
                others = [o for o in others if not any(a in o[0].casefold() for a in answers)]
                if others:
                    sentence, title = rng.choice(others[:_CHOSEN])
                    group = row.get("title") or _document(row["id"])
                    made.append(Example(row["question"], title, sentence, -1, -1, group))
        return made


def squad(rows: Iterable[dict[str, Any]], rng: random.Random) -> list[Example]:
    """The answering sentence of each paragraph, and the one most like the question that is not it.

    A question that the paragraph does not answer gives its most alike sentence alone.
    """
    made: list[Example] = []
    for row in rows:
        title = row["title"].replace("_", " ")
        spans = sentence_spans(row["passage"])
        right = _answering(row, spans)
        if right is not None:
            (start, end), (first, last) = right
            sentence = row["passage"][start:end]
            made.append(Example(row["question"], title, sentence, first, last, row["title"]))
        answers = [answer["text"].casefold() for answer in row["answers"]]
        others = [
            row["passage"][a:b]
            for a, b in spans
            if (right is None or (a, b) != right[0])
            and len(row["passage"][a:b].split()) >= LEAST_SENTENCE
        ]
        others = [s for s in others if not any(answer in s.casefold() for answer in answers)]
        for sentence in _most_alike(row["question"], others, rng):
            made.append(Example(row["question"], title, sentence, -1, -1, row["title"]))
    return made


def qamr(rows: Sequence[dict[str, Any]], most: int, rng: random.Random) -> list[Example]:
    """``most`` questions with their sentence; every third also with another of its source."""
    chosen = sample(rows, most, rng)
    sentences: dict[str, list[str]] = {}
    for row in rows:
        known = sentences.setdefault(_document(row["id"]), [])
        if row["passage"] not in known:
            known.append(row["passage"])
    every = sorted({row["passage"] for row in rows})
    made: list[Example] = []
    for place, row in enumerate(chosen):
        spans = [(0, len(row["passage"]))]
        right = _answering(row, spans)
        if right is not None:
            first, last = right[1]
            made.append(
                Example(row["question"], "", row["passage"], first, last, _document(row["id"]))
            )
        if place % 3 == 0:
            near = [s for s in sentences[_document(row["id"])] if s != row["passage"]]
            other = rng.choice(near or every)
            made.append(Example(row["question"], "", other, -1, -1, _document(row["id"])))
    return made


def sample(rows: Sequence[dict[str, Any]], most: int, rng: random.Random) -> list[dict[str, Any]]:
    """``most`` of the rows, by lot."""
    return rng.sample(list(rows), min(most, len(rows)))


def _is_about_a_name(question: str) -> bool:
    return any(word[0].isupper() or word[0].isdigit() for word in question.split()[1:])


def _short(text: str) -> str:
    return " ".join(text.split()[:100])


def _document(name: str) -> str:
    """The document of a QAMR id such as `Wiki1k:wikipedia:16016:90:8`."""
    return ":".join(name.split(":")[:3])


def _answering(
    row: dict[str, Any], spans: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The span of the sentence with the answer, and the offsets of the answer in it."""
    for answer in row["answers"]:
        first, last = answer["start"], answer["start"] + len(answer["text"])
        for start, end in spans:
            if start <= first and last <= end:
                return (start, end), (first - start, last - start)
    return None


def _most_alike(question: str, others: Sequence[str], rng: random.Random) -> list[str]:
    """The sentence that shares the most words with the question, and sometimes any other one."""
    if not others:
        return []
    wanted = set(content_words(question))
    alike = max(others, key=lambda s: len(wanted & set(words(s))) + rng.random() * 0.5)
    rest = [s for s in others if s != alike]
    return [alike, rng.choice(rest)] if rest and rng.random() < 0.35 else [alike]
