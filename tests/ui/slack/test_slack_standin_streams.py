"""The Slack stand-in's streamed messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.support.slack import People, SlackStandIn

_TO: dict[str, Any] = {"recipient_user_id": "U1", "recipient_team_id": "T1"}


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1")


@pytest.fixture
def client(slack: SlackStandIn, team: People) -> WebClient:
    return WebClient(team.bot_token, base_url=slack.url)


def error_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])


def test_a_stream_grows_and_ends_with_blocks_below(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.mention("U1", "C1", "who?")
    stream = client.chat_stream(channel="C1", thread_ts=asked.ts, buffer_size=1, **_TO)
    stream.append(markdown_text="**One** ")
    (reply,) = slack.replies(asked)
    assert (reply.streaming, reply.markdown) == (True, "**One** ")
    stream.append(markdown_text="two.")
    stream.stop(blocks=[{"type": "divider"}])
    assert (reply.streaming, reply.markdown) == (False, "**One** two.")
    assert reply.blocks == [{"type": "divider"}]
    assert [each["type"] for each in reply.chunks] == ["markdown_text"] * 2
    assert slack.faults == []


def test_tasks_plans_and_blocks_may_be_streamed(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.mention("U1", "C1", "who?")
    task = {"type": "task_update", "id": "1", "title": "Search", "status": "in_progress"}
    started = client.chat_startStream(
        channel="C1",
        thread_ts=asked.ts,
        task_display_mode="plan",
        chunks=[task, {"type": "plan_update", "title": "Look"}],
        **_TO,
    )
    client.chat_appendStream(
        channel="C1",
        ts=started["ts"],
        chunks=[
            {**task, "status": "complete"},
            {"type": "blocks", "blocks": [{"type": "divider"}]},
        ],
    )
    (reply,) = slack.replies(asked)
    assert reply.tasks["1"]["status"] == "complete"
    assert reply.blocks == [{"type": "divider"}]


def test_in_a_direct_message_nobody_needs_to_be_named(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.direct("U1", "who?")
    started = client.chat_startStream(channel=asked.channel, thread_ts=asked.ts)
    client.chat_stopStream(channel=asked.channel, ts=started["ts"], markdown_text="Nobody.")
    assert [each.markdown for each in slack.replies(asked)] == ["Nobody."]


def test_a_stream_that_is_open_is_not_updated_but_one_that_ended_is(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.mention("U1", "C1", "who?")
    ts = client.chat_startStream(channel="C1", thread_ts=asked.ts, **_TO)["ts"]

    def update() -> Any:
        return client.chat_update(channel="C1", ts=ts, text="Else.")

    assert error_of(update) == "streaming_state_conflict"
    client.chat_stopStream(channel="C1", ts=ts, markdown_text="This.")
    update()
    (reply,) = slack.replies(asked)
    assert (reply.text, reply.markdown, reply.edits[0].markdown) == ("Else.", "", "This.")


@pytest.mark.parametrize(
    ("error", "given"),
    [
        ("invalid_thread_ts", {"thread_ts": ""}),
        ("missing_recipient_user_id", {"recipient_user_id": None}),
        ("missing_recipient_team_id", {"recipient_team_id": None}),
        ("user_not_found", {"recipient_user_id": "U404"}),
        ("team_not_found", {"recipient_team_id": "T404"}),
        ("msg_too_long", {"markdown_text": "x" * 12_001}),
        ("invalid_chunks", {"chunks": [{"type": "markdown_text"}]}),
        ("invalid_chunks", {"chunks": [{"type": "sound", "text": "x"}]}),
        ("invalid_blocks", {"chunks": [{"type": "blocks", "blocks": [{"type": "header"}]}]}),
        (
            "invalid_arguments",
            {"markdown_text": "x", "chunks": [{"type": "markdown_text", "text": "x"}]},
        ),
        ("invalid_arguments", {"task_display_mode": "pie"}),
        ("channel_not_found", {"channel": "C404"}),
    ],
)
def test_what_is_refused_at_the_start(
    team: People, client: WebClient, error: str, given: dict[str, Any]
) -> None:
    asked = team.mention("U1", "C1", "who?")
    arguments = {"channel": "C1", "thread_ts": asked.ts, **_TO, **given}
    assert error_of(lambda: client.api_call("chat.startStream", json=arguments)) == error


def test_what_is_refused_later(slack: SlackStandIn, team: People, client: WebClient) -> None:
    asked = team.mention("U1", "C1", "who?")
    ts = client.chat_startStream(channel="C1", thread_ts=asked.ts, **_TO)["ts"]

    def append(**given: Any) -> Any:
        return client.chat_appendStream(channel="C1", **{"ts": ts, **given})

    append(markdown_text="x" * 7000)
    assert error_of(append) == "no_text"
    assert error_of(lambda: append(markdown_text="x" * 7000)) == "msg_too_long"
    plain = client.chat_postMessage(channel="C1", text="plain")["ts"]
    assert error_of(lambda: append(ts=plain, markdown_text="x")) == "message_not_in_streaming_state"
    assert error_of(lambda: append(ts="1.0", markdown_text="x")) == "message_not_found"
    assert error_of(lambda: append(ts=asked.ts, markdown_text="x")) == "message_not_owned_by_app"
    assert (
        error_of(lambda: client.chat_stopStream(channel="C1", ts=ts, blocks=[{"type": "input"}]))
        == "invalid_blocks"
    )
    assert slack.replies(asked)[0].streaming
    client.chat_stopStream(channel="C1", ts=ts)
    assert error_of(lambda: append(markdown_text="x")) == "message_not_in_streaming_state"


def test_slack_may_end_a_stream_by_itself(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.mention("U1", "C1", "who?")
    ts = client.chat_startStream(channel="C1", thread_ts=asked.ts, **_TO)["ts"]
    assert slack.end_streams() == 1
    assert (
        error_of(lambda: client.chat_stopStream(channel="C1", ts=ts))
        == "message_not_in_streaming_state"
    )
