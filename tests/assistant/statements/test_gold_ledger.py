"""The sample archive and the seed article, against statements that were found by reading them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.settings import Settings
from ingest.pipeline import ingest
from tests.conftest import SHARED
from tests.support.gold import GOLD, SAMPLES, Pair, paired, pairs_of, right


@pytest.fixture(scope="module")
def pairs(samples: Path) -> list[Pair]:
    with Archive.open(samples) as archive:
        return pairs_of(archive)


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
