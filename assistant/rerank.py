"""How well a text answers a question: the `Judge` protocol and the choice of an implementation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.settings import PACKAGED_READER, Settings
from assistant.types import Article, Hit, Query


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judge says of one text.

    ``score`` is higher for a better answer; only scores of one judge compare, and above 0 the judge
    holds that the text answers rather than not. ``start`` and ``end`` are the offsets of the short
    answer in the text; both are -1 where the judge names none.
    """

    score: float
    start: int = -1
    end: int = -1


class Judge(Protocol):
    """Scores texts by how well each answers a question."""

    @property
    def name(self) -> str:
        """The model, for the answer's record."""

    def judge(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> list[Judged]:
        """One judgement for each text, in their order; ``titles`` are those of their articles."""


class Searcher(Protocol):
    """Finds passages for a query."""

    def search(self, query: Query, k: int) -> list[Hit]:
        """The ``k`` best passages, best first."""


class Reranked:
    """Puts what a searcher finds in the order of a judge that reads whole passages."""

    deeper = 2
    """How many times ``k`` passages are read, so that one from below can rise."""

    def __init__(
        self,
        searcher: Searcher,
        judge: Judge,
        articles: Callable[[Iterable[str]], Mapping[str, Article]],
    ) -> None:
        self._searcher = searcher
        self._judge = judge
        self._articles = articles

    def search(self, query: Query, k: int) -> list[Hit]:
        """The ``k`` best of the ``deeper * k`` passages found; the score is the judge's."""
        hits = self._searcher.search(query, self.deeper * k)
        articles = self._articles(hit.passage.article_id for hit in hits)
        titles = [articles[hit.passage.article_id].title for hit in hits]
        judged = self._judge.judge(query.text, [hit.passage.text for hit in hits], titles)
        pairs = sorted(zip(hits, judged, strict=True), key=lambda pair: -pair[1].score)
        return [
            replace(hit, score=each.score, rank=rank, retriever=self._judge.name)
            for rank, (hit, each) in enumerate(pairs[:k], start=1)
        ]


def load_judge(settings: Settings) -> Judge:
    """The judge that the settings name: the packaged reader, or a cross-encoder by its name.

    Raises:
        EmbeddingError: the model is not there or cannot be loaded.
    """
    if settings.reranker == PACKAGED_READER:
        from assistant.rerank_onnx import OnnxReader

        return OnnxReader.load()
    from assistant.rerank_cross_encoder import CrossEncoderJudge

    return CrossEncoderJudge.load(settings.reranker)
