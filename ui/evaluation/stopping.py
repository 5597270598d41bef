"""Ends a run that is interrupted a second time, while cases are still being asked."""

from __future__ import annotations

import os
import sys
import threading

from assistant.evaluation.runner import THREADS
from ui.console import err

STOPPED = 130


def leave_if_busy() -> None:
    """End the process if a case is still being asked; what was kept of the run stays.

    Python would wait at its end for the thread that waits for a chat model.
    """
    if any(each.name.startswith(THREADS) for each in threading.enumerate()):
        err.print("onrecord: stopped; what was committed is kept", style="red", markup=False)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(STOPPED)
