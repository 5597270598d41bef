"""Builds what the tests put into an archive."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from assistant.errors import SourceError
from assistant.indexer import Indexer
from assistant.types import Article, Entry, Passage
from ingest.chunk import chunk

FETCHED = datetime(2026, 3, 1, 12, tzinfo=UTC)
_WORDS = ("harbour", "council", "ferry", "budget", "withdrawal", "troops", "river", "storm")


def article(id: str = "a1", text: str = "The ferry sank on Monday.", **changes: object) -> Article:
    """An article with something in every field."""
    fields: dict[str, object] = {
        "id": id,
        "url": f"https://news.example/{id}",
        "title": f"Headline of {id}",
        "source": "The Harbour Ledger",
        "authors": ("Ada Quill",),
        "published_at": datetime(2026, 2, 1, 9, tzinfo=UTC),
        "fetched_at": FETCHED,
        "language": "en",
        "text": text,
    }
    return Article(**{**fields, **changes})  # type: ignore[arg-type]


def prose(seed: int, sentences: int = 12) -> str:
    """Made-up sentences in paragraphs, other ones for each seed."""
    made = random.Random(seed)
    lines = [
        f"The {made.choice(_WORDS)} {made.choice(_WORDS)} number {made.randrange(10**6)} "
        f"was seen near the {made.choice(_WORDS)} of town {seed}."
        for _ in range(sentences)
    ]
    return "\n\n".join(" ".join(lines[i : i + 3]) for i in range(0, len(lines), 3))


def put(indexer: Indexer, *articles: Article) -> None:
    """Record and index these articles, without comparing them."""
    indexer.archive.put([(a, chunk(a.id, a.text, indexer.embedder), []) for a in articles])
    indexer.catch_up()


def entry(of: Article, text: str | None = None, ordinal: int = 0) -> Entry:
    """One passage of an article, for an index alone."""
    words = of.text if text is None else text
    return Entry(
        Passage(f"{of.id}/1/{ordinal}", of.id, words, ordinal, ordinal + len(words), ordinal), of
    )


def refusal(call: Callable[..., object], *args: object) -> str | None:
    """Why a call refuses its input; None where it takes it. Any other error passes through."""
    try:
        call(*args)
    except SourceError as error:
        return str(error)
    return None


def agree(indexer: Indexer) -> bool:
    """Whether record, Chroma and tantivy hold the same passages, all can be found, none is owed."""
    recorded = indexer.archive.passage_ids()
    return (
        recorded == indexer.dense.ids() == indexer.words.ids()
        and indexer.dense.count() == indexer.words.count() == len(recorded)
        and not indexer.dense.unreachable(recorded)
        and not indexer.archive.pending()
    )


def texts_by_id(indexer: Indexer) -> dict[str, str]:
    """The text of every article of the record."""
    return {found.id: found.text for found in indexer.archive.articles()}


def spans_hold(whole: str, cut: Sequence[Passage]) -> bool:
    """Whether passages are exact, in order, apart, and leave out only white space of ``whole``."""
    edges = [0, *(edge for p in cut for edge in (p.start, p.end)), len(whole)]
    left_out = "".join(whole[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    return (
        edges == sorted(edges)
        and all(p.start < p.end and whole[p.start : p.end] == p.text for p in cut)
        and [p.ordinal for p in cut] == list(range(len(cut)))
        and not left_out.strip()
    )
