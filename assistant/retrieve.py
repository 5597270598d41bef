"""Query to hits: dense and lexical search, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.archive import Archive
from assistant.embed import Embedder
from assistant.index import DenseIndex
from assistant.lexical import LexicalIndex
from assistant.types import Hit, Query

# Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual rank
# learning methods", SIGIR 2009: score(d) = sum over rankings of 1 / (60 + rank of d).
RRF_K = 60
_DEPTH = 50


class Retriever:
    """Finds the passages of an archive for a query."""

    def __init__(
        self, archive: Archive, embedder: Embedder, dense: DenseIndex, words: LexicalIndex
    ) -> None:
        self._archive = archive
        self._embedder = embedder
        self._dense = dense
        self._words = words

    def search(self, query: Query, k: int) -> list[Hit]:
        """The ``k`` best passages, best first; fewer where the filters leave fewer."""
        depth = max(_DEPTH, k)
        vector = self._embedder.embed([self._within_limit(query.text)])[0]
        by_meaning = [found for found, _ in self._dense.nearest(vector, query, depth)]
        by_words = [found for found, _ in self._words.best(query, depth)]
        fused = fuse([by_meaning, by_words])
        passages = self._archive.passages_by_id([found for found, _ in fused[: k + _DEPTH]])
        present = [(passages[found], score) for found, score in fused if found in passages]
        return [
            Hit(passage, score, rank, "hybrid")
            for rank, (passage, score) in enumerate(present[:k], start=1)
        ]

    def _within_limit(self, text: str) -> str:
        starts = self._embedder.piece_starts(text)
        limit = self._embedder.max_pieces
        return text if len(starts) <= limit else text[: starts[limit]]


def fuse(rankings: Sequence[Sequence[str]]) -> list[tuple[str, float]]:
    """Reciprocal rank fusion of rankings of ids, best first; equal scores keep first-seen order."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, found in enumerate(ranking, start=1):
            scores[found] = scores.get(found, 0.0) + 1.0 / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: -item[1])
