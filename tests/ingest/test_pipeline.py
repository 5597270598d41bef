"""From files to searchable articles: versions, copies, failures, progress."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.indexer import Indexer
from assistant.settings import Settings
from ingest.pipeline import ingest
from ingest.report import Failure, Report
from tests.conftest import SAMPLES
from tests.support.build import agree, prose, texts_by_id
from tests.support.fakes import FakeEmbedder


@pytest.fixture
def quick(folder: Path) -> Iterator[Indexer]:
    """An empty archive with the fake embedder."""
    with Archive.open(folder) as archive:
        opened = Indexer.open(folder, Settings.load(folder), archive, FakeEmbedder())
        yield opened
        opened.close()


def lines(file: Path, *articles: dict[str, object]) -> Path:
    file.write_text("\n".join(json.dumps(article) for article in articles))
    return file


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.seen, report.added, report.updated, report.unchanged


def test_ingesting_again_changes_nothing(quick: Indexer, tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", *({"id": f"n{n}", "text": prose(n)} for n in range(70)))
    report = ingest(quick, [file])
    assert counts(report) == (70, 70, 0, 0)
    assert report.passages == quick.archive.count()[1]
    again = ingest(quick, [file])
    assert counts(again) == (70, 0, 0, 70)
    assert again.passages == 0
    assert agree(quick)


def test_states_of_one_article_in_one_file_are_versions(quick: Indexer, tmp_path: Path) -> None:
    texts = ["It sank on Monday.", "It sank on Tuesday.", "It sank on Monday.", "It did not sink."]
    file = lines(tmp_path / "a.jsonl", *({"id": "n", "text": text} for text in texts))
    assert counts(ingest(quick, [file])) == (4, 1, 2, 1)
    assert quick.archive.article("n").text == "It did not sink."
    assert quick.archive.article("n").version == 3
    assert [a.text for a in quick.archive.earlier_versions("n")] == texts[:2]
    assert counts(ingest(quick, [file])) == (4, 0, 0, 4)
    assert agree(quick)


def test_a_correction_is_a_version_of_the_same_article(quick: Indexer) -> None:
    ingest(quick, [SAMPLES])
    (corrected,) = [a for a in quick.archive.articles() if a.version > 1]
    (before,) = quick.archive.earlier_versions(corrected.id)
    assert "Correction" in corrected.text
    assert "1,400" in before.text
    assert "will employ 1,040 people" in corrected.text
    assert all(p.id.split("/")[-2] == "2" for p in quick.archive.passages_of(corrected.id))
    assert agree(quick)


def test_a_copy_in_the_same_batch_and_a_copy_of_a_copy(quick: Indexer, tmp_path: Path) -> None:
    text = prose(1, sentences=20)
    variants = [text, text + " With an end.", text + " With another end, a longer one."]
    file = lines(
        tmp_path / "a.jsonl", *({"id": f"n{n}", "text": t} for n, t in enumerate(variants))
    )
    assert ingest(quick, [file]).duplicates == 2
    assert [quick.archive.article(f"n{n}").origin_id for n in range(3)] == [None, "n0", "n0"]
    later = lines(tmp_path / "b.jsonl", {"id": "n3", "text": "A new start. " + variants[2]})
    assert ingest(quick, [later]).duplicates == 1
    assert quick.archive.article("n3").origin_id == "n0"
    # The origin itself is no copy of its copies, however often it changes.
    changed = lines(tmp_path / "c.jsonl", {"id": "n0", "text": variants[1]})
    assert ingest(quick, [changed]).duplicates == 0
    assert quick.archive.article("n0").origin_id is None


def test_unrelated_articles_are_no_copies(quick: Indexer, tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", *({"id": f"n{n}", "text": prose(n)} for n in range(30)))
    assert ingest(quick, [file]).duplicates == 0


def test_what_fails_is_reported_and_the_rest_goes_in(quick: Indexer, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "good.txt").write_text("It rained on Monday.")
    file = tmp_path / "mixed.jsonl"
    file.write_text('{"text": "One."}\nnonsense\n{"id": "b d", "text": "x"}\n{"text": "Two."}')
    report = ingest(quick, [tmp_path, tmp_path / "missing.txt"])
    assert counts(report) == (3, 3, 0, 0)
    assert [Path(failure.source).name for failure in report.failed] == [
        "missing.txt",
        "empty.txt",
        "mixed.jsonl:2",
        "mixed.jsonl:3",
    ]
    assert all(failure.error and "\n" not in failure.error for failure in report.failed)
    assert Failure(str(tmp_path / "empty.txt"), "it is empty") in report.failed
    assert sorted(texts_by_id(quick).values()) == ["It rained on Monday.", "One.", "Two."]


def test_progress_ends_at_the_size_of_the_files(quick: Indexer, tmp_path: Path) -> None:
    file = lines(
        tmp_path / "a.jsonl",
        *({"id": f"n{n}", "title": f"t{n}", "text": prose(n)} for n in range(130)),
    )
    seen: list[tuple[int, int, str]] = []
    ingest(quick, [file], lambda *step: seen.append(step))
    size = file.stat().st_size
    assert [title for _, _, title in seen] == ["t63", "t127", "t129"]
    assert [total for _, total, _ in seen] == [size] * 3
    read = [done for done, _, _ in seen]
    assert read == sorted(read)
    assert read[-1] == size


def test_work_that_was_left_is_finished_first(quick: Indexer, tmp_path: Path) -> None:
    file = lines(tmp_path / "a.jsonl", {"id": "n", "text": "It rained."})
    ingest(quick, [file])
    quick.dense.replace(["n"], [], quick.embedder.embed([]))
    quick.archive.unsettle(["n"])
    assert ingest(quick, [file]).passages == 1
    assert agree(quick)


def test_a_megabyte_of_one_word_goes_through_the_real_model(
    indexer: Indexer, tmp_path: Path
) -> None:
    (tmp_path / "long.txt").write_text("qzx" * 20_000 + " end.")
    report = ingest(indexer, [tmp_path / "long.txt"])
    assert report.failed == []
    assert agree(indexer)
