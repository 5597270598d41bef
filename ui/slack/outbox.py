"""The digests on their way to their channels, so that none is lost or sent twice.

A digest is put here in the transaction that moves its topic's cursor behind it: a process that is
killed at any instant leaves it either not made, or waiting. Before a message is posted it is noted
as being sent, and taken out once Slack has it. One that a stopped process left as being sent may
be in the channel or not. Slack has no key that makes posting twice the same as once, but gives
back the ``block_id`` of what was posted, without a scope that reading answers does not need
already; so each message has its id on its first block, and the channel's history tells.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from assistant.schema import UtcDateTime
from ui.slack.database import metadata
from ui.slack.message import Message
from ui.slack.topics import Topic, topics_table, update

digests_table = sa.Table(
    "digests",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("topic", sa.Integer, nullable=False, index=True),
    sa.Column("part", sa.Integer, nullable=False),
    sa.Column("after", sa.Integer, nullable=False),  # the topic's cursor before it
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("blocks", sa.JSON, nullable=False),
    sa.Column("sending", UtcDateTime),
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of a digest, whose first block carries ``id``.

    ``sending`` is when a process was about to post it, which has not noted whether it did.
    """

    id: str
    message: Message
    sending: datetime | None = None


class Outbox:
    """The messages of all workspaces, in slack.db; each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(self, topic: Topic, cursor: int, messages: Sequence[Message], now: datetime) -> bool:
        """Make a digest ready to be sent, and move the topic's cursor behind it.

        False where the topic was stopped or its cursor moved since it was read.
        """
        rows = []
        for part, message in enumerate(messages):
            name = f"digest-{uuid.uuid4().hex}"
            first, *rest = message.blocks
            rows.append(
                {
                    "id": name,
                    "topic": topic.id,
                    "part": part,
                    "after": topic.cursor,
                    "text": message.text,
                    "blocks": [{**first, "block_id": name}, *rest],
                }
            )
        still = topics_table.c.cursor == topic.cursor
        with self._engine.begin() as connection:
            moved = update(connection, topic, still, cursor=cursor, looked_at=now)
            if moved:
                connection.execute(digests_table.insert(), rows)
        return moved

    def waiting(self, topic: Topic) -> list[Outgoing]:
        """The messages that are not known to have arrived, in order."""
        c = digests_table.c
        wanted = sa.select(digests_table).where(c.topic == topic.id).order_by(c.part)
        with self._engine.connect() as connection:
            return [
                Outgoing(row.id, Message(row.text, tuple(row.blocks)), row.sending)
                for row in connection.execute(wanted)
            ]

    def begin(self, outgoing: Outgoing, now: datetime) -> Outgoing:
        """Note that a message is about to be posted."""
        self._note(outgoing, now)
        return replace(outgoing, sending=now)

    def back(self, outgoing: Outgoing) -> None:
        """Note that a message was certainly not posted, and is to be tried again."""
        self._note(outgoing, None)

    def sent(self, topic: Topic, outgoing: Outgoing, now: datetime) -> None:
        """Note that a message is in the channel."""
        with self._engine.begin() as connection:
            connection.execute(digests_table.delete().where(digests_table.c.id == outgoing.id))
            update(connection, topic, sent_at=now, paused="")

    def pause(self, topic: Topic, reason: str, now: datetime) -> None:
        """Note that Slack takes no digest there, and why.

        What waits is thrown away. Where none of it has arrived the cursor goes back, so that the
        next digest has all of it.
        """
        c = digests_table.c
        with self._engine.begin() as connection:
            after = connection.scalar(sa.select(c.after).where(c.topic == topic.id, c.part == 0))
            connection.execute(digests_table.delete().where(c.topic == topic.id))
            update(connection, topic, paused=reason, looked_at=now)
            if after is not None:
                update(connection, topic, cursor=after)

    def tidy(self) -> None:
        """Delete what was on its way for topics that were stopped."""
        there = sa.select(topics_table.c.id)
        with self._engine.begin() as connection:
            connection.execute(digests_table.delete().where(digests_table.c.topic.not_in(there)))

    def _note(self, outgoing: Outgoing, sending: datetime | None) -> None:
        changed = digests_table.update().where(digests_table.c.id == outgoing.id)
        with self._engine.begin() as connection:
            connection.execute(changed.values(sending=sending))
