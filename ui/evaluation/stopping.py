"""Ends a run at once that is interrupted a second time, while cases are still being asked."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from ui.console import err

STOPPED = 130


def leave_next_time() -> None:
    """Let the next Ctrl-C end the process where it is; what was kept of the run stays.

    Python would wait for the thread that waits for a chat model, and close what it still uses.
    """
    signal.signal(signal.SIGINT, _leave)


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    err.print("onrecord: stopped; what was committed is kept", style="red", markup=False)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(STOPPED)
