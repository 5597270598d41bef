"""Fusion against values worked by hand, and search over both indexes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.indexer import Indexer
from assistant.retrieve import Retriever, fuse
from assistant.types import Query
from ingest.chunk import chunk
from tests.support.build import article, put


def test_fusion_by_hand() -> None:
    fused = dict(fuse([["a", "b", "c"], ["c", "a", "d"]]))
    # a: 1/61 + 1/62 = 0.0163934 + 0.0161290 = 0.0325225
    # c: 1/63 + 1/61 = 0.0158730 + 0.0163934 = 0.0322664
    # b: 1/62 = 0.0161290    d: 1/63 = 0.0158730
    assert list(fused) == ["a", "c", "b", "d"]
    assert list(fused.values()) == pytest.approx(
        [0.0325225, 0.0322664, 0.0161290, 0.0158730], abs=1e-7
    )


def test_fusion_of_little() -> None:
    assert fuse([]) == fuse([[], []]) == []
    # Each stands first in one ranking: 1/61 for both, and the first seen stays first.
    assert [found for found, _ in fuse([["y"], ["x"]])] == ["y", "x"]


@pytest.fixture
def retriever(indexer: Indexer) -> Retriever:
    put(
        indexer,
        article(id="troops", title="Troops", text="Velmar disputed that the soldiers had left."),
        article(id="bread", title="Bread", text="The bakery on Quay Street won a prize."),
        article(id="court", title="Court", text="The judge ordered case RX-7741 to be reopened."),
    )
    return Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)


def first(retriever: Retriever, text: str) -> str:
    return retriever.search(Query(text), 3)[0].passage.article_id


def test_a_meaning_and_a_rare_word_are_both_found(retriever: Retriever) -> None:
    assert first(retriever, "army withdrawal contested by government") == "troops"
    assert first(retriever, "RX-7741") == "court"


def test_hits_are_ranked_cut_from_the_record_and_at_most_k(retriever: Retriever) -> None:
    hits = retriever.search(Query("who won the prize?"), 2)
    assert [hit.rank for hit in hits] == [1, 2]
    assert hits[0].score >= hits[1].score
    assert hits[0].retriever == "hybrid"
    assert hits[0].passage.text == "The bakery on Quay Street won a prize."


def test_a_passage_that_left_the_record_is_no_hit(indexer: Indexer, retriever: Retriever) -> None:
    indexer.archive.remove("bread")  # the indexes have not caught up
    hits = retriever.search(Query("who won the prize?"), 3)
    assert {hit.passage.article_id for hit in hits} == {"troops", "court"}
    assert [hit.rank for hit in hits] == [1, 2]


def test_filters_hold_in_both_indexes(indexer: Indexer, retriever: Retriever) -> None:
    put(indexer, article(id="other", text="Prize prize bakery bakery.", source="Other"))
    query = Query("bakery prize", sources=("other",))
    assert [hit.passage.article_id for hit in retriever.search(query, 5)] == ["other"]


@pytest.mark.parametrize("text", ["?!", "prize " * 20_000, "x" * 100_000, "𝓪" * 5000])
def test_a_strange_question_is_searched_all_the_same(retriever: Retriever, text: str) -> None:
    assert len(retriever.search(Query(text), 3)) == 3


def test_an_empty_archive_has_no_hits(indexer: Indexer, folder: Path) -> None:
    empty = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
    assert empty.search(Query("anything"), 5) == []


def test_a_long_article_is_found_by_its_end(indexer: Indexer, retriever: Retriever) -> None:
    text = "The council met. " * 150 + "A walrus came up the slipway."
    long = article(id="long", title="Council", text=text)
    put(indexer, long)
    best = retriever.search(Query("walrus on the slipway"), 1)[0].passage
    assert best.ordinal == len(chunk("long", text, indexer.embedder)) - 1
    assert best.text.endswith("A walrus came up the slipway.")
