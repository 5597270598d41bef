"""Conversations, kept in a SQLite file beside the record.

LangGraph's checkpointer keeps the messages; a table of our own keeps what each question meant and
whom its answer cited, which is all that the next follow-up needs.
"""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from langgraph.checkpoint.sqlite import SqliteSaver

from assistant.errors import ArchiveError, ArchiveUnwritable
from assistant.past import Past
from assistant.topic import NAMES, is_person
from assistant.types import Answer

FILE = "threads.db"
# A follow-up leans on the last few questions; what lies further back is not what "she" means.
_RECENT = 8
_TABLE = """
    CREATE TABLE IF NOT EXISTS onrecord_turns (
        id INTEGER PRIMARY KEY AUTOINCREMENT, thread TEXT NOT NULL, turn TEXT NOT NULL
    )
"""
_BY_THREAD = "CREATE INDEX IF NOT EXISTS onrecord_by_thread ON onrecord_turns (thread, id)"


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
            with self._cursor() as cursor:
                cursor.execute(_TABLE)
                cursor.execute(_BY_THREAD)
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

    def past(self, thread: str, asker: str = "") -> list[Past]:
        """The last questions of a thread that were answered, oldest first.

        Where several people ask in one thread, those of ``asker`` come last: what he leaves unsaid
        is what he said himself, and only then what another did.
        """
        wanted = "SELECT turn FROM onrecord_turns WHERE thread = ? ORDER BY id DESC LIMIT ?"
        with self._cursor() as cursor:
            rows = cursor.execute(wanted, (thread, _RECENT)).fetchall()
        turns = [json.loads(turn) for (turn,) in reversed(rows)]
        return [_past(turn) for turn in sorted(turns, key=lambda t: t.get("asker", "") == asker)]

    def remember(self, thread: str, turn: Past, asker: str = "", key: str = "") -> None:
        """Keep what the next question of a thread may lean on; `retract` takes it back by key."""
        kept = {**asdict(turn), "asker": asker, "key": key}
        row = (thread, json.dumps(kept, default=date.isoformat, ensure_ascii=False))
        with self._cursor() as cursor:
            cursor.execute("INSERT INTO onrecord_turns (thread, turn) VALUES (?, ?)", row)

    def retract(self, thread: str, key: str) -> None:
        """Forget one question of a thread, and what its messages said to a chat model.

        The messages of a conversation cannot be told apart by question once it has gone on, so all
        of them go: what the other questions meant is kept, and that is what a follow-up needs.
        """
        mine = "DELETE FROM onrecord_turns WHERE thread = ? AND json_extract(turn, '$.key') = ?"
        with self._cursor() as cursor:
            taken = cursor.execute(mine, (thread, key)).rowcount
        if taken:
            self.checkpointer.delete_thread(thread)

    def names(self) -> list[str]:
        """The names of all conversations."""
        both = (
            "SELECT thread FROM onrecord_turns UNION SELECT thread_id FROM checkpoints ORDER BY 1"
        )
        with self._cursor() as cursor:
            return [name for (name,) in cursor.execute(both)]

    def forget(self, thread: str) -> None:
        """Delete what is remembered of a thread."""
        self.checkpointer.delete_thread(thread)
        with self._cursor() as cursor:
            cursor.execute("DELETE FROM onrecord_turns WHERE thread = ?", (thread,))
        self._locks.pop(thread, None)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[sqlite3.Cursor]:
        """A cursor under the checkpointer's lock: the connection is shared with it."""
        cursor = self._connection.cursor()
        with self.checkpointer.lock, self._connection, contextlib.closing(cursor):
            try:
                yield cursor
            except sqlite3.OperationalError as error:
                raise unkept(error) from error


def unkept(error: sqlite3.Error) -> ArchiveUnwritable:
    """What a failure of the file means to the reader."""
    return ArchiveUnwritable(
        f"the conversation cannot be kept ({error}); check the disk's space and permissions"
    )


def past_of(answer: Answer) -> Past:
    """What a thread remembers of an answer."""
    asked = answer.standalone or answer.question
    speakers = dict.fromkeys(each.speaker for each in answer.citations if each.speaker)
    first = answer.citations[0].quote if answer.citations and not speakers else ""
    people = (n for n in re.findall(NAMES, first) if is_person(n) and n not in asked)
    dates = (each.published_at.date() for each in answer.citations if each.published_at)
    return Past(
        asked,
        tuple(speakers),
        tuple(dict.fromkeys(each.title for each in answer.citations)),
        tuple(dict.fromkeys(dates)),
        tuple(dict.fromkeys(people)),
    )


def _past(kept: dict[str, Any]) -> Past:
    return Past(
        kept["question"],
        tuple(kept["speakers"]),
        tuple(kept["titles"]),
        tuple(date.fromisoformat(each) for each in kept["dates"]),
        tuple(kept["people"]),
    )
