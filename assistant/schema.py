"""The tables of archive.db, and how database errors become ours."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Dialect, ExceptionContext

from assistant.errors import ArchiveDamaged, ArchiveError, ArchiveUnwritable

SCHEMA_VERSION = "1"
_INDEXES = ("chroma", "lexical")
# SQLite keeps the kind of an error in the low byte of its code, and what led to it above.
_PRIMARY = 0xFF
_UNREADABLE = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ)


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
    sa.Index("articles_by_source", "source", "id"),
    sa.Index("articles_by_language", "language", "id"),
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

# The second outbox: articles whose statements the ledger does not hold yet.
unread = sa.Table("unread", metadata, sa.Column("article_id", sa.String, primary_key=True))

# In what order articles came and changed. A number is never given twice, and a row never deleted:
# what was removed and comes again is nothing new.
arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.String, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", sa.String, nullable=False),
    sa.UniqueConstraint("article_id", "digest"),
    sqlite_autoincrement=True,
)

# Who said what. The words are not stored: they are cut out of the article of that version.
statements = sa.Table(
    "statements",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("article_id", sa.String, nullable=False, index=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("current", sa.Boolean, nullable=False),  # of the version that the article has now
    sa.Column("published_at", UtcDateTime),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("person", sa.String, nullable=False),  # the speaker, folded
    sa.Column("last_name", sa.String, nullable=False),
    sa.Column("role", sa.String, nullable=False),
    sa.Column("named", sa.Boolean, nullable=False),
    sa.Column("stance", sa.String, nullable=False),
    sa.Column("direct", sa.Boolean, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("spans", sa.JSON, nullable=False),  # of source, cue and content
    # Each ends with the order in which statements are listed, or SQLite would walk through all.
    sa.Index("statements_by_date", "current", "published_at"),
    sa.Index("statements_by_person", "current", "person", "published_at"),
    sa.Index("statements_by_last_name", "current", "last_name", "published_at"),
)

# The words of the current statements, their speakers and titles, by number; stemmed as English.
STATEMENT_WORDS = sa.text(
    "CREATE VIRTUAL TABLE IF NOT EXISTS statement_words USING fts5("
    "content, speaker, title, tokenize='porter unicode61 remove_diacritics 2')"
)

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
    sa.event.listen(engine, "handle_error", _translate)
    try:
        _refuse_foreign(engine, file)
        engine.dispose()  # what follows writes to the file
        sa.event.listen(engine, "connect", _configure)
        _make_tables(engine, file)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _make_tables(engine: sa.Engine, file: Path) -> None:
    metadata.create_all(engine)
    with engine.begin() as connection:
        for index in articles.indexes:  # an archive may be older than an index of its tables
            index.create(connection, checkfirst=True)
        connection.execute(STATEMENT_WORDS)
        found = connection.scalar(sa.select(meta.c.value).where(meta.c.key == "schema"))
        if found is None:
            connection.execute(meta.insert().values(key="schema", value=SCHEMA_VERSION))
        elif found != SCHEMA_VERSION:
            raise ArchiveDamaged(
                f"{file} has schema {found}, this OnRecord reads schema {SCHEMA_VERSION}; "
                "use the version of OnRecord that made it"
            )


def _refuse_foreign(engine: sa.Engine, file: Path) -> None:
    inspector = sa.inspect(engine)
    names = set(inspector.get_table_names())
    if "meta" in names:
        foreign = {c["name"] for c in inspector.get_columns("meta")} != {*meta.c.keys()}
    else:  # a process may have been killed between making two of our tables
        foreign = not names <= metadata.tables.keys()
    if foreign:
        raise ArchiveDamaged(
            f"{file} is a database of another program; name an empty folder with --archive"
        )


def _refuse_truncated(file: Path) -> None:
    """SQLite would read on for a while in a file that ends too early; its header tells at once."""
    if not file.is_file():
        return
    if file.stat().st_size == 0:
        # A new file is empty for a moment, but the indexes are made after the first tables.
        if any((file.parent / name).is_dir() for name in _INDEXES):
            raise ArchiveDamaged(f"{file} is empty; restore it from a copy or name another folder")
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


def _translate(context: ExceptionContext) -> ArchiveError | None:
    code = getattr(context.original_exception, "sqlite_errorcode", None)
    if code is None:
        return None
    if code == sqlite3.SQLITE_FULL:
        return ArchiveUnwritable("the disk is full; free some space and run the command again")
    if code in _UNREADABLE or code & _PRIMARY in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return ArchiveDamaged(
            f"archive.db cannot be read ({context.original_exception}); restore it from a copy, "
            "then run `onrecord reindex`"
        )
    if code & _PRIMARY in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return ArchiveUnwritable(
            f"archive.db cannot be written ({context.original_exception}); "
            "check the folder's permissions and the disk"
        )
    return None
