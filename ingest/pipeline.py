"""Inputs to searchable articles: read, compare, chunk, record, index."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.archive import Archive
from assistant.errors import SourceError
from assistant.indexer import Indexer
from assistant.scribe import Scribe
from assistant.types import Article, Passage
from ingest import duplicates, sources
from ingest.chunk import chunk
from ingest.draft import Draft, article_from
from ingest.report import Failure, Report

_BATCH = 64

Progress = Callable[[int, int, str], None]
"""Called with the bytes read, the bytes in all, and the title of the article that was read last."""


def ingest(
    indexer: Indexer,
    paths: Sequence[Path],
    progress: Progress | None = None,
    scribe: Scribe | None = None,
) -> Report:
    """Add or update the articles of these files and folders; doing it again changes nothing.

    Each batch is committed to the record and then indexed, so that a process that is stopped at
    any moment loses at most the batch that it was reading, and the next start finishes the rest.
    A ``scribe`` then enters what they say into the ledger; by then all of them can be searched.
    """
    begun = time.perf_counter()
    report = Report()
    chosen, problems = sources.files(paths)
    report.failed += [Failure(problem.source, problem.reason) for problem in problems]
    total = sum(sources.size(path) for path in chosen)
    report.passages += indexer.catch_up()
    for batch, bytes_read in _batches(chosen, report):
        _put(indexer, batch, report)
        report.passages += indexer.catch_up()
        if progress:
            progress(bytes_read, total, batch[-1].title)
    if scribe:
        report.statements = scribe.catch_up(
            lambda done, all_: progress(done, all_, "Reading who says what") if progress else None
        )
    report.seconds = round(time.perf_counter() - begun, 3)
    return report


def _batches(chosen: Sequence[Path], report: Report) -> Iterator[tuple[list[Article], int]]:
    batch: list[Article] = []
    bytes_read = 0
    for read in sources.read(chosen):
        bytes_read = read.bytes_read
        try:
            batch.append(_article(read.found))
        except SourceError as error:
            report.failed.append(Failure(error.source, error.reason))
            continue
        report.seen += 1
        if len(batch) == _BATCH:
            yield batch, bytes_read
            batch = []
    if batch:
        yield batch, bytes_read


def _article(found: Draft | SourceError) -> Article:
    if isinstance(found, SourceError):
        raise found
    try:
        return article_from(found, datetime.now(UTC))
    except SourceError as error:
        raise SourceError(error.reason, found.origin) from error


def _put(indexer: Indexer, batch: Sequence[Article], report: Report) -> None:
    archive = indexer.archive
    new: dict[str, tuple[Article, list[Passage], list[str]]] = {}
    for article in batch:
        # Two states of one article in one batch are two versions: the first must be written first.
        if article.id in new:
            archive.put(list(new.values()))
            new.clear()
        change = archive.change_of(article)
        if change == "unchanged":
            report.unchanged += 1
            continue
        if change == "added":
            report.added += 1
        else:
            report.updated += 1
        found = duplicates.shingles(article.text)
        bands = duplicates.bands(found)
        origin = _origin(archive, article, found, bands, new.values())
        if origin:
            report.duplicates += 1
            article = replace(article, origin_id=origin)
        new[article.id] = (article, chunk(article.id, article.text, indexer.embedder), bands)
    archive.put(list(new.values()))


def _origin(
    archive: Archive,
    article: Article,
    found: frozenset[str],
    bands: Sequence[str],
    waiting: Iterable[tuple[Article, list[Passage], list[str]]],
) -> str | None:
    """The article that this one is a near copy of; a copy of a copy has the first as its origin."""
    wanted = set(bands)
    near = archive.articles_by_id(archive.sharing_bands(bands))
    near.update({other.id: other for other, _, theirs in waiting if wanted & set(theirs)})
    near.pop(article.id, None)
    nearest = duplicates.nearest(found, [(other.id, other.text) for other in near.values()])
    if nearest is None or near[nearest].origin_id == article.id:
        return None
    return near[nearest].origin_id or nearest
