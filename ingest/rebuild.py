"""Rebuilds an archive's indexes from its record."""

from __future__ import annotations

from pathlib import Path

from assistant.archive import Archive
from assistant.embed import load_embedder
from assistant.indexer import Indexer, Progress, discard_indexes, set_model, silent
from assistant.owner import Ownership
from assistant.scribe import Scribe
from assistant.settings import Settings
from ingest.chunk import chunk


def rebuild(folder: Path, settings: Settings, progress: Progress = silent) -> tuple[int, int]:
    """Cut every article anew, and embed and index every passage; how many articles and passages.

    The settings may name another embedding model than before. A process that is stopped half-way
    leaves a record that the next start indexes. Every article is read for its statements again.

    Raises:
        ArchiveError: the archive is held, damaged or unwritable.
        EmbeddingError: the embedding model cannot be loaded.
    """
    ownership = Ownership.take(folder, "reindex", settings.lock_wait)
    try:
        embedder = load_embedder(settings)
        with Archive.open(folder) as archive:
            for article_id in [article.id for article in archive.articles()]:
                text = archive.article(article_id).text
                archive.recut(article_id, chunk(article_id, text, embedder))
            discard_indexes(folder)
            set_model(archive, embedder)
            indexer = Indexer.open(folder, settings, archive, embedder)
            try:
                indexer.catch_up(progress)
            finally:
                indexer.close()
            archive.ledger.read_again()
            Scribe(archive).catch_up(progress)
            return archive.count()
    finally:
        ownership.release()
