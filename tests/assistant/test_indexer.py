"""Record, Chroma and tantivy hold the same passages after any sequence, damage or full disk."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from assistant.archive import Archive
from assistant.embed import Vectors
from assistant.errors import ArchiveUnwritable, EmbeddingError, EmbeddingMismatch
from assistant.indexer import Indexer, discard_indexes, passage_text, set_model
from assistant.settings import Settings
from assistant.types import Article, Query
from ingest.chunk import chunk
from tests.support.build import agree, article, prose, put, spans_hold, texts_by_id
from tests.support.disks import mounted
from tests.support.fakes import SMALL, FakeEmbedder
from tests.support.strategies import hard_text

FAKE = FakeEmbedder()


@dataclass(frozen=True)
class CountingEmbedder(FakeEmbedder):
    """Notes what it is given to embed."""

    embedded: list[str] = field(default_factory=list)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return super().embed(texts)


class Opened:
    """An archive with the fake embedder that can be closed and opened again."""

    def __init__(self, folder: Path, embedder: FakeEmbedder = FAKE) -> None:
        self.archive = Archive.open(folder)
        self.indexer = Indexer.open(folder, Settings.load(folder), self.archive, embedder)

    def close(self) -> None:
        self.indexer.close()
        self.archive.close()

    def __enter__(self) -> Indexer:
        return self.indexer

    def __exit__(self, *_: object) -> None:
        self.close()


# Any sequence of changes


class Changes(RuleBasedStateMachine):
    """Puts, updates, removals, interrupted and finished indexing, against a dictionary."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.opened = Opened(self.folder)
        self.states: dict[str, list[Article]] = {}

    def teardown(self) -> None:
        self.opened.close()
        shutil.rmtree(self.folder)

    @property
    def indexer(self) -> Indexer:
        return self.opened.indexer

    def record(self, given: Article) -> str:
        cut = chunk(given.id, given.text, FAKE)
        ((_, change),) = self.indexer.archive.put([(given, cut, [])])
        return change

    @rule(target=ids, id=st.sampled_from("abcd"), text=hard_text)
    def add_or_update(self, id: str, text: str) -> str:
        given = article(id=id, text=text)
        known = self.states.setdefault(id, [])
        expected = "added" if not known else "updated"
        if text in [state.text for state in known]:
            expected = "unchanged"
        else:
            known.append(replace(given, version=len(known) + 1))
        assert self.record(given) == expected
        return id

    @rule(id=ids, data=st.data())
    def put_an_earlier_state_again(self, id: str, data: st.DataObject) -> None:
        if known := self.states.get(id):
            assert self.record(data.draw(st.sampled_from(known))) == "unchanged"

    @rule(id=consumes(ids))
    def remove(self, id: str) -> None:
        if self.states.pop(id, None):
            self.indexer.archive.remove(id)

    @rule()
    def catch_up(self) -> None:
        self.indexer.catch_up()
        assert self.indexer.catch_up() == 0
        assert agree(self.indexer)

    @rule()
    def stop_after_the_dense_index(self) -> None:
        """As far as `catch_up` gets where the process is killed between the two indexes."""
        waiting = self.indexer.archive.pending()
        found = self.indexer.archive.articles_by_id(waiting)
        entries = [e for a in found.values() for e in self.indexer.entries(a)]
        vectors = FAKE.embed([e.passage.text for e in entries])
        self.indexer.dense.replace(waiting, entries, vectors)

    @rule(reindex=st.booleans())
    def close_and_open(self, reindex: bool) -> None:
        self.opened.close()
        if reindex:
            discard_indexes(self.folder)
        self.opened = Opened(self.folder)
        self.indexer.catch_up()
        assert agree(self.indexer)

    @invariant()
    def record_is_the_model(self) -> None:
        archive = self.indexer.archive
        assert {a.id: a for a in archive.articles()} == {
            id: known[-1] for id, known in self.states.items()
        }
        for id, known in self.states.items():
            assert archive.earlier_versions(id) == known[:-1]
            assert spans_hold(known[-1].text, archive.passages_of(id))


Changes.TestCase.settings = limits(max_examples=12, stateful_step_count=14, deadline=None)
TestChanges = Changes.TestCase


def test_progress_counts_articles_and_the_result_passages(folder: Path) -> None:
    seen: list[tuple[int, int]] = []
    with Opened(folder) as indexer:
        indexer.archive.put(
            [(a, chunk(a.id, a.text, FAKE), []) for a in (article(id=f"a{n}") for n in range(70))]
        )
        assert indexer.catch_up(lambda done, total: seen.append((done, total))) == 70
        assert agree(indexer)
    assert seen == [(64, 70), (70, 70)]


def test_what_could_not_be_indexed_is_still_owed(folder: Path) -> None:
    with Opened(folder) as indexer:
        indexer.archive.put([(article(), chunk("a1", article().text, FAKE), [])])
        indexer.embedder = FakeEmbedder(max_pieces=1)
        with pytest.raises(EmbeddingError):
            indexer.catch_up()
        assert indexer.archive.pending() == ["a1"]
        indexer.embedder = FAKE
        assert indexer.catch_up() == 1
        assert agree(indexer)


def test_a_passage_is_embedded_under_its_title_where_that_fits() -> None:
    of = article(title="Flood", text="The river rose.")
    (passage,) = chunk("a1", of.text, FAKE)
    assert passage_text(of, passage, FAKE) == "Flood\nThe river rose."
    assert passage_text(replace(of, title="x " * 300), passage, FAKE) == "The river rose."


# Another model


def test_another_model_is_refused_with_the_way_out(folder: Path) -> None:
    with Opened(folder) as indexer:
        put(indexer, article())
    with (
        Archive.open(folder) as archive,
        pytest.raises(EmbeddingMismatch, match=r"made by fake/1.*name fake/2.*`onrecord reindex`"),
    ):
        Indexer.open(folder, Settings.load(folder), archive, FakeEmbedder("fake/2"))
    with Opened(folder) as indexer:
        assert agree(indexer)


def test_a_smaller_model_takes_over_after_reindexing(folder: Path) -> None:
    text = prose(seed=5, sentences=30)
    with Opened(folder) as indexer:
        put(indexer, article(text=text))
        before = indexer.archive.passage_ids()
    discard_indexes(folder)
    with Archive.open(folder) as archive:
        archive.recut("a1", chunk("a1", text, SMALL))
        set_model(archive, SMALL)
    with Opened(folder, SMALL) as indexer:
        indexer.catch_up()
        assert agree(indexer)
        assert len(indexer.archive.passage_ids()) > len(before)
        assert spans_hold(text, indexer.archive.passages_of("a1"))
        assert indexer.archive.article("a1").version == 1


# Damage


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed archive with so many passages that Chroma has written its graph to files."""
    folder = tmp_path_factory.mktemp("kept")
    with Opened(folder, SMALL) as indexer:
        put(indexer, *(article(id=f"a{n}", text=prose(n, sentences=18)) for n in range(100)))
        assert indexer.dense.count() > 1000
    return folder


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def garble(file: Path) -> None:
    file.write_bytes(random.Random(3).randbytes(file.stat().st_size))


def zero_a_part(file: Path) -> None:
    data = bytearray(file.read_bytes())
    middle, part = len(data) // 2, len(data) // 4
    data[middle : middle + part] = bytes(part)
    file.write_bytes(data)


CHROMA = ("chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin")
LEXICAL = ("meta.json", ".managed.json", ".term", ".idx", ".pos", ".store", ".fieldnorm", ".fast")
KINDS = [
    *(("chroma", name) for name in (*CHROMA, "index_metadata.pickle")),
    *(("lexical", name) for name in LEXICAL),
]
WAYS = [truncate, empty, garble, zero_a_part, Path.unlink]


@pytest.mark.parametrize(("part", "name"), KINDS, ids=[f"{p}-{n}" for p, n in KINDS])
def test_a_damaged_file_is_noticed_and_its_index_rebuilt(
    kept: Path, tmp_path: Path, part: str, name: str
) -> None:
    way = WAYS[KINDS.index((part, name)) % len(WAYS)]
    damaged_is_rebuilt(kept, tmp_path / "copy", part, name, way)


def damaged_is_rebuilt(
    kept: Path, copy: Path, part: str, name: str, way: Callable[[Path], None]
) -> None:
    """Damages one file of a copy, opens it and compares everything."""
    shutil.copytree(kept, copy)
    chosen = min(file for file in (copy / part).rglob("*") if file.name.endswith(name))
    way(chosen)
    with Opened(copy, SMALL) as indexer:
        assert indexer.catch_up() > 1000
        assert agree(indexer)
        assert len(indexer.words.best(Query("town harbour"), 10)) == 10


@pytest.mark.parametrize("way", WAYS[1:], ids=lambda way: way.__name__)
def test_a_graph_that_would_kill_the_process_is_not_loaded(
    kept: Path, tmp_path: Path, way: Callable[[Path], None]
) -> None:
    # Chroma ends a link list with a hole in it with a segmentation fault.
    damaged_is_rebuilt(kept, tmp_path / "copy", "chroma", "link_lists.bin", way)


@pytest.mark.parametrize("part", ["chroma", "lexical"])
@pytest.mark.parametrize("sealed", [True, False], ids=["closed", "killed"])
@pytest.mark.parametrize("owed", [True, False], ids=["work-left", "all-indexed"])
def test_a_missing_index_is_rebuilt(folder: Path, part: str, sealed: bool, owed: bool) -> None:
    with Opened(folder) as indexer:
        put(indexer, article(id="a1"), article(id="a2"))
        indexer.archive.unsettle(["a1"] if owed else [])
    shutil.rmtree(folder / part)
    if not sealed:
        (folder / f"{part}.seal").unlink()
    with Opened(folder) as indexer:
        assert indexer.catch_up() == 2
        assert agree(indexer)


@pytest.mark.parametrize("part", ["chroma", "lexical"])
def test_a_file_in_the_place_of_an_index_gives_way(folder: Path, part: str) -> None:
    with Opened(folder) as indexer:
        put(indexer, article())
    shutil.rmtree(folder / part)
    (folder / part).write_text("no folder")
    with Opened(folder) as indexer:
        indexer.catch_up()
        assert agree(indexer)


def test_damage_left_by_a_kill_is_found_without_a_seal(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    (copy / "chroma.seal").unlink()
    truncate(next((copy / "chroma").rglob("length.bin")))
    with Opened(copy, SMALL) as indexer:
        assert indexer.catch_up() > 100
        assert agree(indexer)


@pytest.mark.parametrize("killed", [False, True])
def test_an_outdated_dense_index_keeps_its_vectors_and_gets_the_fields_of_today(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    monkeypatch.setattr("assistant.index.FORMAT", 99)
    embedded: list[str] = []
    counting = CountingEmbedder("fake/small", max_pieces=40, embedded=embedded)
    if killed:  # by another process, half way through
        with Opened(copy, counting) as indexer:
            indexer.archive.settle(indexer.archive.pending()[:50])
            assert indexer.dense.outdated
    with Opened(copy, counting) as indexer:
        assert len(indexer.archive.pending()) == 100
        assert indexer.catch_up() > 1000
        assert agree(indexer)
        assert not indexer.dense.outdated
    assert embedded == []
    with Opened(copy, counting) as indexer:
        assert indexer.archive.pending() == []


def test_a_lexical_index_of_another_format_is_rebuilt(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    monkeypatch.setattr("assistant.fields.FORMAT", 99)
    with Opened(copy, SMALL) as indexer:
        assert indexer.catch_up() > 1000
        assert agree(indexer)
    with Opened(copy, SMALL) as indexer:
        assert indexer.archive.pending() == []


def test_an_undamaged_archive_is_opened_without_work(kept: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(kept, copy)
    for _ in range(3):
        with Opened(copy, SMALL) as indexer:
            assert indexer.archive.pending() == []
    (copy / "chroma.seal").unlink()
    (copy / "lexical.seal").unlink()
    with Opened(copy, SMALL) as indexer:
        assert indexer.archive.pending() == []


def test_an_older_record_takes_back_what_the_indexes_know(folder: Path) -> None:
    with Opened(folder) as indexer:
        put(indexer, article(id="a1"), article(id="a2"))
    older = (folder / "archive.db").read_bytes()
    with Opened(folder) as indexer:
        put(indexer, article(id="a1", text="Other."), article(id="a3"), article(id="a4"))
    (folder / "archive.db").write_bytes(older)
    with Opened(folder) as indexer:
        indexer.catch_up()
        assert agree(indexer)
        assert texts_by_id(indexer) == {a.id: a.text for a in (article(), article(id="a2"))}
    with Opened(folder) as indexer:
        assert indexer.archive.pending() == []


# Disks


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with mounted(tmp_path / "disk", "6m") as small:
        yield small


def test_a_full_disk_is_named_and_costs_no_committed_article(disk: Path) -> None:
    committed: dict[str, str] = {}

    def fill(indexer: Indexer) -> None:
        for n in range(2000):
            given = article(id=f"a{n}", text=prose(n, sentences=30))
            indexer.archive.put([(given, chunk(given.id, given.text, FAKE), [])])
            committed[given.id] = given.text
            if n % 20 == 0:
                indexer.catch_up()

    with Opened(disk) as indexer, pytest.raises(ArchiveUnwritable, match=r"disk|be written"):
        fill(indexer)
    disk.remount("size=60m")  # type: ignore[attr-defined]
    with Opened(disk) as indexer:
        assert texts_by_id(indexer) == committed
        indexer.catch_up()
        assert agree(indexer)
    assert len(committed) > 20


def test_a_read_only_disk_is_named_and_left_whole(disk: Path) -> None:
    with Opened(disk) as indexer:
        put(indexer, article())
    disk.remount("ro")  # type: ignore[attr-defined]
    with pytest.raises(ArchiveUnwritable, match="cannot be written"):
        Opened(disk)
    disk.remount("rw")  # type: ignore[attr-defined]
    with Opened(disk) as indexer:
        assert indexer.archive.pending() == []
        assert agree(indexer)
