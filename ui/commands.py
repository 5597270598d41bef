"""What each verb of the command line does with an open archive, whoever opened it.

Every command takes the assistant, its parameters and somebody to tell of progress, and returns a
value for `wire`; the process that holds the archive can thus carry it out for another.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from assistant.assistant import Assistant
from assistant.doctor import Finding, examine
from assistant.types import Answer, Article, Hit, Step
from ingest.report import Report


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a command has come: ``done`` of ``total``, and what it is at."""

    done: int
    total: int
    text: str


Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """The filters of `ask` and `search`; ``before`` is exclusive.

    ``as_of`` is the moment as of which the dates of the question are read, by default now.
    """

    after: datetime | None = None
    before: datetime | None = None
    sources: tuple[str, ...] = ()
    speaker: str | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a question."""

    question: str
    thread: str | None = None
    limits: Limits = Limits()

    def run(self, assistant: Assistant, tell: Tell) -> Answer:
        answer: Answer | None = None
        begun = _begun(self.thread, assistant.conversations()) if self.thread else None
        for event in assistant.stream(
            self.question,
            thread=self.thread,
            after=self.limits.after,
            before=self.limits.before,
            sources=self.limits.sources,
            speaker=self.limits.speaker,
            as_of=self.limits.as_of,
        ):
            if isinstance(event, Step):
                tell(Progress(0, 0, event.text))
            elif isinstance(event, Answer):
                answer = event
        assert answer is not None, "a stream ends with its answer"
        return replace(answer, notes=(begun, *answer.notes)) if begun else answer


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article that prints the same passage, nearly word for word."""

    article_id: str
    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Found:
    """A hit with what a reader wants to know of its article; the JSON of `search`."""

    rank: int
    score: float
    retriever: str
    passage_id: str
    article_id: str
    title: str
    source: str
    url: str | None
    published_at: datetime | None
    start: int
    end: int
    text: str
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """Rank passages for a question."""

    question: str
    k: int = 10
    limits: Limits = Limits()

    def run(self, assistant: Assistant, tell: Tell) -> list[Found]:
        del tell
        hits = assistant.search(
            self.question,
            self.k,
            after=self.limits.after,
            before=self.limits.before,
            sources=self.limits.sources,
            speaker=self.limits.speaker,
            as_of=self.limits.as_of,
        )
        wanted = [name for hit in hits for name in (hit.passage.article_id, *hit.copies)]
        articles = assistant.archive.articles_by_id(wanted)
        return [_found(hit, articles) for hit in hits]


@dataclass(frozen=True, slots=True)
class Ingest:
    """Add or update articles; the paths are absolute."""

    paths: tuple[str, ...]

    def run(self, assistant: Assistant, tell: Tell) -> Report:
        # Loaded only here: finding near copies takes scipy, half a second for who only asks.
        from ingest.pipeline import ingest

        with assistant.indexer.writing:
            return ingest(
                assistant.indexer,
                [Path(path) for path in self.paths],
                lambda done, total, title: tell(Progress(done, total, title)),
                assistant.scribe,
            )


@dataclass(frozen=True, slots=True)
class Listed:
    """An article without its text; the JSON of `articles`."""

    id: str
    title: str
    source: str
    published_at: datetime | None
    url: str | None
    version: int
    origin_id: str | None
    words: int


@dataclass(frozen=True, slots=True)
class Articles:
    """List the articles, newest first."""

    def run(self, assistant: Assistant, tell: Tell) -> list[Listed]:
        del tell
        return [
            Listed(
                a.id,
                a.title,
                a.source,
                a.published_at,
                a.url,
                a.version,
                a.origin_id,
                len(a.text.split()),
            )
            for a in assistant.archive.articles()
        ]


@dataclass(frozen=True, slots=True)
class Show:
    """Show one article."""

    id: str

    def run(self, assistant: Assistant, tell: Tell) -> Article:
        del tell
        return assistant.archive.article(self.id)


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove one article."""

    id: str

    def run(self, assistant: Assistant, tell: Tell) -> str:
        del tell
        with assistant.indexer.writing:
            assistant.archive.remove(self.id)
            assistant.indexer.catch_up()
        return self.id


@dataclass(frozen=True, slots=True)
class Doctor:
    """Check the archive."""

    def run(self, assistant: Assistant, tell: Tell) -> list[Finding]:
        tell(Progress(0, 0, "Checking every passage"))
        with assistant.indexer.writing:
            return examine(assistant.indexer)


class Command(Protocol):
    """Something to do with an open archive; its parameters and its result can go through `wire`."""

    def run(self, assistant: Assistant, tell: Tell) -> Any: ...


def _found(hit: Hit, articles: Mapping[str, Article]) -> Found:
    passage = hit.passage
    article = articles[passage.article_id]
    return Found(
        rank=hit.rank,
        score=round(hit.score, 6),
        retriever=hit.retriever,
        passage_id=passage.id,
        article_id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        published_at=article.published_at,
        start=passage.start,
        end=passage.end,
        text=passage.text,
        copies=tuple(
            Copy(other.id, other.title, other.source)
            for name in hit.copies
            if (other := articles.get(name))
        ),
    )


def _begun(thread: str, known: Sequence[str]) -> str | None:
    """What to say of a thread that nobody has named before: its name may be a slip."""
    if thread in known:
        return None
    near = difflib.get_close_matches(thread, known, 1, 0.75)
    hint = f'; did you mean "{near[0]}"?' if near else ""
    return f'"{thread}" is a new conversation{hint}'
