"""Searches limited to the words of one speaker, by the ledger."""

from __future__ import annotations

import pytest

from assistant.indexer import Indexer
from assistant.retrieve import Retriever
from assistant.scribe import Scribe
from assistant.types import Query
from tests.support.build import article, put

SAID = {
    "ada": "Ada Quill said the ferry was late. “It was late again,” she said.",
    "bea": "Beatrix Quill said the ferry was early.",
    "bare": "Quill said the ferry was lost.",
    "ash": "Tom Ash said that Ada Quill had missed the ferry.",
    "none": "The ferry of Ada Quill sank.",
}


@pytest.fixture
def archive(indexer: Indexer) -> Indexer:
    put(indexer, *(article(id=id, text=text, authors=()) for id, text in SAID.items()))
    return indexer


def found(indexer: Indexer, query: Query) -> list[str]:
    retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
    return sorted(hit.passage.article_id for hit in retriever.search(query, 9))


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Quill", ["ada", "bare", "bea"]),
        ("QUILL", ["ada", "bare", "bea"]),
        # Two have the last name: whom an article calls by it alone may be either.
        ("Ada Quill", ["ada"]),
        ("Mayor Ada Quill", ["ada"]),
        ("Ms Quill", ["ada", "bare", "bea"]),
        ("Ash", ["ash"]),
        ("Uma Quill", []),
        ("", []),
        ("?", []),
    ],
)
def test_a_speaker_limits_the_search(archive: Indexer, speaker: str, expected: list[str]) -> None:
    Scribe(archive.archive).catch_up()
    assert found(archive, Query("ferry", speaker=speaker)) == expected


def test_a_last_name_belongs_to_the_one_person_who_has_it(indexer: Indexer) -> None:
    texts = {name: SAID[name] for name in ("ada", "bare")}
    put(indexer, *(article(id=id, text=text, authors=()) for id, text in texts.items()))
    Scribe(indexer.archive).catch_up()
    assert found(indexer, Query("ferry", speaker="Ada Quill")) == ["ada", "bare"]


def test_a_speaker_and_a_source_limit_together(archive: Indexer) -> None:
    Scribe(archive.archive).catch_up()
    assert found(archive, Query("ferry", sources=("nowhere",), speaker="Quill")) == []


def test_what_is_not_read_yet_is_found_without_a_speaker_alone(archive: Indexer) -> None:
    assert found(archive, Query("ferry", speaker="Quill")) == []
    assert found(archive, Query("ferry")) == sorted(SAID)


def test_both_indexes_stay_within_the_passages(archive: Indexer) -> None:
    Scribe(archive.archive).catch_up()
    within = archive.archive.ledger.passages_by("Quill")
    query = Query("ferry", within=within)
    vector = archive.embedder.embed(["ferry"])[0]
    for hits in (archive.words.best(query, 9), archive.dense.nearest(vector, query, 9)):
        assert {name for name, _ in hits} == set(within)
