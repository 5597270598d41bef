"""The lexical index at scale: ours in tantivy beside SQLite FTS5, over passages made by editing.

    python tests/bench/lexical_scale.py ARTICLES.jsonl[.gz] QUESTIONS.jsonl [PASSAGES]

The passages are those of real articles with names, numbers and sentences exchanged between them,
so that the vocabulary grows as it does with real news. Both indexes get the same passages in the
same order, and answer the same questions with their ten best.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from assistant.lexical import LexicalIndex
from assistant.sentences import sentence_spans
from assistant.types import Article, Entry, Passage, Query

SEED = 20260301
_BATCH = 5000
_SENTENCES = 6  # in a passage: about 120 words
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_NUMBER = re.compile(r"\b\d[\d,]*\b")
_WORD = re.compile(r"\w+")
_STOP = frozenset(
    "a an and are as at be by did do for from has have how in is it of on or that the"
    " this to was were what when where which who whose why will with".split()
)


def main(articles: Path, questions: Path, count: int) -> None:
    """Builds and asks both indexes, each in a process of its own, and prints the table."""
    asked = [json.loads(line)["question"] for line in questions.read_text().splitlines()]
    print(f"{count:,} passages, {len(asked)} questions, seed {SEED}\n")
    print("| index | build, s | on disk, MB | median, ms | 99th percentile, ms | memory, MB |")
    print("|---|---|---|---|---|---|")
    for name, measure in (("tantivy", tantivy), ("SQLite FTS5", fts5)):
        reader, writer = os.pipe()
        if os.fork() == 0:  # so that the memory of one is not counted for the other
            with tempfile.TemporaryDirectory() as folder:
                row = measure(Path(folder), passages(articles, count), asked)
            os.write(writer, f"| {name} | {row} |\n".encode())
            os._exit(0)
        os.wait()
        os.close(writer)
        print(os.read(reader, 1000).decode(), end="", flush=True)


def passages(articles: Path, count: int) -> Iterator[list[Entry]]:
    """``count`` passages in batches, always the same ones."""
    made = random.Random(SEED)
    opened = gzip.open if articles.suffix == ".gz" else open
    with opened(articles, "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    sentences = [[r["text"][a:b] for a, b in sentence_spans(r["text"])] for r in rows]
    names = sorted({n for row in sentences for s in row for n in _NAME.findall(s)})
    begin = datetime(2015, 1, 1, tzinfo=UTC)
    batch: list[Entry] = []
    for n in range(count):
        at = made.randrange(len(rows))
        day = begin + timedelta(days=made.randrange(4000))
        text = _edited(sentences, at, names, made)
        batch.append(_entry(n, rows[at], day, text))
        if len(batch) == _BATCH or n == count - 1:
            yield batch
            batch = []


def _edited(
    sentences: Sequence[Sequence[str]], at: int, names: Sequence[str], made: random.Random
) -> str:
    """A run of sentences of one article, one of another's among them, names and numbers changed."""
    start = made.randrange(max(1, len(sentences[at]) - _SENTENCES))
    run = list(sentences[at][start : start + _SENTENCES])
    run.insert(made.randrange(len(run) + 1), made.choice(made.choice(sentences) or [""]))

    def name(match: re.Match[str]) -> str:
        if made.random() < 0.7:
            return match[0]
        return (
            f"{made.choice(names)} {_invented(made)}" if made.random() < 0.1 else made.choice(names)
        )

    text = _NAME.sub(name, " ".join(run))
    return _NUMBER.sub(lambda m: m[0] if made.random() < 0.5 else str(made.randrange(10**5)), text)


def _invented(made: random.Random) -> str:
    """A surname that nobody has: news brings new names every day."""
    return "".join(
        made.choice(("ba", "ko", "ri", "ten", "mal", "dov", "ich", "son")) for _ in "123"
    ).title()


def _entry(n: int, row: dict[str, str], day: datetime, text: str) -> Entry:
    article = Article(f"a{n}", None, row["title"], row["source"], (), day, day, "en", text)
    return Entry(Passage(f"a{n}/1/0-{len(text)}", article.id, text, 0, len(text), 0), article)


def tantivy(folder: Path, batches: Iterator[list[Entry]], asked: Sequence[str]) -> str:
    """Our index with all of its fields."""
    index, spent = LexicalIndex.open(folder), 0.0
    for batch in batches:
        begun = time.perf_counter()
        index.replace([], batch)
        spent += time.perf_counter() - begun
    begun = time.perf_counter()
    index.close()
    spent += time.perf_counter() - begun
    index = LexicalIndex.open(folder)
    return _row(spent, folder, lambda text: len(index.best(Query(text), 10)), asked)


def fts5(folder: Path, batches: Iterator[list[Entry]], asked: Sequence[str]) -> str:
    """Title and text alone, stemmed, ranked by its own BM25."""
    base, spent = sqlite3.connect(folder / "fts.db"), 0.0
    base.execute(
        "CREATE VIRTUAL TABLE p USING fts5(id UNINDEXED, title, text, content='', "
        "tokenize='porter')"
    )
    for batch in batches:
        begun = time.perf_counter()
        rows = [(e.article.title, e.passage.text) for e in batch]
        base.executemany("INSERT INTO p(title, text) VALUES (?, ?)", rows)
        base.commit()
        spent += time.perf_counter() - begun

    def ask(text: str) -> int:
        words = [w for w in dict.fromkeys(_WORD.findall(text.lower())) if w not in _STOP]
        match = " OR ".join(f'"{word}"' for word in words)
        best = "SELECT rowid FROM p WHERE p MATCH ? ORDER BY bm25(p, 0, 0.6, 1.0) LIMIT 10"
        return len(base.execute(best, (match,)).fetchall())

    return _row(spent, folder, ask, asked)


def _row(spent: float, folder: Path, ask: Callable[[str], int], asked: Sequence[str]) -> str:
    for text in asked[:20]:
        ask(text)
    took = []
    for text in asked:
        begun = time.perf_counter()
        found = ask(text)
        took.append(1000 * (time.perf_counter() - begun))
        assert found, text
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    memory = psutil.Process().memory_info().rss / 1e6
    median, worst = np.percentile(took, [50, 99])
    return f"{spent:,.0f} | {size:,.0f} | {median:.1f} | {worst:.1f} | {memory:,.0f}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000)
