"""Events as the app is told of them, where it is subscribed and allowed to hear them.

From the pages "Events API" and "app_mention", "message", "assistant_thread_started",
"app_home_opened", "tokens_revoked" and "app_uninstalled" of docs.slack.dev.
"""

from __future__ import annotations

from typing import Any

from tests.support.slack.delivery import Delivery
from tests.support.slack.message import Message
from tests.support.slack.workspace import Channel, Workspace
from tests.support.slack.world import World

Event = dict[str, Any]

_NEEDS = {
    "app_mention": "app_mentions:read",
    "assistant_thread_started": "assistant:write",
    "assistant_thread_context_changed": "assistant:write",
    "app_context_changed": "assistant:write",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}


def hears(world: World, team: Workspace, name: str) -> bool:
    """Whether the app is subscribed to an event, and its token has the scope for it."""
    needed = _NEEDS.get(name)
    return name in world.app.events and team.installed and (needed is None or needed in team.scopes)


def wrapped(world: World, team: Workspace, event: Event) -> dict[str, Any]:
    """An event as it stands in a request or an envelope."""
    return {
        "token": world.app.verification_token,
        "team_id": team.id,
        "context_team_id": team.id,
        "context_enterprise_id": None,
        "api_app_id": world.app.id,
        "event": event,
        "type": "event_callback",
        "event_id": world.new_id("Ev"),
        "event_time": int(world.clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team.id,
                "user_id": team.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": world.new_id("4-"),
    }


def deliver(world: World, team: Workspace, event: Event) -> Delivery:
    """Deliver an event, whatever the app is subscribed to."""
    return world.send(Delivery("events_api", team.id, wrapped(world, team, event)))


def tell(world: World, team: Workspace, name: str, event: Event) -> list[Delivery]:
    """Deliver an event if the app hears it; ``name`` is its subscription."""
    return [deliver(world, team, event)] if hears(world, team, name) else []


def of_message(
    world: World, team: Workspace, channel: Channel, message: Message, more: Event | None = None
) -> list[Delivery]:
    """Tell of a message, or with ``more`` of a change to it."""
    if not channel.member:
        return []
    event = {
        **message.payload(world.app.id),
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message.ts,
        **(more or {}),
    }
    return tell(world, team, f"message.{channel.scope}", event)


def of_mention(world: World, team: Workspace, channel: Channel, message: Message) -> list[Delivery]:
    """Tell of a mention, which Slack does in channels that the app is in."""
    if not channel.member or channel.kind == "im" or f"<@{team.bot_user}" not in message.text:
        return []
    payload = message.payload(world.app.id)
    event = {**payload, "type": "app_mention", "channel": channel.id, "event_ts": message.ts}
    return tell(world, team, "app_mention", event)


def of_change(
    world: World, team: Workspace, channel: Channel, message: Message, previous: Event
) -> list[Delivery]:
    """Tell that a message was changed; ``previous`` is its payload before."""
    return _hidden(
        world,
        team,
        channel,
        {
            "subtype": "message_changed",
            "message": message.payload(world.app.id),
            "previous_message": previous,
        },
    )


def of_deletion(
    world: World, team: Workspace, channel: Channel, message: Message, *, replies: bool
) -> list[Delivery]:
    """Tell that a message was deleted; where it has replies, Slack leaves a stone in its place."""
    previous = message.payload(world.app.id)
    if replies:
        stone = {
            "type": "message",
            "subtype": "tombstone",
            "user": "USLACKBOT",
            "text": "This message was deleted.",
            "hidden": True,
            "ts": message.ts,
            "thread_ts": message.thread_ts or message.ts,
        }
        change = {"subtype": "message_changed", "message": stone, "previous_message": previous}
        return _hidden(world, team, channel, change)
    gone = {"subtype": "message_deleted", "deleted_ts": message.ts, "previous_message": previous}
    return _hidden(world, team, channel, gone)


def _hidden(world: World, team: Workspace, channel: Channel, more: Event) -> list[Delivery]:
    if not channel.member:
        return []
    ts = world.ts()
    event = {
        "type": "message",
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
        **more,
    }
    return tell(world, team, f"message.{channel.scope}", event)
