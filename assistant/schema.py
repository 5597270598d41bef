"""The tables of archive.db, and how database errors become ours."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, ExceptionContext

from assistant.errors import ArchiveDamaged, ArchiveError, ArchiveUnwritable

SCHEMA_VERSION = "1"


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no time zone, so it is taken off and put back here."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


metadata = sa.MetaData()

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)


def _article_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("url", sa.String),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("authors", sa.JSON, nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.Column("fetched_at", UtcDateTime, nullable=False),
        sa.Column("language", sa.String),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("digest", sa.String, nullable=False),
    ]


articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("origin_id", sa.String, index=True),
    *_article_columns(),
)

# What an article said before it was changed; the current text is in `articles` alone.
earlier_versions = sa.Table(
    "earlier_versions",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    *_article_columns(),
)

# The text of a passage is not stored: it is cut out of its article.
passages = sa.Table(
    "passages",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("article_id", sa.String, nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
)

# The outbox: articles whose entries in the derived indexes do not match the record yet.
pending = sa.Table("pending", metadata, sa.Column("article_id", sa.String, primary_key=True))

# One row for each band of an article's MinHash, to find near copies.
bands = sa.Table(
    "bands",
    metadata,
    sa.Column("band", sa.String, primary_key=True),
    sa.Column("article_id", sa.String, primary_key=True, index=True),
)


def open_engine(file: Path) -> sa.Engine:
    """An engine on the SQLite file, with a write-ahead log and our own errors.

    Raises:
        ArchiveDamaged: ``file`` is truncated, or is no OnRecord database.
        ArchiveUnwritable: it cannot be created or written.
    """
    _refuse_truncated(file)
    engine = sa.create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _configure)
    sa.event.listen(engine, "handle_error", _translate)
    names = set(sa.inspect(engine).get_table_names())
    if names and "meta" not in names:
        engine.dispose()
        raise ArchiveDamaged(
            f"{file} is a database of another program; name an empty folder with --archive"
        )
    metadata.create_all(engine)
    with engine.begin() as connection:
        found = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "schema"))
        if found is None:
            connection.execute(meta.insert().values(key="schema", value=SCHEMA_VERSION))
        elif found != SCHEMA_VERSION:
            raise ArchiveDamaged(
                f"{file} has schema {found}, this OnRecord reads schema {SCHEMA_VERSION}; "
                "use the version of OnRecord that made it"
            )
    return engine


def _refuse_truncated(file: Path) -> None:
    """SQLite would read on for a while in a file that ends too early; its header tells at once."""
    if not file.is_file() or file.stat().st_size == 0:
        return
    with file.open("rb") as stream:
        header = stream.read(100)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise ArchiveDamaged(
            f"{file} is not an OnRecord database; restore it from a copy or name another folder"
        )
    page = int.from_bytes(header[16:18], "big") or 1
    size = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    log = file.with_name(file.name + "-wal")
    if file.stat().st_size < size and not (log.is_file() and log.stat().st_size):
        raise ArchiveDamaged(f"{file} is truncated; restore it from a copy")


def _configure(connection: object, record: object) -> None:
    del record
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # NORMAL with a write-ahead log survives a killed process; a power cut may lose the last
    # commits but never damages the file. FULL makes each commit durable, and commits are few here.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _translate(context: ExceptionContext) -> None:
    message = str(context.original_exception).lower()
    ours: ArchiveError | None = None
    if "disk is full" in message:
        ours = ArchiveUnwritable("the disk is full; free some space and run the command again")
    elif "readonly" in message or "read-only" in message or "unable to open" in message:
        ours = ArchiveUnwritable("archive.db cannot be written; check the folder's permissions")
    elif "malformed" in message or "not a database" in message or "disk i/o" in message:
        ours = ArchiveDamaged(
            f"archive.db cannot be read ({message}); restore it from a copy, then run reindex"
        )
    if ours is not None:
        context.chained_exception = ours
