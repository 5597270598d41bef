"""A checksum over the files of a derived index, in place only while no process has them open.

A seal that does not match tells of damage before anything loads the files: Chroma answers from
some damaged files as if they were whole, and dies of others with a segmentation fault. A missing
seal tells of a process that was killed while it had the index open.

A file whose size and time of change are those of the last seal is not read again, so that a short
command does not wait for the checksum of a large index.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import zlib
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import ArchiveUnwritable

State = Literal["whole", "broken", "missing"]
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class _File:
    """What a seal remembers of one file: bytes, nanoseconds since 1970, CRC-32."""

    size: int
    changed: int
    checksum: int


_Contents = dict[str, _File]


def seal(index: Path) -> None:
    """Write down what the folder ``index`` holds, once it is closed."""
    draft = index.with_name(index.name + ".draft")
    # Without a seal the next start looks closer, so that a full disk does no harm here.
    with contextlib.suppress(OSError):
        contents = _contents(index, _read(_last(index)) or {})
        draft.write_text(json.dumps({name: astuple(file) for name, file in contents.items()}))
        draft.replace(_seal(index))


def unseal(index: Path) -> State:
    """Compare the folder ``index`` with its seal and take the seal off, before it is opened."""
    try:
        _seal(index).replace(_last(index))
    except OSError:
        return "missing"
    sealed = _read(_last(index))
    if sealed is None:
        return "missing"
    try:
        now = _contents(index, sealed)
    except OSError:
        return "broken"
    return "whole" if _content_of(now) == _content_of(sealed) else "broken"


def discard(index: Path) -> None:
    """Delete the folder ``index`` and its seals.

    Raises:
        ArchiveUnwritable: it cannot be deleted.
    """
    try:
        _seal(index).unlink(missing_ok=True)
        _last(index).unlink(missing_ok=True)
        if index.is_dir():
            shutil.rmtree(index)
        else:
            index.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveUnwritable(
            f"{index} cannot be deleted: {error.strerror or error}; check its permissions"
        ) from error


def _contents(index: Path, known: _Contents) -> _Contents:
    """Each file of the folder by its name there; what is ``known`` of an unchanged one is taken."""
    found: _Contents = {}
    for file in sorted(index.rglob("*")):
        if file.is_file():
            name, stat = file.relative_to(index).as_posix(), file.stat()
            before = known.get(name)
            same = before and (before.size, before.changed) == (stat.st_size, stat.st_mtime_ns)
            checksum = before.checksum if before and same else _checksum(file)
            found[name] = _File(stat.st_size, stat.st_mtime_ns, checksum)
    return found


def _content_of(contents: _Contents) -> dict[str, tuple[int, int]]:
    """Size and checksum alone: a copy of an archive has other times."""
    return {name: (file.size, file.checksum) for name, file in contents.items()}


def _checksum(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            value = zlib.crc32(block, value)
    return value


def _read(seal: Path) -> _Contents | None:
    """What a seal says; None where it says nothing that can be read."""
    try:
        return {name: _File(*fields) for name, fields in json.loads(seal.read_text()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _seal(index: Path) -> Path:
    return index.with_name(index.name + ".seal")


def _last(index: Path) -> Path:
    """The seal that was taken off, kept for its checksums."""
    return index.with_name(index.name + ".unsealed")
