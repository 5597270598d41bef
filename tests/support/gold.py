"""Statements that were found by reading, and how those that are found by rule compare.

The gold files have spans of `Article.text`. Of a statement that is ``optional`` nobody minds
whether it is found; ``also_speaker`` and ``also_stance`` are as good as the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.fold import words
from assistant.statements.attribute import load_attributor
from assistant.types import Article, Statement

GOLD = Path(__file__).parents[1] / "data" / "ledger"
SAMPLES = sorted(GOLD.glob("[0-9]*.json"))
Told = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """A gold statement that has to be found, and what was found in its place, if anything."""

    gold: Told
    found: Statement | None

    @property
    def speaker(self) -> bool:
        also = self.gold.get("also_speaker", [])
        names = [self.gold["speaker"], *([also] if isinstance(also, str) else also)]
        said_by = words(self._found.speaker)[-1:]
        return any(words(name)[-1:] == said_by for name in names)

    @property
    def stance(self) -> bool:
        return self._found.stance in (self.gold["stance"], *self.gold.get("also_stance", ()))

    @property
    def named(self) -> bool:
        return self._found.named == self.gold["named"]

    @property
    def direct(self) -> bool:
        return self._found.direct == self.gold["direct"]

    @property
    def _found(self) -> Statement:
        assert self.found is not None
        return self.found


def shared(gold: Told, found: Statement) -> float:
    """The part of a gold content that is found."""
    wanted = {i for a, b in gold["content"] for i in range(a, b)}
    here = {i for a, b in found.content_spans for i in range(a, b)}
    return len(wanted & here) / len(wanted)


def paired(gold: Sequence[Told], found: Sequence[Statement]) -> list[Pair]:
    pairs = []
    for each in gold:
        if not each.get("optional"):
            best = max(found, key=lambda one: shared(each, one), default=None)
            close = best is not None and shared(each, best) >= 0.5
            pairs.append(Pair(each, best if close else None))
    return pairs


def article_of(told: Sequence[Told], articles: Sequence[Article]) -> Article:
    """The article whose text has the words of these statements at their offsets."""

    def fits(article: Article) -> int:
        starts = ((each, *each["content"][0]) for each in told)
        return sum(each["words"].startswith(article.text[a:b] or "\0") for each, a, b in starts)

    best = max(articles, key=fits)
    assert fits(best) >= 0.9 * len(told), f"no article has {told[0]['words']!r}"
    return best


def golds() -> Iterator[list[Told]]:
    """The statements of each gold article."""
    for path in SAMPLES:
        read = json.loads(path.read_text(encoding="utf-8"))
        for each in read.get("articles", [read]):
            yield each["statements"]


def pairs_of(archive: Archive) -> list[Pair]:
    """The gold statements of all samples, each with what the packaged tagger finds for it."""
    current = list(archive.articles())
    articles = [*current, *(old for a in current for old in archive.earlier_versions(a.id))]
    gold = [each for each in golds() if each]
    read = [article_of(each, articles) for each in gold]
    found = load_attributor().statements(read)
    return [pair for g, f in zip(gold, found, strict=True) for pair in paired(g, f)]


def right(pairs: Sequence[Pair], what: str) -> float:
    """The share of those that were found in which this is right."""
    found = [pair for pair in pairs if pair.found]
    return sum(getattr(pair, what) for pair in found) / len(found)
