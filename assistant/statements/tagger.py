"""The packaged tagger, run by ONNX Runtime: attributions in texts.

How it was trained, on what, and how good it is: assistant/data/tagger.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer

from assistant.errors import EmbeddingError
from assistant.statements.decode import Scores, relations
from assistant.statements.relations import Relation
from assistant.statements.windows import Window, load_tokenizer, windows

MODEL = Path(__file__).parents[1] / "data" / "tagger.onnx"
_TASK = 8  # windows of one task for a core
_ROUND = 64  # windows at a time, so that a very long text does not fill the memory


class OnnxTagger:
    """The first layers of MiniLM with a label for each word piece, and links between them.

    Which piece belongs to which is told by the product of two projections of the pieces.
    """

    def __init__(self, session: ort.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "tag")

    @classmethod
    def load(cls, model: Path = MODEL) -> Self:
        """Open the packaged model.

        Raises:
            EmbeddingError: the package or its model is not installed.
        """
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # `relations` has a window on each core
        try:
            session = ort.InferenceSession(
                str(model),
                options,
                providers=["CPUExecutionProvider"],
                # The fused normalisation takes five times as long as the two that it replaces.
                disabled_optimizers=["SkipLayerNormFusion"],
            )
            tokenizer = load_tokenizer()
        # Neither library has an error of its own for a file that it cannot read.
        except Exception as error:
            raise EmbeddingError(
                f"the tagger {model} cannot be loaded; install OnRecord again"
            ) from error
        return cls(session, tokenizer)

    def relations(self, texts: Sequence[str]) -> list[list[Relation]]:
        """The attributions of each text in order of their windows."""
        cut = [
            (place, w) for place, text in enumerate(texts) for w in windows(text, self._tokenizer)
        ]
        found: list[list[Relation]] = [[] for _ in texts]
        for first in range(0, len(cut), _ROUND):
            some = cut[first : first + _ROUND]
            for (place, _), made in zip(some, self._tagged([w for _, w in some]), strict=True):
                found[place] += made
        return found

    def _tagged(self, cut: Sequence[Window]) -> list[list[Relation]]:
        parts = [cut[first : first + _TASK] for first in range(0, len(cut), _TASK)]
        return relations(cut, [each for some in self._pool.map(self._runs, parts) for each in some])

    def _runs(self, cut: Sequence[Window]) -> list[Scores]:
        return [self._run(window) for window in cut]

    def _run(self, window: Window) -> Scores:
        # Alone: the scales of 8-bit integers are those of a whole batch, so that what is found in a
        # window would depend on the windows beside it.
        given = {
            "input_ids": window.ids[None],
            "attention_mask": np.ones_like(window.ids)[None],
            "token_type_ids": window.shapes[None],
        }
        labels, froms, tos = self._session.run(None, given)
        return Scores(labels[0], froms[0], tos[0])
