"""Times whole processes against each other: interleaved runs, medians, peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT.parent / "shared" / "data"
# getrusage counts kilobytes on Linux and bytes on macOS.
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Run:
    """One process from its start: seconds to its last printed byte and to its end.

    ``peak`` is its largest resident memory in bytes, its own child processes not included.
    """

    answered: float
    ended: float
    peak: int
    output: str


def run(command: Sequence[str], good: Sequence[int] = (0,)) -> Run:
    """Run one process in the repository root; what it writes to standard error is not timed.

    Raises:
        SystemExit: its exit status is none of ``good``.
    """
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment(),
            cwd=ROOT,
        )
        assert process.stdout is not None
        parts, answered = [], 0.0
        while part := os.read(process.stdout.fileno(), 1 << 16):
            answered = time.perf_counter() - begun
            parts.append(part)
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        ended = time.perf_counter() - begun
        # The process is gone: Popen must not wait for it a second time.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in good:
            errors.seek(0)
            said = errors.read().decode(errors="replace").strip().splitlines()[-3:]
            raise SystemExit("\n".join([f"failed ({process.returncode}): {command}", *said]))
    peak = usage.ru_maxrss * _RSS_UNIT
    return Run(answered, ended, peak, b"".join(parts).decode(errors="replace"))


def environment() -> dict[str, str]:
    """This process's environment without what would change the measured work.

    Both sides may cache byte code, and neither looks for a model on the network.
    """
    unwanted = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONPROFILEIMPORTTIME"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in unwanted
        and (not name.startswith("ONRECORD_") or name == "ONRECORD_CACHE_DIR")
    }
    return kept | {"HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}


def interleaved(sides: Mapping[str, Callable[[], Run]], repeats: int) -> dict[str, list[Run]]:
    """Run each side in turn, ``repeats`` times over, so that a busy machine slows both."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for turn in range(1, repeats + 1):
        for name, once in sides.items():
            runs[name].append(once())
            print(f"{turn}/{repeats} {name}: {runs[name][-1].ended:.2f} s", file=sys.stderr)
    return runs


def median(values: Sequence[float]) -> float:
    """The median of ``values``."""
    return statistics.median(values)


def show(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: the first column to the left, the others to the right."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        first, *rest = (
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join([first, *rest]))


def verdict(name: str, ratio: float, floor: float) -> int:
    """Print the ratio with its floor; the exit status is 1 below it."""
    print(f"ratio {name}: {ratio:.2f} (floor {floor})")
    return 0 if ratio >= floor else 1
