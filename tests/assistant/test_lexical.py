"""BM25 over passages: words, filters, replacement, and what a disk or a date can do to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ArchiveUnwritable
from assistant.lexical import LexicalIndex
from assistant.types import Query
from tests.support.build import article, entry, prose
from tests.support.disks import mounted

NOON = datetime(2026, 2, 7, 12, tzinfo=UTC)


@pytest.fixture
def words(folder: Path) -> Iterator[LexicalIndex]:
    index = LexicalIndex.open(folder)
    yield index
    index.close()


def found(words: LexicalIndex, text: str, **filters: object) -> list[str]:
    """Ids of the articles found for a query, best first."""
    query = Query(text, **filters)  # type: ignore[arg-type]
    return [id.split("/")[0] for id, _ in words.best(query, 10)]


def fill(words: LexicalIndex, **texts: str) -> None:
    """One passage in an article of its own for each text."""
    words.replace(
        list(texts), [entry(article(id=id, text=text, title="x")) for id, text in texts.items()]
    )


def test_a_rare_word_weighs_more_than_a_common_one(words: LexicalIndex) -> None:
    fill(words, a="the ferry sank", b="the ferry sailed", c="the ferry moored", d="a zeppelin")
    assert found(words, "ferry zeppelin")[0] == "d"
    assert found(words, "ferry sank")[0] == "a"


def test_words_are_stemmed_folded_and_freed_of_stop_words(words: LexicalIndex) -> None:
    fill(words, a="Žižek’s cafés were disputing the withdrawals", b="unrelated")
    for text in ("cafe", "DISPUTED", "withdrawal", "zizek"):
        assert found(words, text) == ["a"]
    assert found(words, "the of and") == []
    assert LexicalIndex.terms("The cafés, the CAFÉ!") == ["cafe"]


@pytest.mark.parametrize("text", ["", "?!…", "“”", 'title:"y', "AND OR NOT (", "a:b:c*~^", "\0"])
def test_no_question_is_a_syntax_error(words: LexicalIndex, text: str) -> None:
    fill(words, a="nothing of the kind")
    assert found(words, text) == []


def test_a_title_counts_less_than_the_text(words: LexicalIndex) -> None:
    words.replace(
        ["a", "b"],
        [
            entry(article(id="a", title="Zeppelin lands", text="It was late.")),
            entry(article(id="b", title="It was late", text="Zeppelin lands.")),
        ],
    )
    assert found(words, "zeppelin") == ["b", "a"]


def test_replacing_is_exact_and_repeatable(words: LexicalIndex) -> None:
    one = article(id="a", text="first words")
    other = entry(article(id="b", text="other words"))
    words.replace(["a", "b"], [entry(one), entry(one, "second words", 1), other])
    assert words.ids() == {"a/1/0", "a/1/1", "b/1/0"}
    for _ in range(2):
        words.replace(["a"], [entry(one, "third words", 2)])
        assert words.ids() == {"a/1/2", "b/1/0"}
        assert words.count() == 2
    words.replace(["b", "never seen"], [])
    assert words.ids() == {"a/1/2"}
    assert words.frequency("word") == 1


def test_filters_by_date(words: LexicalIndex) -> None:
    """``published_after`` is inclusive and ``published_before`` exclusive; each may stand alone."""
    second = timedelta(seconds=1)
    dates = {"before": NOON - second, "noon": NOON, "after": NOON + second, "undated": None}
    words.replace(
        list(dates),
        [entry(article(id=id, text="ferry", published_at=date)) for id, date in dates.items()],
    )
    assert sorted(found(words, "ferry")) == ["after", "before", "noon", "undated"]
    assert sorted(found(words, "ferry", published_after=NOON)) == ["after", "noon"]
    assert sorted(found(words, "ferry", published_before=NOON)) == ["before"]
    between = {"published_after": NOON, "published_before": NOON + second}
    assert found(words, "ferry", **between) == ["noon"]
    assert found(words, "ferry", published_after=NOON + second, published_before=NOON) == []


@pytest.mark.parametrize("year", [1, 1500, 1969, 2300, 9999])
def test_dates_that_tantivy_cannot_count(words: LexicalIndex, year: int) -> None:
    date = datetime(year, 6, 1, tzinfo=UTC)
    words.replace(["a"], [entry(article(id="a", text="ferry", published_at=date))])
    early, late = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)
    assert found(words, "ferry", published_after=early) == ["a"]
    assert found(words, "ferry", published_after=NOON) == (["a"] if year > 2026 else [])
    assert found(words, "ferry", published_before=NOON) == (["a"] if year < 2026 else [])
    assert found(words, "ferry", published_after=early, published_before=late) == ["a"]


def test_filters_by_source_without_regard_to_case(words: LexicalIndex) -> None:
    sources = {"a": "The Ledger", "b": "Ärzteblatt", "c": "The Ledger Extra"}
    words.replace(
        list(sources),
        [entry(article(id=id, text="ferry", source=name)) for id, name in sources.items()],
    )
    assert found(words, "ferry", sources=("THE LEDGER",)) == ["a"]
    assert sorted(found(words, "ferry", sources=("the ledger", "ÄRZTEBLATT"))) == ["a", "b"]
    assert found(words, "ferry", sources=("Ledger",)) == []


def test_a_filter_does_not_change_the_score(words: LexicalIndex) -> None:
    fill(words, a="ferry in the harbour", b="ferry")
    plain = words.best(Query("ferry"), 10)
    filtered = words.best(
        Query("ferry", published_before=NOON, sources=("The Harbour Ledger",)), 10
    )
    assert filtered == plain


def test_it_is_there_after_opening_again(folder: Path) -> None:
    first = LexicalIndex.open(folder)
    fill(first, a="ferry")
    first.close()
    second = LexicalIndex.open(folder)
    fill(second, b="ferry")
    assert sorted(found(second, "ferry")) == ["a", "b"]
    second.close()


def test_a_full_disk_is_named_and_leaves_what_was_committed(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "512k") as disk:
        words = LexicalIndex.open(disk)
        fill(words, a="ferry")
        many = {f"b{n}": prose(n) for n in range(3000)}
        with pytest.raises(ArchiveUnwritable, match="no article is lost"):
            fill(words, **many)
        assert "a/1/0" in words.ids()
        disk.remount("size=8m")
        fill(words, c="a zeppelin")
        assert found(words, "zeppelin") == ["c"]
        words.close()
