"""Stand-ins that are passed in where a test is about something else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.embed import Vectors
from assistant.errors import EmbeddingError

DIMENSIONS = 24
_PIECE = re.compile(r"\w{1,4}|[^\w\s]")


@dataclass(frozen=True)
class FakeEmbedder:
    """An embedder without a model: the same text always gets the same vector, from its hash.

    Its word pieces are up to four letters, or one mark. Like a real one it refuses longer texts.
    """

    name: str = "fake/1"
    max_pieces: int = 254

    def embed(self, texts: Sequence[str]) -> Vectors:
        if any(len(self.piece_starts(text)) > self.max_pieces for text in texts):
            raise EmbeddingError("a text is too long")
        return np.array([_vector(text) for text in texts], dtype=np.float32).reshape(
            len(texts), DIMENSIONS
        )

    def piece_starts(self, text: str) -> list[int]:
        return [piece.start() for piece in _PIECE.finditer(text)]


# About a sentence to a passage: a few articles are enough for Chroma to write its graph to files.
SMALL = FakeEmbedder("fake/small", max_pieces=40)


def _vector(text: str) -> Vectors:
    seed = hashlib.blake2b(text.encode(), digest_size=8).digest()
    vector = np.random.default_rng(int.from_bytes(seed, "big")).normal(size=DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
