"""The Slack stand-in's messages, as slack_sdk's WebClient sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.support.slack import People, SlackApp, SlackStandIn
from tests.support.slack.app import ALL_SCOPES

Refusal = Callable[[WebClient, People], Any]


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    # The app may not post where it is not a member, as OnRecord may not.
    with SlackStandIn(SlackApp(scopes=ALL_SCOPES - {"chat:write.public"})) as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1", private=["G1"], outside=["C9"], archived=["C8"])


@pytest.fixture
def client(slack: SlackStandIn, team: People) -> WebClient:
    return WebClient(team.bot_token, base_url=slack.url)


def refused(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as raised:
        call()
    return str(raised.value.response["error"])


def test_a_message_is_posted_changed_and_deleted(slack: SlackStandIn, client: WebClient) -> None:
    posted = client.chat_postMessage(channel="C1", text="one")
    (message,) = slack.messages("T1", "C1")
    assert (message.text, message.ts, message.bot_id) == ("one", posted["ts"], "BT1")
    client.chat_update(channel="C1", ts=message.ts, text="two", blocks=[{"type": "divider"}])
    assert message.text == "two"
    assert message.blocks == [{"type": "divider"}]
    assert [each.text for each in message.edits] == ["one"]
    client.chat_delete(channel="C1", ts=message.ts)
    assert slack.messages("T1", "C1") == []
    assert slack.deleted("T1") == [message]
    assert slack.faults == []


def test_a_reply_goes_to_the_thread_whose_reply_it_names(
    slack: SlackStandIn, team: People, client: WebClient
) -> None:
    asked = team.say("U1", "C1", "why?")
    first = client.chat_postMessage(channel="C1", text="a", thread_ts=asked.ts)
    client.chat_postMessage(channel="C1", text="b", thread_ts=first["ts"])
    assert [each.text for each in slack.replies(asked)] == ["a", "b"]
    told = client.conversations_replies(channel="C1", ts=asked.ts)
    assert [each["text"] for each in told["messages"]] == ["why?", "a", "b"]


def test_an_ephemeral_message_is_seen_by_one_person(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postEphemeral(channel="C1", user="U2", text="psst")
    assert [each.text for each in slack.ephemerals("T1", "U2")] == ["psst"]
    assert slack.ephemerals("T1", "U1") == []
    assert slack.messages("T1", "C1") == []


def test_a_message_to_a_person_goes_to_their_conversation_with_the_app(
    slack: SlackStandIn, client: WebClient
) -> None:
    opened = client.conversations_open(users="U1")
    posted = client.chat_postMessage(channel="U1", text="hello")
    assert posted["channel"] == opened["channel"]["id"] == "DU1"
    assert [each.text for each in slack.messages("T1", "DU1")] == ["hello"]


def test_history_comes_in_pages_newest_first(team: People, client: WebClient) -> None:
    said = [team.say("U1", "C1", f"number {number}").text for number in range(5)]
    pages = [page["messages"] for page in client.conversations_history(channel="C1", limit=2)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [each["text"] for page in pages for each in page] == said[::-1]


def test_people_bots_and_channels_are_described(client: WebClient) -> None:
    assert client.users_info(user="U1")["user"]["name"] == "u1"
    assert client.bots_info(bot="BT1")["bot"]["user_id"] == "UBOTT1"
    assert client.conversations_info(channel="G1")["channel"]["is_private"]
    kinds = "public_channel,private_channel"
    listed = client.conversations_list(types=kinds, exclude_archived=True)
    assert [each["id"] for each in listed["channels"]] == ["C1", "G1", "C9"]


@pytest.mark.parametrize(
    ("error", "call"),
    [
        ("channel_not_found", lambda c, t: c.chat_postMessage(channel="C404", text="x")),
        ("not_in_channel", lambda c, t: c.chat_postMessage(channel="C9", text="x")),
        ("is_archived", lambda c, t: c.chat_postMessage(channel="C8", text="x")),
        ("no_text", lambda c, t: c.api_call("chat.postMessage", json={"channel": "C1"})),
        ("msg_too_long", lambda c, t: c.chat_postMessage(channel="C1", text="x" * 40_001)),
        (
            "invalid_thread_ts",
            lambda c, t: c.chat_postMessage(channel="C1", text="x", thread_ts="t"),
        ),
        (
            "invalid_blocks",
            lambda c, t: c.chat_postMessage(channel="C1", text="x", blocks=[{"type": "header"}]),
        ),
        (
            "invalid_blocks_format",
            lambda c, t: c.api_call("chat.postMessage", params={"channel": "C1", "blocks": "[oh"}),
        ),
        (
            "msg_blocks_too_long",
            lambda c, t: c.chat_postMessage(
                channel="C1",
                text="x",
                blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3000}}] * 5,
            ),
        ),
        (
            "markdown_text_conflict",
            lambda c, t: c.chat_postMessage(channel="C1", text="x", markdown_text="y"),
        ),
        (
            "invalid_metadata_format",
            lambda c, t: c.chat_postMessage(channel="C1", text="x", metadata={"event_type": "x"}),
        ),
        (
            "user_not_in_channel",
            lambda c, t: c.chat_postEphemeral(channel="C1", user="U404", text="x"),
        ),
        ("message_not_found", lambda c, t: c.chat_update(channel="C1", ts="1.0", text="x")),
        (
            "cant_update_message",
            lambda c, t: c.chat_update(channel="C1", ts=t.say("U1", "C1", "mine").ts, text="x"),
        ),
        (
            "cant_delete_message",
            lambda c, t: c.chat_delete(channel="C1", ts=t.say("U1", "C1", "mine").ts),
        ),
        (
            "msg_too_long",
            lambda c, t: c.chat_update(
                channel="C1",
                ts=c.chat_postMessage(channel="C1", text="x")["ts"],
                text="x" * 4001,
            ),
        ),
        ("thread_not_found", lambda c, t: c.conversations_replies(channel="C1", ts="1.0")),
        ("not_in_channel", lambda c, t: c.conversations_history(channel="C9")),
        ("user_not_found", lambda c, t: c.users_info(user="U404")),
        ("bot_not_found", lambda c, t: c.bots_info(bot="B404")),
        ("user_not_found", lambda c, t: c.conversations_open(users="U404")),
        ("unknown_method", lambda c, t: c.api_call("chat.whisper")),
        (
            "invalid_arguments",
            lambda c, t: c.api_call("chat.postMessage", json={"channel": "C1", "text": ["x"]}),
        ),
    ],
)
def test_what_slack_refuses_of_messages(
    team: People, client: WebClient, error: str, call: Refusal
) -> None:
    assert refused(lambda: call(client, team)) == error


def test_a_private_channel_that_the_app_is_not_in_is_unknown_to_it(slack: SlackStandIn) -> None:
    team = slack.workspace("T2", private=["G7"])
    team.state.channels["G7"].member = False
    client = WebClient(team.bot_token, base_url=slack.url)
    assert refused(lambda: client.conversations_info(channel="G7")) == "channel_not_found"


def test_tokens_are_told_apart(slack: SlackStandIn, team: People) -> None:
    def client(token: str | None) -> WebClient:
        return WebClient(token, base_url=slack.url)

    assert client(team.bot_token).auth_test()["user_id"] == "UBOTT1"
    assert refused(lambda: client(None).auth_test()) == "not_authed"
    assert refused(lambda: client("xoxb-nobody").auth_test()) == "invalid_auth"
    app = client(slack.app.app_token)
    assert refused(app.auth_test) == "not_allowed_token_type"
    opened = app.apps_connections_open(app_token=slack.app.app_token)
    assert str(opened["url"]).startswith("ws://127.0.0.1:")
    mine = client(team.bot_token)
    assert refused(lambda: mine.apps_connections_open(app_token=team.bot_token)) == (
        "not_allowed_token_type"
    )
    form = client(None).api_call("auth.test", params={"token": team.bot_token})
    assert form["team_id"] == "T1"


def test_a_revoked_or_uninstalled_token_is_dead(slack: SlackStandIn, team: People) -> None:
    client = WebClient(team.bot_token, base_url=slack.url)
    slack.revoke("T1")
    assert refused(client.auth_test) == "token_revoked"
    slack.uninstall("T1")
    assert refused(client.auth_test) == "account_inactive"


def test_a_missing_scope_is_named(slack: SlackStandIn) -> None:
    team = slack.workspace("T2", scopes=["chat:write", "channels:history"], private=["G2"])
    client = WebClient(team.bot_token, base_url=slack.url)
    with pytest.raises(SlackApiError) as raised:
        client.users_info(user="U1")
    told = raised.value.response
    assert (told["error"], told["needed"]) == ("missing_scope", "users:read")
    assert told["provided"] == "channels:history,chat:write"
    # What a scope covers depends on the channel.
    assert refused(lambda: client.conversations_history(channel="G2")) == "missing_scope"
    assert client.conversations_history(channel="C1")["messages"] == []
    assert client.auth_test().headers["x-oauth-scopes"] == "channels:history,chat:write"


def test_two_workspaces_may_have_alike_channels(slack: SlackStandIn, team: People) -> None:
    other = slack.workspace("T2")
    WebClient(other.bot_token, base_url=slack.url).chat_postMessage(channel="C1", text="theirs")
    assert slack.messages("T1", "C1") == []
    assert [each.text for each in slack.messages("T2", "C1")] == ["theirs"]


def test_calls_are_kept_without_their_token(slack: SlackStandIn, client: WebClient) -> None:
    client.chat_postMessage(channel="C1", text="one")
    refused(lambda: client.chat_postMessage(channel="C404", text="two"))
    good, bad = slack.calls_of("chat.postMessage")
    assert (good.error, good.status, good.params["text"]) == (None, 200, "one")
    assert (bad.error, bad.team) == ("channel_not_found", "T1")
    assert str(client.token) not in repr(slack.calls)


def test_an_argument_that_a_method_has_not_is_noted(slack: SlackStandIn, client: WebClient) -> None:
    client.api_call("chat.postMessage", json={"channel": "C1", "text": "x", "thred_ts": "1.0"})
    assert slack.faults == ["chat.postMessage has no argument 'thred_ts'"]


def test_a_method_can_be_switched_off_or_broken(slack: SlackStandIn, client: WebClient) -> None:
    slack.switch_off("chat.postMessage")
    assert refused(lambda: client.chat_postMessage(channel="C1", text="x")) == "unknown_method"
    slack.switch_on("chat.postMessage")
    slack.refuse("chat.postMessage", lambda given: "internal_error")
    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel="C1", text="x")
    assert raised.value.response.status_code == 500
    slack.refuse("chat.postMessage", None)
    assert client.chat_postMessage(channel="C1", text="x")["ok"]
