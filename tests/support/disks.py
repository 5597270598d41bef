"""Small disks of their own, to be filled up or made read-only."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

_TRIES = 500  # a few seconds


class Disk(type(Path())):  # type: ignore[misc]
    """A folder that is a file system of its own."""

    def remount(self, options: str) -> None:
        """Change it while it is in use, for example to ``ro`` or ``size=8m``.

        Chroma closes its files in threads of its own, a little after it is closed; a file that is
        open for writing keeps a disk from becoming read-only, so that it is tried again.
        """
        command = ["mount", "-o", f"remount,{options}", str(self)]
        for _ in range(_TRIES):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode == 0:
                return
        raise OSError(f"{' '.join(command)}: {done.stderr.strip()}")


@contextlib.contextmanager
def mounted(place: Path, size: str) -> Iterator[Disk]:
    """A file system in memory of this size; the test is skipped where none may be mounted."""
    place.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    try:
        yield Disk(place)
    finally:
        # Lazily, since a test that fails may leave a file open.
        subprocess.run(["umount", "-l", str(place)], check=True)
