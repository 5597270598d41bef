"""Limits a search to one language, by way of the record: the indexes know nothing of languages."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.archive import Archive, article_of
from assistant.languages import asked_for
from assistant.lexical import LexicalIndex
from assistant.types import Query

Ranking = list[tuple[str, float]]

# Articles whose passages are few enough to be named to the indexes one by one. Measured over 17,183
# passages: fifty among a thousand named ones take 7 ms, the first ten thousand of all take 37 ms.
_FEW = 200
_MORE = 1.5  # times as deep as the share of the language asks for, so that once mostly suffices


@dataclass(frozen=True, slots=True)
class Sieve:
    """Passages of these articles are taken out of a ranking; ``share`` of all articles stay."""

    others: frozenset[str] = frozenset()
    share: float = 1.0

    def best(self, find: Callable[[int], Ranking], depth: int) -> Ranking:
        """The ``depth`` best that stay, of the ranking whose first n passages ``find`` gives."""
        if not self.others:
            return find(depth)
        reach = math.ceil(depth / self.share * _MORE)
        while True:
            found = find(reach)
            kept = [each for each in found if article_of(each[0]) not in self.others]
            if len(kept) >= depth or len(found) < reach:
                return kept[:depth]
            reach *= 4


_ALL = Sieve()


class LanguageFilter:
    """What of an archive a search in one language sees; looked up again once it has changed."""

    def __init__(self, archive: Archive, words: LexicalIndex) -> None:
        self._archive = archive
        self._words = words
        self._known: dict[str, tuple[int, frozenset[str], int]] = {}

    def applied(self, query: Query) -> tuple[Query, Sieve]:
        """The query limited to the passages that it may find, or what to take out of its rankings.

        Raises:
            UsageError: the query's language is none.
        """
        if query.language is None:
            return query, _ALL
        others, total = self._others(asked_for(query.language))
        if not others:
            return query, _ALL
        if query.within is None and total - len(others) <= _FEW:
            query = replace(query, within=self._archive.passage_ids_without(others))
        if query.within is not None:
            within = tuple(each for each in query.within if article_of(each) not in others)
            return replace(query, within=within), _ALL
        return query, Sieve(others, (total - len(others)) / total)

    def _others(self, language: str) -> tuple[frozenset[str], int]:
        """The articles in other languages, and how many there are in all."""
        changes = self._words.changes
        held = self._known.get(language)
        if held is None or held[0] != changes:
            others = self._archive.in_other_languages(language)
            held = changes, others, self._archive.count()[0]
            # What was known of the archive before its change is of no more use.
            self._known = {k: v for k, v in self._known.items() if v[0] == changes}
            self._known[language] = held
        return held[1], held[2]
