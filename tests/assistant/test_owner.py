"""One process owns an archive; the next is told who."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.errors import ArchiveError, ArchiveHeld, ArchiveUnwritable
from assistant.owner import LOCK_FILE, OWNER_FILE, Ownership, owner_of
from tests.support.disks import mounted

ROOT = Path(__file__).parents[2]
OWN = """
import sys
from pathlib import Path
from assistant.owner import Ownership
held = Ownership.take(Path(sys.argv[1]), "ingest news/", 0)
print("held", flush=True)
sys.stdin.read()
held.release()
"""


@contextmanager
def another_owner(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that owns the folder until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", OWN, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def test_a_second_process_is_told_who_holds_it(folder: Path) -> None:
    with another_owner(folder) as owner:
        expected = rf"is held by `onrecord ingest news/` \(process {owner.pid}, since 20.*try again"
        with pytest.raises(ArchiveHeld, match=expected):
            Ownership.take(folder, "ask", 0.1)
        note = owner_of(folder)
        assert note is not None
        assert (note.pid, note.command) == (owner.pid, "ingest news/")


def test_it_is_free_when_the_owner_has_finished(folder: Path) -> None:
    with another_owner(folder) as owner:
        owner.communicate("")
        assert owner.returncode == 0
    assert owner_of(folder) is None
    Ownership.take(folder, "ask", 0).release()


def test_it_is_free_when_the_owner_was_killed(folder: Path) -> None:
    with another_owner(folder) as owner:
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    assert owner_of(folder) is not None  # the note is left, and means nothing without the lock
    held = Ownership.take(folder, "ask", 0)
    assert owner_of(folder) == held.owner
    held.release()


def test_within_one_process_too(folder: Path) -> None:
    held = Ownership.take(folder, "serve", 0)
    with pytest.raises(ArchiveHeld, match=rf"`onrecord serve` \(process {os.getpid()}"):
        Ownership.take(folder, "ask", 0)
    held.release()
    Ownership.take(folder, "ask", 0).release()


def test_an_owner_with_an_address_is_not_waited_for(folder: Path) -> None:
    held = Ownership.take(folder, "serve", 0)
    token = held.announce("http://127.0.0.1:7860")
    with pytest.raises(ArchiveHeld):
        Ownership.take(folder, "ask", wait=3600)
    note = owner_of(folder)
    assert note is not None
    assert (note.address, note.token) == ("http://127.0.0.1:7860", token)
    assert (folder / OWNER_FILE).stat().st_mode & 0o077 == 0
    held.release()
    assert not (folder / OWNER_FILE).exists()


def test_the_folder_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "some" / "where"
    Ownership.take(folder, "ask", 0).release()
    assert (folder / LOCK_FILE).parent.is_dir()


@pytest.mark.parametrize("text", ["", "[]", '{"pid": 1}', '{"who": 1}', "\x00"])
def test_a_damaged_note_is_none(folder: Path, text: str) -> None:
    (folder / OWNER_FILE).write_text(text)
    assert owner_of(folder) is None
    held = Ownership.take(folder, "ask", 0)
    assert json.loads((folder / OWNER_FILE).read_text())["pid"] == os.getpid()
    (folder / OWNER_FILE).write_text(text)
    with pytest.raises(ArchiveHeld, match="another process holds"):
        Ownership.take(folder, "search", 0)
    held.release()


@pytest.mark.parametrize("below", ["", "below", "below/more"])
def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "news.txt"
    file.write_text("x")
    with pytest.raises(ArchiveError, match=re.escape(str(file)) + ".*file"):
        Ownership.take(file / below, "ask", 0)


def test_a_read_only_disk_is_named(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "1m") as disk:
        Ownership.take(disk, "ask", 0).release()
        disk.remount("ro")
        for folder in (disk, disk / "new"):
            with pytest.raises(ArchiveUnwritable, match="Read-only file system"):
                Ownership.take(folder, "ask", 0)


def test_a_full_disk_is_named_and_the_lock_given_back(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", "64k") as disk:
        (disk / LOCK_FILE).touch()
        with pytest.raises(OSError, match="No space"):
            (disk / "filler").write_bytes(b"x" * 100_000)
        with pytest.raises(ArchiveUnwritable, match="No space left"):
            Ownership.take(disk, "ask", 0)
        (disk / "filler").unlink()
        Ownership.take(disk, "ask", 0).release()
