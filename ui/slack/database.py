"""slack.db: what the Slack bot has to remember, beside the record in the archive's folder.

It is a file of its own because a question is written down before it is acknowledged, within three
seconds, and an ingest may hold the record's write lock for longer. Tables register on `metadata`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext

from assistant.errors import ArchiveUnwritable
from ui.slack.quiet import quiet_libraries

FILE = "slack.db"
metadata = sa.MetaData()


def open_database(folder: Path) -> sa.Engine:
    """Open or create the file with the tables that are known by now.

    Raises:
        ArchiveUnwritable: it cannot be created, read or written.
    """
    quiet_libraries()
    address = f"sqlite:///{folder / FILE}"
    # An error names the values otherwise, of which the address for a reply is one.
    engine = sa.create_engine(address, connect_args={"timeout": 30}, hide_parameters=True)
    sa.event.listen(engine, "handle_error", _translate)
    sa.event.listen(engine, "connect", _configure)
    try:
        metadata.create_all(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _configure(connection: sqlite3.Connection, record: object) -> None:
    del record
    # With a write-ahead log, NORMAL loses nothing when the process is killed; only a power cut
    # may cost the last moments, which Slack then delivers again.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _translate(context: ExceptionContext) -> ArchiveUnwritable | None:
    if isinstance(context.original_exception, sqlite3.DatabaseError) and not isinstance(
        context.original_exception, sqlite3.IntegrityError
    ):
        return ArchiveUnwritable(
            f"{FILE} cannot be used ({context.original_exception}); check the disk and the "
            "folder's permissions, or delete the file: no article is in it"
        )
    return None
