"""The expected evidence of a case, found in the archive: articles, spans and passages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.archive import Archive, article_of, digest
from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.suite import Suite
from assistant.fold import find_words
from assistant.types import Article, Passage

_SHOWN = 90  # characters of a text that a message shows


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where evidence stands; without ``span`` it is the whole article.

    ``passages`` are the ids of those that hold the span, or half of it, or are half inside it;
    where none does, of those that hold most of it.
    """

    article_id: str
    span: tuple[int, int] | None = None
    passages: frozenset[str] = frozenset()


Gold = tuple[Spot, ...]
"""One piece of evidence that is needed: any of these places."""


class Library:
    """The articles of an archive by what a suite may call them: id, address or title.

    ``hash`` is SHA-256 over the ids and texts of all articles, in hexadecimal digits.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ids: set[str] = set()
        self._by_name: dict[str, list[str]] = {}
        marks = []
        for article in archive.articles():
            self._ids.add(article.id)
            marks.append(f"{article.id} {digest(article)}")
            for name in {article.url, article.title} - {None}:
                self._by_name.setdefault(str(name), []).append(article.id)
        self.hash = hashlib.sha256("\n".join(sorted(marks)).encode()).hexdigest()

    def golds(self, case: Case, place: str) -> tuple[Gold, ...]:
        """The evidence of a case, in its order.

        Raises:
            SuiteError: an article, a passage, a quote or a span is not there.
        """
        try:
            return tuple(self._gold(each) for each in case.evidence)
        except SuiteError as error:
            raise SuiteError(f"case {case.id}: {error.reason}", place) from None

    def _gold(self, evidence: Evidence) -> Gold:
        return tuple(self._spot(each) for each in evidence.any or (evidence,))

    def _spot(self, evidence: Evidence) -> Spot:
        if evidence.passage is not None:
            return self._passage(evidence)
        article = self._article(str(evidence.article))
        span = None
        if evidence.quote is not None:
            span = _quoted(evidence.quote, article)
        elif evidence.start is not None and evidence.end is not None:
            span = evidence.start, evidence.end
            if evidence.end > len(article.text):
                raise SuiteError(
                    f"the span {span[0]} to {span[1]} ends outside the text of "
                    f"{article.title!r}, which has {len(article.text)} characters"
                )
        if span is None:
            return Spot(article.id)
        return Spot(article.id, span, _holding(self._archive.passages_of(article.id), span))

    def _passage(self, evidence: Evidence) -> Spot:
        name = str(evidence.passage)
        article_id = article_of(name)
        for passage in self._archive.passages_of(article_id) if article_id in self._ids else ():
            if passage.id == name:
                span = passage.start, passage.end
                if evidence.quote is not None:
                    span = _quoted(evidence.quote, self._archive.article(article_id), span)
                return Spot(article_id, span, frozenset([name]))
        raise SuiteError(f"the archive has no passage {name!r}")

    def _article(self, name: str) -> Article:
        found = [name] if name in self._ids else self._by_name.get(name, [])
        if len(found) == 1:
            return self._archive.article(found[0])
        if found:
            raise SuiteError(f"{len(found)} articles are called {name!r}; name one by its id")
        near = max(self._by_name, key=lambda known: fuzz.ratio(known, name), default=None)
        close = near is not None and fuzz.ratio(near, name) >= 60
        hint = f"; the nearest is {near!r}" if close else ""
        raise SuiteError(f"the archive has no article {name!r}{hint}")


def relevance(spots: Iterable[Spot], level: str) -> Mapping[str, int]:
    """Qrels: 1 for each article, or each passage, that the evidence is in."""
    if level == "article":
        return {spot.article_id: 1 for spot in spots}
    return {name: 1 for spot in spots for name in spot.passages}


def is_placed(evidence: Evidence) -> bool:
    """Whether evidence is more exact than a whole article, in each place that it names."""
    if evidence.any:
        return all(map(is_placed, evidence.any))
    return any(value is not None for value in (evidence.passage, evidence.quote, evidence.start))


def check_evidence(suite: Suite, library: Library) -> dict[str, tuple[Gold, ...]]:
    """The evidence of every case of a suite, by the case's id.

    Raises:
        SuiteError: as `Library.golds`.
    """
    return {case.id: library.golds(case, suite.place(case.id)) for case in suite.cases}


def shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How many characters two spans have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _holding(passages: Sequence[Passage], span: tuple[int, int]) -> frozenset[str]:
    found = [p.id for p in passages if _holds(p, span)]
    if not found:  # white space between passages can be most of a short span that crosses it
        reach = {p.id: shared((p.start, p.end), span) for p in passages}
        found = [name for name, common in reach.items() if common and common == max(reach.values())]
    return frozenset(found)


def _holds(passage: Passage, span: tuple[int, int]) -> bool:
    own = passage.start, passage.end
    return 2 * shared(own, span) >= min(own[1] - own[0], span[1] - span[0])


def _quoted(quote: str, article: Article, within: tuple[int, int] | None = None) -> tuple[int, int]:
    start, end = within or (0, len(article.text))
    found = find_words(quote, article.text, start, end)
    if found is not None:
        return found
    near = fuzz.partial_ratio_alignment(quote, article.text[start:end])
    text = article.text[start:end][near.dest_start : near.dest_end] if near else ""
    raise SuiteError(
        f"the quote “{_short(quote)}” is not in {article.title!r}; the nearest text is "
        f"“{_short(text)}”"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
