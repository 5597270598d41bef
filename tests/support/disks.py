"""Small disks of their own, to be filled up or made read-only."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


class Disk(type(Path())):  # type: ignore[misc]
    """A folder that is a file system of its own."""

    def remount(self, options: str) -> None:
        """Change it while it is in use, for example to ``ro`` or ``size=8m``."""
        subprocess.run(["mount", "-o", f"remount,{options}", str(self)], check=True)


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
