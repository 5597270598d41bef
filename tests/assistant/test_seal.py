"""A seal tells what was changed at rest from what was left open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import ArchiveUnwritable
from assistant.seal import discard, seal, unseal
from tests.support.disks import mounted


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    (folder / "deep").mkdir(parents=True)
    (folder / "one.bin").write_bytes(b"abc" * 1000)
    (folder / "deep" / "two.bin").write_bytes(b"")
    return folder


def test_what_was_not_touched_is_whole_once(index: Path) -> None:
    seal(index)
    assert unseal(index) == "whole"
    assert unseal(index) == "missing"


@pytest.mark.parametrize(
    "change",
    [
        lambda index: (index / "one.bin").write_bytes(b"abd" * 1000),
        lambda index: (index / "deep" / "two.bin").unlink(),
        lambda index: (index / "three.bin").touch(),
        lambda index: (index / "one.bin").rename(index / "deep" / "one.bin"),
    ],
    ids=["same-size", "deleted", "added", "moved"],
)
def test_every_change_breaks_it(index: Path, change: Callable[[Path], object]) -> None:
    seal(index)
    change(index)
    assert unseal(index) == "broken"
    assert unseal(index) == "missing"


@pytest.mark.parametrize("text", ["", "not json", "\udcff"])
def test_a_damaged_seal_is_none(index: Path, text: str) -> None:
    index.with_name("index.seal").write_text(text, errors="surrogateescape")
    assert unseal(index) == "missing"


def test_discarding_takes_the_seal_along(index: Path) -> None:
    seal(index)
    discard(index)
    discard(index)
    assert list(index.parent.iterdir()) == []


def test_a_copy_keeps_its_seal(index: Path, tmp_path: Path) -> None:
    seal(index)
    (tmp_path / "copy").mkdir()
    for part in (index, index.with_name("index.seal")):
        part.rename(tmp_path / "copy" / part.name)
    assert unseal(tmp_path / "copy" / "index") == "whole"


def test_what_cannot_be_deleted_is_named(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "1m") as disk:
        (disk / "index").mkdir()
        disk.remount("ro")
        with pytest.raises(ArchiveUnwritable, match="cannot be deleted: Read-only file system"):
            discard(disk / "index")
