"""Channels and people: conversations.*, users.info and bots.info."""

from __future__ import annotations

from typing import Any

from tests.support.slack.calls import Args
from tests.support.slack.message import Message
from tests.support.slack.methods import Reply, method
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Channel, Workspace
from tests.support.slack.world import World

_READ = "channels:read groups:read im:read mpim:read"
_HISTORY = "channels:history groups:history im:history mpim:history"


def channel_of(team: Workspace, channel_id: str) -> Channel:
    """The channel, which must be known and, if private, be one that the app is in.

    Raises:
        Refused: channel_not_found.
    """
    found = team.channels.get(channel_id)
    if found is None or (found.private and not found.member):
        raise Refused("channel_not_found")
    return found


def _needs(team: Workspace, channel: Channel, right: str) -> None:
    needed = f"{channel.scope}:{right}"
    if needed not in team.scopes:
        raise Refused("missing_scope", needed=needed, provided=",".join(sorted(team.scopes)))


@method("conversations.info", "channel include_num_members include_locale", _READ)
def info(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    _needs(team, channel, "read")
    return {"channel": _shown(channel)}


@method("conversations.list", "types limit cursor exclude_archived team_id", _READ)
def listed(world: World, team: Workspace, args: Args) -> Reply:
    kinds = (args.maybe("types") or "public_channel").split(",")
    names = {"channel": "public_channel", "group": "private_channel", "im": "im"}
    shown = []
    for channel in team.channels.values():
        hidden = args.flag("exclude_archived") and channel.archived
        if names[channel.kind] in kinds and not hidden and (channel.member or not channel.private):
            _needs(team, channel, "read")
            shown.append(_shown(channel))
    return {"channels": shown, "response_metadata": {"next_cursor": ""}}


@method(
    "conversations.replies",
    "channel ts include_all_metadata cursor inclusive latest limit oldest",
    _HISTORY,
)
def replies(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    _needs(team, channel, "history")
    _inside(channel)
    ts = args.text("ts", "thread_not_found")
    within = [each for each in in_order(channel) if ts in (each.ts, each.thread_ts)]
    if not within:
        raise Refused("thread_not_found")
    return _page(world, args, within)


@method(
    "conversations.history",
    "channel include_all_metadata cursor inclusive latest limit oldest",
    _HISTORY,
)
def history(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    _needs(team, channel, "history")
    _inside(channel)
    top = [each for each in in_order(channel) if each.thread_ts in (None, each.ts)]
    return _page(world, args, top[::-1])


@method("conversations.open", "channel users return_im prevent_creation", "im:write mpim:write")
def opened(world: World, team: Workspace, args: Args) -> Reply:
    if args.maybe("channel"):
        return {"channel": {"id": channel_of(team, args.text("channel")).id}}
    people = args.text("users", "users_list_not_supplied").split(",")
    if len(people) > 1:
        raise Refused("method_not_supported_for_channel_type")
    if people[0] not in team.users:
        raise Refused("user_not_found")
    there = f"D{people[0]}" in team.channels
    channel = team.direct(people[0])
    return {"channel": {"id": channel.id}, "already_open": there, "no_op": there}


@method("users.info", "user include_locale", "users:read")
def user(world: World, team: Workspace, args: Args) -> Reply:
    wanted = args.text("user", "user_not_found")
    if wanted not in team.users:
        raise Refused("user_not_found")
    name = team.users[wanted]
    profile = {"real_name": name, "display_name": name}
    shown = {"id": wanted, "team_id": team.id, "name": name, "is_bot": False, "profile": profile}
    return {"user": {**shown, "tz": "Etc/UTC", "tz_offset": 0}}


@method("bots.info", "bot team_id", "users:read")
def bot(world: World, team: Workspace, args: Args) -> Reply:
    if args.maybe("bot") not in (None, team.bot_id):
        raise Refused("bot_not_found")
    shown = {
        "id": team.bot_id,
        "app_id": world.app.id,
        "user_id": team.bot_user,
        "name": "onrecord",
    }
    return {"bot": {**shown, "deleted": False}}


def in_order(channel: Channel) -> list[Message]:
    """The messages of a channel, oldest first."""
    return [channel.messages[ts] for ts in sorted(channel.messages)]


def _inside(channel: Channel) -> None:
    if not channel.member:
        raise Refused("not_in_channel")


def _page(world: World, args: Args, found: list[Message]) -> Reply:
    limit = args.number("limit", 100)
    start = args.number("cursor", 0) if args.maybe("cursor") else 0
    oldest, latest = args.maybe("oldest") or "0", args.maybe("latest") or "9999999999"
    found = [each for each in found if float(oldest) <= float(each.ts) <= float(latest)]
    shown = [each.payload(world.app.id) for each in found[start : start + limit]]
    more = start + limit < len(found)
    cursor = str(start + limit) if more else ""
    return {"messages": shown, "has_more": more, "response_metadata": {"next_cursor": cursor}}


def _shown(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_member": channel.member,
    }
