"""What the Slack stand-in tells an app of, and what not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.support.slack import Delivery, People, SlackApp, SlackStandIn
from tests.support.slack.app import ALL_EVENTS, ALL_SCOPES


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn() as standin:
        yield standin


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1", private=["G1"], outside=["C9"])


def types(deliveries: list[Delivery]) -> list[str]:
    return [each.event["type"] for each in deliveries]


def test_a_mention_is_told_of_twice_with_one_ts(team: People) -> None:
    asked = team.mention("U1", "C1", "who?")
    mention, message = asked.deliveries
    assert types([mention, message]) == ["app_mention", "message"]
    assert mention.event["ts"] == message.event["ts"] == asked.ts
    assert mention.event_id != message.event_id
    assert mention.event["text"] == "<@UBOTT1> who?"
    assert message.event["channel_type"] == "channel"
    assert message.payload["authorizations"][0]["user_id"] == "UBOTT1"


def test_a_private_channel_and_a_direct_message_have_their_types(team: People) -> None:
    (private,) = team.say("U1", "G1", "x").deliveries
    (direct,) = team.direct("U1", "<@UBOTT1> x").deliveries
    assert (private.event["channel_type"], direct.event["channel_type"]) == ("group", "im")
    assert types([direct]) == ["message"]


def test_nothing_is_told_of_a_channel_that_the_app_is_not_in(team: People) -> None:
    assert team.mention("U1", "C9", "who?").deliveries == []


def test_a_reply_names_its_thread(team: People) -> None:
    asked = team.say("U1", "C1", "who?")
    (told,) = team.say("U2", "C1", "who else?", asked.ts).deliveries
    assert told.event["thread_ts"] == asked.ts
    assert told.event["parent_user_id"] == "U1"


def test_an_edit_is_told_of_with_what_stood_there(team: People) -> None:
    asked = team.say("U1", "C1", "whoo?")
    team.edit(asked, "who?")
    changed = asked.deliveries[-1].event
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert changed["message"]["text"] == "who?"
    assert changed["message"]["edited"]["user"] == "U1"
    assert changed["previous_message"]["text"] == "whoo?"
    assert changed["ts"] != asked.ts


def test_a_mention_that_is_added_is_told_of_as_one(team: People) -> None:
    asked = team.say("U1", "C1", "who?")
    team.edit(asked, "<@UBOTT1> who?")
    assert types(asked.deliveries) == ["message", "message", "app_mention"]
    team.edit(asked, "<@UBOTT1> who else?")
    assert types(asked.deliveries)[3:] == ["message"]


def test_a_preview_changes_a_message_but_not_its_words(team: People) -> None:
    asked = team.say("U1", "C1", "see https://p.example")
    team.unfurl(asked)
    changed = asked.deliveries[-1].event
    assert changed["message"]["text"] == changed["previous_message"]["text"]
    assert "attachments" in changed["message"]


def test_a_deletion_leaves_a_stone_where_there_are_replies(team: People) -> None:
    alone, asked = team.say("U1", "C1", "a"), team.say("U1", "C1", "b")
    team.say("U2", "C1", "c", asked.ts)
    team.delete(alone)
    team.delete(asked)
    gone, stone = alone.deliveries[-1].event, asked.deliveries[-1].event
    assert (gone["subtype"], gone["deleted_ts"]) == ("message_deleted", alone.ts)
    assert (stone["subtype"], stone["message"]["subtype"]) == ("message_changed", "tombstone")
    assert stone["previous_message"]["text"] == "b"


def test_an_app_is_told_of_its_own_messages(slack: SlackStandIn, team: People) -> None:
    client = WebClient(team.bot_token, base_url=slack.url)
    ts = client.chat_postMessage(channel="C1", text="one")["ts"]
    client.chat_update(channel="C1", ts=ts, text="two")
    client.chat_delete(channel="C1", ts=ts)
    posted, changed, gone = (each.event for each in slack.deleted("T1")[0].deliveries)
    assert (posted["bot_id"], posted["user"], "subtype" in posted) == ("BT1", "UBOTT1", False)
    assert changed["message"]["bot_id"] == "BT1"
    assert gone["subtype"] == "message_deleted"


def test_an_app_is_told_when_its_stream_begins_and_ends(slack: SlackStandIn, team: People) -> None:
    asked = team.direct("U1", "who?")
    client = WebClient(team.bot_token, base_url=slack.url)
    ts = client.chat_startStream(channel=asked.channel, thread_ts=asked.ts)["ts"]
    client.chat_appendStream(channel=asked.channel, ts=ts, markdown_text="a")
    client.chat_stopStream(channel=asked.channel, ts=ts)
    begun, ended = (each.event for each in slack.replies(asked)[0].deliveries)
    assert begun["streaming_state"] == "in_progress"
    assert (ended["subtype"], ended["message"]["text"]) == ("message_changed", "a")


def test_other_bots_are_told_apart(team: People) -> None:
    (told,) = team.other_bot("C1", "beep").deliveries
    assert (told.event["bot_id"], told.event["subtype"]) == ("BOTHER", "bot_message")


def test_an_app_hears_what_it_subscribed_to_and_may_hear() -> None:
    deaf = SlackApp(events=ALL_EVENTS - {"message.channels"})
    with SlackStandIn(deaf) as slack:
        asked = slack.workspace("T1").mention("U1", "C1", "who?")
        assert types(asked.deliveries) == ["app_mention"]
    unentitled = SlackApp(scopes=ALL_SCOPES - {"app_mentions:read"})
    with SlackStandIn(unentitled) as slack:
        asked = slack.workspace("T1").mention("U1", "C1", "who?")
        assert types(asked.deliveries) == ["message"]


def test_the_pane_begins_a_thread(slack: SlackStandIn, team: People) -> None:
    channel, thread = team.open_pane("U1", context="C1")
    (started,) = slack.deliveries
    pane = started.event["assistant_thread"]
    assert (pane["user_id"], pane["channel_id"], pane["thread_ts"]) == ("U1", channel, thread)
    assert pane["context"]["channel_id"] == "C1"
    (moved,) = team.look_at("U1", "G1", thread)
    assert moved.event["type"] == "assistant_thread_context_changed"
    assert slack.pane("T1", channel, thread).context["channel_id"] == "G1"
    (asked,) = team.say("U1", channel, "who?", thread).deliveries
    assert (asked.event["channel_type"], asked.event["thread_ts"]) == ("im", thread)


def test_the_agent_view_has_no_threads() -> None:
    with SlackStandIn(SlackApp(view="agent")) as slack:
        team = slack.workspace("T1")
        channel, thread = team.open_pane("U1")
        (opened,) = slack.deliveries
        assert (channel, thread) == ("DU1", "")
        assert (opened.event["type"], opened.event["tab"]) == ("app_home_opened", "messages")
        (moved,) = team.look_at("U1", "C1")
        assert moved.event["context"]["entities"][0]["value"] == "C1"


def test_the_home_tab_shows_what_it_showed(slack: SlackStandIn, team: People) -> None:
    (first,) = team.open_home("U1")
    assert (first.event["tab"], "view" in first.event) == ("home", False)
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    WebClient(team.bot_token, base_url=slack.url).views_publish(user_id="U1", view=view)
    (second,) = team.open_home("U1")
    home = slack.home("T1", "U1")
    assert home is not None
    assert second.event["view"]["id"] == home.id


def test_an_uninstalled_app_is_told_by_two_events_and_then_nothing(
    slack: SlackStandIn, team: People
) -> None:
    slack.uninstall("T1")
    assert sorted(types(slack.deliveries)) == ["app_uninstalled", "tokens_revoked"]
    assert team.mention("U1", "C1", "who?").deliveries == []


def test_a_test_may_deliver_an_event_of_its_own(slack: SlackStandIn, team: People) -> None:
    event: dict[str, Any] = {"type": "message", "subtype": "channel_join", "channel": "C1"}
    assert slack.deliver_event("T1", event).payload["event"] == event


@pytest.mark.parametrize(
    "act",
    [
        lambda team: team.say("U404", "C1", "x"),
        lambda team: team.say("U1", "C404", "x"),
        lambda team: team.click("U1", team.say("U1", "C1", "x"), "nothing"),
    ],
)
def test_nobody_does_what_cannot_be_done(team: People, act: Any) -> None:
    with pytest.raises(LookupError):
        act(team)


def test_only_commands_and_shortcuts_of_the_manifest_are_there() -> None:
    manifest = {
        "features": {
            "agent_view": {},
            "slash_commands": [{"command": "/ask"}],
            "shortcuts": [{"callback_id": "check", "type": "message"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    app = SlackApp.of_manifest(manifest)
    assert (app.view, sorted(app.scopes)) == ("agent", ["chat:write", "commands"])
    with SlackStandIn(app) as slack:
        team = slack.workspace("T1")
        said = team.say("U1", "C1", "x")
        team.command("U1", "C1", "/ask")
        team.shortcut("U1", said, "check")
        with pytest.raises(LookupError):
            team.command("U1", "C1", "/other")
        with pytest.raises(LookupError):
            team.shortcut("U1", said, "other")
        # app_mention is subscribed to, but its scope was not asked for.
        assert [each.kind for each in slack.deliveries] == ["slash_commands", "interactive"]
