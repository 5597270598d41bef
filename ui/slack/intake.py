"""From what Slack delivers to a `Question`; knows nothing of Bolt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ui.slack.place import Kind, Place, Question
from ui.slack.text import unescaped

# A message of a person; what is edited, deleted, joined or sent by a bot has another subtype.
_OF_PEOPLE = (None, "file_share", "thread_broadcast")


def by_a_person(event: Mapping[str, Any]) -> bool:
    """Whether a person wrote a message, and not an app, a workflow or Slack itself."""
    return (
        event.get("subtype") in _OF_PEOPLE
        and not event.get("bot_id")
        and bool(event.get("user"))
        and event.get("user") != "USLACKBOT"
    )


def mentions(text: str, bot_user: str) -> bool:
    """Whether the bot is mentioned in a text as Slack sends it."""
    return re.search(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>", text) is not None


def asked(text: str, bot_user: str) -> str:
    """A message without mentions of the bot, in plain words."""
    rest = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>", " ", text)
    return " ".join(unescaped(rest).split()).lstrip(",:;– ")


def message_id(team: str, channel: str, ts: str) -> str:
    """The id of a question that a message asks, however often and as what it is delivered."""
    return f"{team}/{channel}/{ts}"


def from_message(team: str, event: Mapping[str, Any], bot_user: str, kind: Kind) -> Question:
    """The question that a message event asks."""
    channel, ts = event["channel"], event["ts"]
    return Question(
        message_id(team, channel, ts),
        Place(team, channel, event.get("thread_ts") or ts),
        event["user"],
        asked(event.get("text") or "", bot_user),
        kind,
        datetime.fromtimestamp(float(ts), UTC),
        ts,
    )


def from_command(body: Mapping[str, Any]) -> Question:
    """The question of ``/ask``: a conversation of its own for each person in each channel."""
    team, channel, user = body["team_id"], body["channel_id"], body["user_id"]
    return Question(
        f"{team}/{body['trigger_id']}",
        Place(team, channel, f"@{user}"),
        user,
        " ".join(unescaped(body.get("text") or "").split()),
        "command",
        datetime.now(UTC),
    )


def from_shortcut(body: Mapping[str, Any]) -> Question:
    """The check of a message: its claims are what is asked about."""
    team, channel = body["team"]["id"], body["channel"]["id"]
    message = body["message"]
    return Question(
        f"{team}/{body['trigger_id']}",
        Place(team, channel, f"check-{message['ts']}"),
        body["user"]["id"],
        unescaped(message.get("text") or "").strip(),
        "check",
        datetime.now(UTC),
    )
