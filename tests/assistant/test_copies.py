"""One hit for a passage that several near copies print, and the passages around a hit."""

from __future__ import annotations

import pytest

from assistant.archive import Archive
from assistant.copies import is_copy, prints
from assistant.indexer import Indexer
from assistant.retrieve import Retriever
from assistant.types import Article, Passage, Query
from tests.support.build import article, put

WIRE = (
    "The ferry Velmar sank off the northern harbour in the night, and the coast guard brought "
    "forty passengers ashore before the storm closed the bay. The company said that the engine "
    "had failed twice in the week before, and that nobody had been told of it."
)


@pytest.fixture
def retriever(indexer: Indexer) -> Retriever:
    return Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)


def hits(retriever: Retriever, k: int = 5) -> list[tuple[str, tuple[str, ...]]]:
    found = retriever.search(Query("which ferry sank off the northern harbour?"), k)
    return [(hit.passage.article_id, hit.copies) for hit in found]


def copies_of_one(**changes: str) -> list[Article]:
    """The wire's story, the copies that name it as their origin, and an article of its own."""
    texts = {"b": WIRE, "c": WIRE} | changes
    return [
        article(id="a", title="Ferry", text=WIRE),
        *(article(id=id, title="Ferry", text=t, origin_id="a") for id, t in texts.items()),
        article(id="z", title="Bread", text="The bakery on Quay Street won a prize."),
    ]


def test_copies_are_one_hit_that_names_the_others(indexer: Indexer, retriever: Retriever) -> None:
    put(indexer, *copies_of_one(c=WIRE.replace("in the night", "overnight")))
    (first, copies), (second, none) = hits(retriever)
    assert {first, *copies} == {"a", "b", "c"}
    assert len(copies) == 2
    assert (second, none) == ("z", ())
    assert [rank for rank, _ in enumerate(hits(retriever, 2), start=1)] == [1, 2]


def test_a_copy_with_another_figure_is_a_hit_of_its_own(
    indexer: Indexer, retriever: Retriever
) -> None:
    put(indexer, *copies_of_one(c=WIRE.replace("forty", "42")))
    found = dict(hits(retriever))
    assert "c" in found
    assert found["c"] == ()
    assert len(found) == 3


def test_the_same_words_in_no_copy_are_two_hits(indexer: Indexer, retriever: Retriever) -> None:
    put(indexer, article(id="a", text=WIRE), article(id="b", text=WIRE))
    assert sorted(hits(retriever)) == [("a", ()), ("b", ())]


def test_a_copy_that_left_the_record_is_not_named(indexer: Indexer, retriever: Retriever) -> None:
    put(indexer, *copies_of_one())
    indexer.archive.remove("b")  # the indexes have not caught up
    (first, copies), _ = hits(retriever)
    assert {first, *copies} == {"a", "c"}


def test_a_filter_does_not_hide_who_else_prints_it(indexer: Indexer, retriever: Retriever) -> None:
    one, other, *_ = copies_of_one()
    put(indexer, one, article(id="b", text=other.text, source="Bay Post", origin_id="a"))
    (hit,) = retriever.search(Query("ferry", sources=("bay post",)), 5)
    assert (hit.passage.article_id, hit.copies) == ("b", ("a",))


def test_what_counts_as_printed() -> None:
    of = article(id="a", text=WIRE)
    passage = Passage("a/1/0", "a", WIRE, 0, len(WIRE), 0)
    assert prints(article(text="Velmar, Monday. " + WIRE + " It was late."), passage)
    assert not prints(article(text=WIRE[: len(WIRE) // 2]), passage)
    assert not prints(article(text=WIRE.replace("forty", "fifty")), passage)
    assert prints(article(text=WIRE.replace("forty", "40")), passage)
    assert is_copy(passage, passage, of)


# Neighbours


def test_a_hit_is_joined_with_its_neighbours(indexer: Indexer, retriever: Retriever) -> None:
    text = "\n\n".join(f"The council met for the {n}th time. " + WIRE for n in range(20))
    put(indexer, article(id="long", text=text))
    cut = indexer.archive.passages_of("long")
    assert len(cut) > 6
    by_place = {hit.passage.ordinal: hit for hit in retriever.search(Query("ferry"), 20)}
    for place, n, first, last in [
        (3, 1, 2, 4),
        (0, 1, 0, 1),
        (3, 99, 0, len(cut) - 1),
        (3, 0, 3, 3),
    ]:
        joined = retriever.joined(by_place[place], n)
        assert (joined.start, joined.end) == (cut[first].start, cut[last].end)
        assert joined.text == text[joined.start : joined.end]
        assert joined.ordinal == first
        assert resolved(indexer.archive, joined.id) == joined.text
        assert indexer.archive.joined(joined, 0) == joined


def resolved(archive: Archive, id: str) -> str:
    return archive.passages_by_id([id])[id].text


def test_a_joined_id_stands_for_its_words_or_for_nothing(indexer: Indexer) -> None:
    text = "\n\n".join([WIRE] * 12)
    put(indexer, article(id="a/b", text=text))
    cut = indexer.archive.passages_of("a/b")
    whole = indexer.archive.joined(cut[1], 1)
    for strange in (
        f"a/b/1/{whole.start + 1}-{whole.end}",
        f"a/b/1/{whole.start}-{whole.end - 1}",
        f"a/b/2/{whole.start}-{whole.end}",
        f"a/b/1/{cut[2].start}-{cut[1].end}",
        f"b/1/{whole.start}-{whole.end}",
        "a/b/1/0",
        "1/0-5",
        "",
    ):
        assert indexer.archive.passages_by_id([strange]) == {}
    put(indexer, article(id="a/b", text="Other words."))
    assert indexer.archive.passages_by_id([whole.id]) == {}
    assert indexer.archive.joined(cut[1], 1) == cut[1]
