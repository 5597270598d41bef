"""Articles to their statements: the tagger's attributions with speakers and stances."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

from assistant.statements.datelines import without_datelines
from assistant.statements.outer import outermost
from assistant.statements.people import Speaker, speakers
from assistant.statements.relations import Relation
from assistant.statements.stance import stance_of
from assistant.statements.windows import quoted
from assistant.types import Article, Statement

_SAYING = re.compile(r"[^\s“”„\"«»‘’'.,;:!?…()\[\]—–-]")

_AHEAD = 3  # batches, so that the tagger never waits for the rules


class Tagger(Protocol):
    """What finds attributions in texts."""

    def relations(self, texts: Sequence[str]) -> list[list[Relation]]:
        """The attributions of each text."""
        ...


class Attributor:
    """Reads articles for who says what in them."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def statements(self, read: Sequence[Article]) -> list[list[Statement]]:
        """The statements of each article, in the order of its text."""
        return [
            statements_of(article, relations)
            for article, relations in zip(read, self._relations(read), strict=True)
        ]

    def in_batches(
        self, batches: Iterable[Sequence[Article]]
    ) -> Iterator[list[tuple[Article, list[Statement]]]]:
        """The articles of each batch with their statements.

        The tagger is at the next batches while the rules are at this one.
        """
        waiting: deque[tuple[Sequence[Article], Future[list[list[Relation]]]]] = deque()
        with ThreadPoolExecutor(2, "tag-ahead") as ahead:
            for batch in batches:
                waiting.append((batch, ahead.submit(self._relations, batch)))
                if len(waiting) > _AHEAD:
                    yield _entered(*waiting.popleft())
            while waiting:
                yield _entered(*waiting.popleft())

    def _relations(self, read: Sequence[Article]) -> list[list[Relation]]:
        # A place in front of a sentence is taken for who speaks in it.
        return self._tagger.relations([without_datelines(article.text) for article in read])


def _entered(
    read: Sequence[Article], found: Future[list[list[Relation]]]
) -> list[tuple[Article, list[Statement]]]:
    return [
        (article, statements_of(article, relations))
        for article, relations in zip(read, found.result(), strict=True)
    ]


def statements_of(article: Article, relations: Sequence[Relation]) -> list[Statement]:
    """The statements that these attributions of an article's text make."""
    text = article.text
    told_of = outermost(text, _with_words(text, relations))
    ordered = sorted(told_of, key=lambda each: (each.content[0], each.cue))
    inside = quoted(text)
    told = speakers(without_datelines(text), ordered, article.title, article.authors)
    made = [
        _statement(article, relation, speaker, all(inside[a:b].all() for a, b in relation.content))
        for relation, speaker in zip(ordered, told, strict=True)
    ]
    return list({each.id: each for each in made}.values())


def _with_words(text: str, relations: Sequence[Relation]) -> list[Relation]:
    """The relations without those parts of a content that are a mark alone."""
    worded = []
    for each in relations:
        content = tuple(span for span in each.content if _SAYING.search(text, *span))
        if content:
            worded.append(replace(each, content=content))
    return worded


def _statement(article: Article, relation: Relation, speaker: Speaker, direct: bool) -> Statement:
    text = article.text
    start, end = relation.content[0][0], relation.content[-1][1]
    mark = relation.cue[0][0] if relation.cue else start
    return Statement(
        id=f"{article.id}/{article.version}/{start}-{end}@{mark}",
        article_id=article.id,
        speaker=speaker.name,
        role=speaker.role,
        named=speaker.named,
        cue=" ".join(text[a:b] for a, b in relation.cue),
        stance=stance_of(text, relation.cue, relation.content),
        content=text[start:end],
        direct=direct,
        start=start,
        end=end,
        source_spans=relation.source,
        cue_spans=relation.cue,
        content_spans=relation.content,
    )


def load_attributor() -> Attributor:
    """The attributor with the packaged tagger.

    Raises:
        EmbeddingError: the package or its model is not installed.
    """
    from assistant.statements.tagger import OnnxTagger

    return Attributor(OnnxTagger.load())
