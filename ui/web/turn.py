"""One question with what came of it, and the conversation that is made of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from assistant.archive import Archive
from assistant.types import Answer, Citation, Hit, Passage

NEAREST = 3  # passages shown under an answer that abstains


@dataclass(frozen=True, slots=True)
class Turn:
    """A question on its way or answered; ``problem`` is the line that says why there is no answer.

    ``citations`` can be opened beside the chat: those of the answer, or the nearest passages of an
    abstention in the shape of citations.
    """

    question: str
    steps: tuple[str, ...] = ()
    text: str = ""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    problem: str | None = None

    def citation(self, number: int) -> Citation | None:
        """The citation with this number, or None."""
        return next((each for each in self.citations if each.number == number), None)


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one browser session; ``thread`` is its name in the assistant's memory."""

    thread: str = field(default_factory=lambda: uuid.uuid4().hex)
    turns: tuple[Turn, ...] = ()

    @property
    def waiting(self) -> bool:
        """Whether its last question is still being answered."""
        last = self.turns[-1] if self.turns else None
        return last is not None and last.answer is None and last.problem is None

    def with_turn(self, turn: Turn) -> Conversation:
        """With one more turn at its end."""
        return replace(self, turns=(*self.turns, turn))


def nearest(archive: Archive, hits: Iterable[Hit]) -> tuple[Citation, ...]:
    """The best passages, at most one of each article, numbered from 1."""
    best: dict[str, Passage] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit.passage)
    passages = list(best.values())[:NEAREST]
    articles = archive.articles_by_id(passage.article_id for passage in passages)
    return tuple(
        Citation(
            number=number,
            article_id=article.id,
            passage_id=passage.id,
            quote=passage.text,
            start=passage.start,
            end=passage.end,
            title=article.title,
            source=article.source,
            url=article.url,
            published_at=article.published_at,
        )
        for number, passage in enumerate(
            (each for each in passages if each.article_id in articles), start=1
        )
        for article in (articles[passage.article_id],)
    )
