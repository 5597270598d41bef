"""The assistant pane: assistant.threads.setStatus, .setTitle and .setSuggestedPrompts.

Since March 2026 setStatus also works in channels, with chat:write alone. In an app with the agent
view, setSuggestedPrompts with a thread_ts "silently fails" by its page.
"""

from __future__ import annotations

from tests.support.slack import events
from tests.support.slack.calls import Args
from tests.support.slack.methods import Reply, method
from tests.support.slack.methods.conversations import channel_of
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import AssistantThread, Channel, Workspace
from tests.support.slack.world import World

MOST_PROMPTS = 4
LONGEST_TITLE = 100  # characters; the pane shows no more
MOST_LOADING = 10

_STATUS = "channel_id thread_ts status loading_messages icon_emoji icon_url username"


@method("assistant.threads.setStatus", _STATUS, "assistant:write chat:write")
def set_status(world: World, team: Workspace, args: Args) -> Reply:
    channel, ts = _thread_in(team, args)
    status = args.maybe("status")
    if status is None:
        raise Refused("invalid_arguments", "missing required field: status")
    loading = args.structure("loading_messages", list) or []
    if len(loading) > MOST_LOADING:
        raise Refused("invalid_arguments", "no more than 10 items [json-pointer:/loading_messages]")
    thread = team.threads.setdefault((channel.id, ts), AssistantThread())
    thread.status = status
    thread.statuses.append(status)
    return {}


@method("assistant.threads.setTitle", "channel_id thread_ts title", "assistant:write")
def set_title(world: World, team: Workspace, args: Args) -> Reply:
    channel, ts = _thread_in(team, args)
    thread = _pane(team, channel, ts)
    title = args.text("title")
    if len(title) > LONGEST_TITLE:
        raise Refused("invalid_arguments", "must be less than 101 characters [json-pointer:/title]")
    thread.title = title
    root = channel.messages.get(ts)
    if root is not None and root.subtype == "assistant_app_thread":
        before = root.payload(world.app.id)
        root.extra["assistant_app_thread"] = {"title": title}
        root.deliveries += events.of_change(world, team, channel, root, before)
    return {}


@method(
    "assistant.threads.setSuggestedPrompts", "channel_id thread_ts title prompts", "assistant:write"
)
def set_prompts(world: World, team: Workspace, args: Args) -> Reply:
    prompts = args.structure("prompts", list)
    if prompts is None or not 1 <= len(prompts) <= MOST_PROMPTS:
        raise Refused("invalid_arguments", "must have 1 to 4 items [json-pointer:/prompts]")
    for place, each in enumerate(prompts):
        right = isinstance(each, dict) and set(each) == {"title", "message"}
        if not right or not all(isinstance(said, str) and said for said in each.values()):
            raise Refused(
                "invalid_arguments", f"must have title and message [json-pointer:/prompts/{place}]"
            )
    channel = channel_of(team, args.text("channel_id", "channel_not_found"))
    ts = args.maybe("thread_ts")
    if world.app.view == "agent":
        if ts is not None:
            world.fault("setSuggestedPrompts with thread_ts does nothing in the agent view")
            return {}
        thread = team.threads.setdefault((channel.id, ""), AssistantThread())
    else:
        channel, ts = _thread_in(team, args)
        thread = _pane(team, channel, ts)
    thread.prompts, thread.prompts_title = prompts, args.maybe("title") or ""
    return {}


def _thread_in(team: Workspace, args: Args) -> tuple[Channel, str]:
    channel = channel_of(team, args.text("channel_id", "channel_not_found"))
    ts = args.text("thread_ts", "invalid_thread_ts")
    if ts not in channel.messages and (channel.id, ts) not in team.threads:
        raise Refused("invalid_thread_ts")
    return channel, ts


def _pane(team: Workspace, channel: Channel, ts: str) -> AssistantThread:
    if channel.kind != "im":
        raise Refused("channel_not_found")
    return team.threads.setdefault((channel.id, ts), AssistantThread())
