"""Conversations, kept by LangGraph's checkpointer in a SQLite file beside the record."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.errors import ArchiveError

FILE = "threads.db"


class Threads:
    """The memory of every conversation; one question at a time within each."""

    def __init__(self, folder: Path) -> None:
        """Open or create the file.

        Raises:
            ArchiveError: it cannot be opened; the articles are not in it.
        """
        file = folder / FILE
        try:
            self._connection = sqlite3.connect(file, check_same_thread=False)
            self.checkpointer = SqliteSaver(self._connection)
            self.checkpointer.setup()
        except sqlite3.DatabaseError as error:
            raise ArchiveError(
                f"the conversations in {file} cannot be opened ({error}); "
                "delete the file to go on without them, no article is in it"
            ) from error
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    @contextlib.contextmanager
    def turn(self, thread: str) -> Iterator[None]:
        """Hold a thread for one question: its answers must not mix."""
        with self._locks[thread]:
            yield

    def forget(self, thread: str) -> None:
        """Delete what is remembered of a thread."""
        self.checkpointer.delete_thread(thread)
        self._locks.pop(thread, None)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
