"""Search over both indexes, as people ask and with the filters that they set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import QuestionError, UnknownSource
from assistant.indexer import Indexer
from assistant.retrieve import Retriever
from assistant.types import Period, Query
from ingest.chunk import chunk
from tests.support.build import article, put


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


# Questions as people type them


def found(retriever: Retriever, text: str, **filters: object) -> list[str]:
    """Ids of the articles found, best first."""
    query = Query(text, **filters)  # type: ignore[arg-type]
    return [hit.passage.article_id for hit in retriever.search(query, 9)]


def test_a_misspelled_search_finds_what_was_meant(retriever: Retriever) -> None:
    taken = retriever.taken_as("Who said so in Vellmar?")
    assert taken.text == "Who said so in Velmar?"
    assert taken.notes == ('"Vellmar" is read as "Velmar"',)
    assert first(retriever, "Vellmar") == "troops"
    assert retriever.taken_as("Velmar").notes == ()


@pytest.mark.parametrize(
    "phrase", ["“quay street won”", '"Quay Street"', '"won  a PRIZE"', '"prize"', '"bread"']
)
def test_a_quoted_phrase_must_stand_in_the_passage_or_title(
    retriever: Retriever, phrase: str
) -> None:
    assert found(retriever, f"soldiers or {phrase}") == ["bread"]


@pytest.mark.parametrize(
    "phrase", ["“street quay”", '"bakery won"', '"Bread The bakery"', '"pri"', '"prizes"']
)
def test_a_phrase_that_stands_nowhere_is_not_found(retriever: Retriever, phrase: str) -> None:
    assert found(retriever, f"the bakery {phrase}") == []


def test_all_phrases_must_stand_together(retriever: Retriever) -> None:
    assert found(retriever, '"bakery" and "prize"') == ["bread"]
    assert found(retriever, '"bakery" and "soldiers"') == []
    assert retriever.taken_as('who "had left" it?').phrases == ("had left",)
    assert len(found(retriever, 'an open " mark')) == 3


def test_a_phrase_and_a_filter_hold_together(indexer: Indexer, retriever: Retriever) -> None:
    put(indexer, article(id="other", text="A bakery on Quay Street.", source="Other"))
    assert found(retriever, '"Quay Street"', sources=("other",)) == ["other"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("7,000", "a"),
        ("7000", "a"),
        ("seven thousand", "a"),
        ("2m", "b"),
        ("2,000,000", "b"),
        ("two million", "b"),
        ("12%", "c"),
        ("twelve percent", "c"),
    ],
)
def test_numbers_are_found_however_they_are_written(
    indexer: Indexer, typed: str, expected: str
) -> None:
    texts = {
        "a": "About seven thousand voters came.",
        "b": "About 2 million voters came.",
        "c": "About 12 per cent of voters came.",
        "d": "About 12 voters came.",
        "e": "About 7 voters came.",
        "f": "About 000 voters came.",
    }
    put(indexer, *(article(id=id, title="Vote", text=text) for id, text in texts.items()))
    best = indexer.words.best(Query(f"{typed} voters"), 9)
    assert best[0][0].startswith(f"{expected}/")
    assert best[0][1] > best[1][1]


def test_abbreviations_and_long_forms_find_each_other(indexer: Indexer) -> None:
    texts = {
        "explained": "The Harbour Pilots Union (HPU) met.",
        "short": "The HPU met on Monday in the hall.",
        "long": "The Harbour Pilots Union met on Monday in the hall.",
        "un": "The United Nations met on Monday in the hall.",
        "other": "The council met on Monday in the hall.",
    }
    put(indexer, *(article(id=id, title="x", text=text) for id, text in texts.items()))

    def best(text: str, n: int) -> set[str]:
        return {id.split("/")[0] for id, _ in indexer.words.best(Query(text), n)}

    assert best("HPU", 9) == best("hpu", 9) == {"explained", "short", "long"}
    assert best("Harbour Pilots Union", 3) == {"explained", "short", "long"}
    assert best("UN", 9) == best("U.N.", 9) == {"un"}


def test_capitals_tell_the_who_from_who(indexer: Indexer) -> None:
    texts = {"who": "He knows who called us.", "WHO": "The WHO called the US."}
    put(indexer, *(article(id=id, title="x", text=text) for id, text in texts.items()))
    for text in ("WHO", "US", "U.S."):
        assert [id for id, _ in indexer.words.best(Query(text), 9)] == ["WHO/1/0-22"]
    assert len(indexer.words.best(Query("who called us"), 9)) == 2


def test_source_and_date_help_the_ranking(indexer: Indexer) -> None:
    for n, source in enumerate(["Velmar Times", "Bay Post", "The Ledger"]):
        put(
            indexer,
            article(
                id=source[:3],
                title="Storm",
                text="A storm hit.",
                source=source,
                published_at=datetime(2026, 5, 4 + n, tzinfo=UTC),
            ),
        )
    for text, expected in [("Bay Post's report on a storm", "Bay"), ("the 6 May storm", "The")]:
        assert indexer.words.best(Query(text), 3)[0][0].split("/")[0] == expected


# Filters


def test_a_period_limits_the_search(indexer: Indexer, retriever: Retriever) -> None:
    day = datetime(2020, 5, 4, tzinfo=UTC)
    put(indexer, article(id="old", text="The bakery burned.", published_at=day))
    then = Period("on 4 May 2020", day, day + timedelta(days=1))
    assert found(retriever, "bakery", period=then) == ["old"]
    assert found(retriever, "bakery", period=then, published_after=day + timedelta(days=9)) == []
    assert set(found(retriever, "bakery")[:2]) == {"bread", "old"}


def test_filters_that_cannot_be_meant_are_refused(retriever: Retriever) -> None:
    day = datetime(2020, 5, 4, tzinfo=UTC)
    retriever.check(Query("x", sources=("the harbour ledger",)))
    with pytest.raises(UnknownSource, match='did you mean "The Harbour Ledger"'):
        retriever.check(Query("x", sources=("Harbor Leger",)))
    with pytest.raises(QuestionError):
        retriever.check(Query("x", day, day))
    with pytest.raises(QuestionError, match="last week"):
        retriever.check(Query("x", period=Period("last week", day, day)))


@pytest.mark.parametrize("after", [None, 3, 99])
@pytest.mark.parametrize("before", [None, 6])
@pytest.mark.parametrize("sources", [(), ("THE POST",), ("straßenblatt", "The Post")])
def test_filters_hold_where_the_passages_are_chosen_already(
    indexer: Indexer, after: int | None, before: int | None, sources: tuple[str, ...]
) -> None:
    papers = ("The Post", "STRASSENBLATT", "Other")
    for day in range(1, 10):
        when = None if day == 9 else datetime(2026, 1, day, tzinfo=UTC)
        source, text = papers[day % 3], f"The ferry number {day} sank."
        put(indexer, article(id=f"a{day}", text=text, published_at=when, source=source))
    retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
    query = Query(
        "which ferry sank?",
        after and datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=after - 1),
        before and datetime(2026, 1, before, tzinfo=UTC),
        sources,
    )
    limited = retriever.search(query, 9)
    every = tuple(sorted(indexer.archive.passage_ids()))
    assert retriever.search(replace(query, within=every), 9) == limited
    some = {hit.passage.article_id for hit in limited}
    assert ("a9" in some) <= (after is None and before is None)
    assert ("a3" in some) == (after != 99)
    assert ("a5" in some) == (after != 99 and not sources)
