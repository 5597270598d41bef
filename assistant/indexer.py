"""Brings the derived indexes up to what the record says, and rebuilds them from it."""

from __future__ import annotations

import contextlib
import secrets
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from assistant import index, lexical
from assistant.archive import Archive, article_of
from assistant.embed import Embedder, Vectors
from assistant.errors import ArchiveUnwritable, EmbeddingMismatch, IndexDamaged
from assistant.index import DenseIndex
from assistant.lexical import LexicalIndex
from assistant.seal import seal, unseal
from assistant.settings import Settings
from assistant.types import Article, Entry, Passage

Progress = Callable[[int, int], None]
"""Called with how many articles are indexed, and of how many."""

_BATCH = 64
# An approximate index does not find each vector again even when it is whole; more than this share
# of lost ones is damage.
_DAMAGED = 0.002
_MODEL = "embedding"


def silent(done: int, total: int) -> None:
    """A `Progress` that nobody sees."""


class Indexer:
    """Owns both indexes of one archive.

    The record's outbox names the articles that the indexes have not caught up with. `catch_up`
    works through it in batches and settles each only after both indexes hold it, so that a crash
    at any instant means at most that a batch is done again, with the same ids.
    """

    def __init__(
        self,
        folder: Path,
        archive: Archive,
        embedder: Embedder,
        dense: DenseIndex,
        words: LexicalIndex,
    ) -> None:
        self._folder = folder
        self.archive = archive
        self.embedder = embedder
        self.dense = dense
        self.words = words
        self.writing = threading.RLock()
        """Held by whoever changes the archive; readers need no lock."""

    @classmethod
    def open(
        cls, folder: Path, settings: Settings, archive: Archive, embedder: Embedder
    ) -> Indexer:
        """Open both indexes; one that is damaged is emptied. `catch_up` fills them from the record.

        Raises:
            EmbeddingMismatch: another model made the vectors.
        """
        made_by = archive.get(_MODEL)
        if made_by is not None and made_by != embedder.name:
            raise EmbeddingMismatch(
                f"this archive's vectors were made by {made_by}, the settings name "
                f"{embedder.name}; "
                "run `onrecord reindex`, or set ONRECORD_EMBEDDING_MODEL back"
            )
        # Also a test of the disk: an index must not pass for damaged because the disk is full.
        archive.set(_MODEL, embedder.name)
        dense, dense_known = _open_dense(folder, settings.chroma_url, archive)
        words, words_known = _open_words(folder)
        indexer = cls(folder, archive, embedder, dense, words)
        if dense.outdated and not dense_known:
            dense.clear()  # what may be damaged is not worth describing anew
        if not (dense_known and words_known and indexer._counts_agree()):
            indexer._put_differences_in_outbox()
        if dense.outdated:
            archive.unsettle(article.id for article in archive.articles())
        return indexer

    def close(self) -> None:
        self.words.close()
        seal(self._folder / lexical.FOLDER)
        self.dense.close()
        seal(self._folder / index.FOLDER)

    def catch_up(self, progress: Progress = silent) -> int:
        """Index every article of the outbox; returns how many passages were written."""
        waiting = self.archive.pending()
        written = 0
        for first in range(0, len(waiting), _BATCH):
            batch = waiting[first : first + _BATCH]
            written += self._index(batch)
            self.archive.settle(batch)
            progress(first + len(batch), len(waiting))
        if self.dense.outdated:
            self.dense.renew()
        return written

    def _index(self, article_ids: Sequence[str]) -> int:
        found = self.archive.articles_by_id(article_ids)
        entries = [entry for article in found.values() for entry in self.entries(article)]
        self.dense.replace(article_ids, entries, self._vectors(entries))
        self.words.replace(article_ids, entries)
        return len(entries)

    def _vectors(self, entries: Sequence[Entry]) -> Vectors:
        """The vectors of passages; those of an outdated index are kept, since they cost most."""
        known: dict[str, Vectors] = {}
        if self.dense.outdated:
            known = self.dense.vectors([entry.passage.id for entry in entries])
        new = [entry for entry in entries if entry.passage.id not in known]
        made = self.embedder.embed([passage_text(e.article, e.passage, self.embedder) for e in new])
        if not known:
            return made
        by_id = known | {e.passage.id: row for e, row in zip(new, made, strict=True)}
        return np.array([by_id[entry.passage.id] for entry in entries], dtype=np.float32)

    def entries(self, article: Article) -> list[Entry]:
        """What both indexes should hold of an article."""
        return [Entry(passage, article) for passage in self.archive.passages_of(article.id)]

    def _counts_agree(self) -> bool:
        """Whether both indexes hold as many passages as the record, the outbox aside."""
        if self.archive.pending():
            return True
        _, passages = self.archive.count()
        return passages == self.dense.count() == self.words.count()

    def _put_differences_in_outbox(self) -> None:
        """Look at every passage, and do again each article that an index holds otherwise."""
        recorded = self.archive.passage_ids()
        dense = self.dense.ids()
        lost = self.dense.unreachable(recorded & dense)
        if len(lost) > _DAMAGED * len(recorded):
            # Vectors that are added to a torn graph can be lost in it again: begin a new one.
            self.dense.clear()
            dense = set()
        wrong = (recorded ^ dense) | (recorded ^ self.words.ids()) | lost
        self.archive.unsettle({article_of(passage) for passage in wrong})


def _open_dense(folder: Path, url: str | None, archive: Archive) -> tuple[DenseIndex, bool]:
    """The dense index, and whether it is known to be as it was left."""
    name = _identity(archive)
    if url:
        return DenseIndex.open(folder, url, name), True
    state = unseal(folder / index.FOLDER)
    if state != "broken":
        try:
            opened = DenseIndex.open(folder, None, name)
            if state == "missing":
                # A process was killed: Chroma may have been writing its graph of vectors.
                opened.unreachable(opened.ids())
            return opened, state == "whole"
        except IndexDamaged:
            pass
    index.discard(folder)
    try:
        return DenseIndex.open(folder, None, name), False
    except IndexDamaged as error:
        raise ArchiveUnwritable(
            f"no index can be made in {folder}; check the disk's space and permissions"
        ) from error


def _open_words(folder: Path) -> tuple[LexicalIndex, bool]:
    """The lexical index, and whether it is known to be as it was left."""
    state = unseal(folder / lexical.FOLDER)
    if state != "broken":
        try:
            return LexicalIndex.open(folder), state == "whole"
        except IndexDamaged:
            pass
    lexical.discard(folder)
    return LexicalIndex.open(folder), False


def set_model(archive: Archive, embedder: Embedder) -> None:
    """Let the archive take this model's vectors; its indexes must then be rebuilt."""
    archive.set(_MODEL, embedder.name)


def discard_indexes(folder: Path) -> None:
    """Delete both indexes of an archive that no process has open."""
    for part in (index, lexical):
        with contextlib.suppress(FileNotFoundError):
            part.discard(folder)


def passage_text(article: Article, passage: Passage, embedder: Embedder) -> str:
    """What is embedded for a passage: its text under its title, as far as the title fits.

    The title says what a passage from the middle of an article is about. It is no part of the
    passage and never costs a word of it.
    """
    titled = f"{article.title}\n{passage.text}"
    return titled if len(embedder.piece_starts(titled)) <= embedder.max_pieces else passage.text


def _identity(archive: Archive) -> str:
    """A name for this archive that stays with it, for a Chroma server that many archives share."""
    known = archive.get("id")
    if known is None:
        known = secrets.token_hex(8)
        archive.set("id", known)
    return known
