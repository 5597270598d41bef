"""What the app says without the Web API: at a response_url, or in an acknowledgement.

From the pages "Handling user interaction" (a response_url works five times within half an hour)
and "Modals" (response_action) of docs.slack.dev.
"""

from __future__ import annotations

from typing import Any

from tests.support.slack import events
from tests.support.slack.calls import Args
from tests.support.slack.methods import chat, views
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Ephemeral, ShownView, Workspace
from tests.support.slack.world import Address, World

_LIFE = 1800.0  # seconds
_USES = 5
_KNOWN = frozenset(
    "text blocks attachments response_type replace_original delete_original thread_ts mrkdwn "
    "unfurl_links unfurl_media metadata".split()
)


def respond(world: World, path: str, given: dict[str, Any]) -> None:
    """Take what the app sends to a response_url.

    Raises:
        Refused: the address is unknown, expired or used up, or Slack does not take the message.
    """
    address = world.addresses.get(path)
    if address is None:
        raise Refused("no_service")
    if world.clock() - address.at > _LIFE:
        raise Refused("expired_url")
    if address.used >= _USES:
        raise Refused("used_url")
    team = world.workspaces[address.team]
    for unknown in sorted(set(given) - _KNOWN):
        world.fault(f"a response_url has no argument {unknown!r}")
    args = Args(given)
    if args.flag("delete_original"):
        _drop(world, team, address)
    else:
        say(world, team, address, args, origin=path)
    address.used += 1
    world.changed.notify_all()


def say(world: World, team: Workspace, address: Address, args: Args, origin: str) -> None:
    """Show a message: to one person, or in the channel."""
    text, blocks, _ = chat.body(args, chat.LONGEST_TEXT)
    kind = args.maybe("response_type") or "ephemeral"
    if kind not in ("ephemeral", "in_channel"):
        raise Refused("invalid_response_type")
    channel = team.channels[address.channel]
    thread = args.maybe("thread_ts") or address.thread_ts
    if args.flag("replace_original"):
        if not address.ephemeral:
            message = channel.messages.get(address.ts or "")
            if message is None:
                raise Refused("message_not_found")
            before = message.payload(world.app.id)
            message.change(text, blocks)
            message.deliveries += events.of_change(world, team, channel, message, before)
            return
        _drop(world, team, address)
        kind = "ephemeral"
    if kind == "in_channel":
        made = chat.add(world, team, channel, text, blocks, thread=thread, subtype="bot_message")
        made.deliveries += events.of_message(world, team, channel, made)
        return
    ts = world.ts()
    team.ephemerals.append(
        Ephemeral(team.id, channel.id, address.user, ts, text, blocks, thread, origin)
    )
    # What it says next with replace_original takes the place of this.
    if address.ephemeral:
        address.ts = ts


def acknowledged(world: World, team: Workspace, address: Address, response: Any) -> None:
    """Show what the acknowledgement of a command says."""
    if not response:
        return
    if not isinstance(response, dict):
        world.fault(f"a command was answered with {response!r}")
        return
    try:
        say(world, team, address, Args(response), "acknowledgement")
    except Refused as refused:
        world.fault(f"a command's acknowledgement is refused: {refused.error} {refused.messages}")


def view_answered(world: World, team: Workspace, view: ShownView, response: Any) -> None:
    """Do with a submitted view what its acknowledgement says."""
    said = response or {}
    action = said.get("response_action")
    try:
        if action == "errors":
            blocks = {each["block_id"] for each in view.blocks if each["type"] == "input"}
            if not said.get("errors") or set(said["errors"]) - blocks:
                raise Refused("invalid_errors")
        elif action == "update":
            views.check(said["view"], "modal")
            views.replace(world, team, view, said["view"])
        elif action == "push":
            views.check(said["view"], "modal")
            views.push(world, team, view.user, said["view"])
        elif action == "clear":
            close(team, view.user, every=True)
        elif action is None:
            close(team, view.user, every=bool(view.payload["clear_on_close"]))
        else:
            raise Refused(f"unknown response_action {action!r}")
    except Refused as refused:
        world.fault(f"a view's acknowledgement is refused: {refused.error} {refused.messages}")
    world.changed.notify_all()


def close(team: Workspace, user: str, *, every: bool) -> None:
    """Close the view that a person sees, or with ``every`` all that lie under it too."""
    stack = team.stacks.get(user, [])
    while stack:
        team.views.pop(stack.pop(), None)
        if not every:
            break


def _drop(world: World, team: Workspace, address: Address) -> None:
    if not address.ephemeral:
        channel = team.channels[address.channel]
        message = channel.messages.get(address.ts or "")
        if message is not None:
            chat.remove(world, team, channel, message)
        return
    if address.ts is not None:
        team.ephemerals[:] = [each for each in team.ephemerals if each.ts != address.ts]
