"""The main job on real articles; skipped where the development data is absent."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.doctor import examine
from assistant.settings import Settings
from assistant.types import Answer
from ingest.pipeline import ingest
from tests.conftest import SHARED

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data beside the repository"),
]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[Assistant]:
    """An archive of one article about troops at a border."""
    with Assistant.open(tmp_path_factory.mktemp("seed"), settings) as assistant:
        ingest(assistant.indexer, [SHARED / "seed"])
        yield assistant


def exact(assistant: Assistant, answer: Answer) -> bool:
    """Whether every citation is cut out of its article letter for letter."""
    return all(
        assistant.archive.article(c.article_id).text[c.start : c.end] == c.quote
        for c in answer.citations
    )


def test_everyone_who_disputes_is_quoted(seed: Assistant) -> None:
    answer = seed.ask("who disputed the withdrawal?")
    assert {"Antony Blinken", "Jens Stoltenberg"} <= {c.speaker for c in answer.citations}
    assert "7,000" in answer.text
    assert all(sentence.support == "supported" for sentence in answer.sentences)
    assert exact(seed, answer)


def test_a_figure_is_cited(seed: Assistant) -> None:
    answer = seed.ask("How large was the flag at the Olympic Stadium?")
    assert "200-meter" in answer.citations[0].quote
    assert exact(seed, answer)


def test_nobody_else_is_made_to_speak(seed: Assistant) -> None:
    answer = seed.ask("What did the French president say about the withdrawal?")
    assert answer.outcome == "abstained"
    assert answer.citations == ()
    assert "Searched 1 article" in answer.text


def test_real_articles_keep_every_promise(tmp_path: Path, settings: Settings) -> None:
    articles, questions = 40, ("Who won?", "How many cases were there?", "What did doctors say?")
    some = tmp_path / "some.jsonl"
    with gzip.open(SHARED / "newsquiz" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        some.write_text("".join(itertools.islice(lines, articles)), encoding="utf-8")
    with Assistant.open(tmp_path / "archive", settings) as assistant:
        assert ingest(assistant.indexer, [some]).added == articles
        assert [finding for finding in examine(assistant.indexer) if not finding.ok] == []
        assert all(exact(assistant, assistant.ask(question)) for question in questions)
