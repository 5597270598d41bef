"""A checksum over the files of a derived index, in place only while no process has them open.

A seal that does not match tells of damage before anything loads the files: Chroma answers from
some damaged files as if they were whole, and dies of others with a segmentation fault. A missing
seal tells of a process that was killed while it had the index open.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import zlib
from pathlib import Path
from typing import Literal

from assistant.errors import ArchiveUnwritable

State = Literal["whole", "broken", "missing"]
_BLOCK = 1 << 20


def seal(index: Path) -> None:
    """Write down what the folder ``index`` holds, once it is closed."""
    draft = _file(index).with_suffix(".draft")
    # Without a seal the next start looks closer, so that a full disk does no harm here.
    with contextlib.suppress(OSError):
        draft.write_text(json.dumps(_contents(index)))
        draft.replace(_file(index))


def unseal(index: Path) -> State:
    """Compare the folder ``index`` with its seal and take the seal off, before it is opened."""
    try:
        sealed = json.loads(_file(index).read_text())
        state: State = "whole" if sealed == _contents(index) else "broken"
    except FileNotFoundError:
        return "missing"
    except (OSError, ValueError):
        state = "missing"
    with contextlib.suppress(OSError):
        _file(index).unlink()
    return state


def discard(index: Path) -> None:
    """Delete the folder ``index`` and its seal.

    Raises:
        ArchiveUnwritable: it cannot be deleted.
    """
    try:
        _file(index).unlink(missing_ok=True)
        if index.is_dir():
            shutil.rmtree(index)
        else:
            index.unlink(missing_ok=True)
    except OSError as error:
        raise ArchiveUnwritable(
            f"{index} cannot be deleted: {error.strerror or error}; check its permissions"
        ) from error


def _contents(index: Path) -> dict[str, list[int]]:
    """Size and CRC-32 of each file of the folder by its name there."""
    return {
        file.relative_to(index).as_posix(): [file.stat().st_size, _checksum(file)]
        for file in sorted(index.rglob("*"))
        if file.is_file()
    }


def _checksum(file: Path) -> int:
    value = 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            value = zlib.crc32(block, value)
    return value


def _file(index: Path) -> Path:
    return index.with_name(index.name + ".seal")
