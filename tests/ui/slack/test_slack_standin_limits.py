"""The Slack stand-in's rate limits, with a clock that a test moves."""

from __future__ import annotations

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler

from tests.support.slack import Chosen, Documented, EverySecond, ManualClock, Rate, SlackStandIn


def wait_of(client: WebClient, channel: str = "C1") -> int | None:
    """How long Slack says to wait with the next message; None where it took it."""
    try:
        client.chat_postMessage(channel=channel, text="x")
    except SlackApiError as error:
        if (error.response.status_code, error.response["error"]) != (429, "ratelimited"):
            raise
        return int(error.response.headers["retry-after"])
    return None


def test_one_message_a_second_in_each_channel_of_each_workspace() -> None:
    clock = ManualClock()
    with SlackStandIn(limits=Documented(), clock=clock) as slack:
        first = WebClient(
            slack.workspace("T1", channels=["C1", "C2"]).bot_token, base_url=slack.url
        )
        second = WebClient(slack.workspace("T2").bot_token, base_url=slack.url)
        assert wait_of(first) is None
        assert wait_of(first) == 1
        assert wait_of(first, "C2") is None
        assert wait_of(second) is None
        clock.advance(0.5)
        assert wait_of(first) == 1
        clock.advance(0.5)
        assert wait_of(first) is None


def test_a_tier_is_counted_by_the_minute_and_refills() -> None:
    clock = ManualClock()
    with SlackStandIn(limits=Documented(), clock=clock) as slack:
        team = slack.workspace("T1")
        client = WebClient(team.bot_token, base_url=slack.url)
        asked = team.say("U1", "C1", "x")
        for _ in range(50):  # tier 3
            client.conversations_replies(channel="C1", ts=asked.ts)
        with pytest.raises(SlackApiError) as raised:
            client.conversations_replies(channel="C1", ts=asked.ts)
        assert raised.value.response.headers["retry-after"] == "2"
        clock.advance(2)
        client.conversations_replies(channel="C1", ts=asked.ts)


def test_the_table_can_be_scaled_and_replaced() -> None:
    limits = Documented({"chat.postMessage": Rate(1, per=10, burst=1)}, scale=2)
    clock = ManualClock()
    with SlackStandIn(limits=limits, clock=clock) as slack:
        client = WebClient(slack.workspace("T1").bot_token, base_url=slack.url)
        assert [wait_of(client), wait_of(client), wait_of(client)] == [None, None, 5]


def test_every_second_call_is_refused() -> None:
    with SlackStandIn(limits=EverySecond(retry_after=7, never=["auth.test"])) as slack:
        client = WebClient(slack.workspace("T1").bot_token, base_url=slack.url)
        waits = []
        for _ in range(4):
            client.auth_test()
            waits.append(wait_of(client))
        assert waits == [None, 7, None, 7]


def test_the_sdk_obeys_and_gets_through() -> None:
    with SlackStandIn(limits=EverySecond(only=["chat.postMessage"])) as slack:
        client = WebClient(slack.workspace("T1").bot_token, base_url=slack.url)
        client.retry_handlers.append(RateLimitErrorRetryHandler(1))
        client.chat_postMessage(channel="C1", text="one")
        client.chat_postMessage(channel="C1", text="two")
        assert [each.text for each in slack.messages("T1", "C1")] == ["one", "two"]
        assert [each.status for each in slack.calls] == [200, 429, 200]


def test_a_test_may_choose_what_is_limited() -> None:
    asked: list[tuple[str, str, str]] = []

    def choose(*call: str) -> int:
        asked.append((call[0], call[1], call[2]))
        return 3

    with SlackStandIn() as slack:
        client = WebClient(slack.workspace("T1").bot_token, base_url=slack.url)
        assert wait_of(client) is None
        slack.limit(Chosen(choose))
        assert wait_of(client) == 3
        slack.limit(None)
        assert wait_of(client) is None
    assert asked == [("chat.postMessage", "T1", "C1")]
