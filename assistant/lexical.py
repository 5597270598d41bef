"""The lexical index: BM25 over passages, their titles, sources and dates, in tantivy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Self

import tantivy

from assistant import seal
from assistant.abbreviations import undotted
from assistant.errors import ArchiveUnwritable, IndexDamaged
from assistant.fields import (
    CASED,
    ENGLISH,
    LATEST,
    PLAIN,
    analyzer,
    document,
    in_range,
    prefix,
    register,
    schema,
)
from assistant.fold import fold
from assistant.forms import AMBIGUOUS, Form, forms
from assistant.numbers import numbers
from assistant.types import Entry, Query
from assistant.wording import quoted

FOLDER = "lexical"
# Chosen on the even-numbered questions of the development data, to a tenth.
TITLE_WEIGHT = 0.9
ABOUT_WEIGHT = 0.2  # of the words for source and date
_WORD = re.compile(r"\w+(?:['’.]\w+)*")
_HEAP = 50_000_000
_FORMS = 3  # long forms of one abbreviation, or abbreviations of one long form


class LexicalIndex:
    """Passages by BM25 of their words and, with less weight, of their title, source and date."""

    def __init__(self, index: tantivy.Index) -> None:
        self._index = index
        register(self._index)
        self._writer: tantivy.IndexWriter | None = None
        self.changes = 0
        """How often it was written to since it was opened, for those who remember its words."""

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
            index = cls(tantivy.Index(schema(), path=str(target), reuse=True))
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
                self._writer.add_document(document(entry))
            self._writer.commit()
            self._index.reload()
            self.changes += 1
        except (OSError, ValueError) as error:
            self._writer = None  # what it had not committed goes with it
            raise ArchiveUnwritable(
                "the lexical index cannot be written; check the disk's space and permissions, "
                "then run the command again: no article is lost"
            ) from error

    def best(self, query: Query, k: int) -> list[tuple[str, float]]:
        """Ids of the ``k`` best passages with their BM25 score, best first."""
        should = self._meant(query.text)
        must = [self._phrase(phrase) for phrase in quoted(query.text)]
        if not should and not must:
            return []
        clauses = [(tantivy.Occur.Must, phrase) for phrase in must]
        if should:
            any_word = tantivy.Query.boolean_query([(tantivy.Occur.Should, q) for q in should])
            clauses.append((tantivy.Occur.Should if must else tantivy.Occur.Must, any_word))
        searcher = self._index.searcher()
        whole = tantivy.Query.boolean_query([*clauses, *self._filters(query)])
        found = searcher.search(whole, k, count=False)
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

    def occurrences(self, word: str, field: str = "words") -> int:
        """In how many passages a word stands; in "capitals", written with these capitals."""
        name = CASED if field == "capitals" else PLAIN
        found = analyzer(name).analyze(word)
        searcher = self._index.searcher()
        return min((int(searcher.doc_freq(field, term)) for term in found), default=0)

    def vocabulary(self, beginning: str, field: str = "words") -> list[tuple[str, int]]:
        """The words that begin so, folded, with the number of passages in which each stands."""
        return list(self._index.searcher().terms_with_prefix(field, beginning))

    def written(self, word: str) -> str:
        """A folded word with the capitals that most passages give it; without accents."""
        least = self.occurrences(word) / 2
        for form in (word.capitalize(), word.upper()):
            if self.occurrences(form, "capitals") > least:
                return form
        for form, passages in self.vocabulary(word[:2].capitalize(), "capitals"):
            if passages > least and form.lower() == word:
                return form
        return word

    @staticmethod
    def terms(text: str) -> list[str]:
        """The words of ``text`` as the index has them: folded, stemmed, each once."""
        joined = " ".join(_WORD.findall(undotted(text)))
        return list(dict.fromkeys(analyzer(ENGLISH).analyze(joined)))

    def _meant(self, text: str) -> list[tantivy.Query]:
        """One query for each word, number and abbreviation of ``text``."""
        found, rest = forms(text, self._long_forms, self._short_forms)
        counted = numbers(rest)
        return [
            *(part for word in self.terms(counted.rest) for part in self._word(word)),
            *(part for value in counted.values for part in self._number(value)),
            *(self._form(form) for form in found),
        ]

    def _word(self, word: str) -> list[tantivy.Query]:
        return [
            self._term("text", word),
            self._term("title", word, TITLE_WEIGHT),
            self._term("about", word, ABOUT_WEIGHT),
        ]

    def _number(self, value: str) -> list[tantivy.Query]:
        as_digits = [self._term("text", value)] if value.isdigit() else []  # "RX-7741" has 7741
        either = tantivy.Query.disjunction_max_query([self._term("number", value), *as_digits])
        return [either, self._term("about", value, ABOUT_WEIGHT)]

    def _form(self, form: Form) -> tantivy.Query:
        """Whatever says the same counts once."""
        if form.short:
            others = [self._phrase(long) for long in form.others]
            if fold(form.typed) in AMBIGUOUS:
                typed = [self._term("capitals", form.typed)]
            else:
                typed = [part for word in self.terms(form.typed) for part in self._word(word)]
        else:
            others = [self._term("capitals", short) for short in form.others]
            typed = [part for word in self.terms(form.typed) for part in self._word(word)]
        as_typed = tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in typed])
        return tantivy.Query.disjunction_max_query([as_typed, *others])

    def _phrase(self, phrase: str) -> tantivy.Query:
        """Its words, one after the other, in the text or in the title."""
        words = analyzer(PLAIN).analyze(undotted(phrase))
        if not words:
            return tantivy.Query.empty_query()
        if len(words) == 1:
            return self._term("words", words[0])
        return tantivy.Query.phrase_query(self._index.schema, "words", list(words))

    def _term(self, field: str, term: str, weight: float = 1.0) -> tantivy.Query:
        found = tantivy.Query.term_query(self._index.schema, field, term)
        return found if weight == 1.0 else tantivy.Query.boost_query(found, weight)

    def _long_forms(self, short: str) -> list[str]:
        return self._others("short", short)

    def _short_forms(self, long: str) -> list[str]:
        return self._others("long", long)

    def _others(self, field: str, form: str) -> list[str]:
        """The other forms of an abbreviation or a long form, those of most passages first."""
        start = prefix(form)
        found = self._index.searcher().terms_with_prefix(field, start)
        common = sorted(found, key=lambda item: -item[1])[:_FORMS]
        return [term.removeprefix(start) for term, _ in common]

    def _filters(self, query: Query) -> list[tuple[tantivy.Occur, tantivy.Query]]:
        schema = self._index.schema
        clauses = []
        if query.published_after or query.published_before:
            between = tantivy.Query.range_query(
                schema,
                "published",
                tantivy.FieldType.Date,
                query.published_after and in_range(query.published_after),
                query.published_before
                and in_range(query.published_before, LATEST + timedelta(seconds=1)),
                include_lower=True,
                include_upper=query.published_before is None,  # as tantivy wants an open side
            )
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(between, 0.0)))
        if query.sources:
            clauses.append(self._has("source", [name.casefold() for name in query.sources]))
        if query.within is not None:
            clauses.append(self._has("id", query.within))
        return clauses

    def _has(self, field: str, terms: Sequence[str]) -> tuple[tantivy.Occur, tantivy.Query]:
        any_of = [(tantivy.Occur.Should, self._term(field, term)) for term in terms]
        held = tantivy.Query.boolean_query(any_of)
        return tantivy.Occur.Must, tantivy.Query.const_score_query(held, 0.0)


def discard(folder: Path) -> None:
    """Delete the files of the lexical index, to rebuild it from the record."""
    seal.discard(folder / FOLDER)
