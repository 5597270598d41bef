"""What the ledger has on a topic that is new: in articles that came after a given moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from rapidfuzz import fuzz

from assistant.arrivals import Arrived
from assistant.fold import words
from assistant.indexer import Indexer
from assistant.instructions import without_instructions
from assistant.ledger import Recorded, Wanted, person_of
from assistant.nearness import Nearness
from assistant.origins import ALIKE, Told, together
from assistant.question import content_words
from assistant.shifts import departed_from
from assistant.statement_tools import reach
from assistant.types import Article, Query

_MOST = 200  # statements by words, as in any search for statements
_EARLIER = 100  # of one speaker
# Papers print a wire story within days.
_COPIED = timedelta(days=14)
_FEWEST = 3  # words of a statement that only asserts; fewer tell nothing by themselves


@dataclass(frozen=True, slots=True)
class News:
    """A new statement with its copies, and the one ``before`` it that its speaker departs from."""

    told: Told
    before: Recorded | None = None


class NewsSearch:
    """Looks for new statements in one archive; `Arrivals` tells what is new.

    What is read again, indexed again or kept through a change of its article is not.
    """

    def __init__(self, indexer: Indexer) -> None:
        self._indexer = indexer
        self._archive = indexer.archive

    def find(self, about: str, arrived: Arrived, within: Query) -> list[News]:
        """The new statements about something: those with its words first, each newest first.

        Those follow that stand in passages which have its words or are about it in other words.
        What a paper prints that another one had before is not new. ``within`` has the filters.
        """
        changed = self._archive.arrivals.changed(arrived)
        if not changed:
            return []
        wanted = Wanted(
            about=about,
            after=within.published_after,
            before=within.published_before,
            sources=within.sources,
            arrived=arrived,
            language=within.language,
        )
        fresh = self._fresh(self._matching(wanted, changed), changed)
        earlier = self._earlier(fresh, changed)
        known = {each.statement.id for each in earlier}
        groups = [
            told
            for told in together([*fresh, *earlier])
            if not any(each.statement.id in known for each in (told.first, *told.also))
        ]
        on_it = self._archive.ledger.find(replace(wanted, arrived=None, after=None), _MOST)
        of = {
            speaker: self._by(speaker, on_it)
            for speaker in {told.first.statement.speaker for told in groups if _is_known(told)}
        }
        return [
            News(told, departed_from(told.first, of.get(told.first.statement.speaker, ())))
            for told in groups
        ]

    def _matching(self, wanted: Wanted, changed: Iterable[str]) -> list[Recorded]:
        """Those with the words, then those in the passages about it."""
        ledger = self._archive.ledger
        nearness = self._nearness(wanted.about, changed)
        found = [each for each in ledger.find(wanted, _MOST) if nearness.is_touched_by(each)]
        known = {each.statement.id for each in found}
        for article_id in nearness.articles:
            here = replace(wanted, about="", article_id=article_id)
            found += [
                each
                for each in ledger.find(here, None)
                if each.statement.id not in known and nearness.holds(each)
            ]
        return found

    def _nearness(self, about: str, changed: Iterable[str]) -> Nearness:
        index = self._indexer
        cut = [passage for name in changed for passage in self._archive.passages_of(name)]
        vector = index.embedder.embed([about])[0]
        near = dict(index.dense.cosines(vector, [each.id for each in cut]))
        return Nearness(about, cut, near, index.words.terms)

    def _fresh(
        self, found: Sequence[Recorded], changed: Mapping[str, frozenset[int]]
    ) -> list[Recorded]:
        """Those that tell something, and did not stand in an earlier version of their article."""
        articles = self._archive.articles_by_id(each.statement.article_id for each in found)
        earlier = {
            name: [
                each
                for each in self._archive.earlier_versions(name)
                if each.version not in changed.get(name, ())
            ]
            for name in articles
        }
        return [
            each
            for each in found
            if each.statement.article_id in articles  # it may have been removed meanwhile
            and _tells(each, articles[each.statement.article_id])
            and not any(_stood_in(each, version) for version in earlier[each.statement.article_id])
        ]

    def _earlier(
        self, fresh: Sequence[Recorded], changed: Mapping[str, frozenset[int]]
    ) -> list[Recorded]:
        """What may be an earlier print of these: in copies of their articles, by their speakers."""
        ledger = self._archive.ledger
        found: dict[str, Recorded] = {}
        of = self._archive.articles_by_id({each.statement.article_id for each in fresh})
        for copies in self._archive.copies(of.values()).values():
            for copy in copies:
                if copy.id not in changed:
                    asked = Wanted(article_id=copy.id)
                    found.update((e.statement.id, e) for e in ledger.find(asked, None))
        for speaker, said in _by_speaker(fresh).items():
            days = [each.published_at for each in said if each.published_at]
            asked = Wanted(speaker=speaker)
            if len(days) == len(said):
                asked = replace(asked, after=min(days) - _COPIED, before=max(days) + _COPIED)
            found.update(
                (each.statement.id, each)
                for each in ledger.find(asked, _EARLIER)
                if each.statement.article_id not in changed
            )
        return list(found.values())

    def _by(self, speaker: str, about: Sequence[Recorded]) -> list[Recorded]:
        """What else a speaker says: the last of it, and all ``about`` the topic."""
        ledger = self._archive.ledger
        person, last_name = person_of(speaker)
        known = ledger.namesakes(last_name)
        names = {person, *([last_name, *known] if len(known) == 1 else [])}
        return [
            each
            for each in (*about, *ledger.find(Wanted(speaker=speaker), _EARLIER))
            if each.statement.named and _is_one(speaker, each.statement.speaker, names)
        ]


def _is_known(told: Told) -> bool:
    """Whether the speaker can be told apart: "the ministry" is another one in every country."""
    said = told.first.statement
    return said.named and any(c.isupper() for c in said.speaker)


def _is_one(speaker: str, other: str, names: Collection[str]) -> bool:
    """Whether two names are of one person or body: the same, or "Kestrovia's defence ministry" for
    "the defence ministry of Kestrovia"."""
    return person_of(other)[0] in names or sorted(content_words(speaker)) == sorted(
        content_words(other)
    )


def _by_speaker(found: Iterable[Recorded]) -> dict[str, list[Recorded]]:
    speakers: dict[str, list[Recorded]] = {}
    for each in found:
        if each.statement.speaker:
            speakers.setdefault(each.statement.speaker, []).append(each)
    return speakers


def _tells(recorded: Recorded, article: Article) -> bool:
    """Whether a reader learns who says what; an order to a language model tells nothing."""
    said = recorded.statement
    start, end = reach(said)
    if (
        not said.speaker
        or without_instructions(article.text, start, end) != article.text[start:end]
    ):
        return False
    return said.stance != "asserts" or len(words(said.content)) >= _FEWEST


def _stood_in(recorded: Recorded, version: Article) -> bool:
    """Whether the statement, or one that is nearly it and means the same, stood in this version."""
    said = recorded.statement
    if said.content in version.text:
        return True
    place = fuzz.partial_ratio_alignment(said.content, version.text, score_cutoff=ALIKE)
    if place is None:
        return False
    text = version.text[place.dest_start : place.dest_end]
    # Of another article, as `together` takes no two statements of one.
    stood = replace(
        recorded, statement=replace(said, id="", article_id=f"{said.article_id}/", content=text)
    )
    return len(together([recorded, stood])) == 1
