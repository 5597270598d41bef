"""Which process owns an archive: an OS lock, and a note beside it that names the owner."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import ArchiveError, ArchiveHeld, ArchiveUnwritable

LOCK_FILE = "archive.lock"
OWNER_FILE = "owner.json"


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds an archive.

    ``address`` is its local HTTP address where it serves other commands, ``token`` what they must
    show there.
    """

    pid: int
    command: str
    since: str
    address: str | None = None
    token: str | None = None


class Ownership:
    """Holds an archive's lock from `take` until `release`; the OS frees it if the process dies."""

    def __init__(self, folder: Path, lock: FileLock, owner: Owner) -> None:
        self.folder = folder
        self._lock = lock
        self.owner = owner

    @classmethod
    def take(cls, folder: Path, command: str, wait: float) -> Ownership:
        """Become the owner of ``folder``, waiting up to ``wait`` seconds for the present one.

        An owner that serves an address is not waited for: it can be asked.

        Raises:
            ArchiveHeld: another process owns it; the message names it.
            ArchiveError: ``folder`` is a file.
            ArchiveUnwritable: the folder or the lock cannot be created.
        """
        if folder.exists() and not folder.is_dir():
            raise ArchiveError(f"{folder} is a file; --archive must name a folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / LOCK_FILE, thread_local=False, is_singleton=False)
            present = owner_of(folder)
            lock.acquire(timeout=0 if present and present.address else wait, poll_interval=0.05)
        except Timeout:
            raise ArchiveHeld(_held(folder, owner_of(folder))) from None
        except NotADirectoryError as error:
            raise ArchiveError(
                f"{folder} cannot be a folder: part of its path is a file"
            ) from error
        except OSError as error:
            raise ArchiveUnwritable(
                f"the archive folder {folder} cannot be written: {error.strerror or error}"
            ) from error
        ownership = cls(folder, lock, Owner(os.getpid(), command, _now()))
        try:
            ownership._write()
        except BaseException:
            lock.release()
            raise
        return ownership

    def announce(self, address: str) -> str:
        """Publish the HTTP address at which this process takes commands; returns its token."""
        token = secrets.token_urlsafe(24)
        self.owner = replace(self.owner, address=address, token=token)
        self._write()
        return token

    def release(self) -> None:
        """Give the archive up."""
        with contextlib.suppress(OSError):
            (self.folder / OWNER_FILE).unlink()
        self._lock.release()

    def _write(self) -> None:
        note = self.folder / f"{OWNER_FILE}.{os.getpid()}"
        try:
            descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w") as stream:
                json.dump(asdict(self.owner), stream)
            note.replace(self.folder / OWNER_FILE)
        except OSError as error:
            raise ArchiveUnwritable(
                f"the archive folder {self.folder} cannot be written: {error.strerror or error}"
            ) from error


def owner_of(folder: Path) -> Owner | None:
    """Who the note names; it may be out of date where the owner was killed."""
    try:
        return Owner(**json.loads((folder / OWNER_FILE).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _held(folder: Path, owner: Owner | None) -> str:
    if owner is None:
        return f"another process holds the archive {folder}; try again when it has finished"
    return (
        f"the archive {folder} is held by `onrecord {owner.command}` "
        f"(process {owner.pid}, since {owner.since}); try again when it has finished"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
