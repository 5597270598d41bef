"""The topics that channels follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from assistant.errors import UsageError
from assistant.fold import fold, words
from assistant.schema import UtcDateTime
from ui.slack.database import metadata

Every = Literal["daily", "at once"]
MOST = 20  # topics of one channel
LONGEST = 120  # characters of a topic

topics_table = sa.Table(
    "topics",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("folded", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("every", sa.String, nullable=False),
    sa.Column("cursor", sa.Integer, nullable=False),
    sa.Column("followed_at", UtcDateTime, nullable=False),
    sa.Column("looked_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("paused", sa.String, nullable=False),
    sa.UniqueConstraint("team", "channel", "folded"),
    sa.UniqueConstraint("team", "channel", "number"),
    sqlite_autoincrement=True,  # a digest on its way never belongs to another, later topic
)


@dataclass(frozen=True, slots=True)
class Topic:
    """What a channel follows; ``number`` is its name there, and ``user`` who asked for it first.

    ``cursor`` is the arrival in the archive up to which everything has been told, or was there
    before. ``looked_at`` is when it was last looked for something new, ``sent_at`` when there was.
    ``paused`` is why Slack did not take the last digest, or empty.
    """

    id: int
    team: str
    channel: str
    number: int
    text: str
    user: str
    every: Every
    cursor: int
    followed_at: datetime
    looked_at: datetime
    sent_at: datetime | None = None
    paused: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """A topic that is followed now; ``new`` where it was not before."""

    topic: Topic
    new: bool


class TopicStore:
    """The topics of all workspaces, in slack.db; each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine

    def follow(
        self,
        team: str,
        channel: str,
        user: str,
        text: str,
        every: Every,
        cursor: int,
        now: datetime,
    ) -> Followed:
        """Follow a topic, from what comes after ``cursor``; again, only ``every`` is changed.

        A topic is the same in whatever case and spaces. One that was paused is tried again.

        Raises:
            UsageError: the topic has no word or is too long, or the channel follows `MOST` already.
        """
        text = _checked(text)
        c, here = topics_table.c, _in_channel(team, channel)
        known = sa.and_(here, c.folded == _folded(text))
        values: dict[str, Any] = {
            "team": team,
            "channel": channel,
            "folded": _folded(text),
            "text": text,
            "user": user,
            "every": every,
            "cursor": cursor,
            "followed_at": now,
            "looked_at": now,
            "paused": "",
        }
        again = topics_table.update().where(known).values(every=every, paused="")
        with self.engine.begin() as connection:
            new = connection.execute(again).rowcount == 0 and _insert(connection, values)
            found = connection.execute(sa.select(topics_table).where(known)).first()
        if found is None:
            raise UsageError(
                f"this channel follows {MOST} topics already; stop one with /onrecord stop NUMBER"
            )
        return Followed(_topic(found), new)

    def in_channel(self, team: str, channel: str) -> list[Topic]:
        """What a channel follows, by number."""
        return self._found(_in_channel(team, channel))

    def all(self) -> list[Topic]:
        """What every channel follows."""
        return self._found(sa.true())

    def stop(self, team: str, channel: str, which: str) -> Topic | None:
        """Stop the topic of this number, or of these words; None where there is none."""
        c, here = topics_table.c, _in_channel(team, channel)
        number = which.strip().removeprefix("#")
        wanted = [c.folded == _folded(which)]
        if number.isdecimal() and len(number) < 10:
            wanted.insert(0, c.number == int(number))
        with self.engine.begin() as connection:
            for each in wanted:
                found = connection.execute(sa.select(topics_table).where(here, each)).first()
                if found is not None:
                    connection.execute(topics_table.delete().where(c.id == found.id))
                    return _topic(found)
        return None

    def forget(self, team: str) -> None:
        """Delete what a workspace follows: it has taken the bot out."""
        with self.engine.begin() as connection:
            connection.execute(topics_table.delete().where(topics_table.c.team == team))

    def advance(self, topic: Topic, cursor: int, now: datetime) -> None:
        """Note that there is nothing to tell of what came up to ``cursor``."""
        with self.engine.begin() as connection:
            update(connection, topic, cursor=cursor, looked_at=now)

    def _found(self, wanted: sa.ColumnElement[bool]) -> list[Topic]:
        c = topics_table.c
        query = sa.select(topics_table).where(wanted).order_by(c.team, c.channel, c.number)
        with self.engine.connect() as connection:
            return [_topic(row) for row in connection.execute(query)]


def update(
    connection: sa.Connection, topic: Topic, *where: sa.ColumnElement[bool], **values: Any
) -> bool:
    """Change a topic; False where it is not there any more, or not as ``where`` says."""
    changed = topics_table.update().where(topics_table.c.id == topic.id, *where)
    return connection.execute(changed.values(**values)).rowcount == 1


def _checked(text: str) -> str:
    text = " ".join(text.split())
    if not words(text):
        raise UsageError("a topic has at least one word, such as: library closures")
    if len(text) > LONGEST:
        raise UsageError(f"a topic has at most {LONGEST} characters; name it in a few words")
    return text


def _insert(connection: sa.Connection, values: dict[str, Any]) -> bool:
    """Enter a topic, if its channel has room.

    What tried to change it before has made this transaction the only one that writes.
    """
    c = topics_table.c
    number = sa.func.coalesce(sa.func.max(c.number), 0) + 1
    row = sa.select(*(sa.literal(value, c[name].type) for name, value in values.items()), number)
    row = row.where(_in_channel(values["team"], values["channel"]))
    row = row.having(sa.func.count(c.id) < MOST)
    into = topics_table.insert().from_select([*values, "number"], row)
    return connection.execute(into).rowcount == 1


def _in_channel(team: str, channel: str) -> sa.ColumnElement[bool]:
    c = topics_table.c
    return sa.and_(c.team == team, c.channel == channel)


def _folded(text: str) -> str:
    return " ".join(fold(text).split())


def _topic(row: Any) -> Topic:
    return Topic(
        id=row.id,
        team=row.team,
        channel=row.channel,
        number=row.number,
        text=row.text,
        user=row.user,
        every=row.every,
        cursor=row.cursor,
        followed_at=row.followed_at,
        looked_at=row.looked_at,
        sent_at=row.sent_at,
        paused=row.paused,
    )
