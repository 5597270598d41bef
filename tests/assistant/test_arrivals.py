"""The order of arrivals: what is new, and what only looks so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from assistant.archive import Archive
from assistant.ledger import Wanted
from assistant.schema import arrivals
from tests.support.build import article
from tests.support.statements import contents, told


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


def put(archive: Archive, id: str, text: str = "The ferry sank.") -> int:
    archive.put([(article(id=id, text=text), [], [])])
    return archive.arrivals.newest()


def test_an_empty_archive_has_no_arrival(archive: Archive) -> None:
    assert archive.arrivals.newest() == 0
    assert archive.arrivals.changed((0, 10)) == {}


def test_articles_and_their_changes_arrive_in_order(archive: Archive) -> None:
    first = put(archive, "a")
    second = put(archive, "b")
    third = put(archive, "a", "The ferry was raised.")
    assert first < second < third
    assert archive.arrivals.changed((0, third)) == {"a": {1, 2}, "b": {1}}
    assert archive.arrivals.changed((first, second)) == {"b": {1}}
    assert archive.arrivals.changed((second, third)) == {"a": {2}}
    assert archive.arrivals.changed((third, third)) == {}


def test_nothing_arrives_by_being_unchanged_recut_or_read_again(archive: Archive) -> None:
    told(archive, "a", ("Odda Brenwick", "the ferry sank"))
    before = archive.arrivals.newest()
    told(archive, "a", ("Odda Brenwick", "the ferry sank"))
    archive.recut("a", archive.passages_of("a"))
    archive.unsettle(["a"])
    archive.ledger.read_again()
    archive.ledger.write([(archive.article("a"), [])])
    assert archive.arrivals.newest() == before


def test_what_was_removed_and_comes_back_is_not_new(archive: Archive) -> None:
    put(archive, "a")
    before = put(archive, "b")
    archive.remove("b")
    archive.remove("a")
    assert put(archive, "a") == before
    assert put(archive, "b", "Another text.") > before


def test_a_number_is_never_given_twice(archive: Archive) -> None:
    last = put(archive, "a")
    with archive.engine.begin() as connection:
        connection.execute(arrivals.delete())
    assert put(archive, "b") == last + 1


def test_what_fails_to_be_written_has_not_arrived(archive: Archive) -> None:
    good, bad = article(id="a"), replace(article(id="b"), title=None)  # type: ignore[arg-type]
    with pytest.raises(sa.exc.IntegrityError):
        archive.put([(good, [], []), (bad, [], [])])
    assert archive.arrivals.newest() == 0


def test_an_archive_from_before_arrivals_has_nothing_new(folder: Path) -> None:
    with Archive.open(folder) as archive:
        told(archive, "a", ("Odda Brenwick", "the ferry sank"))
        with archive.engine.begin() as connection:
            connection.execute(sa.text("DROP TABLE arrivals"))
    with Archive.open(folder) as archive:
        assert archive.arrivals.newest() == 0
        assert put(archive, "b") == 1
        assert archive.arrivals.changed((0, 1)) == {"b": {1}}


def test_statements_can_be_looked_for_by_arrival(archive: Archive) -> None:
    told(archive, "a", ("Odda Brenwick", "the ferry sank"))
    first = archive.arrivals.newest()
    told(archive, "b", ("Odda Brenwick", "the ferry was old"))
    told(archive, "c", ("Odda Brenwick", "the tram was old"))
    last = archive.arrivals.newest()

    def found(after: int, until: int, about: str = "") -> list[str]:
        return contents(archive.ledger.find(Wanted(about=about, arrived=(after, until))))

    assert found(0, last, "ferry") == ["the ferry sank", "the ferry was old"]
    assert found(first, last) == ["the ferry was old", "the tram was old"]
    assert found(first, last, "ferry") == ["the ferry was old"]
    assert found(0, first) == ["the ferry sank"]
    assert found(last, last) == []


def test_readers_see_whole_batches(archive: Archive) -> None:
    seen: set[int] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(len(archive.arrivals.changed((0, 10**6))))

    watching = threading.Thread(target=watch)
    watching.start()
    for n in range(10):
        archive.put([(article(id=f"{n}-{k}"), [], []) for k in range(10)])
    done.set()
    watching.join(30)
    assert all(count % 10 == 0 for count in seen)
