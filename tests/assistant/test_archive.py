"""The record: versions, passages, the outbox, and what is refused."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from assistant.archive import Archive, article_of, passage_id
from assistant.errors import ArchiveDamaged, ArchiveUnwritable, ArticleNotFound
from assistant.schema import metadata
from ingest.chunk import chunk
from tests.support.build import article, prose, spans_hold
from tests.support.disks import mounted
from tests.support.fakes import FakeEmbedder


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


def put(archive: Archive, *articles: object) -> list[str]:
    """Records articles; returns what changed."""
    batch = [(a, chunk(a.id, a.text, FakeEmbedder()), []) for a in articles]  # type: ignore[attr-defined]
    return [change for _, change in archive.put(batch)]


def test_an_article_comes_back_as_it_went_in(archive: Archive) -> None:
    given = article(text="Ça va? 👩‍👩‍👧\r\nشكرا\u2028end.", authors=("Ada Quill", "B. Örn"))
    assert put(archive, given) == ["added"]
    assert archive.article("a1") == given


def test_times_come_back_in_utc(archive: Archive) -> None:
    paris = datetime(2026, 2, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    put(archive, article(published_at=paris))
    found = archive.article("a1").published_at
    assert found == paris
    assert found is not None
    assert found.tzinfo is UTC


def test_putting_the_same_article_again_changes_nothing(archive: Archive) -> None:
    put(archive, article())
    archive.settle(["a1"])
    again = replace(article(), fetched_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert put(archive, again) == ["unchanged"]
    assert archive.article("a1") == article()
    assert archive.pending() == []


@pytest.mark.parametrize(
    "change",
    [
        {"text": "The ferry sank on Tuesday."},
        {"title": "Another headline"},
        {"authors": ("Somebody Else",)},
        {"published_at": None},
        {"url": None},
        {"source": "Another paper"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_is_a_new_version_and_the_earlier_one_is_kept(
    archive: Archive, change: dict[str, object]
) -> None:
    put(archive, article())
    changed = replace(article(), **change)  # type: ignore[arg-type]
    assert put(archive, changed) == ["updated"]
    assert archive.article("a1") == replace(changed, version=2)
    assert archive.earlier_versions("a1") == [article()]


def test_an_earlier_state_is_no_news(archive: Archive) -> None:
    first, second = article(), replace(article(), text="It sank on Tuesday.")
    put(archive, first)
    put(archive, second)
    assert put(archive, first, second) == ["unchanged", "unchanged"]
    assert archive.article("a1").text == second.text


def test_passages_are_cut_from_the_article_and_numbered_by_version(archive: Archive) -> None:
    text = prose(seed=3, sentences=40)
    put(archive, article(text="Short."))
    put(archive, article(text=text))
    cut = archive.passages_of("a1")
    assert len(cut) > 1
    assert spans_hold(text, cut)
    assert [p.id for p in cut] == [f"a1/2/{p.start}-{p.end}" for p in cut]
    assert archive.passage_ids() == {p.id for p in cut}
    assert archive.passages_by_id([cut[0].id, "a1/1/0-6", "nothing"]) == {cut[0].id: cut[0]}
    assert archive.count() == (1, len(cut))


def test_the_article_of_a_passage_is_told_from_its_id() -> None:
    assert article_of(passage_id("https://a.example/b/7", 12, 3, 44)) == "https://a.example/b/7"


def test_more_ids_than_one_statement_takes(archive: Archive) -> None:
    many = [article(id=f"a{n}") for n in range(601)]
    put(archive, *many)
    ids = [a.id for a in many]
    assert archive.articles_by_id(ids).keys() == set(ids)
    assert len(archive.passages_by_id(archive.passage_ids())) == 601
    archive.settle(ids)
    assert archive.pending() == []
    archive.unsettle(ids)
    assert archive.pending() == sorted(ids)


def test_removing_takes_everything_of_it_and_frees_its_copies(archive: Archive) -> None:
    put(archive, article(), article(id="a2", origin_id="a1"))
    put(archive, replace(article(), text="Changed."))
    archive.settle(["a1", "a2"])
    archive.remove("a1")
    assert archive.articles_by_id(["a1"]) == {}
    assert archive.earlier_versions("a1") == []
    assert archive.passages_of("a1") == []
    assert archive.article("a2").origin_id is None
    assert archive.pending() == ["a1"]


def test_an_unknown_article_is_named_and_where_to_look(archive: Archive) -> None:
    for call in (archive.article, archive.remove, lambda id: archive.recut(id, [])):
        with pytest.raises(ArticleNotFound, match=r"'a9'.*onrecord articles"):
            call("a9")


def test_articles_come_newest_first_and_undated_last(archive: Archive) -> None:
    dates = {"old": datetime(1969, 7, 20, tzinfo=UTC), "none": None, "new": datetime.now(UTC)}
    put(archive, *(article(id=id, published_at=date) for id, date in dates.items()))
    assert [a.id for a in archive.articles()] == ["new", "old", "none"]


def test_bands_find_the_articles_that_share_one(archive: Archive) -> None:
    archive.put([(article(id="a1"), [], ["0:x", "1:y"]), (article(id="a2"), [], ["1:y", "1:y"])])
    assert archive.sharing_bands(["1:y"]) == ["a1", "a2"]
    assert archive.sharing_bands(["0:x", "0:z"]) == ["a1"]
    archive.put([(article(id="a1", text="New."), [], ["2:z"])])
    assert archive.sharing_bands(["0:x", "2:z"]) == ["a1"]
    assert archive.sharing_bands(["0:x"]) == []


def test_facts_and_sources(archive: Archive) -> None:
    assert archive.get("colour") is None
    archive.set("colour", "red")
    archive.set("colour", "blue")
    assert archive.get("colour") == "blue"
    put(archive, article(source="B"), article(id="a2", source="A"), article(id="a3", source="B"))
    assert archive.sources() == ["A", "B"]


def test_one_bad_article_leaves_none_of_its_batch(archive: Archive) -> None:
    good, bad = article(id="good"), article(id="bad", text="half of a pair: \ud800")
    with pytest.raises(UnicodeEncodeError):
        archive.put([(good, [], []), (bad, [], [])])
    assert archive.count() == (0, 0)
    assert archive.pending() == []


# What cannot be opened


def filled(folder: Path) -> Path:
    """An archive of a hundred articles, closed; returns its file."""
    with Archive.open(folder) as archive:
        put(archive, *(article(id=f"a{n}", text=prose(n)) for n in range(100)))
        assert archive.damage() is None
    return folder / "archive.db"


@pytest.mark.parametrize("keep", [50, 5000, 0.5, 0.99])
def test_a_truncated_file_is_refused(folder: Path, keep: float) -> None:
    file = filled(folder)
    whole = file.stat().st_size
    os.truncate(file, int(keep if keep > 1 else whole * keep))
    with pytest.raises(ArchiveDamaged, match=r"archive\.db.*restore it from a copy"):
        Archive.open(folder)


def test_an_emptied_file_beside_its_indexes_is_refused(folder: Path) -> None:
    os.truncate(filled(folder), 0)
    (folder / "lexical").mkdir()
    with pytest.raises(ArchiveDamaged, match="is empty; restore it from a copy"):
        Archive.open(folder)


@pytest.mark.parametrize("head", [b"", b"SQLite format 3\0"], ids=["random", "random-after-magic"])
def test_random_bytes_are_refused_and_left_alone(folder: Path, head: bytes) -> None:
    data = head + random.Random(7).randbytes(20_000)
    (folder / "archive.db").write_bytes(data)
    with pytest.raises(ArchiveDamaged, match=r"archive\.db"):
        Archive.open(folder)
    assert (folder / "archive.db").read_bytes() == data


@pytest.mark.parametrize("table", ["people (name)", "meta (id, colour)", "articles (id)"])
def test_a_database_of_another_program_is_refused_and_left_alone(folder: Path, table: str) -> None:
    file = folder / "archive.db"
    other = sqlite3.connect(file)
    other.execute(f"create table {table}")
    other.execute("create table more (x)")
    other.commit()
    other.close()
    before = file.read_bytes()
    with pytest.raises(ArchiveDamaged, match=r"another program; name an empty folder"):
        Archive.open(folder)
    assert file.read_bytes() == before
    assert [f.name for f in folder.iterdir()] == ["archive.db"]


@pytest.mark.parametrize("made", [["pending"], ["bands", "articles", "meta"]])
def test_a_start_that_was_cut_short_is_finished(folder: Path, made: list[str]) -> None:
    with Archive.open(folder):
        pass
    database = sqlite3.connect(folder / "archive.db")
    database.execute("drop table statement_words")
    for name in set(metadata.tables) - set(made):
        database.execute(f"drop table {name}")
    if "meta" in made:
        database.execute("delete from meta")
    database.commit()
    database.close()
    with Archive.open(folder) as archive:
        assert put(archive, article()) == ["added"]


def test_another_schema_is_refused_by_its_number(folder: Path) -> None:
    with Archive.open(folder) as archive:
        archive.set("schema", "99")
    with pytest.raises(ArchiveDamaged, match="has schema 99"):
        Archive.open(folder)


def test_garbage_in_the_middle_is_damage_and_no_wrong_answer(folder: Path) -> None:
    file = filled(folder)
    with file.open("r+b") as stream:
        stream.seek(8192)
        stream.write(random.Random(8).randbytes(file.stat().st_size - 12_288))
    with pytest.raises(ArchiveDamaged, match="restore it from a copy"), Archive.open(folder) as a:
        list(a.articles())


def test_a_read_only_disk_is_named(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "4m") as disk:
        filled(disk)
        disk.remount("ro")
        with pytest.raises(ArchiveUnwritable, match=r"archive\.db cannot be written"):
            Archive.open(disk)


def test_a_full_disk_loses_nothing_that_was_committed(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "2m") as disk:
        committed: list[str] = []
        with Archive.open(disk) as archive:

            def fill() -> None:
                for n in range(1000):
                    put(archive, article(id=f"a{n}", text=prose(n)))
                    committed.append(f"a{n}")

            with pytest.raises(ArchiveUnwritable, match="disk is full"):
                fill()
            assert archive.articles_by_id(committed).keys() == set(committed)
        assert len(committed) > 10
        disk.remount("size=8m")
        with Archive.open(disk) as archive:
            assert sorted(a.id for a in archive.articles()) == sorted(committed)
            assert archive.pending() == sorted(committed)
            assert put(archive, article(id="new")) == ["added"]
