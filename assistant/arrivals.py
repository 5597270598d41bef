"""In what order articles came into the record, so that what is new can be told once.

Neither the ids nor the numbers of statements tell it: all are entered again when what reads them
has changed. An arrival is noted with the article itself, and stays when indexes are rebuilt, when
articles are read again, and when an article is removed and comes back as it was.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from assistant.schema import arrivals, articles

Arrived = tuple[int, int]
"""Behind the first number, up to and with the second."""


class Arrivals:
    """The order in which articles, and changes of articles, came into the record.

    Articles of an archive that is older than this have no number: they are never new.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def newest(self) -> int:
        """The number of what came last; 0 where nothing has come."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(sa.func.max(arrivals.c.number))) or 0

    def changed(self, arrived: Arrived) -> dict[str, frozenset[int]]:
        """For each article that came or changed, its versions that did."""
        wanted = sa.select(arrivals.c.article_id, arrivals.c.version).where(came(arrived))
        found: dict[str, set[int]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(wanted):
                found.setdefault(row.article_id, set()).add(row.version)
        return {name: frozenset(versions) for name, versions in found.items()}


def came(arrived: Arrived) -> sa.ColumnElement[bool]:
    """That an arrival is among these."""
    after, until = arrived
    return sa.and_(arrivals.c.number > after, arrivals.c.number <= until)


def note_arrival(connection: sa.Connection, article_id: str) -> None:
    """Note that an article has come or changed, unless it came like this before."""
    c = articles.c
    what = sa.select(c.id, c.version, c.digest).where(c.id == article_id)
    into = sqlite.insert(arrivals).from_select(["article_id", "version", "digest"], what)
    connection.execute(into.on_conflict_do_nothing())
