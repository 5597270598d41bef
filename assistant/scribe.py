"""Brings the ledger up to what the record says: reads articles for their statements."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.archive import Archive
from assistant.errors import OnRecordError
from assistant.indexer import Progress, silent

if TYPE_CHECKING:
    from assistant.statements.attribute import Attributor

_log = logging.getLogger(__name__)
# Raised with every change of the weights or the rules: ledgers that others made are made anew.
READER = "1"
_BATCH = 16
_READ_BY = "statements"


class Scribe:
    """Enters what articles say into the ledger, after they can be searched.

    The record names the articles that are not read yet. `catch_up` works through them in batches,
    so that a process that is stopped at any instant has at most one batch to read again.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ledger = archive.ledger
        self._reading = threading.Lock()
        self._stopped = threading.Event()

    @cached_property
    def _attributor(self) -> Attributor:
        # Loaded only here: who asks does not need it.
        from assistant.statements.attribute import load_attributor

        return load_attributor()

    def load(self) -> None:
        """Load what reads articles, which else the first catching up does."""
        _ = self._attributor

    def catch_up(self, progress: Progress = silent) -> int:
        """Read every article that is not read yet; returns how many statements were entered."""
        with self._reading:
            waiting = [] if self._stopped.is_set() else self._ledger.unread()
            return self._read(waiting, progress) if waiting else 0

    def start(self) -> None:
        """Catch up in the background, until `stop`."""
        threading.Thread(target=self._catch_up, name="scribe", daemon=True).start()

    def stop(self) -> None:
        """Let no more articles be read; returns when nothing is being entered."""
        self._stopped.set()
        with self._reading:
            pass

    def _catch_up(self) -> None:
        try:
            self.catch_up()
        except OnRecordError as error:  # what is left is read when the archive is opened next
            _log.warning("the statements of some articles are not read: %s", error)

    def _read(self, waiting: Sequence[str], progress: Progress) -> int:
        entered = 0
        batches = (
            list(self._archive.articles_by_id(waiting[first : first + _BATCH]).values())
            for first in range(0, len(waiting), _BATCH)
        )
        for number, batch in enumerate(self._attributor.in_batches(batches), start=1):
            entered += self._ledger.write(batch)
            # Those that were removed since are done too.
            progress(min(number * _BATCH, len(waiting)), len(waiting))
            if self._stopped.is_set():
                break
        return entered

    def check(self) -> None:
        """Have all articles read again where the ledger was made by other rules or another model"""
        if self._archive.get(_READ_BY) != READER:
            self._ledger.read_again()
            self._archive.set(_READ_BY, READER)
