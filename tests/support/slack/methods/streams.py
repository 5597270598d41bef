"""Messages that grow: chat.startStream, chat.appendStream, chat.stopStream.

See also "Text streaming" in "Sending and scheduling messages" of docs.slack.dev for the chunks.
"""

from __future__ import annotations

from typing import Any

from tests.support.slack import events
from tests.support.slack.calls import Args
from tests.support.slack.kit import block_faults, chunk_faults
from tests.support.slack.message import Message
from tests.support.slack.methods import Reply, method
from tests.support.slack.methods.chat import (
    LONGEST_MARKDOWN,
    add,
    check_blocks,
    own,
    thread_of,
    writable,
)
from tests.support.slack.methods.conversations import channel_of
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Channel, Workspace
from tests.support.slack.world import World

_START = (
    "channel thread_ts markdown_text chunks recipient_user_id recipient_team_id "
    "task_display_mode icon_emoji icon_url username"
)


@method("chat.startStream", _START, "chat:write")
def start(world: World, team: Workspace, args: Args) -> Reply:
    channel = writable(team, args.text("channel", "channel_not_found"))
    thread = thread_of(channel, args.text("thread_ts", "invalid_thread_ts"))
    if channel.kind != "im":
        if args.text("recipient_user_id", "missing_recipient_user_id") not in team.users:
            raise Refused("user_not_found")
        if args.text("recipient_team_id", "missing_recipient_team_id") != team.id:
            raise Refused("team_not_found")
    if args.maybe("task_display_mode") not in (None, "timeline", "plan"):
        raise Refused("invalid_arguments", "must be timeline or plan")
    chunks = _chunks(args)
    _fits("", chunks)
    message = add(world, team, channel, "", [], thread=thread)
    message.streamed = message.streaming = True
    _grow(message, chunks)
    message.deliveries += events.of_message(
        world, team, channel, message, {"streaming_state": "in_progress"}
    )
    return {"channel": channel.id, "ts": message.ts}


@method("chat.appendStream", "channel ts markdown_text chunks", "chat:write")
def append(world: World, team: Workspace, args: Args) -> Reply:
    channel, message = _streaming(team, args)
    chunks = _chunks(args)
    if not chunks:
        raise Refused("no_text")
    _fits(message.markdown, chunks)
    _grow(message, chunks)
    return {"channel": channel.id, "ts": message.ts}


@method(
    "chat.stopStream",
    "channel ts markdown_text chunks blocks metadata session_status",
    "chat:write",
)
def stop(world: World, team: Workspace, args: Args) -> Reply:
    channel, message = _streaming(team, args)
    chunks = _chunks(args)
    _fits(message.markdown, chunks)
    blocks = args.structure("blocks", list, "invalid_blocks_format") or []
    check_blocks([*message.blocks, *blocks])
    before = message.payload(world.app.id)
    _grow(message, chunks)
    message.blocks = [*message.blocks, *blocks]
    message.streaming = False
    metadata: dict[str, Any] | None = args.structure("metadata", dict, "invalid_metadata_format")
    message.metadata = metadata
    message.deliveries += events.of_change(world, team, channel, message, before)
    shown = message.payload(world.app.id)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _streaming(team: Workspace, args: Args) -> tuple[Channel, Message]:
    channel = channel_of(team, args.text("channel", "channel_not_found"))
    ts = args.text("ts", "message_not_found")
    message = own(team, channel, ts, "message_not_owned_by_app")
    if channel.archived:
        raise Refused("is_archived")
    if not message.streaming:
        raise Refused("message_not_in_streaming_state")
    return channel, message


def _chunks(args: Args) -> list[dict[str, Any]]:
    markdown = args.maybe("markdown_text")
    chunks: list[dict[str, Any]] | None = args.structure("chunks", list, "invalid_chunks")
    if markdown and chunks:
        raise Refused("invalid_arguments", "markdown_text and chunks exclude each other")
    if markdown:
        return [{"type": "markdown_text", "text": markdown}]
    faults = chunk_faults(chunks or [])
    if faults:
        raise Refused("invalid_chunks", *faults)
    for each in chunks or []:
        if each["type"] == "blocks" and (wrong := block_faults(each["blocks"], "message")):
            raise Refused("invalid_blocks", *wrong)
    return chunks or []


def _fits(markdown: str, chunks: list[dict[str, Any]]) -> None:
    """Refuse what makes a streamed message longer than Slack takes, in one call or in all."""
    more = sum(len(each["text"]) for each in chunks if each["type"] == "markdown_text")
    if len(markdown) + more > LONGEST_MARKDOWN:
        raise Refused("msg_too_long")


def _grow(message: Message, chunks: list[dict[str, Any]]) -> None:
    for each in chunks:
        message.chunks.append(each)
        if each["type"] == "markdown_text":
            message.markdown += each["text"]
            message.text = message.markdown
        elif each["type"] == "task_update":
            message.tasks[each["id"]] = {**message.tasks.get(each["id"], {}), **each}
        elif each["type"] == "blocks":
            message.blocks = [*message.blocks, *each["blocks"]]
