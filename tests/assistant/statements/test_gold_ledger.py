"""The sample archive and the seed article, against statements that people found in them.

The gold files have spans of `Article.text`. Of a statement that is ``optional`` nobody minds
whether it is found; ``also_speaker`` and ``also_stance`` are as good as the first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.fold import words
from assistant.settings import Settings
from assistant.statements.attribute import load_attributor
from assistant.types import Article, Statement
from ingest.pipeline import ingest
from tests.conftest import SHARED

GOLD = Path(__file__).parents[2] / "data" / "ledger"
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


@pytest.fixture(scope="module")
def pairs(samples: Path) -> list[Pair]:
    with Archive.open(samples) as archive:
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


def test_every_gold_file_is_there(pairs: list[Pair]) -> None:
    assert len(SAMPLES) == 28
    assert len(pairs) > 200


def test_what_is_said_is_found(pairs: list[Pair]) -> None:
    assert sum(pair.found is not None for pair in pairs) / len(pairs) >= 0.80


@pytest.mark.parametrize(
    ("what", "least"), [("speaker", 0.88), ("stance", 0.86), ("named", 0.93), ("direct", 0.95)]
)
def test_of_what_is_found(pairs: list[Pair], what: str, least: float) -> None:
    assert right(pairs, what) >= least


@pytest.mark.data
@pytest.mark.skipif(not (SHARED / "seed").is_dir(), reason="needs ../shared/data/seed")
def test_the_seed_article(tmp_path: Path, settings: Settings) -> None:
    with Assistant.open(tmp_path, settings) as assistant:
        ingest(assistant.indexer, [SHARED / "seed"], scribe=assistant.scribe)
        (article,) = assistant.archive.articles()
        found = assistant.archive.ledger.of_articles([article.id])[article.id]
    told = json.loads((GOLD / "seed.json").read_text(encoding="utf-8"))["statements"]
    made = paired(told, found)
    assert sum(pair.found is not None for pair in made) / len(made) >= 0.80
    assert right(made, "speaker") >= 0.88
    assert right(made, "stance") >= 0.80


def test_who_disputed_the_withdrawal(samples: Path, settings: Settings) -> None:
    """Every one of them and nobody else, but for the claim."""
    questions = json.loads((GOLD / "questions.json").read_text(encoding="utf-8"))
    asked = ("samples", "who disputed the withdrawal?")
    (gold,) = (q for q in questions if (q["archive"], q["question"]) == asked)
    with Assistant.open(samples, settings) as assistant:
        answer = assistant.ask(gold["question"])
    claim = next(s for s in answer.sentences if s.text.startswith("The claim, "))
    told = [c for c in answer.citations if c.speaker and c.number not in claim.citations]
    named = {c.speaker for c in told if c.named}
    assert named - set(gold["either"]) == set(gold["speakers"])
    assert not named & set(gold["not"])
    assert {c.speaker for c in told if not c.named} <= {f"a {each}" for each in gold["unnamed"]}
