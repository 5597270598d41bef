"""What a workspace and each of its channels have chosen: sources, dates, language, follow-ups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from assistant.schema import UtcDateTime
from ui.slack.database import metadata

WORKSPACE = ""
"""What stands for the whole workspace where a channel is expected."""

preferences_table = sa.Table(
    "preferences",
    metadata,
    sa.Column("team", sa.String, primary_key=True),
    sa.Column("channel", sa.String, primary_key=True),  # empty: the whole workspace
    sa.Column("sources", sa.JSON(none_as_null=True)),
    sa.Column("days", sa.Integer),
    sa.Column("language", sa.String),
    sa.Column("follow_ups", sa.Boolean),
    sa.Column("by", sa.String, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was chosen at one place; None: nothing here, what is above it holds.

    A channel can also choose less than its workspace: ``sources`` () are all of them, ``days`` 0
    is any time, ``language`` "" is any language.
    """

    sources: tuple[str, ...] | None = None
    days: int | None = None
    language: str | None = None
    follow_ups: bool | None = None

    def over(self, above: Preferences) -> Preferences:
        """These, and what is ``above`` them wherever they say nothing."""
        silent = [each.name for each in fields(self) if getattr(self, each.name) is None]
        return replace(self, **{name: getattr(above, name) for name in silent})


NOTHING = Preferences()


@dataclass(frozen=True, slots=True)
class Change:
    """Who changed something last, and when."""

    by: str
    at: datetime


class PreferenceStore:
    """The preferences of all workspaces, in slack.db; each method is one transaction."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def set(
        self,
        team: str,
        channel: str,
        preferences: Preferences,
        by: str,
        at: datetime | None = None,
    ) -> None:
        """Put ``preferences`` in the place of what was chosen for a channel or the workspace."""
        chosen = preferences.sources
        values = {
            "sources": None if chosen is None else list(chosen),
            "days": preferences.days,
            "language": preferences.language,
            "follow_ups": preferences.follow_ups,
            "by": by,
            "at": at or datetime.now(UTC),
        }
        insert = sqlite.insert(preferences_table).values(team=team, channel=channel, **values)
        upsert = insert.on_conflict_do_update(index_elements=["team", "channel"], set_=values)
        with self._engine.begin() as connection:
            connection.execute(upsert)

    def get(self, team: str, channel: str) -> Preferences:
        """Exactly what was chosen for a channel or the workspace."""
        return self._at(team, channel).get(channel, NOTHING)

    def resolved(
        self, team: str, channel: str, default_follow_ups: bool | None = None
    ) -> Preferences:
        """What holds in a channel: its own choice over the workspace's over the default."""
        chosen = self._at(team, channel, WORKSPACE)
        above = chosen.get(WORKSPACE, NOTHING).over(Preferences(follow_ups=default_follow_ups))
        return chosen.get(channel, NOTHING).over(above)

    def changed(self, team: str, channel: str) -> Change | None:
        """Who chose last for a channel or the workspace; None where nobody has."""
        c = preferences_table.c
        wanted = sa.select(c.by, c.at).where(c.team == team, c.channel == channel)
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        return Change(row.by, row.at) if row else None

    def channels_by(self, team: str, by: str, limit: int) -> dict[str, Preferences]:
        """The channels whose last choice is that of a person, the last first.

        Channels with no choice of their own any more are left out.
        """
        c = preferences_table.c
        chosen = sa.or_(*(c[each.name].is_not(sa.null()) for each in fields(Preferences)))
        mine = sa.and_(c.team == team, c.channel != WORKSPACE, c.by == by, chosen)
        wanted = sa.select(preferences_table).where(mine).order_by(c.at.desc(), c.channel)
        with self._engine.connect() as connection:
            return {
                row.channel: _preferences(row) for row in connection.execute(wanted.limit(limit))
            }

    def forget(self, team: str) -> None:
        """Delete what a workspace has chosen: it has taken the bot out."""
        with self._engine.begin() as connection:
            connection.execute(preferences_table.delete().where(preferences_table.c.team == team))

    def _at(self, team: str, *channels: str) -> dict[str, Preferences]:
        c = preferences_table.c
        wanted = sa.select(preferences_table).where(c.team == team, c.channel.in_(channels))
        with self._engine.connect() as connection:
            return {row.channel: _preferences(row) for row in connection.execute(wanted)}


def usable(
    preferences: Preferences, sources: Sequence[str], languages: Sequence[str] | None = None
) -> Preferences:
    """The preferences without sources, and without a language, that have left the archive.

    A question that names an unknown source is refused, so that one article removed would make every
    question fail. ``languages`` None looks at the sources alone.
    """
    if preferences.sources is not None:
        known = {name.casefold(): name for name in sources}
        here = (known.get(name.casefold()) for name in preferences.sources)
        preferences = replace(preferences, sources=tuple(name for name in here if name is not None))
    if languages is not None and preferences.language not in (None, "", *languages):
        preferences = replace(preferences, language="")
    return preferences


def gone(preferences: Preferences, sources: Sequence[str]) -> tuple[str, ...]:
    """The chosen sources that are not in the archive any more, for a note to people."""
    known = {name.casefold() for name in sources}
    return tuple(name for name in preferences.sources or () if name.casefold() not in known)


def limits(preferences: Preferences, now: datetime) -> dict[str, Any]:
    """The preferences as keyword arguments of `Assistant.stream`; what limits nothing is not there.

    The first of the days counts from its beginning in UTC: many articles have a date alone.
    """
    found: dict[str, Any] = {}
    if preferences.days:
        day = (now - timedelta(days=preferences.days)).astimezone(UTC)
        found["after"] = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if preferences.sources:
        found["sources"] = preferences.sources
    if preferences.language:
        found["language"] = preferences.language
    return found


def _preferences(row: Any) -> Preferences:
    sources = None if row.sources is None else tuple(row.sources)
    return Preferences(sources, row.days, row.language, row.follow_ups)
