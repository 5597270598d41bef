"""The ledger: who said what in the articles of the record, in SQL."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from assistant.arrivals import Arrived, came
from assistant.fold import words
from assistant.languages import asked_for, is_other
from assistant.question import content_words
from assistant.schema import arrivals, articles, passages, statements, unread
from assistant.types import Article, Stance, Statement

_KEPT = 512  # articles whose statements are remembered
_NONE: tuple[int, tuple[Statement, ...]] = (0, ())
_CHUNK = 500  # ids in one IN (...), below the limit of every database
_NO_NAME = frozenset(
    "a an the mr mrs ms miss dr sir dame lord lady prof professor president minister secretary "
    "senator governor mayor judge justice general chancellor".split()
)
_WORDS = sa.table("statement_words", sa.column("rowid", sa.Integer))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements to look for; what is empty or None limits nothing.

    ``speaker`` is a name, a last name, or words of a role or body. ``about`` are words of what is
    said or of the article's title, all of which must be there. ``after`` is inclusive, ``before``
    exclusive. ``named`` tells whether only sources with, or only those without a name are wanted,
    ``arrived`` which articles by the order in which they came. ``language`` is as in `Query`.
    """

    speaker: str = ""
    about: str = ""
    stances: tuple[Stance, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    sources: tuple[str, ...] = ()
    article_id: str | None = None
    named: bool | None = None
    arrived: Arrived | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A statement of the ledger with what a reader wants to know of its article.

    ``story`` is the id that near copies of the article have in common.
    """

    statement: Statement
    title: str
    source: str
    url: str | None
    published_at: datetime | None
    story: str


class Ledger:
    """The statements of the current versions of all articles that have been read.

    Every method is one transaction. ``engine`` is that of the archive.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._known: dict[str, tuple[int, tuple[Statement, ...]]] = {}  # by article: version, said
        self._changes = 0
        self._keeping = threading.Lock()

    def write(self, batch: Sequence[tuple[Article, Sequence[Statement]]]) -> int:
        """Enter the statements of articles in place of those that they had; returns how many.

        Those of an article that is not of this version any more are left out: it is read again.
        """
        entered = 0
        with self._engine.begin() as connection:
            for article, found in batch:
                version = connection.scalar(
                    sa.select(articles.c.version).where(articles.c.id == article.id)
                )
                if version == article.version:
                    erase(connection, article.id, version)
                    connection.execute(unread.delete().where(unread.c.article_id == article.id))
                    _insert(connection, article, found)
                    entered += len(found)
        self._forget()
        return entered

    def unread(self) -> list[str]:
        """Ids of the articles whose statements are not in the ledger yet."""
        with self._engine.connect() as connection:
            return list(
                connection.scalars(sa.select(unread.c.article_id).order_by(unread.c.article_id))
            )

    def read_again(self) -> None:
        """Mark every article as unread: what reads them has changed."""
        with self._engine.begin() as connection:
            connection.execute(unread.delete())
            connection.execute(
                unread.insert().from_select(["article_id"], sa.select(articles.c.id))
            )
        self._forget()

    def count(self) -> int:
        """How many statements there are."""
        current = sa.select(sa.func.count()).select_from(statements).where(statements.c.current)
        with self._engine.connect() as connection:
            return connection.scalar(current) or 0

    def find(self, wanted: Wanted, limit: int | None = 50) -> list[Recorded]:
        """The statements, newest article first and in its order."""
        with self._engine.connect() as connection:
            query = _query(connection, wanted)
            found = connection.execute(query if limit is None else query.limit(limit)).all()
            return _recorded(connection, found)

    def of_articles(self, article_ids: Iterable[str]) -> dict[str, tuple[Statement, ...]]:
        """The statements of each of these articles that has been read, in reading order."""
        wanted = sorted(set(article_ids))
        found: dict[str, tuple[Statement, ...]] = {}
        with self._engine.connect() as connection:
            for first in range(0, len(wanted), _CHUNK):
                changes = self._changes
                versions = _read_versions(connection, wanted[first : first + _CHUNK])
                new = [
                    name for name in versions if self._known.get(name, _NONE)[0] != versions[name]
                ]
                made = {name: (versions[name], said) for name, said in _read(connection, new)}
                found.update((name, (made.get(name) or self._known[name])[1]) for name in versions)
                self._keep(made, changes)
        return found

    def _keep(self, made: dict[str, tuple[int, tuple[Statement, ...]]], changes: int) -> None:
        """Remember what was read, unless something was entered meanwhile."""
        with self._keeping:
            if changes != self._changes:
                return
            self._known.update(made)
            for name in list(self._known)[: max(0, len(self._known) - _KEPT)]:
                del self._known[name]

    def _forget(self) -> None:
        with self._keeping:
            self._changes += 1
            self._known = {}

    def speakers(self) -> list[str]:
        """Everybody with a name who says something, in order."""
        named = sa.select(statements.c.speaker).where(statements.c.current, statements.c.named)
        with self._engine.connect() as connection:
            return list(connection.scalars(named.distinct().order_by(statements.c.speaker)))

    def passages_by(self, speaker: str) -> tuple[str, ...]:
        """The ids of the passages in which somebody of this name is quoted or reported, in order.

        Names are taken as `find` takes them. Articles that are not read yet have none.
        """
        with self._engine.connect() as connection:
            there = sa.and_(
                passages.c.article_id == statements.c.article_id,
                passages.c.start < statements.c.end,
                passages.c.end > statements.c.start,
            )
            rows = (
                sa.select(passages.c.id)
                .distinct()
                .join(statements, there)
                .where(statements.c.current, _by(connection, speaker))
                .order_by(passages.c.id)
            )
            return tuple(connection.scalars(rows))

    def namesakes(self, last_name: str) -> list[str]:
        """The full names of the persons on record who have this last name, in order."""
        with self._engine.connect() as connection:
            return _namesakes(connection, " ".join(words(last_name)))


def _read_versions(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    """The versions of those among these articles that have been read."""
    waits = sa.exists().where(unread.c.article_id == articles.c.id)
    rows = sa.select(articles.c.id, articles.c.version).where(articles.c.id.in_(ids), ~waits)
    return {row.id: row.version for row in connection.execute(rows)}


def _read(
    connection: sa.Connection, ids: Sequence[str]
) -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """The statements of each of these articles, in reading order."""
    rows = connection.execute(
        sa.select(statements)
        # By article, not by the index of what is current, which is nearly everything.
        .where(sa.text("+statements.current"), statements.c.article_id.in_(ids))
    ).all()
    rows = sorted(rows, key=lambda row: row.number)
    said: dict[str, list[Statement]] = {name: [] for name in ids}
    for each in _recorded(connection, rows):
        said[each.statement.article_id].append(each.statement)
    yield from ((name, tuple(found)) for name, found in said.items())


def mark_unread(connection: sa.Connection, article_id: str) -> None:
    """Note that an article's statements are to be entered."""
    connection.execute(unread.delete().where(unread.c.article_id == article_id))
    connection.execute(unread.insert().values(article_id=article_id))


def expire(connection: sa.Connection, article_id: str) -> None:
    """Keep the statements of an article as those of an earlier version."""
    here = sa.and_(statements.c.article_id == article_id, statements.c.current)
    _forget_words(connection, here)
    connection.execute(statements.update().where(here).values(current=False))


def erase(connection: sa.Connection, article_id: str, version: int | None = None) -> None:
    """Delete the statements of an article, or of one version of it."""
    here = statements.c.article_id == article_id
    if version is not None:
        here = sa.and_(here, statements.c.version == version)
    else:
        connection.execute(unread.delete().where(unread.c.article_id == article_id))
    _forget_words(connection, here)
    connection.execute(statements.delete().where(here))


def person_of(speaker: str) -> tuple[str, str]:
    """A speaker folded for comparing, without titles, and the last of the words."""
    parts = words(speaker)
    while len(parts) > 1 and parts[0] in _NO_NAME:
        parts = parts[1:]
    return " ".join(parts), parts[-1] if parts else ""


def _forget_words(connection: sa.Connection, here: sa.ColumnElement[bool]) -> None:
    numbers = connection.scalars(sa.select(statements.c.number).where(here)).all()
    if numbers:
        connection.execute(
            sa.text("DELETE FROM statement_words WHERE rowid = :number"),
            [{"number": number} for number in numbers],
        )


def _insert(connection: sa.Connection, article: Article, found: Sequence[Statement]) -> None:
    if not found:
        return
    last = connection.scalar(sa.select(sa.func.max(statements.c.number))) or 0
    rows: list[dict[str, Any]] = []
    # Folded as what is asked for is: the index by itself knows neither "U.S." nor "Straße".
    indexed: list[dict[str, Any]] = []
    title = " ".join(words(article.title))
    for number, each in enumerate(found, start=last + 1):
        person, last_name = person_of(each.speaker)
        rows.append(
            {
                "number": number,
                "id": each.id,
                "article_id": each.article_id,
                "version": article.version,
                "current": True,
                "published_at": article.published_at,
                "speaker": each.speaker,
                "person": person,
                "last_name": last_name,
                "role": each.role,
                "named": each.named,
                "stance": each.stance,
                "direct": each.direct,
                "start": each.start,
                "end": each.end,
                "spans": [each.source_spans, each.cue_spans, each.content_spans],
            }
        )
        indexed.append(
            {
                "number": number,
                "content": " ".join(words(each.content)),
                "speaker": " ".join(words(f"{each.speaker} {each.role}")),
                "title": title,
            }
        )
    connection.execute(statements.insert(), rows)
    connection.execute(
        sa.text(
            "INSERT INTO statement_words (rowid, content, speaker, title) "
            "VALUES (:number, :content, :speaker, :title)"
        ),
        indexed,
    )


def _query(connection: sa.Connection, wanted: Wanted) -> sa.Select[Any]:
    s = statements.c
    query = sa.select(statements).where(s.current)
    if wanted.article_id is not None:
        query = query.where(s.article_id == wanted.article_id)
    if wanted.stances:
        query = query.where(s.stance.in_(wanted.stances))
    if wanted.after:
        query = query.where(s.published_at >= wanted.after)
    if wanted.before:
        query = query.where(s.published_at < wanted.before)
    if wanted.named is not None:
        query = query.where(s.named == wanted.named)
    query = query.where(*_of_articles(connection, wanted))
    if wanted.speaker.strip():
        query = query.where(_by(connection, wanted.speaker))
    if wanted.about.strip():
        query = query.where(_matching(wanted.about, "content title"))
    return query.order_by(sa.nulls_last(s.published_at.desc()), s.article_id, s.number)


def _of_articles(connection: sa.Connection, wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    """What is wanted of the articles that statements are from."""
    of = statements.c.article_id
    if wanted.arrived is not None:
        yield of.in_(sa.select(arrivals.c.article_id).where(came(wanted.arrived)))
    if wanted.sources:
        named = articles.c.source.in_(_named(connection, wanted))
        yield of.in_(sa.select(articles.c.id).where(named))
    if wanted.language is not None:
        other = is_other(connection, asked_for(wanted.language))
        yield of.not_in(sa.select(articles.c.id).where(other))


def _named(connection: sa.Connection, wanted: Wanted) -> list[str]:
    """The sources that are wanted, as they are written; the database folds ASCII letters alone."""
    folded = {source.casefold() for source in wanted.sources}
    every = connection.scalars(sa.select(articles.c.source).distinct())
    return [source for source in every if source.casefold() in folded]


def _by(connection: sa.Connection, speaker: str) -> sa.ColumnElement[bool]:
    """That a statement is by this speaker: by full name, by last name, or by words of the role.

    Whom an article calls by the last name alone is the one person of that name on record; where
    there are several it is nobody's until the article says more.
    """
    s = statements.c
    person, last_name = person_of(speaker)
    if " " not in person:
        exact = s.last_name == last_name
    else:
        alone = _namesakes(connection, last_name) == [person]
        exact = s.person.in_([person, last_name] if alone else [person])
    exact = sa.and_(exact, s.named)
    if connection.scalar(sa.select(sa.exists().where(s.current, exact))):
        return exact
    return _matching(speaker, "speaker")


def _namesakes(connection: sa.Connection, last_name: str) -> list[str]:
    s = statements.c
    rows = sa.select(s.person).where(
        s.last_name == last_name, s.named, s.person != last_name, s.current
    )
    # Sorted here: for an order by name SQLite would walk through the names of all.
    return sorted(set(connection.scalars(rows)))


def _matching(text: str, columns: str) -> sa.ColumnElement[bool]:
    """That a statement has all words of ``text`` that mean something in these columns."""
    wanted = words(" ".join(content_words(text))) or words(text)
    phrases = " ".join(f'"{word}"' for word in wanted if word[0].isalnum())
    if not phrases:
        return sa.false()
    found = sa.select(_WORDS.c.rowid).where(
        sa.literal_column("statement_words").op("MATCH")(f"{{{columns}}} : ({phrases})")
    )
    return statements.c.number.in_(found)


def _recorded(connection: sa.Connection, rows: Sequence[Any]) -> list[Recorded]:
    wanted = sorted({row.article_id for row in rows})
    of: dict[str, Any] = {}
    for first in range(0, len(wanted), _CHUNK):
        part = wanted[first : first + _CHUNK]
        found = connection.execute(sa.select(articles).where(articles.c.id.in_(part)))
        of.update((row.id, row) for row in found)
    return [_entry(row, of[row.article_id]) for row in rows if row.article_id in of]


def _entry(row: Any, article: Any) -> Recorded:
    source, cue, content = [tuple(map(tuple, spans)) for spans in row.spans]
    statement = Statement(
        id=row.id,
        article_id=row.article_id,
        speaker=row.speaker,
        role=row.role,
        named=row.named,
        cue=" ".join(article.text[a:b] for a, b in cue),
        stance=row.stance,
        content=article.text[row.start : row.end],
        direct=row.direct,
        start=row.start,
        end=row.end,
        source_spans=source,
        cue_spans=cue,
        content_spans=content,
    )
    return Recorded(
        statement,
        article.title,
        article.source,
        article.url,
        article.published_at,
        article.origin_id or article.id,
    )
