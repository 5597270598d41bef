"""Texts to vectors: the `Embedder` protocol and the choice of an implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.settings import PACKAGED_MODEL, Settings

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors, and counts the word pieces that it can take in."""

    @property
    def name(self) -> str:
        """The model and the precision; an archive remembers it, since vectors do not mix."""

    @property
    def max_pieces(self) -> int:
        """The longest text, in word pieces without the model's own markers, that is not cut off."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of shape (len(texts), dimensions), in the order of ``texts``."""

    def piece_starts(self, text: str) -> list[int]:
        """The offset in ``text`` at which each of its word pieces begins, in order."""


def load_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; the packaged model runs without torch.

    Raises:
        EmbeddingError: the model is not there, or does not reproduce its reference.
    """
    if settings.embedding_model == PACKAGED_MODEL:
        from assistant.embed_onnx import OnnxEmbedder

        return OnnxEmbedder.load(settings.cache_dir)
    from assistant.embed_sentence_transformers import SentenceTransformersEmbedder

    return SentenceTransformersEmbedder.load(settings.embedding_model)


def batches_by_length(lengths: Sequence[int], budget: int) -> list[list[int]]:
    """Group indices of similar length so that ``rows * longest`` stays within ``budget``.

    A text longer than the budget gets a batch of its own. Longest first, so that the largest
    allocation comes at the start.
    """
    order = sorted(range(len(lengths)), key=lambda i: -lengths[i])
    groups: list[list[int]] = []
    for index in order:
        if groups and (len(groups[-1]) + 1) * max(1, lengths[groups[-1][0]]) <= budget:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups
