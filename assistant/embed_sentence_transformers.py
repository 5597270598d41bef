"""Any sentence-transformers model by name, run by torch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

import numpy as np

from assistant.embed import Vectors
from assistant.errors import EmbeddingError

_MARKERS = 2  # the pieces that a model puts around a text


class SentenceTransformersEmbedder:
    """A model of the sentence-transformers library, from its folder or from the local cache."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = f"{name}/sentence-transformers"
        self._model = model
        self.max_pieces = int(model.max_seq_length or 512) - _MARKERS

    @classmethod
    def load(cls, name: str) -> Self:
        """Load the model ``name``: a folder, or a name in the local model cache.

        Raises:
            EmbeddingError: it is not on this machine, or is no sentence-transformers model.
        """
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(name, local_files_only=True)
        except (OSError, ValueError) as error:
            raise EmbeddingError(
                f"the embedding model {name!r} is not on this machine; "
                "download it first, or set ONRECORD_EMBEDDING_MODEL to a folder that holds it"
            ) from error
        return cls(name, model)

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, 0), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def piece_starts(self, text: str) -> list[int]:
        encoded = self._model.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        return [start for start, _ in encoded["offset_mapping"]]
