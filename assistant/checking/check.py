"""A message checked against the archive: what it has for and against each of its claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assistant.archive import Archive, story_of
from assistant.checking.alike import is_same
from assistant.checking.claims import claims
from assistant.checking.disputes import disputed
from assistant.checking.meant import Meant, meant
from assistant.checking.sources import Source, sources
from assistant.checking.taken_apart import Terms
from assistant.checking.values import Bearing, Checked, CheckedClaim, Finding, Verdict, Why
from assistant.checking.weighing import Weighed, weigh
from assistant.citations import Bibliography
from assistant.lexical import LexicalIndex
from assistant.rerank import Searcher
from assistant.types import Citation, Entry, Hit, Query

MOST_CLAIMS = 10
"""Of one message; more are counted and left."""

_PASSAGES = 16
_MOST: dict[Bearing, int] = {"for": 3, "against": 5, "about": 1}
_MOST_DISPUTES = 3  # of those against it, shown before other numbers and names
_DISPUTES: frozenset[Why] = frozenset(("denies it", "disputes it", "doubts it"))


class Checker:
    """Finds what an archive says for and against the claims of a message."""

    def __init__(self, archive: Archive, searcher: Searcher, words: LexicalIndex) -> None:
        self._archive = archive
        self._searcher = searcher
        self._terms = Terms(words.terms, words.frequency, words.written)

    def check(self, text: str, within: Query) -> Checked:
        """The claims of ``text`` with what was found on each; ``within`` has the filters."""
        found = claims(text)
        cited = Bibliography()
        checked = [
            self._checked(each, within, cited) for each in meant(found[:MOST_CLAIMS], self._terms)
        ]
        return Checked(text, tuple(checked), max(0, len(found) - MOST_CLAIMS))

    def _checked(self, claim: Meant, within: Query, cited: Bibliography) -> CheckedClaim:
        hits = self._hits(claim, within)
        found = self._weighed(claim, sources(claim, self._entries(hits), self._terms))
        copies = {hit.passage.id: hit.copies for hit in hits}
        findings = [f for each in _chosen(found) if (f := _finding(each, copies, cited))]
        return CheckedClaim(claim.claim, tuple(findings), _verdict(findings))

    def _hits(self, claim: Meant, within: Query) -> list[Hit]:
        """The passages nearest to the claim; of one that quotes, those with the quotations."""
        hits: list[Hit] = []
        if claim.quotes:
            quoting = " ".join(f"“{quote}”" for quote in claim.quotes)
            hits = self._searcher.search(replace(within, text=quoting), _PASSAGES)
        return hits or self._searcher.search(replace(within, text=claim.query), _PASSAGES)

    def _weighed(self, claim: Meant, read: Sequence[Source]) -> list[_Found]:
        found = []
        for source in read:
            weighed = weigh(claim, source, self._terms)
            if weighed is None or weighed.bearing == "about":
                bears = disputed(claim, source, self._terms)
                if bears:
                    weighed = Weighed(*bears, weighed.share if weighed else 0.0)
            if weighed:
                found.append(_Found(source, weighed))
        return found

    def _entries(self, hits: Sequence[Hit]) -> list[Entry]:
        passages = [hit.passage for hit in hits]
        articles = self._archive.articles_by_id(each.article_id for each in passages)
        said = self._archive.ledger.of_articles(articles)
        return [Entry(p, articles[p.article_id], said.get(p.article_id)) for p in passages]


@dataclass(slots=True)
class _Found:
    """A sentence that bears on a claim, with those that say the same in other articles."""

    source: Source
    weighed: Weighed
    same: list[Source] = field(default_factory=list)


def _chosen(found: Iterable[_Found]) -> list[_Found]:
    """The surest for and against, each told once; where there are none, what is nearest."""
    distinct: list[_Found] = []
    for each in sorted(found, key=lambda one: -one.weighed.share):
        twin = next((one for one in distinct if _tells_the_same(one, each)), None)
        if twin is None:
            distinct.append(each)
        else:
            twin.same.append(each.source)
    bearings: tuple[Bearing, ...] = ("for", "against")
    chosen = [each for bearing in bearings for each in _most(distinct, bearing)]
    return chosen or _most(distinct, "about")


def _most(found: Iterable[_Found], bearing: Bearing) -> list[_Found]:
    those = [each for each in found if each.weighed.bearing == bearing]
    disputes = [each for each in those if each.weighed.why in _DISPUTES]
    rest = [each for each in those if each.weighed.why not in _DISPUTES]
    return [*disputes[:_MOST_DISPUTES], *rest, *disputes[_MOST_DISPUTES:]][: _MOST[bearing]]


def _tells_the_same(one: _Found, other: _Found) -> bool:
    return one.weighed.bearing == other.weighed.bearing and is_same(one.source, other.source)


def _finding(
    found: _Found, copies: dict[str, tuple[str, ...]], cited: Bibliography
) -> Finding | None:
    """The finding with its citation; None where nothing may be cited for it."""
    source = found.source
    citation = cited.cite(source.text, source.entry)
    if citation is None or not (citation.start <= source.start and source.end <= citation.end):
        return None
    return Finding(_counted(citation, found, copies), found.weighed.bearing, found.weighed.why)


def _counted(citation: Citation, found: _Found, copies: dict[str, tuple[str, ...]]) -> Citation:
    """The citation with the number of articles and origins that print the sentence."""
    told = [found.source, *found.same]
    articles = {each.entry.article.id for each in told}
    articles |= {copy for each in told for copy in copies.get(each.entry.passage.id, ())}
    stories = {story_of(each.entry.article) for each in told}
    return replace(citation, articles=len(articles), origins=len(stories))


def _verdict(findings: Sequence[Finding]) -> Verdict:
    bearings = {each.bearing for each in findings}
    if "for" in bearings:
        return "disputed" if "against" in bearings else "supported"
    return "contradicted" if "against" in bearings else "not_found"
