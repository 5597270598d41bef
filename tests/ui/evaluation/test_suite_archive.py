"""The archive that a suite is asked of: one that is there, or one built from its articles."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from assistant.errors import SettingsError, SuiteError
from assistant.evaluation.suite import Suite
from assistant.evaluation.suite_file import load_suite
from tests.support.suites import made
from ui.evaluation.archive import archive_of, code_hash
from ui.evaluation.new import write_new


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own for built archives."""
    for name in os.environ:
        if name.startswith("ONRECORD_") and name != "ONRECORD_CACHE_DIR":
            monkeypatch.delenv(name)
    return tmp_path / "cache"


@pytest.fixture
def first(tmp_path: Path) -> Suite:
    """The suite of `eval new`."""
    write_new(tmp_path / "first")
    return load_suite(tmp_path / "first")


def built(suite: Suite, cache: Path, **settings: object) -> set[str]:
    """Opens the suite's archive; the folders of built ones after that."""
    with archive_of(suite, Path("lost"), {"cache_dir": str(cache), **settings}) as opened:
        assert opened.archive.count()[0] == 2
        assert opened.archive.ledger.unread() == []
    return {each.name for each in (cache / "suites").iterdir() if each.is_dir()}


@pytest.fixture
def cache_with_models(cache: Path) -> Path:
    """The exported models are costly to make: they are linked from the real cache."""
    from assistant.settings import Settings

    real = Settings.load(Path("no-such-folder")).cache_dir
    cache.mkdir()
    for each in real.iterdir():
        if each.name != "suites":
            (cache / each.name).symlink_to(each)
    return cache


def test_it_is_built_once_and_again_when_an_article_changes(
    first: Suite, cache_with_models: Path
) -> None:
    before = built(first, cache_with_models)
    assert len(before) == 1
    stamp = (cache_with_models / "suites" / next(iter(before)) / "archive.db").stat().st_ino
    assert built(first, cache_with_models, hits=3) == before
    assert (cache_with_models / "suites" / next(iter(before)) / "archive.db").stat().st_ino == stamp
    article = first.folder / "articles" / "bridge-opens.md"
    article.write_text(article.read_text().replace("412", "413"))
    assert len(built(first, cache_with_models) - before) == 1


def test_old_ones_are_removed(first: Suite, cache_with_models: Path) -> None:
    article = first.folder / "articles" / "bridge-opens.md"
    for number in range(5):
        article.write_text(article.read_text() + f"\nLine {number}.\n")
        found = built(first, cache_with_models)
    assert len(found) == 3


def test_the_settings_under_test_are_those_of_the_suite_and_of_the_call(
    first: Suite, samples: Path
) -> None:
    suite = made([], archive=str(samples), settings={"hits": 4, "searches": 2}, timeout=7)
    with archive_of(suite, Path("lost"), {"searches": "3"}) as opened:
        assert (opened.settings.hits, opened.settings.searches) == (4, 3)
        assert opened.settings.model_timeout == 7
    with pytest.raises(SettingsError, match="hits"), archive_of(suite, samples, {"hits": "many"}):
        pass


def test_an_archive_that_is_not_there(tmp_path: Path) -> None:
    lost = tmp_path / "lost"
    with (
        pytest.raises(SuiteError, match=r"suite\.yaml: the archive .*/lost is not there; name one"),
        archive_of(made([]), lost, {}),
    ):
        pass
    assert not lost.exists()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("lost.txt", None, r"lost\.txt: "),
        ("bad.jsonl", "{", r"bad\.jsonl"),
        ("empty", None, "there are no articles in what the suite names|empty"),
    ],
)
def test_articles_that_cannot_be_read(
    tmp_path: Path, name: str, text: str | None, said: str
) -> None:
    if name == "empty":
        (tmp_path / name).mkdir()
    elif text is not None:
        (tmp_path / name).write_text(text)
    suite = made([], articles=str(tmp_path / name))
    with pytest.raises(SuiteError, match=said), archive_of(suite, tmp_path, {}):
        pass


def test_processes_at_the_same_time_have_a_copy_each(first: Suite, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with (
        archive_of(first, Path("lost"), {}),
        archive_of(first, Path("lost"), {}, scratch=scratch) as copy,
    ):
        assert copy.archive.count()[0] == 2
    shutil.rmtree(scratch)


def test_the_hash_of_the_code_is_stable() -> None:
    assert code_hash() == code_hash()
