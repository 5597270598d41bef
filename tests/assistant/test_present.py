"""Questions that speak of the present, and what that does to a search."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assistant.embed import Embedder
from assistant.indexer import Indexer
from assistant.intake import dated
from assistant.present import freshness, speaks_of_the_present
from assistant.retrieve import Retriever
from assistant.types import Query
from tests.support.build import article, put

NOW = datetime(2026, 2, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Who resigned this week?",
        "Which ferry recently sank?",
        "Who is the new mayor?",
        "What is the latest on the canal?",
        "Who spoke on Tuesday?",
        "Is the bridge still closed?",
    ],
)
def test_the_present(text: str) -> None:
    assert speaks_of_the_present(text)


@pytest.mark.parametrize(
    "text", ["Who sank the ferry?", "Who lives in New Selk?", "Who won in 2019?", "Who knows?"]
)
def test_no_present(text: str) -> None:
    assert not speaks_of_the_present(text)


def test_freshness_falls_with_the_days_on_both_sides() -> None:
    day = timedelta(days=1)
    values = [freshness(NOW - n * day, NOW, 100.0) for n in (0, 10, 100, 1000)]
    assert values[0] == 1.0
    assert values == sorted(values, reverse=True)
    assert freshness(NOW + 10 * day, NOW, 100.0) == values[1]
    assert freshness(None, NOW, 100.0) == 0.0


@pytest.fixture
def mayors(indexer: Indexer) -> Indexer:
    put(
        indexer,
        article(id="a2019", text="Ada Quill is the mayor of Selk, the council said on Monday.",
                published_at=datetime(2019, 5, 1, tzinfo=UTC)),
        article(id="a2025", text="Otto Brandl is the mayor of Selk, the council said on Monday.",
                published_at=datetime(2025, 5, 1, tzinfo=UTC)),
        article(id="undated", text="The mayor of Selk spoke.", published_at=None),
    )  # fmt: skip
    return indexer


def first(indexer: Indexer, text: str, as_of: datetime) -> str:
    retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
    return retriever.search(dated(Query(text), as_of), 1)[0].passage.article_id


def test_the_new_comes_first_where_the_present_is_asked_for(mayors: Indexer) -> None:
    asked = "Who is the new mayor of Selk?"
    assert first(mayors, asked, NOW) == "a2025"
    assert first(mayors, asked, datetime(2019, 6, 1, tzinfo=UTC)) == "a2019"
    # An archive that ended long ago is read at its end, and one that grew at its new end.
    assert first(mayors, asked, NOW + timedelta(days=9000)) == "a2025"
    put(
        mayors,
        article(id="a2026", text="Iver Dahl is the mayor of Selk, the council said on Monday.",
                published_at=NOW),
    )  # fmt: skip
    assert first(mayors, asked, NOW + timedelta(days=9000)) == "a2026"


def test_no_present_no_order(mayors: Indexer, embedder: Embedder) -> None:
    asked = dated(Query("mayor of Selk"), NOW)
    assert asked.present is None
    retriever = Retriever(mayors.archive, embedder, mayors.dense, mayors.words)
    found = retriever.search(asked, 3)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(hit.score <= 1.0 for hit in found)
