"""Query to hits: dense and lexical search, fused, with the copies of a story told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.archive import Archive, article_of, story_of
from assistant.copies import is_copy, prints
from assistant.embed import Embedder
from assistant.filters import check_range, check_sources, narrowed
from assistant.fusion import fuse
from assistant.index import DenseIndex
from assistant.language_filter import LanguageFilter, Sieve
from assistant.languages import asked_for
from assistant.lexical import LexicalIndex
from assistant.neighbours import Span
from assistant.present import freshness
from assistant.spelling import Speller
from assistant.types import Article, Entry, Hit, Passage, Query
from assistant.wording import Wording, quoted

# How many passages of each ranking are fused.
_DEPTH = 50
# What being of the present adds to a score from 0 to 1, and in how many days it falls to a third.
# Chosen on the even-numbered development questions, where hit@1 rose from 0.69 to 0.75; weights up
# to 0.2 and times from 270 to 500 days gave the same to 0.02.
_FRESH = 0.1
_DAYS = 365.0
# How many of the passages that hold a quoted phrase are ranked.
_QUOTING = 500


class Retriever:
    """Finds the passages of an archive for a query."""

    def __init__(
        self, archive: Archive, embedder: Embedder, dense: DenseIndex, words: LexicalIndex
    ) -> None:
        self._archive = archive
        self._embedder = embedder
        self._dense = dense
        self._words = words
        self._speller = Speller(words, embedder)
        self._languages = LanguageFilter(archive, words)
        self._newest: tuple[int, datetime | None] = (-1, None)

    def check(self, query: Query) -> None:
        """Refuse filters that cannot be meant.

        Raises:
            UnknownSource: the archive has no such source.
            QuestionError: a range of dates ends before it begins.
            UsageError: the language is none.
        """
        if query.language is not None:
            asked_for(query.language)
        if query.sources:
            check_sources(self._archive.sources(), query.sources)
        check_range(query.published_after, query.published_before)
        if query.period:
            check_range(query.period.after, query.period.before, query.period.words)

    def taken_as(self, text: str) -> Wording:
        """How a search for ``text`` understands it: spellings mended, quoted phrases kept."""
        mended, notes = self._speller.mended(text)
        return Wording(mended, notes, quoted(text))

    def search(self, query: Query, k: int) -> list[Hit]:
        """The ``k`` best passages, best first; fewer where the filters leave fewer.

        Only what was published within the query's period is searched, if it has one. A passage
        that near copies of its article print as well is one hit, the others are its ``copies``.
        """
        if query.speaker is not None and query.within is None:
            query = replace(query, within=self._archive.ledger.passages_by(query.speaker))
        query, sieve = self._languages.applied(narrowed(query))
        query = self._settled(query)
        if query.within == ():
            return []
        wording = self.taken_as(query.text)
        fused = self._ranked(replace(query, text=wording.text), sieve, max(_DEPTH, k))
        kept = self._distinct(fused, k)
        copies = self._archive.copies(each.entry.article for each in kept)
        return [
            Hit(
                passage=each.entry.passage,
                score=each.score,
                rank=rank,
                retriever="hybrid",
                copies=each.printed_by(copies.get(each.entry.article.id, ())),
            )
            for rank, each in enumerate(kept, start=1)
        ]

    def joined(self, hit: Hit, n: int = 1) -> Passage:
        """The passage of a hit with ``n`` more on each side, to read it in its context."""
        return self._archive.joined(hit.passage, n)

    def _settled(self, query: Query) -> Query:
        """The query with fewer passages to choose from in place of dates and sources.

        Chroma is slow where it is given both: of 17,183 passages, to look for those of a date among
        2,000 took it ten seconds.
        """
        limits = query.published_after or query.published_before or query.sources
        if query.within is None or not limits:
            return query
        passing = self._archive.passing(map(article_of, query.within), query)
        within = tuple(each for each in query.within if article_of(each) in passing)
        return replace(
            query, within=within, published_after=None, published_before=None, sources=()
        )

    def _ranked(self, query: Query, sieve: Sieve, depth: int) -> list[tuple[str, float]]:
        vector = self._embedder.embed([self._within_limit(query.text)])[0]
        if quoted(query.text):
            by_words = sieve.best(lambda n: self._words.best(query, n), _QUOTING)
            by_meaning = self._dense.cosines(vector, [found for found, _ in by_words])
        else:
            by_words = sieve.best(lambda n: self._words.best(query, n), depth)
            by_meaning = sieve.best(lambda n: self._dense.nearest(vector, query, n), depth)
        fused = fuse(by_meaning, by_words)
        return self._new_first(fused, query.present) if query.present else fused

    def _new_first(
        self, ranked: Sequence[tuple[str, float]], present: datetime
    ) -> list[tuple[str, float]]:
        """The ranking with the fresh ahead; an archive that ends before the present is read at its
        end."""
        spans = {found: Span.read(found) for found, _ in ranked}
        article = {found: span.article_id for found, span in spans.items() if span}
        published = self._archive.published(article.values())
        moment = min(present, self._newest_article() or present)
        scored = [
            (
                found,
                score + _FRESH * freshness(published.get(article.get(found, "")), moment, _DAYS),
            )
            for found, score in ranked
        ]
        return sorted(scored, key=lambda pair: -pair[1])

    def _newest_article(self) -> datetime | None:
        """When the newest article was published, looked up again once the archive has changed."""
        changes = self._words.changes
        if self._newest[0] != changes:
            self._newest = changes, self._archive.dates()[1]
        return self._newest[1]

    def _distinct(self, ranked: Sequence[tuple[str, float]], k: int) -> list[_Found]:
        """The ``k`` best that the record has, each story's passage once."""
        kept: list[_Found] = []
        step = max(10, 2 * k)
        for first in range(0, len(ranked), step):
            part = ranked[first : first + step]
            entries = self._archive.entries_by_id(found for found, _ in part)
            for found, score in part:
                if found not in entries:
                    continue
                entry = entries[found]
                twin = _twin(entry, kept)
                if twin is not None:
                    twin.copies.append(entry.article.id)
                elif len(kept) < k:
                    kept.append(_Found(entry, score, []))
            if len(kept) >= k:
                break
        return kept

    def _within_limit(self, text: str) -> str:
        starts = self._embedder.piece_starts(text)
        limit = self._embedder.max_pieces
        return text if len(starts) <= limit else text[: starts[limit]]


@dataclass(slots=True)
class _Found:
    """A passage on its way to a hit, with the articles whose copy of it was left out."""

    entry: Entry
    score: float
    copies: list[str]

    def printed_by(self, others: Sequence[Article]) -> tuple[str, ...]:
        """The ids of those near copies of the article that print the passage."""
        passage = self.entry.passage
        return tuple(a.id for a in others if a.id in self.copies or prints(a, passage))


def _twin(entry: Entry, kept: Sequence[_Found]) -> _Found | None:
    story = story_of(entry.article)
    for found in kept:
        of = found.entry
        if (
            of.article.id != entry.article.id
            and story_of(of.article) == story
            and is_copy(entry.passage, of.passage, of.article)
        ):
            return found
    return None
