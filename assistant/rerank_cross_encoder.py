"""Any sentence-transformers CrossEncoder as the judge of passages and sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Self

from assistant.errors import EmbeddingError
from assistant.rerank import Judged


class CrossEncoderJudge:
    """A cross-encoder by its name or folder; it scores a text as a whole and names no span."""

    def __init__(self, model: Any, name: str) -> None:
        self._model = model
        self.name = name

    @classmethod
    def load(cls, name: str) -> Self:
        """Open a model that is on this machine; nothing is downloaded.

        Raises:
            EmbeddingError: there is no such model here, or it cannot be loaded.
        """
        from sentence_transformers import CrossEncoder

        try:
            return cls(CrossEncoder(name, device="cpu", local_files_only=True), name)
        # What is raised for a model that is not there depends on the version of three libraries.
        except Exception as error:
            raise EmbeddingError(
                f"the reranker {name!r} is not on this machine or is no cross-encoder; download it "
                "first, or unset ONRECORD_RERANKER"
            ) from error

    def judge(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> list[Judged]:
        if not texts:
            return []
        pairs = [
            (question, f"{title}\n{text}" if title else text)
            for text, title in zip(texts, titles, strict=True)
        ]
        scores = self._model.predict(pairs, show_progress_bar=False)
        return [Judged(_log_odds(float(score))) for score in scores]


def _log_odds(score: float) -> float:
    """A probability as log-odds; what lies outside of 0 to 1 is a logit already."""
    if not 0.0 < score < 1.0:
        return score
    return math.log(score / (1.0 - score))
