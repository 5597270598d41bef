"""What was asked in Slack and how far its answer has come, so that none is lost or given twice.

A question is written down before Slack is told that it arrived. Slack delivers again what it was
not told about, and a question that is known already is not taken a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from assistant.schema import UtcDateTime
from ui.slack.database import metadata
from ui.slack.place import Place, Question

State = Literal["waiting", "answering", "done", "failed", "cancelled", "interrupted", "withdrawn"]
"""``waiting``: nobody has begun; ``answering``: something may be visible; the rest are ends."""
UNFINISHED: tuple[State, ...] = ("waiting", "answering")

questions = sa.Table(
    "questions",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("team", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("thread", sa.String, nullable=False),
    sa.Column("user", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("ts", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String, nullable=False, index=True),
    sa.Column("replies", sa.JSON, nullable=False),  # the ts of each message that answers it
    sa.Column("answer", sa.String, nullable=False),  # its id among the kept answers, or empty
    sa.Column("response_url", sa.String, nullable=False),
    sa.Index("questions_by_message", "team", "channel", "ts"),
    sa.Index("questions_by_thread", "team", "channel", "thread"),
)

# Deliveries that are no questions: a click, a deletion. Only their ids are kept.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A question with what came of it; ``response_url`` is where a private one is answered."""

    question: Question
    state: State
    replies: tuple[str, ...] = ()
    answer: str = ""
    response_url: str = ""


class QuestionStore:
    """The questions of all workspaces, in slack.db."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def take(self, question: Question, response_url: str = "") -> bool:
        """Write a question down; False where it is known already."""
        row = {
            "id": question.id,
            "team": question.place.team,
            "channel": question.place.channel,
            "thread": question.place.thread,
            "user": question.user,
            "text": question.text,
            "kind": question.kind,
            "ts": question.ts,
            "at": question.at,
            "state": "waiting",
            "replies": [],
            "answer": "",
            "response_url": response_url,
        }
        return self._insert(questions, row)

    def first_delivery(self, delivery: str) -> bool:
        """Whether a delivery has not been seen before; it is from now on."""
        return self._insert(deliveries, {"id": delivery, "at": datetime.now(UTC)})

    def start(self, question_id: str) -> bool:
        """Whether a question still waits; from now on it is being answered."""
        return self._change(question_id, "waiting", {"state": "answering"})

    def end(self, question_id: str, state: State) -> bool:
        """Write down what came of a question, unless it was stopped."""
        return self._change(question_id, "answering", {"state": state})

    def note(self, question_id: str, state: State) -> None:
        """Write down how far an answer has come, whatever it was."""
        self._update(question_id, {"state": state})

    def note_answer(self, question_id: str, answer: str) -> None:
        """Write down under which id an answer is kept."""
        self._update(question_id, {"answer": answer})

    def note_replies(self, question_id: str, replies: Sequence[str]) -> None:
        """Write down which messages answer a question."""
        self._update(question_id, {"replies": list(replies)})

    def revise(self, question_id: str, text: str) -> None:
        """Give a question the words that it has been edited to."""
        self._update(question_id, {"text": text, "state": "waiting"})

    def get(self, question_id: str, team: str) -> Kept | None:
        """A question of this workspace, or None."""
        c = questions.c
        return self._one(sa.and_(c.id == question_id, c.team == team))

    def by_message(self, team: str, channel: str, ts: str) -> Kept | None:
        """The question that a message asks, or None."""
        c = questions.c
        return self._one(sa.and_(c.team == team, c.channel == channel, c.ts == ts))

    def unfinished(self) -> list[Kept]:
        """What a stopped process left, oldest first."""
        wanted = sa.select(questions).where(questions.c.state.in_(UNFINISHED))
        with self._engine.connect() as connection:
            rows = connection.execute(wanted.order_by(questions.c.at)).all()
        return [_kept(row) for row in rows]

    def known_replies(self, place: Place) -> set[str]:
        """The messages that answer questions of this thread."""
        with self._engine.connect() as connection:
            rows = connection.execute(
                sa.select(questions.c.replies).where(_within(place))
            ).scalars()
            return {ts for replies in rows for ts in replies}

    def askers(self, place: Place) -> set[str]:
        """Who has asked something in this thread."""
        with self._engine.connect() as connection:
            return set(
                connection.execute(
                    sa.select(questions.c.user).where(
                        _within(place), questions.c.state != "withdrawn"
                    )
                ).scalars()
            )

    def first_in(self, place: Place) -> str | None:
        """The id of the first question of a thread."""
        wanted = sa.select(questions.c.id).where(_within(place)).order_by(questions.c.at).limit(1)
        with self._engine.connect() as connection:
            return connection.execute(wanted).scalar()

    def forget(self, before: datetime) -> None:
        """Delete what is older; its conversations can still be asked about."""
        with self._engine.begin() as connection:
            for table in (questions, deliveries):
                connection.execute(table.delete().where(table.c.at < before))

    def forget_workspace(self, team: str) -> None:
        """Delete what was asked in a workspace: it has taken the bot out."""
        with self._engine.begin() as connection:
            connection.execute(questions.delete().where(questions.c.team == team))

    def _insert(self, table: sa.Table, row: dict[str, Any]) -> bool:
        statement = sqlite.insert(table).values(row).on_conflict_do_nothing()
        with self._engine.begin() as connection:
            return connection.execute(statement).rowcount == 1

    def _update(self, question_id: str, values: dict[str, Any]) -> None:
        changed = questions.update().where(questions.c.id == question_id).values(values)
        with self._engine.begin() as connection:
            connection.execute(changed)

    def _change(self, question_id: str, state: State, values: dict[str, Any]) -> bool:
        c = questions.c
        changed = questions.update().where(c.id == question_id, c.state == state).values(values)
        with self._engine.begin() as connection:
            return connection.execute(changed).rowcount == 1

    def _one(self, wanted: sa.ColumnElement[bool]) -> Kept | None:
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(questions).where(wanted)).first()
        return _kept(row) if row else None


def _within(place: Place) -> sa.ColumnElement[bool]:
    c = questions.c
    return sa.and_(c.team == place.team, c.channel == place.channel, c.thread == place.thread)


def _kept(row: Any) -> Kept:
    place = Place(row.team, row.channel, row.thread)
    question = Question(row.id, place, row.user, row.text, row.kind, row.at, row.ts)
    return Kept(question, row.state, tuple(row.replies), row.answer, row.response_url)
