"""Who speaks in a passage, and searches limited to one speaker in both indexes."""

from __future__ import annotations

import pytest

from assistant.indexer import Indexer
from assistant.speakers import speaker_keys, speakers_of, wanted_keys
from assistant.types import Entry, Passage, Query
from tests.support.build import article, put

TEXT = (
    "Ada Quill, the mayor, said on Monday that the bridge was safe. “We knew,” she added.\n\n"
    "Tom Ash said the bridge was a danger. A spokesman for the ministry declined to comment."
)


def test_the_speakers_of_a_passage_are_those_within_it() -> None:
    of = article(text=TEXT)
    half = TEXT.index("\n")
    first = Entry(Passage("p", "a1", TEXT[:half], 0, half, 0), of)
    second = Entry(Passage("q", "a1", TEXT[half + 2 :], half + 2, len(TEXT), 1), of)
    assert speakers_of(first) == ("Ada Quill",)
    assert speakers_of(second)[0] == "Tom Ash"
    assert "name:ada quill" in speaker_keys(first)
    assert "last:ash" in speaker_keys(second)


@pytest.fixture
def archive(indexer: Indexer) -> Indexer:
    said = {
        "ada": "Ada Quill said the ferry was late. “It was late again,” she said.",
        "bea": "Beatrix Quill said the ferry was early.",
        "bare": "Quill said the ferry was lost.",
        "ash": "Tom Ash said that Ada Quill had missed the ferry.",
        "none": "The ferry of Ada Quill sank.",
    }
    put(indexer, *(article(id=id, text=text, authors=()) for id, text in said.items()))
    return indexer


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Quill", ["ada", "bare", "bea"]),
        ("QUILL", ["ada", "bare", "bea"]),
        ("Ada Quill", ["ada", "bare"]),
        ("Mayor Ada Quill", ["ada", "bare"]),
        ("Ms Quill's", ["ada", "bare", "bea"]),
        ("Ash", ["ash"]),
        ("Tom", []),
        ("Uma Quill", ["bare"]),
        ("", []),
        ("?", []),
    ],
)
def test_a_speaker_limits_both_indexes(archive: Indexer, speaker: str, expected: list[str]) -> None:
    query = Query("ferry", speaker=speaker)
    vector = archive.embedder.embed(["ferry"])[0]
    for found in (archive.words.best(query, 9), archive.dense.nearest(vector, query, 9)):
        assert sorted(id.split("/")[0] for id, _ in found) == expected


def test_a_speaker_and_a_source_limit_together(archive: Indexer) -> None:
    query = Query("ferry", sources=("nowhere",), speaker="Quill")
    vector = archive.embedder.embed(["ferry"])[0]
    assert archive.words.best(query, 9) == archive.dense.nearest(vector, query, 9) == []


def test_names_are_folded() -> None:
    assert wanted_keys("José  Nuñez") == ["name:jose nunez", "name:nunez"]
    assert wanted_keys("the ministry") == ["last:ministry"]
