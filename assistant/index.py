"""The dense index: one Chroma collection of passage vectors. The only chromadb import."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import chromadb
import httpx
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import ChromaError

from assistant import seal
from assistant.embed import Vectors
from assistant.errors import ArchiveError, ArchiveUnwritable, IndexDamaged
from assistant.types import Entry, Query

FOLDER = "chroma"
# Raise it with every change of what `_fields` writes.
FORMAT = 3
# The largest number of vectors in one call; Chroma's own limit is 5,461.
_CALL = 2000
_UNREADABLE = "the dense index cannot be read; run `onrecord doctor --repair`"
_UNWRITABLE = (
    "the dense index cannot be written; check the disk's space and permissions, "
    "then run the command again: no article is lost"
)


class DenseIndex:
    """Nearest passages by cosine, filtered by date, source and a choice of passages.

    Chroma holds ids, vectors and the fields to filter by; the text is in the record alone.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._name = name
        self._collection = self._created()

    def _created(self) -> Any:
        return self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            metadata={"format": FORMAT},
            configuration={"hnsw": {"space": "cosine"}},
        )

    @property
    def outdated(self) -> bool:
        """Whether an OnRecord that kept other fields has made it; its vectors are good."""
        return (self._collection.metadata or {}).get("format") != FORMAT

    def renew(self) -> None:
        """Say that every passage has the fields of today."""
        with _as(ArchiveUnwritable, _UNWRITABLE):
            self._collection.modify(metadata={"format": FORMAT})

    @classmethod
    def open(cls, folder: Path, url: str | None, archive_id: str) -> Self:
        """Open the collection in ``folder``, or on the Chroma server at ``url``.

        Raises:
            ArchiveError: the server cannot be reached.
            IndexDamaged: the files in ``folder`` cannot be used; they can be rebuilt.
        """
        if url:
            return cls._at_server(url, f"onrecord-{archive_id}")
        try:
            with _as(IndexDamaged, _UNREADABLE):
                client = chromadb.PersistentClient(
                    str(folder / FOLDER), settings=ChromaSettings(anonymized_telemetry=False)
                )
                index = cls(client, "passages")
                index._probe()
        except IndexDamaged:
            SharedSystemClient.clear_system_cache()
            raise
        return index

    @classmethod
    def _at_server(cls, url: str, name: str) -> Self:
        parts = urlsplit(url)
        try:
            client = chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or (443 if parts.scheme == "https" else 8000),
                ssl=parts.scheme == "https",
                settings=ChromaSettings(anonymized_telemetry=False),
            )
            return cls(client, name)
        except (ValueError, ChromaError, httpx.HTTPError) as error:
            raise ArchiveError(
                f"the Chroma server at {url} does not answer; start it or unset ONRECORD_CHROMA_URL"
            ) from error

    def close(self) -> None:
        self._client.close()

    def clear(self) -> None:
        """Forget every passage, the graph of vectors included."""
        self._client.delete_collection(self._name)
        self._collection = self._created()

    def replace(
        self, article_ids: Sequence[str], entries: Sequence[Entry], vectors: Vectors
    ) -> None:
        """Make the entries of these articles exactly ``entries``; twice is the same as once."""
        wanted = {entry.passage.id for entry in entries}
        stale = [found for found in self._ids_of(article_ids) if found not in wanted]
        with _as(ArchiveUnwritable, _UNWRITABLE):
            for first in range(0, len(stale), _CALL):
                self._collection.delete(ids=stale[first : first + _CALL])
            for first in range(0, len(entries), _CALL):
                part = entries[first : first + _CALL]
                self._collection.upsert(
                    ids=[entry.passage.id for entry in part],
                    embeddings=vectors[first : first + _CALL],
                    metadatas=[_fields(entry) for entry in part],
                )

    def nearest(self, vector: Vectors, query: Query, k: int) -> list[tuple[str, float]]:
        """Ids of the ``k`` nearest passages with their cosine, best first."""
        with _as(IndexDamaged, _UNREADABLE):
            result = self._collection.query(
                query_embeddings=[vector],
                ids=None if query.within is None else list(query.within),
                n_results=k,
                where=_where(query),
                include=["distances"],
            )
        return [
            (found, 1.0 - distance)
            for found, distance in zip(result["ids"][0], result["distances"][0], strict=True)
        ]

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of those passages among ``ids`` that it holds."""
        held: dict[str, Vectors] = {}
        with _as(IndexDamaged, _UNREADABLE):
            for first in range(0, len(ids), _CALL):
                part = self._collection.get(
                    ids=list(ids[first : first + _CALL]), include=["embeddings"]
                )
                held.update(zip(part["ids"], part["embeddings"], strict=True))
        return held

    def cosines(self, vector: Vectors, ids: Sequence[str]) -> list[tuple[str, float]]:
        """The passages among ``ids`` that it holds, with their cosine, nearest first."""
        found = [(name, float(held @ vector)) for name, held in self.vectors(ids).items()]
        return sorted(found, key=lambda item: -item[1])

    def count(self) -> int:
        """How many passages Chroma says that it holds."""
        with _as(IndexDamaged, _UNREADABLE):
            return int(self._collection.count())

    def ids(self) -> set[str]:
        """The ids of all passages that it holds."""
        with _as(IndexDamaged, _UNREADABLE):
            return set(self._collection.get(include=[])["ids"])

    def unreachable(self, ids: Iterable[str]) -> set[str]:
        """Those of ``ids`` whose own vector does not find them, or a twin of them, any more."""
        missing: set[str] = set()
        every = sorted(ids)
        for first in range(0, len(every), _CALL):
            part = every[first : first + _CALL]
            with _as(IndexDamaged, _UNREADABLE):
                held = self._collection.get(ids=part, include=["embeddings"])
                missing.update(set(part) - set(held["ids"]))
                if not held["ids"]:
                    continue
                near = self._collection.query(
                    query_embeddings=held["embeddings"], n_results=1, include=["distances"]
                )
            for found, nearest, distances in zip(
                held["ids"], near["ids"], near["distances"], strict=True
            ):
                # Two passages with the same words have the same vector: either may come first.
                if not nearest or (nearest[0] != found and distances[0] > 1e-3):
                    missing.add(found)
        return missing

    def _ids_of(self, article_ids: Sequence[str]) -> list[str]:
        if not article_ids or self.count() == 0:
            return []
        where = {"article_id": {"$in": list(article_ids)}}
        with _as(IndexDamaged, _UNREADABLE):
            return list(self._collection.get(where=where, include=[])["ids"])

    def _probe(self) -> None:
        """Load the vectors now, so that damage shows here and not in a reader's question."""
        some = self._collection.peek(1)
        if len(some["ids"]):
            self._collection.query(query_embeddings=some["embeddings"], n_results=1, include=[])


def discard(folder: Path) -> None:
    """Delete the files of the dense index, to rebuild it from the record."""
    SharedSystemClient.clear_system_cache()
    seal.discard(folder / FOLDER)


@contextlib.contextmanager
def _as(kind: type[ArchiveError], message: str) -> Iterator[None]:
    """What Chroma raises, as an error of ours."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, ArchiveError):
        raise
    # Chroma raises its own errors, plain Exceptions, and panics of its Rust core, which are no
    # Exception: there is nothing narrower.
    except BaseException as error:
        raise kind(message) from error


def _fields(entry: Entry) -> dict[str, Any]:
    article = entry.article
    fields: dict[str, Any] = {"article_id": article.id, "source": article.source.casefold()}
    if article.published_at is not None:
        fields["published"] = article.published_at.timestamp()
    return fields


def _where(query: Query) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if query.published_after:
        conditions.append({"published": {"$gte": query.published_after.timestamp()}})
    if query.published_before:
        conditions.append({"published": {"$lt": query.published_before.timestamp()}})
    if query.sources:
        conditions.append({"source": {"$in": [name.casefold() for name in query.sources]}})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None
