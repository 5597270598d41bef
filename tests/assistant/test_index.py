"""The dense index: nearest passages, filters, replacement, and vectors that can be found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ArchiveError
from assistant.index import DenseIndex
from assistant.types import Article, Query
from tests.support.build import article, entry
from tests.support.fakes import FakeEmbedder

NOON = datetime(2026, 2, 7, 12, tzinfo=UTC)
FAKE = FakeEmbedder()


@pytest.fixture
def dense(folder: Path) -> Iterator[DenseIndex]:
    index = DenseIndex.open(folder, None, "x")
    yield index
    index.close()


def fill(dense: DenseIndex, articles: Sequence[Article]) -> None:
    """Each article as one passage."""
    dense.replace(
        [a.id for a in articles],
        [entry(a) for a in articles],
        FAKE.embed([a.text for a in articles]),
    )


def found(dense: DenseIndex, text: str, k: int = 10, **filters: object) -> list[str]:
    """Ids of the articles nearest to a text."""
    query = Query(text, **filters)  # type: ignore[arg-type]
    return [id.split("/")[0] for id, _ in dense.nearest(FAKE.embed([text])[0], query, k)]


def test_the_nearest_come_first_with_their_cosine(dense: DenseIndex) -> None:
    corners = np.array([[1, 0, 0], [0.6, 0.8, 0], [-1, 0, 0]], dtype=np.float32)
    dense.replace([], [entry(article(id=id)) for id in ("same", "near", "opposite")], corners)
    hits = dense.nearest(corners[0], Query("any"), 3)
    assert [id for id, _ in hits] == ["same/1/0", "near/1/0", "opposite/1/0"]
    # Cosines worked by hand: (1,0,0) . (0.6,0.8,0) = 0.6; (1,0,0) . (-1,0,0) = -1.
    assert [cosine for _, cosine in hits] == pytest.approx([1.0, 0.6, -1.0], abs=1e-6)


def test_an_empty_index_finds_nothing(dense: DenseIndex) -> None:
    assert found(dense, "anything") == []
    assert (dense.count(), dense.ids(), dense.unreachable([])) == (0, set(), set())


def test_replacing_is_exact_and_repeatable(dense: DenseIndex) -> None:
    long = article(id="a")
    dense.replace(
        ["a", "b"],
        [entry(long, "one", 0), entry(long, "two", 1), entry(article(id="b"))],
        FAKE.embed(["one", "two", "three"]),
    )
    for _ in range(2):
        dense.replace(["a"], [entry(long, "four", 1)], FAKE.embed(["four"]))
        assert dense.ids() == {"a/1/1", "b/1/0"}
        assert dense.count() == 2
    assert found(dense, "four", k=1) == ["a"]
    dense.replace(["b", "never seen"], [], FAKE.embed([]))
    assert dense.ids() == {"a/1/1"}
    assert dense.unreachable({"a/1/1", "b/1/0"}) == {"b/1/0"}


def test_more_passages_than_one_call_takes(dense: DenseIndex) -> None:
    many = [article(id=f"a{n}", text=f"text {n}") for n in range(2100)]
    fill(dense, many)
    assert dense.count() == 2100
    assert dense.unreachable(dense.ids()) == set()
    dense.replace([a.id for a in many], [], FAKE.embed([]))
    assert dense.ids() == set()


def test_passages_with_the_same_words_are_not_taken_for_lost(dense: DenseIndex) -> None:
    fill(dense, [article(id=f"a{n}", text="the same words") for n in range(5)])
    assert dense.unreachable(dense.ids()) == set()


def test_filters_by_date(dense: DenseIndex) -> None:
    """``published_after`` is inclusive and ``published_before`` exclusive; each may stand alone."""
    second = timedelta(seconds=1)
    dates = {
        "before": NOON - second,
        "noon": NOON,
        "after": NOON + second,
        "undated": None,
        "ancient": datetime(1, 1, 1, tzinfo=UTC),
    }
    fill(dense, [article(id=id, text=id, published_at=date) for id, date in dates.items()])
    assert len(found(dense, "noon")) == 5
    assert sorted(found(dense, "noon", published_after=NOON)) == ["after", "noon"]
    assert sorted(found(dense, "noon", published_before=NOON)) == ["ancient", "before"]
    between = {"published_after": NOON, "published_before": NOON + second}
    assert found(dense, "noon", **between) == ["noon"]


def test_filters_by_source_without_regard_to_case(dense: DenseIndex) -> None:
    sources = {"a": "The Ledger", "b": "Ärzteblatt", "c": "The Ledger Extra"}
    fill(dense, [article(id=id, text=id, source=name) for id, name in sources.items()])
    assert found(dense, "a", sources=("THE LEDGER",)) == ["a"]
    both = found(dense, "a", sources=("the ledger", "ÄRZTEBLATT"), published_before=NOON)
    assert sorted(both) == ["a", "b"]


def test_it_is_there_after_opening_again(folder: Path) -> None:
    first = DenseIndex.open(folder, None, "x")
    fill(first, [article(text="ferry")])
    first.close()
    second = DenseIndex.open(folder, None, "x")
    assert found(second, "ferry") == ["a1"]
    second.close()


def test_a_server_that_does_not_answer_is_named(folder: Path) -> None:
    with pytest.raises(ArchiveError, match=r"http://127\.0\.0\.1:9 does not answer; start it"):
        DenseIndex.open(folder, "http://127.0.0.1:9", "x")
