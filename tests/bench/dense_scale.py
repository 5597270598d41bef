"""The dense index at scale: Chroma with vectors made from newsquiz by adding noise.

    python tests/bench/dense_scale.py [--passages 1000000] [--keep DIR]

Prints the seconds to build it, its size, and the milliseconds of embedding a question and finding
its fifty nearest passages. ``--keep`` takes the archive that newsquiz.py keeps.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from newsquiz import opened
from quiz import questions

from assistant.embed import Embedder, Vectors
from assistant.index import DenseIndex
from assistant.types import Article, Entry, Passage, Query

_SEED = 11
_NOISE = 0.6  # of the length of a vector: a made passage is at a cosine of about 0.86 to its model
_PART = 2000
_DEPTH = 50


def main() -> None:
    """Build, ask, print."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--passages", type=int, default=1_000_000)
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = chosen.keep or Path(scratch)
        with opened(folder) as assistant:
            embedder = assistant.indexer.embedder
            models = seeds(assistant.indexer.dense)
            target = Path(scratch) / "scale"
            target.mkdir()
            index = DenseIndex.open(target, None, "scale")
            begun = time.perf_counter()
            for part, vectors in made(models, chosen.passages):
                index.replace([], part, vectors)
            built = time.perf_counter() - begun
            times = asked(index, embedder)
        size = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cut = statistics.quantiles(times, n=100)
    print(f"{chosen.passages:,} passages, built in {built:.0f} s, {size / 1e6:.0f} MB on disk")
    print(f"question to nearest: median {statistics.median(times) * 1000:.1f} ms, ", end="")
    print(f"99th percentile {cut[98] * 1000:.1f} ms; peak memory {peak:.0f} MB")


def seeds(dense: DenseIndex) -> Vectors:
    """The vectors of every passage of newsquiz."""
    found = dense.vectors(sorted(dense.ids()))
    return np.array(list(found.values()), dtype=np.float32)


def made(models: Vectors, count: int) -> Iterator[tuple[list[Entry], Vectors]]:
    """Passages with vectors near those of real ones, in parts."""
    rng = np.random.default_rng(_SEED)
    when = datetime(2022, 1, 1, tzinfo=UTC)
    for first in range(0, count, _PART):
        size = min(_PART, count - first)
        noise = rng.standard_normal((size, models.shape[1])).astype(np.float32)
        noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        vectors = models[rng.integers(0, len(models), size)] + noise
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        article = Article(f"s{first}", None, "Scale", "Scale", (), when, when, "en", "x")
        entries = [
            Entry(Passage(f"{article.id}/1/{n}-{n + 1}", article.id, "x", n, n + 1, n), article)
            for n in range(size)
        ]
        yield entries, vectors


def asked(index: DenseIndex, embedder: Embedder) -> list[float]:
    """Seconds for each question of the quiz, the first ten left out."""
    times = []
    for question in questions():
        begun = time.perf_counter()
        vector = embedder.embed([question.text])[0]
        index.nearest(vector, Query(question.text), _DEPTH)
        times.append(time.perf_counter() - begun)
    return times[10:]


if __name__ == "__main__":
    main()
