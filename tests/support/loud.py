"""`onrecord` in a process of its own, with every logger of every library at DEBUG."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.command import environment


class Loud(logging.Logger):
    """A logger that cannot be told to say less."""

    def setLevel(self, level: int | str) -> None:
        del level
        super().setLevel(logging.DEBUG)


class Process:
    """A running command, and everything that it has written to either output."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: list[str] = []
        self._changed = threading.Condition()
        self._ended = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def said(self) -> str:
        """What it has written so far."""
        with self._changed:
            return "".join(self._lines)

    def line(self, beginning: str, timeout: float = 60) -> str:
        """Wait for a line that begins like this."""

        def found() -> str | None:
            return next((each for each in self._lines if each.startswith(beginning)), None)

        with self._changed:
            line = self._changed.wait_for(lambda: found() or self._ended, timeout)
            assert isinstance(line, str), "".join(self._lines)[-4000:]
            return line

    def stop(self) -> int:
        """Tell it to stop, and wait until it has; its exit status."""
        self._process.terminate()
        return self.wait()

    def wait(self) -> int:
        """Wait until it ends by itself; its exit status."""
        status = self._process.wait(60)
        self._reader.join(60)
        return status

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            with self._changed:
                self._lines.append(line)
                self._changed.notify_all()
        with self._changed:
            self._ended = True
            self._changed.notify_all()


@contextmanager
def loudly(archive: Path, *arguments: str, **settings: str) -> Iterator[Process]:
    """Run a command on an archive; ``settings`` are those of the environment, in small letters."""
    given = {f"ONRECORD_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "tests.support.loud", "--archive", str(archive), *arguments]
    with subprocess.Popen(
        command,
        env=environment(**given),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield Process(process)
        finally:
            process.kill()


if __name__ == "__main__":
    logging.setLoggerClass(Loud)
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    from ui.cli import main

    main()
