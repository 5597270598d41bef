"""answers.db: the answers that were given, whole, and what their readers thought of them.

It is a file of its own beside the record, because an answer is kept the moment it is given, while
an ingest may hold the record's write lock. No article is in it.
"""

from __future__ import annotations

import itertools
import json
import secrets
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import ExceptionContext

from assistant.errors import ArchiveError, ArchiveUnwritable
from assistant.schema import UtcDateTime
from assistant.types import Answer

FILE = "answers.db"
Verdict = Literal["good", "bad"]

_metadata = sa.MetaData()
# Editions count from 1. An answer has more than one only where it was rated before its question was
# edited: a rating is worth nothing without the words that it is about.
_answers = sa.Table(
    "answers",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("newest", sa.Boolean, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("surface", sa.String, nullable=False),
    sa.Column("workspace", sa.String, nullable=False),
    sa.Column("asker", sa.String, nullable=False),
    sa.Column("thread", sa.String, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.UniqueConstraint("id", "edition"),
    sa.Index("answers_by_asker", "workspace", "asker", "newest", "at"),
)
_ratings = sa.Table(
    "ratings",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("edition", sa.Integer, primary_key=True),
    sa.Column("by", sa.String, primary_key=True),
    sa.Column("verdict", sa.String, nullable=False),
    sa.Column("comment", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)
_ANSWER = TypeAdapter(Answer)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer with where and by whom it was asked for; ``at`` is when it was given.

    ``surface`` is "slack", "web" or another; ``workspace``, ``asker`` and ``thread`` are what that
    surface calls them, or empty.
    """

    id: str
    at: datetime
    surface: str
    workspace: str
    asker: str
    thread: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Rating:
    """What one reader thought of an answer."""

    by: str
    verdict: Verdict
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """An answer with the ratings of exactly these words, oldest first."""

    kept: KeptAnswer
    ratings: tuple[Rating, ...]


class Answers:
    """The kept answers of one archive.

    Every method is one transaction, and may be called from several threads. The errors are
    `ArchiveUnwritable` for the disk, and `ArchiveError` for a file that cannot be read. An id
    cannot be guessed, and opens nothing in another workspace than its own.
    """

    def __init__(self, folder: Path) -> None:
        """Open or create the file.

        Raises:
            ArchiveError: it is damaged, or another program's.
            ArchiveUnwritable: it cannot be created or written.
        """
        file = folder / FILE
        self._engine = sa.create_engine(f"sqlite:///{file}", connect_args={"timeout": 30})
        sa.event.listen(self._engine, "handle_error", _translate)
        sa.event.listen(self._engine, "connect", _configure)
        try:
            _metadata.create_all(self._engine)
            _refuse_foreign(self._engine)
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def keep(
        self,
        answer: Answer,
        *,
        surface: str,
        workspace: str = "",
        asker: str = "",
        thread: str = "",
    ) -> str:
        """Keep an answer; returns its id."""
        row = {
            "id": secrets.token_urlsafe(16),
            "edition": 1,
            "newest": True,
            "at": datetime.now(UTC),
            "surface": surface,
            "workspace": workspace,
            "asker": asker,
            "thread": thread,
            "answer": _to_text(answer),
        }
        with self._engine.begin() as connection:
            connection.execute(_answers.insert().values(row))
        return str(row["id"])

    def get(self, answer_id: str, *, workspace: str = "") -> KeptAnswer | None:
        """The answer of this workspace as it stands, or None."""
        with self._engine.connect() as connection:
            row = connection.execute(_newest(answer_id, workspace)).first()
        return _kept(row) if row else None

    def recent(self, *, workspace: str, asker: str, limit: int = 5) -> list[KeptAnswer]:
        """The last answers that somebody was given, newest first."""
        c = _answers.c
        mine = sa.and_(c.workspace == workspace, c.asker == asker, c.newest)
        wanted = sa.select(_answers).where(mine).order_by(c.at.desc(), c.number.desc())
        with self._engine.connect() as connection:
            return [_kept(row) for row in connection.execute(wanted.limit(limit))]

    def replace(self, answer_id: str, answer: Answer) -> bool:
        """Put ``answer`` in the place of what was given before; False where nothing was.

        Nobody has rated the new one yet. Where somebody rated the old one, it is kept with its
        ratings for `export`; else it is gone.
        """
        c = _answers.c
        old = sa.and_(c.id == answer_id, c.newest)
        is_rated = sa.exists().where(_ratings.c.id == c.id, _ratings.c.edition == c.edition)
        values = {"at": datetime.now(UTC), "answer": _to_text(answer)}
        same = ("surface", "workspace", "asker", "thread")
        with self._engine.begin() as connection:
            # A write comes first, so that the lock is held before anything is read.
            put_by = _answers.update().where(old, is_rated).values(newest=False)
            if connection.execute(put_by).rowcount == 0:
                return connection.execute(_answers.update().where(old).values(values)).rowcount == 1
            last = sa.select(_answers).where(c.id == answer_id).order_by(c.edition.desc()).limit(1)
            before = connection.execute(last).one()._mapping
            kept = {name: before[name] for name in same}
            row = {"id": answer_id, "edition": before["edition"] + 1, "newest": True}
            connection.execute(_answers.insert().values(row | kept | values))
        return True

    def forget(self, answer_id: str) -> None:
        """Delete an answer, what it said before its question was edited, and all ratings."""
        with self._engine.begin() as connection:
            for table in (_answers, _ratings):
                connection.execute(table.delete().where(table.c.id == answer_id))

    def forget_workspace(self, workspace: str) -> None:
        """Delete every answer of a workspace with its ratings: it has taken the bot out."""
        here = sa.select(_answers.c.id).where(_answers.c.workspace == workspace)
        with self._engine.begin() as connection:
            connection.execute(_ratings.delete().where(_ratings.c.id.in_(here)))
            connection.execute(_answers.delete().where(_answers.c.workspace == workspace))

    def rate(
        self, answer_id: str, *, workspace: str, by: str, verdict: Verdict, comment: str = ""
    ) -> bool:
        """Write down what somebody thinks of an answer; False where this workspace has none such.

        The last rating of a person counts. The same verdict once more, without a comment, leaves
        the comment: it is a button pressed twice.
        """
        said = [sa.literal(value) for value in (by, verdict, comment)]
        rated = _newest(answer_id, workspace).with_only_columns(
            _answers.c.id, _answers.c.edition, *said, sa.literal(datetime.now(UTC), UtcDateTime)
        )
        columns = ["id", "edition", "by", "verdict", "comment", "at"]
        insert = sqlite.insert(_ratings).from_select(columns, rated)
        new = insert.excluded
        again = sa.and_(new.verdict == _ratings.c.verdict, new.comment == "")
        values = {
            "verdict": new.verdict,
            "comment": sa.case((again, _ratings.c.comment), else_=new.comment),
            "at": new.at,
        }
        upsert = insert.on_conflict_do_update(index_elements=["id", "edition", "by"], set_=values)
        with self._engine.begin() as connection:
            return connection.execute(upsert).rowcount == 1

    def ratings(self, answer_id: str, *, workspace: str) -> list[Rating]:
        """What readers thought of an answer as it stands, oldest first."""
        newest = _newest(answer_id, workspace).subquery()
        here = sa.and_(_ratings.c.id == newest.c.id, _ratings.c.edition == newest.c.edition)
        wanted = sa.select(_ratings).join(newest, here).order_by(_ratings.c.at, _ratings.c.by)
        with self._engine.connect() as connection:
            return [_rating(row) for row in connection.execute(wanted)]

    def export(self, *, workspace: str | None = None) -> Iterator[RatedAnswer]:
        """Every answer that was rated, in the order in which they were first kept.

        None stands for all workspaces. What an answer said before its question was edited is one
        by itself, with the ratings of then.
        """
        here = sa.and_(_ratings.c.id == _answers.c.id, _ratings.c.edition == _answers.c.edition)
        of = [_ratings.c[name].label(f"r_{name}") for name in ("by", "verdict", "comment", "at")]
        wanted = (
            sa.select(_answers, *of)
            .join(_ratings, here)
            .order_by(_answers.c.number, _ratings.c.at, _ratings.c.by)
        )
        if workspace is not None:
            wanted = wanted.where(_answers.c.workspace == workspace)
        with self._engine.connect() as connection:
            rows = connection.execution_options(yield_per=100).execute(wanted)
            for _, group in itertools.groupby(rows, key=lambda row: row.number):
                rated = list(group)
                ratings = [Rating(r.r_by, r.r_verdict, r.r_comment, r.r_at) for r in rated]
                yield RatedAnswer(_kept(rated[0]), tuple(ratings))


def _newest(answer_id: str, workspace: str) -> sa.Select[Any]:
    c = _answers.c
    return sa.select(_answers).where(c.id == answer_id, c.workspace == workspace, c.newest)


def _kept(row: Any) -> KeptAnswer:
    answer = _from_text(row.answer)
    return KeptAnswer(row.id, row.at, row.surface, row.workspace, row.asker, row.thread, answer)


def _rating(row: Any) -> Rating:
    return Rating(row.by, row.verdict, row.comment, row.at)


def _to_text(answer: Answer) -> str:
    """JSON of every field. Not pydantic's own writer, which has no word for infinity.

    Half a surrogate pair, which no database takes, becomes "?".
    """
    text = json.dumps(_ANSWER.dump_python(answer, mode="json"), ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


def _from_text(text: str) -> Answer:
    try:
        return _ANSWER.validate_python(json.loads(text))
    except (ValueError, ValidationError) as error:
        raise _unreadable("an answer in it is not one that this OnRecord knows") from error


def _configure(connection: sqlite3.Connection, record: object) -> None:
    del record
    # NORMAL with a write-ahead log loses nothing when the process is killed.
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _refuse_foreign(engine: sa.Engine) -> None:
    inspector = sa.inspect(engine)
    for table in _metadata.tables.values():
        if {each["name"] for each in inspector.get_columns(table.name)} != {*table.c.keys()}:
            raise _unreadable("it has other columns than this OnRecord makes")


def _translate(context: ExceptionContext) -> ArchiveError | None:
    original = context.original_exception
    if isinstance(original, sqlite3.OperationalError):
        return ArchiveUnwritable(
            f"{FILE} cannot be written ({original}); check the disk's space and permissions"
        )
    # A damaged file is no more particular kind of it; what is one is a mistake of ours.
    return _unreadable(str(original)) if type(original) is sqlite3.DatabaseError else None


def _unreadable(reason: str) -> ArchiveError:
    return ArchiveError(
        f"the answers kept in {FILE} cannot be read ({reason}); move the file away to go on "
        "without them, no article is in it"
    )
