"""Messages: chat.postMessage, chat.postEphemeral, chat.update, chat.delete."""

from __future__ import annotations

import re
from typing import Any

from tests.support.slack import events
from tests.support.slack.calls import Args
from tests.support.slack.kit import block_faults, block_text
from tests.support.slack.message import Message
from tests.support.slack.methods import Reply, method
from tests.support.slack.methods.conversations import channel_of
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Channel, Ephemeral, Workspace
from tests.support.slack.world import World

LONGEST_TEXT = 40_000  # characters of `text`
LONGEST_UPDATE = 4_000  # of chat.update: not documented, but seen (ChatGPT-in-Slack, issue 102)
LONGEST_MARKDOWN = 12_000
LONGEST_BLOCKS = 12_000  # characters of text in all blocks: bolt-js, issue 2509
_LARGEST_METADATA = 16_000
_TS = re.compile(r"\d{10,}(\.\d{6})?")
_BODY = "text blocks attachments markdown_text metadata link_names parse mrkdwn"
_POST = (
    f"channel thread_ts reply_broadcast unfurl_links unfurl_media username icon_emoji icon_url "
    f"as_user client_msg_id {_BODY}"
)


@method("chat.postMessage", _POST, "chat:write")
def post_message(world: World, team: Workspace, args: Args) -> Reply:
    channel = writable(team, args.text("channel", "channel_not_found"))
    text, blocks, markdown = body(args, LONGEST_TEXT)
    made = add(
        world,
        team,
        channel,
        text,
        blocks,
        thread=thread_of(channel, args.maybe("thread_ts")),
        markdown=markdown,
        metadata=_metadata(args),
    )
    made.deliveries += events.of_message(world, team, channel, made)
    made.deliveries += events.of_mention(world, team, channel, made)
    return {"channel": channel.id, "ts": made.ts, "message": made.payload(world.app.id)}


@method("chat.postEphemeral", f"user {_POST}", "chat:write")
def post_ephemeral(world: World, team: Workspace, args: Args) -> Reply:
    channel = writable(team, args.text("channel", "channel_not_found"))
    user = args.text("user", "user_not_in_channel")
    if user not in team.users or (channel.people and user not in channel.people):
        raise Refused("user_not_in_channel")
    text, blocks, markdown = body(args, LONGEST_TEXT)
    thread = thread_of(channel, args.maybe("thread_ts"))
    ts = world.ts()
    team.ephemerals.append(
        Ephemeral(team.id, channel.id, user, ts, text or markdown, blocks, thread)
    )
    return {"message_ts": ts}


@method("chat.update", f"channel ts as_user reply_broadcast file_ids {_BODY}", "chat:write")
def update(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    message = own(team, channel, args.text("ts", "message_not_found"), "cant_update_message")
    if channel.archived:
        raise Refused("is_inactive")
    if message.streaming:
        raise Refused("streaming_state_conflict")
    text, blocks, markdown = body(args, LONGEST_UPDATE)
    previous = message.payload(world.app.id)
    message.change(text, blocks)
    message.markdown = markdown
    metadata = _metadata(args)
    message.metadata = message.metadata if metadata is None else metadata
    message.edited_by, message.edited_at = team.bot_user, world.ts()
    message.deliveries += events.of_change(world, team, channel, message, previous)
    shown = message.payload(world.app.id)
    return {"channel": channel.id, "ts": message.ts, "text": text, "message": shown}


@method("chat.delete", "channel ts as_user", "chat:write")
def delete(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    message = own(team, channel, args.text("ts", "message_not_found"), "cant_delete_message")
    remove(world, team, channel, message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink", "channel message_ts")
def permalink(world: World, team: Workspace, args: Args) -> Reply:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    ts = args.text("message_ts", "message_not_found")
    if ts not in channel.messages:
        raise Refused("message_not_found")
    path = f"archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": f"https://{team.domain}.slack.example/{path}"}


def writable(team: Workspace, channel_id: str) -> Channel:
    """The channel, or the direct conversation with a person, that the app may post in.

    Raises:
        Refused: channel_not_found, is_archived or not_in_channel.
    """
    if channel_id in team.users:
        return team.direct(channel_id)
    channel = channel_of(team, channel_id)
    if channel.archived:
        raise Refused("is_archived")
    if not channel.member and "chat:write.public" not in team.scopes:
        raise Refused("not_in_channel")
    return channel


def own(team: Workspace, channel: Channel, ts: str, otherwise: str) -> Message:
    """A message of the app itself.

    Raises:
        Refused: message_not_found, or ``otherwise`` where it is somebody else's.
    """
    message = channel.messages.get(ts)
    if message is None:
        raise Refused("message_not_found")
    if message.bot_id != team.bot_id:
        raise Refused(otherwise)
    return message


def thread_of(channel: Channel, thread_ts: str | None) -> str | None:
    """The thread that a message with this ``thread_ts`` goes to: a reply stands for its thread.

    Raises:
        Refused: invalid_thread_ts, where it is no timestamp.
    """
    if thread_ts is None:
        return None
    if not _TS.fullmatch(thread_ts):
        raise Refused("invalid_thread_ts")
    there = channel.messages.get(thread_ts)
    return there.thread_ts or thread_ts if there else thread_ts


def body(args: Args, longest: int) -> tuple[str, list[dict[str, Any]], str]:
    """Text, blocks and Markdown of a message.

    Raises:
        Refused: no_text, msg_too_long, markdown_text_conflict, invalid_blocks,
            invalid_blocks_format or msg_blocks_too_long.
    """
    text, markdown = args.maybe("text") or "", args.maybe("markdown_text") or ""
    blocks = args.structure("blocks", list, "invalid_blocks_format") or []
    attachments = args.structure("attachments", list, "invalid_attachments") or []
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if not (text or markdown or blocks or attachments):
        raise Refused("no_text")
    if len(text) > longest or len(markdown) > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")
    check_blocks(blocks)
    return text, blocks, markdown


def check_blocks(blocks: list[dict[str, Any]]) -> None:
    """Let only blocks pass that Slack takes in a message.

    Raises:
        Refused: invalid_blocks or msg_blocks_too_long.
    """
    if faults := block_faults(blocks, "message"):
        raise Refused("invalid_blocks", *faults)
    if block_text(blocks) > LONGEST_BLOCKS:
        raise Refused("msg_blocks_too_long")


def add(
    world: World,
    team: Workspace,
    channel: Channel,
    text: str,
    blocks: list[dict[str, Any]],
    *,
    thread: str | None,
    markdown: str = "",
    metadata: dict[str, Any] | None = None,
    subtype: str | None = None,
) -> Message:
    """A new message of the app."""
    made = Message(
        team.id,
        channel.id,
        world.ts(),
        team.bot_user,
        text,
        thread,
        blocks,
        bot_id=team.bot_id,
        subtype=subtype,
        markdown=markdown,
        metadata=metadata,
    )
    channel.messages[made.ts] = made
    # What the app says in an assistant thread takes its status away.
    if (known := team.threads.get((channel.id, thread or ""))) is not None:
        known.status = ""
    return made


def remove(world: World, team: Workspace, channel: Channel, message: Message) -> None:
    """Delete a message and tell of it."""
    del channel.messages[message.ts]
    team.deleted.append(message)
    replies = any(each.thread_ts == message.ts for each in channel.messages.values())
    message.deliveries += events.of_deletion(world, team, channel, message, replies=replies)


def _metadata(args: Args) -> dict[str, Any] | None:
    metadata: dict[str, Any] | None = args.structure("metadata", dict, "invalid_metadata_format")
    if not metadata:
        return metadata
    if not isinstance(metadata.get("event_type"), str) or not isinstance(
        metadata.get("event_payload"), dict
    ):
        raise Refused("invalid_metadata_format")
    if len(str(metadata)) > _LARGEST_METADATA:
        raise Refused("metadata_too_large")
    return metadata
