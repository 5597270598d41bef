"""Names on the command line to open files, and files to drafts."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from assistant.errors import SourceError
from ingest.formats import Found, format_for, formats


@dataclass(frozen=True, slots=True)
class Read:
    """One thing found, and how many bytes of the inputs have been read so far."""

    found: Found
    bytes_read: int


def files(paths: Iterable[Path]) -> tuple[list[Path], list[SourceError]]:
    """The files to read, folders searched in the order of their names, and what cannot be read."""
    chosen: list[Path] = []
    problems: list[SourceError] = []
    for path in paths:
        try:
            chosen += _files(path)
        except SourceError as error:
            problems.append(SourceError(error.reason, str(path)))
        except OSError as error:  # such as a name that is too long
            problems.append(SourceError(error.strerror or str(error), str(path)))
    return chosen, problems


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        inside = sorted(_files_below(path))
        if not inside:
            raise SourceError(f"no {_known()} file in this folder")
        return inside
    if not path.exists():
        raise SourceError("no such file or folder")
    if format_for(path.name) is None:
        raise SourceError(f"not a {_known()} file")
    return [path]


def read(paths: Iterable[Path]) -> Iterator[Read]:
    """What each file holds, in order; a file that fails is passed over with its error."""
    before = 0
    for path in paths:
        try:
            with path.open("rb") as raw:
                for found in _drafts(raw, path):
                    yield Read(found, before + raw.tell())
        except SourceError as error:
            yield Read(SourceError(error.reason, str(path)), before)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            yield Read(SourceError(f"the compressed file is damaged ({error})", str(path)), before)
        except OSError as error:
            yield Read(SourceError(error.strerror or str(error), str(path)), before)
        before += size(path)


def size(path: Path) -> int:
    """The size of a file in bytes; 0 where it is gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _drafts(raw: BinaryIO, path: Path) -> Iterator[Found]:
    chosen = format_for(path.name)
    assert chosen is not None, "files() chose it"
    stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if path.suffix.lower() == ".gz" else raw
    return chosen.read(stream, str(path.resolve()))


def _files_below(folder: Path) -> Iterator[Path]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(here) / n for n in names if not n.startswith(".") and format_for(n))


def _known() -> str:
    return ", ".join(suffix for each in formats() for suffix in each.suffixes)
