"""How articles come into the ledger: what is read, what is read again, and what a stop leaves."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant import scribe as module
from assistant.archive import Archive
from assistant.errors import EmbeddingError
from assistant.indexer import Indexer
from assistant.ledger import Wanted
from assistant.scribe import Scribe
from assistant.statements.attribute import Attributor
from assistant.statements.relations import Relation
from tests.support.build import article, put
from tests.support.statements import contents

_SAID = re.compile(r"(?P<content>[^.\n]+), (?P<cue>said) (?P<source>[^.\n]+)\.")


class Plain:
    """A tagger that knows "..., said ... ." and nothing else; ``heard`` is told what it reads."""

    def __init__(self, heard: Callable[[int], None] = lambda number: None) -> None:
        self.read: list[int] = []
        self._heard = heard

    def relations(self, texts: Sequence[str]) -> list[list[Relation]]:
        self.read.append(len(texts))
        self._heard(len(self.read))
        return [
            [
                Relation((m.span("source"),), (m.span("cue"),), (m.span("content"),))
                for m in _SAID.finditer(text)
            ]
            for text in texts
        ]


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


def scribe(archive: Archive, tagger: Plain | None = None) -> Scribe:
    made = Scribe(archive)
    made._attributor = Attributor(tagger or Plain())  # type: ignore[misc]
    return made


def record(archive: Archive, count: int, first: int = 0) -> None:
    """Articles on record, each of which says its number."""
    for number in range(first, first + count):
        text = f"Ferry {number:03} was late, said Ada Quill."
        archive.put([(article(f"a{number:03}", text, authors=()), [], [])])


def said(archive: Archive, **wanted: object) -> list[str]:
    return sorted(contents(archive.ledger.find(Wanted(**wanted), None)))  # type: ignore[arg-type]


# What is read


def test_what_is_unread_is_entered(archive: Archive) -> None:
    record(archive, 2)
    assert scribe(archive).catch_up() == 2
    assert said(archive) == ["Ferry 000 was late", "Ferry 001 was late"]
    assert archive.ledger.unread() == []


def test_what_is_read_is_not_read_again(archive: Archive) -> None:
    record(archive, 2)
    tagger = Plain()
    own = scribe(archive, tagger)
    own.catch_up()
    assert own.catch_up() == 0
    record(archive, 1, first=2)
    assert own.catch_up() == 1
    assert tagger.read == [2, 1]


def test_an_article_that_says_nothing_is_read_all_the_same(archive: Archive) -> None:
    archive.put([(article("a1", "The lake is deep."), [], [])])
    assert scribe(archive).catch_up() == 0
    assert archive.ledger.unread() == []
    assert archive.ledger.of_articles(["a1"]) == {"a1": ()}


def test_an_empty_archive_loads_nothing(archive: Archive) -> None:
    own = Scribe(archive)
    assert own.catch_up() == 0
    assert "_attributor" not in vars(own)


def test_the_progress_is_told_a_batch_at_a_time_to_the_end(archive: Archive) -> None:
    record(archive, 40)
    told: list[tuple[int, int]] = []
    scribe(archive).catch_up(lambda done, total: told.append((done, total)))
    assert told == [(16, 40), (32, 40), (40, 40)]


def test_with_the_packaged_tagger(indexer: Indexer) -> None:
    put(indexer, article("a1", "Ada Quill said that the ferry was late.", authors=()))
    own = Scribe(indexer.archive)
    own.load()
    assert own.catch_up() == 1
    (found,) = indexer.archive.ledger.find(Wanted())
    assert (found.statement.speaker, found.statement.content) == (
        "Ada Quill",
        "that the ferry was late",
    )


# What changes


def test_an_updated_article_is_read_again_and_the_old_words_are_not_found(
    archive: Archive,
) -> None:
    record(archive, 1)
    own = scribe(archive)
    own.catch_up()
    archive.put([(article("a000", "Ferry 000 sank, said Ada Quill.", authors=()), [], [])])
    assert said(archive) == []
    own.catch_up()
    assert said(archive) == ["Ferry 000 sank"]
    assert said(archive, about="late") == []
    (found,) = archive.ledger.find(Wanted())
    assert found.statement.id.startswith("a000/2/")


def test_an_article_that_is_removed_while_it_is_read(archive: Archive) -> None:
    record(archive, 2)
    told: list[tuple[int, int]] = []
    own = scribe(archive, Plain(lambda number: archive.remove("a000")))
    assert own.catch_up(lambda done, total: told.append((done, total))) == 1
    assert said(archive) == ["Ferry 001 was late"]
    assert archive.ledger.unread() == []
    assert told == [(2, 2)]


def test_articles_that_are_removed_before_their_batch_are_done_too(archive: Archive) -> None:
    record(archive, 20)
    told: list[tuple[int, int]] = []

    def remove(number: int) -> None:
        if number == 1:
            for gone in range(16, 20):
                archive.remove(f"a{gone:03}")

    own = scribe(archive, Plain(remove))
    assert own.catch_up(lambda done, total: told.append((done, total))) == 16
    assert told[-1] == (20, 20)


def test_an_article_that_is_updated_while_it_is_read_waits_for_the_next_time(
    archive: Archive,
) -> None:
    record(archive, 1)
    newer = article("a000", "Ferry 000 sank, said Ada Quill.", authors=())
    own = scribe(archive, Plain(lambda number: archive.put([(newer, [], [])]) and None))
    assert own.catch_up() == 0
    assert said(archive) == []
    assert archive.ledger.unread() == ["a000"]
    assert own.catch_up() == 1
    assert said(archive) == ["Ferry 000 sank"]


# What stops


def test_a_crash_between_batches_loses_nothing(archive: Archive) -> None:
    record(archive, 40)

    def crash(number: int) -> None:
        if number == 2:
            raise MemoryError

    with pytest.raises(MemoryError):
        scribe(archive, Plain(crash)).catch_up()
    assert len(said(archive)) == 16
    assert len(archive.ledger.unread()) == 24
    tagger = Plain()
    assert scribe(archive, tagger).catch_up() == 24
    assert tagger.read == [16, 8], "the first batch is not read again"
    assert said(archive) == [f"Ferry {n:03} was late" for n in range(40)]


def test_after_a_crash_the_same_scribe_goes_on(archive: Archive) -> None:
    record(archive, 1)

    def crash(number: int) -> None:
        if number == 1:
            raise MemoryError

    own = scribe(archive, Plain(crash))
    with pytest.raises(MemoryError):
        own.catch_up()
    assert own.catch_up() == 1


def test_started_it_reads_in_the_background(archive: Archive) -> None:
    record(archive, 1)
    begun = threading.Event()
    own = scribe(archive, Plain(lambda number: begun.set()))
    own.start()
    assert begun.wait(30)
    own.stop()  # returns when what was begun is entered
    assert said(archive) == ["Ferry 000 was late"]


def test_stopped_it_enters_the_batch_it_is_at_and_no_more(archive: Archive) -> None:
    record(archive, 80)
    second, go_on = threading.Event(), threading.Event()

    def wait(number: int) -> None:
        if number == 2:
            second.set()
            go_on.wait(30)

    own = scribe(archive, Plain(wait))
    own.start()
    assert second.wait(30)
    stopping = threading.Thread(target=own.stop)
    stopping.start()
    assert own._stopped.wait(30)
    go_on.set()
    stopping.join(30)
    assert not stopping.is_alive()
    entered = len(said(archive))
    assert entered in (16, 32)
    assert len(archive.ledger.unread()) == 80 - entered


def test_stopped_it_stays_stopped(archive: Archive) -> None:
    record(archive, 1)
    tagger = Plain()
    own = scribe(archive, tagger)
    own.stop()
    assert own.catch_up() == 0
    assert tagger.read == []
    assert archive.ledger.unread() == ["a000"]


def test_two_at_once_read_each_article_once(archive: Archive) -> None:
    record(archive, 40)
    tagger = Plain()
    own = scribe(archive, tagger)
    threads = [threading.Thread(target=own.catch_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(tagger.read) == 40
    assert len(said(archive)) == 40


# Other rules


def test_another_reader_reads_everything_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    record(archive, 2)
    own = scribe(archive)
    own.check()
    own.catch_up()
    own.check()
    assert archive.ledger.unread() == []
    monkeypatch.setattr(module, "READER", f"{module.READER}.new")
    own.check()
    assert archive.ledger.unread() == ["a000", "a001"]
    own.catch_up()
    own.check()
    assert archive.ledger.unread() == []
    assert archive.ledger.count() == 2


def test_an_archive_from_before_there_was_a_ledger_is_read(archive: Archive) -> None:
    record(archive, 1)
    archive.ledger.write([(archive.article("a000"), [])])
    Scribe(archive).check()
    assert archive.ledger.unread() == ["a000"]


def test_a_failure_in_the_background_is_one_line(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(self: Scribe) -> int:
        raise EmbeddingError("the tagger cannot be loaded")

    monkeypatch.setattr(Scribe, "catch_up", fail)
    Scribe(archive)._catch_up()
    assert "the tagger cannot be loaded" in caplog.text
