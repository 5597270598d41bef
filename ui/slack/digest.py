"""What a channel is told of its topic: the new statements, the most telling first, as citations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.ledger import Recorded
from assistant.news import News, NewsSearch
from assistant.origins import Told
from assistant.sentences import sentence_spans
from assistant.statement_tools import reach
from assistant.types import Article, Citation, Passage, Query, Span
from ui.slack.topics import Topic

SHOWN = 5
_LONGEST = 700  # characters of the sentences around a statement; beyond them it stands alone


@dataclass(frozen=True, slots=True)
class Item:
    """A new statement, in its sentence; ``before`` is what its speaker departs from, if that is
    known."""

    citation: Citation
    before: Citation | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """At most `SHOWN` of the statements that are new on a topic; there are ``more`` of them."""

    topic: Topic
    items: tuple[Item, ...]
    more: int = 0


def digest_of(
    assistant: Assistant, topic: Topic, until: int, limits: Mapping[str, Any] | None = None
) -> Digest | None:
    """What came after the topic's cursor, up to the arrival ``until``; None where nothing did.

    ``limits`` are the filters of the channel, as `Assistant.stream` takes them.
    """
    wording = assistant.parts.retriever.taken_as(topic.text).text
    within = _query(wording, limits or {})
    found = NewsSearch(assistant.indexer).find(wording, (topic.cursor, until), within)
    quotes = _Quotes(assistant.archive, found)
    items: list[Item] = []
    for each in _most_telling_first(found):
        citation = quotes.cite(each.told, len(items) + 1)
        if not any(_overlap(citation, shown.citation) for shown in items):
            before = quotes.cite(Told(each.before), len(items) + 1) if each.before else None
            items.append(Item(citation, before))
    if not items:
        return None
    return Digest(topic, tuple(items[:SHOWN]), len(items) - len(items[:SHOWN]))


def _query(wording: str, limits: Mapping[str, Any]) -> Query:
    return Query(
        wording,
        published_after=limits.get("after"),
        published_before=limits.get("before"),
        sources=tuple(limits.get("sources") or ()),
        language=limits.get("language"),
    )


def _most_telling_first(found: Sequence[News]) -> list[News]:
    """Changed positions first; then each speaker once before anybody twice, sources without a name
    behind the others, and who takes a stance before who only says something."""
    turns: Counter[str] = Counter()
    ranked = []
    for place, each in enumerate(found):
        said = each.told.first.statement
        turn = turns[said.speaker]
        turns[said.speaker] += 1
        rank = (each.before is None, turn, not said.named, said.stance == "asserts", place)
        ranked.append((rank, each))
    return [each for _, each in sorted(ranked, key=lambda pair: pair[0])]


class _Quotes:
    """Cuts the sentences of statements out of their articles."""

    def __init__(self, archive: Archive, found: Sequence[News]) -> None:
        self._archive = archive
        every = [each.told.first for each in found] + [e.before for e in found if e.before]
        self._articles = archive.articles_by_id(each.statement.article_id for each in every)
        self._sentences: dict[str, list[Span]] = {}
        self._passages: dict[str, list[Passage]] = {}

    def cite(self, told: Told, number: int) -> Citation:
        recorded = told.first
        said = recorded.statement
        start, end = self._sentence(recorded)
        return Citation(
            number=number,
            article_id=said.article_id,
            passage_id=self._passage(said.article_id, start, end),
            quote=self._articles[said.article_id].text[start:end],
            start=start,
            end=end,
            title=recorded.title,
            source=recorded.source,
            url=recorded.url,
            published_at=recorded.published_at,
            speaker=said.speaker,
            role=said.role,
            named=said.named,
            stance=said.stance,
            articles=told.articles,
            origins=told.origins,
        )

    def _sentence(self, recorded: Recorded) -> Span:
        """The whole sentences of a statement with its speaker; of very long ones only itself."""
        said = recorded.statement
        if said.article_id not in self._sentences:
            article: Article = self._articles[said.article_id]
            self._sentences[said.article_id] = sentence_spans(article.text)
        first, last = reach(said)
        touched = [(a, b) for a, b in self._sentences[said.article_id] if a < last and first < b]
        start = min([first, *(a for a, _ in touched)])
        end = max([last, *(b for _, b in touched)])
        return (start, end) if end - start <= _LONGEST else (said.start, said.end)

    def _passage(self, article_id: str, start: int, end: int) -> str:
        """The id of the passage with most of it."""
        if article_id not in self._passages:
            self._passages[article_id] = self._archive.passages_of(article_id)

        def shared(passage: Passage) -> int:
            return min(end, passage.end) - max(start, passage.start)

        best = max(self._passages[article_id], key=shared, default=None)
        return best.id if best else ""


def _overlap(one: Citation, other: Citation) -> bool:
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end
