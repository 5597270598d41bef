"""The packaged reader, run by ONNX Runtime: which sentence answers, and with which words.

How it was trained, on what, and how good it is: assistant/data/reader.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from assistant.embed import batches_by_length
from assistant.embed_onnx import weights_folder
from assistant.errors import EmbeddingError
from assistant.rerank import Judged
from assistant.sentences import sentence_spans
from assistant.settings import PACKAGED_READER

MODEL = Path(__file__).parent / "data" / "reader.onnx"
# As in training (scripts/reader/train.py), in word pieces.
LONGEST = 160
LONGEST_QUESTION = 40
LONGEST_TITLE = 24
_LONGEST_ANSWER = 24
_BATCH_PIECES = 512


class OnnxReader:
    """MiniLM with a head that finds the answer in one sentence, or says that there is none.

    The score is the log-odds of the best span against "no answer": the sum of the scores of its
    first and last piece, less those of [CLS] (Devlin et al., "BERT", 2019, section 4.3).
    """

    name = PACKAGED_READER

    def __init__(self, session: ort.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._cls, self._sep = tokenizer.encode("").ids
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "read")

    @classmethod
    def load(cls, model: Path = MODEL) -> Self:
        """Open the packaged model.

        Raises:
            EmbeddingError: the package or its model is not installed.
        """
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # one core for a batch; `judge` runs a batch on each
        try:
            session = ort.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
            tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
        # Neither library has an error of its own for a file that it cannot read.
        except Exception as error:
            raise EmbeddingError(
                f"the reader {model} cannot be loaded; install OnRecord again"
            ) from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer)

    def judge(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> list[Judged]:
        if not texts:
            return []
        encode = self._tokenizer.encode_batch
        asked, *rest = encode([question, *titles, *texts], add_special_tokens=False)
        if len(asked.ids) > LONGEST_QUESTION:
            # It begins with what it is about, and asks in its last sentence.
            start, end = sentence_spans(question)[-1]
            asked = self._tokenizer.encode(question[start:end], add_special_tokens=False)
        heads = [self._front(asked, title) for title in rest[: len(texts)]]
        rows = [
            _Row(front, encoded, front + encoded.ids[: LONGEST - len(front) - 1] + [self._sep])
            for front, encoded in zip(heads, rest[len(texts) :], strict=True)
        ]
        groups = batches_by_length([len(row.ids) for row in rows], self._share(rows))
        run = self._pool.map if len(groups) > 1 else map
        found: list[Judged] = [Judged(0.0)] * len(rows)
        for group, judged in zip(
            groups, run(self._run, [[rows[i] for i in group] for group in groups]), strict=True
        ):
            for place, each in zip(group, judged, strict=True):
                found[place] = each
        return found

    def _front(self, asked: Encoding, title: Encoding) -> list[int]:
        front = [self._cls, *asked.ids[-LONGEST_QUESTION:], self._sep]
        return [*front, *title.ids[:LONGEST_TITLE], self._sep] if title.ids else front

    def _share(self, rows: Sequence[_Row]) -> int:
        """Pieces of a batch so that each core gets one, within what a batch may hold."""
        pieces = sum(len(row.ids) for row in rows)
        cores = os.cpu_count() or 1
        longest = max(len(row.ids) for row in rows)
        return min(_BATCH_PIECES, max(longest, int(pieces / cores * 1.15)))

    def _run(self, rows: list[_Row]) -> list[Judged]:
        width = max(len(row.ids) for row in rows)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask, kinds = np.zeros_like(ids), np.zeros_like(ids)
        for place, row in enumerate(rows):
            ids[place, : len(row.ids)] = row.ids
            mask[place, : len(row.ids)] = 1
            kinds[place, len(row.front) : len(row.ids)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": kinds}
        (scores,) = self._session.run(None, given)
        return [row.judged(scores[place]) for place, row in enumerate(rows)]


class _Row:
    """One question with one text, in word pieces."""

    __slots__ = ("encoded", "front", "ids")

    def __init__(self, front: list[int], encoded: Encoding, ids: list[int]) -> None:
        self.front = front
        self.encoded = encoded
        self.ids = ids

    def judged(self, scores: NDArray[np.float32]) -> Judged:
        """The best span of the text by ``scores`` of shape (pieces, 2)."""
        own = scores[len(self.front) : len(self.ids) - 1]
        none = float(scores[0].sum())
        if not len(own):
            return Judged(-none)
        pairs = own[:, 0][:, None] + own[:, 1][None, :]
        allowed = np.triu(np.ones(pairs.shape, dtype=bool))
        allowed &= ~np.triu(np.ones(pairs.shape, dtype=bool), _LONGEST_ANSWER)
        pairs = np.where(allowed, pairs, -np.inf)
        first, last = divmod(int(pairs.argmax()), pairs.shape[1])
        offsets = self.encoded.offsets
        return Judged(float(pairs[first, last]) - none, offsets[first][0], offsets[last][1])
