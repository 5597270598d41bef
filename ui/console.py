"""Standard output and standard error as the command line writes to them."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


class _Console(Console):
    def on_broken_pipe(self) -> None:
        _to_nobody()


out = _Console(soft_wrap=True, highlight=False)
err = _Console(stderr=True, soft_wrap=True, highlight=False)


def write(text: str) -> None:
    """Print ``text`` as it stands to standard output."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _to_nobody()


def write_json(value: Any) -> None:
    """Print a value as JSON."""
    write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_utf8(text: str) -> None:
    """Print ``text`` in UTF-8 with its own line ends, whatever the surroundings prefer."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")
    write(text)


@contextmanager
def progress() -> Iterator[Any]:
    """A bar on a terminal, nothing in a pipe; what it gives is called with each `Progress`."""
    if not err.is_terminal:
        yield lambda _: None
        return
    columns = (
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("Opening the archive", total=None)

        def tell(said: Any) -> None:
            total = said.total or None
            bar.update(task, completed=said.done, total=total, description=said.text[:60])

        yield tell


def printable(text: str) -> str:
    """``text`` without control characters, which could move a terminal's cursor or hide words.

    Characters that reorder text (Unicode's bidirectional controls) go as well.
    """
    return "".join(c for c in text if c in "\n\t" or (ord(c) >= 32 and not _hides(c)))


def one_line(text: str) -> str:
    """``text`` on one line, `printable`, with single spaces."""
    return " ".join(printable(text).split())


def _hides(character: str) -> bool:
    point = ord(character)
    return 0x7F <= point <= 0x9F or 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069


def _to_nobody() -> None:
    """The reader of our output has seen enough, as in `onrecord articles | head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
