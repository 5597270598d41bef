"""Checks an archive: the record against itself and against its indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.archive import Archive
from assistant.indexer import Indexer
from assistant.types import Article, Passage

_NAMED = 3  # how many culprits a finding names


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is well, and what was seen."""

    check: str
    ok: bool
    detail: str


def examine(indexer: Indexer) -> list[Finding]:
    """Every check in turn; reading all passages and asking for each vector takes its time."""
    archive = indexer.archive
    ids = archive.passage_ids()
    return [
        _database(archive),
        _spans(archive),
        _outbox(archive),
        _statements(archive),
        _same("dense index", ids, indexer.dense.ids),
        _same("lexical index", ids, indexer.words.ids),
        _reachable(indexer, ids),
    ]


def span_faults(article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    """What is wrong with an article's passages; nothing for a sound one.

    They must lie in order inside the text, not overlap, and leave out nothing but white space.
    """
    position = 0
    for passage in passages:
        if not position <= passage.start < passage.end <= len(article.text):
            yield f"{passage.id} lies outside its place"
        elif article.text[position : passage.start].strip():
            yield f"text before {passage.id} is in no passage"
        position = max(position, passage.end)
    if article.text[position:].strip():
        yield f"the end of {article.id} is in no passage"


def _database(archive: Archive) -> Finding:
    damage = archive.damage()
    articles, passages = archive.count()
    well = f"{articles:,} articles, {passages:,} passages"
    return Finding("record", damage is None, damage or well)


def _spans(archive: Archive) -> Finding:
    faults: list[str] = []
    for article in archive.articles():
        faults += span_faults(article, archive.passages_of(article.id))
    return Finding("passages", not faults, _named(faults) or "each is an exact part of its article")


def _outbox(archive: Archive) -> Finding:
    waiting = archive.pending()
    return Finding("outbox", not waiting, _named(waiting) or "nothing waits to be indexed")


def _statements(archive: Archive) -> Finding:
    faults: list[str] = []
    for article in archive.articles():
        for each in archive.ledger.of_articles([article.id]).get(article.id, ()):
            spans = (*each.source_spans, *each.cue_spans, *each.content_spans)
            if not all(0 <= start < end <= len(article.text) for start, end in spans):
                faults.append(f"{each.id} lies outside its article")
    waiting = len(archive.ledger.unread())
    unread = f", {waiting:,} articles wait to be read" if waiting else ""
    well = f"each of {archive.ledger.count():,} is an exact part of its article{unread}"
    return Finding("statements", not faults, _named(faults) or well)


def _same(check: str, wanted: set[str], held: Callable[[], set[str]]) -> Finding:
    found = held()
    faults = [f"{each} is missing" for each in sorted(wanted - found)]
    faults += [f"{each} is no passage of the record" for each in sorted(found - wanted)]
    return Finding(check, not faults, _named(faults) or f"holds all {len(found):,} passages")


def _reachable(indexer: Indexer, ids: set[str]) -> Finding:
    lost = sorted(indexer.dense.unreachable(ids))
    return Finding("vectors", not lost, _named(lost) or "each is found by a search for itself")


def _named(faults: Sequence[str]) -> str:
    more = f" and {len(faults) - _NAMED:,} more" if len(faults) > _NAMED else ""
    return ", ".join(faults[:_NAMED]) + more
