"""The lexical index: BM25 over passages and their titles, in tantivy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import tantivy

from assistant import seal
from assistant.errors import ArchiveUnwritable, IndexDamaged
from assistant.types import Entry, Query

FOLDER = "lexical"
TITLE_WEIGHT = 0.6
_ANALYZER = "english"
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_HEAP = 50_000_000
_EARLIEST = datetime(1678, 1, 1, tzinfo=UTC)
_LATEST = datetime(2262, 1, 1, tzinfo=UTC)


class LexicalIndex:
    """Passages by BM25 of their words and, with less weight, of their article's title."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        self._index.register_tokenizer(_ANALYZER, _analyzer())
        self._writer: tantivy.IndexWriter | None = None

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open or create the index in ``folder``.

        Raises:
            IndexDamaged: its files cannot be used; they can be rebuilt.
            ArchiveUnwritable: the folder cannot be written.
        """
        target = folder / FOLDER
        try:
            target.mkdir(exist_ok=True)
            index = cls(tantivy.Index(_schema(), path=str(target), reuse=True))
            index._index.reload()
            return index
        except FileExistsError as error:
            raise IndexDamaged(str(error)) from error
        except OSError as error:
            raise ArchiveUnwritable(
                f"the archive folder {folder} cannot be written: {error.strerror or error}"
            ) from error
        except ValueError as error:
            raise IndexDamaged(str(error)) from error

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def replace(self, article_ids: Sequence[str], entries: Sequence[Entry]) -> None:
        """Make the entries of these articles exactly ``entries``, in one atomic commit."""
        try:
            if self._writer is None:
                self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
            for article_id in article_ids:
                self._writer.delete_documents_by_term("article_id", article_id)
            for entry in entries:
                self._writer.add_document(_document(entry))
            self._writer.commit()
            self._index.reload()
        except (OSError, ValueError) as error:
            self._writer = None  # what it had not committed goes with it
            raise ArchiveUnwritable(
                "the lexical index cannot be written; check the disk's space and permissions, "
                "then run the command again: no article is lost"
            ) from error

    def best(self, query: Query, k: int) -> list[tuple[str, float]]:
        """Ids of the ``k`` best passages with their BM25 score, best first."""
        words = self.terms(query.text)
        if not words:
            return []
        clauses = [(tantivy.Occur.Must, self._any_of(words)), *self._filters(query)]
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(clauses), k, count=False)
        return [(str(searcher.doc(place)["id"][0]), score) for score, place in found.hits]

    def count(self) -> int:
        """How many passages it holds."""
        return int(self._index.searcher().num_docs)

    def ids(self) -> set[str]:
        """The ids of all passages that it holds."""
        searcher = self._index.searcher()
        everything = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs))
        return {str(searcher.doc(place)["id"][0]) for _, place in everything.hits}

    def frequency(self, term: str) -> int:
        """In how many passages a term of `terms` stands."""
        return int(self._index.searcher().doc_freq("text", term))

    @staticmethod
    def terms(text: str) -> list[str]:
        """The words of ``text`` as the index has them: folded, stemmed, each once."""
        return list(dict.fromkeys(_analyzer().analyze(" ".join(_WORD.findall(text)))))

    def _any_of(self, words: Sequence[str]) -> tantivy.Query:
        schema = self._index.schema
        text = [tantivy.Query.term_query(schema, "text", word) for word in words]
        title = [
            tantivy.Query.boost_query(tantivy.Query.term_query(schema, "title", word), TITLE_WEIGHT)
            for word in words
        ]
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in text + title])

    def _filters(self, query: Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        schema = self._index.schema
        clauses = []
        if query.published_after or query.published_before:
            between = tantivy.Query.range_query(
                schema,
                "published",
                tantivy.FieldType.Date,
                _in_range(query.published_after),
                _in_range(query.published_before, _LATEST + timedelta(seconds=1)),
                include_lower=True,
                include_upper=query.published_before is None,  # as tantivy wants an open side
            )
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(between, 0.0)))
        if query.sources:
            names = [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, "source", name.casefold()))
                for name in query.sources
            ]
            any_name = tantivy.Query.const_score_query(tantivy.Query.boolean_query(names), 0.0)
            clauses.append((tantivy.Occur.Must, any_name))
        return clauses


def discard(folder: Path) -> None:
    """Delete the files of the lexical index, to rebuild it from the record."""
    seal.discard(folder / FOLDER)


def _analyzer() -> tantivy.TextAnalyzer:
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(80))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stopword("english"))
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("article_id", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("source", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title", tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_text_field("text", tokenizer_name=_ANALYZER, index_option="position")
    builder.add_date_field("published", indexed=True, fast=True)
    return builder.build()


def _document(entry: Entry) -> tantivy.Document:
    article = entry.article
    document = tantivy.Document(
        id=entry.passage.id,
        article_id=article.id,
        source=article.source.casefold(),
        title=article.title,
        text=entry.passage.text,
    )
    if (published := _in_range(article.published_at)) is not None:
        document.add_date("published", published)
    return document


def _in_range(moment: datetime | None, latest: datetime = _LATEST) -> datetime | None:
    """``moment``, or the nearest that tantivy can hold: it counts nanoseconds in 64 bits."""
    return None if moment is None else min(max(moment, _EARLIEST), latest)
