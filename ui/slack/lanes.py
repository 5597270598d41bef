"""Work that runs in order within a conversation and side by side across conversations."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

Job = Callable[[], None]


class Lanes:
    """One queue per name; of each, one job runs at a time, and in the order of arrival.

    A lane goes to the end of the line after each job, so that a talkative channel keeps no other
    one waiting for more than its turn.
    """

    def __init__(self, at_once: int) -> None:
        self._workers = ThreadPoolExecutor(at_once, thread_name_prefix="slack-lane")
        self._waiting: dict[str, deque[Job]] = {}  # a lane is here while it waits or runs
        self._changed = threading.Condition()
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether nothing new is taken."""
        with self._changed:
            return self._closed

    def submit(self, lane: str, job: Job) -> None:
        """Run ``job`` after all that was submitted to its lane before; nothing once closed."""
        with self._changed:
            if self._closed:
                return
            if lane in self._waiting:
                self._waiting[lane].append(job)
                return
            self._waiting[lane] = deque([job])
            self._workers.submit(self._run_next, lane)

    def idle(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to do; False where that took longer."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def close(self, timeout: float) -> None:
        """Take nothing new, and wait for what runs; what waits is left to the next start."""
        with self._changed:
            self._closed = True
            for jobs in self._waiting.values():
                while len(jobs) > 1:
                    jobs.pop()
        self.idle(timeout)
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _run_next(self, lane: str) -> None:
        job = self._waiting[lane][0]
        try:
            job()
        # A job that fails must not end its lane, whatever it failed of.
        except Exception:
            log.exception("a job of the Slack bot failed")
        with self._changed:
            jobs = self._waiting[lane]
            jobs.popleft()
            if jobs:
                self._workers.submit(self._run_next, lane)
            else:
                del self._waiting[lane]
            self._changed.notify_all()
