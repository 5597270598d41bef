"""Brings the ledger up to what the record says: reads articles for their statements."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.archive import Archive

if TYPE_CHECKING:
    from assistant.statements.attribute import Attributor

# Raised with every change of the weights or the rules: ledgers that others made are made anew.
READER = "1"
_BATCH = 16
_READ_BY = "statements"

Progress = Callable[[int, int], None]
"""Called with how many articles are read, and of how many."""


def silent(done: int, total: int) -> None:
    """A `Progress` that nobody sees."""


class Scribe:
    """Enters what articles say into the ledger, after they can be searched.

    The record names the articles that are not read yet. `catch_up` works through them in batches,
    so that a process that is stopped at any instant has at most one batch to read again.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ledger = archive.ledger

    @cached_property
    def _attributor(self) -> Attributor:
        # Loaded only here: who asks does not need it.
        from assistant.statements.attribute import load_attributor

        return load_attributor()

    def catch_up(self, progress: Progress = silent) -> int:
        """Read every article that is not read yet; returns how many statements were entered."""
        waiting = self._ledger.unread()
        entered = 0
        for first in range(0, len(waiting), _BATCH):
            batch = list(self._archive.articles_by_id(waiting[first : first + _BATCH]).values())
            found = self._attributor.statements(batch)
            entered += self._ledger.write(list(zip(batch, found, strict=True)))
            progress(min(first + _BATCH, len(waiting)), len(waiting))
        return entered

    def check(self) -> None:
        """Have all articles read again where the ledger was made by other rules or another model"""
        if self._archive.get(_READ_BY) != READER:
            self._ledger.read_again()
            self._archive.set(_READ_BY, READER)
