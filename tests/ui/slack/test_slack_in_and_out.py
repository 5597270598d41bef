"""Workspaces come and go: who takes the bot out is forgotten, and the others stay."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.slack import SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, running, said
from tests.support.slack_http import routed
from tests.support.slack_signin import Browser, clickable, database, listened, served, sign_in
from ui.slack.blocks.buttons import RETRY
from ui.slack.bot import Bot
from ui.slack.http import slack_routes
from ui.slack.manifest import EVENTS
from ui.slack.preferences import Preferences, PreferenceStore

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"


@pytest.fixture
def alone(sample_archive: Path, tmp_path: Path) -> Iterator[tuple[SlackStandIn, Path]]:
    """A Slack of its own, for what cannot be undone."""
    with SlackStandIn(our_app()) as started:
        for team in ("T1", "T2"):
            started.workspace(team, channels=["C1", "C2"], installed=False)
        yield started, copied(sample_archive, tmp_path / "archive")
        assert started.faults == []


# Signing in


def test_a_sign_in_belongs_to_one_browser_and_is_finished_once(
    alone: tuple[SlackStandIn, Path],
) -> None:
    slack, archive = alone
    with served(slack, slack.people("T1"), archive) as (bot, address):
        mine, other = Browser(address), Browser(address)
        mine.begin()
        other.begin()
        assert mine.redirect == "https://desk.example/slack/oauth_redirect"
        code = slack.grant("T1", redirect_uri=mine.redirect)
        stolen = Browser(address, other.cookie, mine.state, mine.redirect)
        assert stolen.come_back(code).status_code == 400
        bare = Browser(address, "", mine.state, mine.redirect)
        assert bare.come_back(code).status_code == 400
        assert slack.calls_of("oauth.v2.access") == []
        assert mine.come_back(code).status_code == 200
        assert mine.come_back(code).status_code == 401
        assert "OnRecord is in" not in other.come_back("code-of-nobody").text
        [answer] = answered(slack, slack.people("T1").mention("U1", "C1", LIBRARIES))
        assert "four" in said(answer)
        assert bot.desk.lanes.idle(20)


def test_who_is_not_signed_in_is_told_so_and_no_more(alone: tuple[SlackStandIn, Path]) -> None:
    slack, archive = alone
    team = slack.workspace("T3", channels=["C1"])  # as an admin does it on Slack's own page
    with served(slack, team, archive) as (bot, _):
        asked = team.mention("U1", "C1", LIBRARIES)
        team.command("U1", "C1", "/ask", LIBRARIES)
        [told] = slack.wait_for(lambda: slack.ephemerals("T3", "U1"))
        assert "https://desk.example/slack/install" in said(told)
        slack.wait_until_settled()
        assert bot.desk.lanes.idle(20)
        assert slack.replies(asked) == []
        assert len(slack.ephemerals("T3")) == 1
        assert bot.desk.store.unfinished() == []


def test_the_bot_of_one_workspace_answers_no_other(alone: tuple[SlackStandIn, Path]) -> None:
    """The same app is in both, but the one token that the settings have is that of the first."""
    slack, archive = alone
    mine, other = (slack.workspace(each, channels=["C1"]) for each in ("T4", "T5"))
    secret = slack.app.signing_secret
    settings: dict[str, Any] = {"slack_app_token": None, "slack_signing_secret": secret}
    with (
        running(slack, mine, archive, **settings) as bot,
        routed(slack_routes(bot.app, SecretStr(secret))) as address,
    ):
        slack.send_over_http(address + EVENTS)
        asked = other.mention("U1", "C1", LIBRARIES)
        command = other.command("U1", "C1", "/ask", LIBRARIES)
        other.open_home("U1")
        slack.wait_until_settled()
        assert command.acknowledged
        assert bot.desk.lanes.idle(20)
        assert slack.replies(asked) == []
        assert slack.ephemerals("T5") == []
        assert slack.home("T5", "U1") is None
        assert slack.home("T4", "U1") is None
        assert slack.messages("T4", "C1") == []
        [answer] = answered(slack, mine.mention("U1", "C1", LIBRARIES))
        assert "four" in said(answer)
        assert {call.team for call in slack.calls} == {"T4"}
        assert bot.desk.lanes.idle(20)


def test_a_bot_that_is_started_again_finds_both(alone: tuple[SlackStandIn, Path]) -> None:
    slack, archive = alone
    with served(slack, slack.people("T1"), archive) as (_, address):
        for each in ("T1", "T2"):
            assert sign_in(slack, address, each).status_code == 200
    signed_in = len(slack.calls_of("oauth.v2.access"))
    with served(slack, slack.people("T1"), archive) as (bot, _):
        for each, text, words in (("T1", LIBRARIES, "four"), ("T2", DISPUTED, "Velmar")):
            [answer] = answered(slack, slack.people(each).mention("U1", "C1", text))
            assert words in said(answer)
        assert bot.desk.lanes.idle(20)
    assert len(slack.calls_of("oauth.v2.access")) == signed_in


# Leaving


def _left_of(bot: Bot, archive: Path, team: str) -> dict[str, int]:
    """How much is kept of a workspace, by kind."""
    found = {"answers": len(bot.assistant.answers.recent(workspace=team, asker="U1"))}
    names = bot.assistant.conversations()
    found["threads"] = sum(name.startswith(f"slack/{team}/") for name in names)
    with database(archive) as engine, engine.connect() as connection:
        for table in ("preferences", "topics", "questions"):
            rows = sa.text(f"SELECT count(*) FROM {table} WHERE team = :team")
            found[table] = connection.execute(rows, {"team": team}).scalar_one()
    with bot.assistant.archive.engine.connect() as connection:
        for table in ("slack_bots", "slack_installations"):
            rows = sa.text(f"SELECT count(*) FROM {table} WHERE team_id = :team")
            found[table] = connection.execute(rows, {"team": team}).scalar_one()
    return found


def _until_followed(slack: SlackStandIn, team: str) -> None:
    slack.wait_for(lambda: any("follows" in said(each) for each in slack.messages(team, "C1")))


def _lived_in(slack: SlackStandIn, bot: Bot, archive: Path) -> None:
    """In both workspaces something of each kind is kept."""
    for each in ("T1", "T2"):
        people = slack.people(each)
        answered(slack, people.mention("U1", "C1", LIBRARIES))
        people.command("U1", "C1", "/onrecord", "follow library closures")
        _until_followed(slack, each)
        with database(archive) as engine:
            PreferenceStore(engine).set(each, "C1", Preferences(days=0), "U1")
    assert bot.desk.lanes.idle(20)
    for each in ("T1", "T2"):
        assert all(_left_of(bot, archive, each).values()), _left_of(bot, archive, each)


@pytest.mark.parametrize("leave", ["uninstall", "revoke"])
def test_who_leaves_is_forgotten_and_the_other_stays(
    alone: tuple[SlackStandIn, Path], leave: str
) -> None:
    slack, archive = alone
    one, two = slack.people("T1"), slack.people("T2")
    with served(slack, one, archive) as (bot, address):
        for each in ("T1", "T2"):
            assert sign_in(slack, address, each).status_code == 200
        _lived_in(slack, bot, archive)
        kept = _left_of(bot, archive, "T2")
        retry = clickable(one, RETRY, "T1/C1/1.0")

        getattr(slack, leave)("T1")
        slack.wait_until_settled()
        assert not any(_left_of(bot, archive, "T1").values()), _left_of(bot, archive, "T1")
        assert _left_of(bot, archive, "T2") == kept

        calls = len([call for call in slack.calls if call.team == "T1"])
        there = len(slack.messages("T1", "C1"))
        text = f"<@{one.bot_user}> {LIBRARIES}"
        for event in (
            {"type": "app_mention", "text": text},
            {"type": "message", "text": text, "channel_type": "channel"},
            {"type": "app_home_opened", "tab": "home"},
        ):
            ts = f"{time.time():.6f}"
            slack.deliver_event("T1", {"user": "U1", "channel": "C1", "ts": ts, **event})
        one.click("U1", retry, RETRY)
        slack.wait_until_settled()
        listened(bot)
        assert len(slack.messages("T1", "C1")) == there
        assert len([call for call in slack.calls if call.team == "T1"]) == calls
        assert not any(_left_of(bot, archive, "T1").values())
        assert bot._clients.of("T1") is None

        [answer] = answered(slack, two.mention("U1", "C1", DISPUTED))
        assert "Velmar" in said(answer)

        assert sign_in(slack, address, "T1").status_code == 200
        [again] = answered(slack, one.mention("U1", "C1", LIBRARIES))
        assert "four" in said(again)
        _late(slack, address, leave)
        [still] = answered(slack, one.mention("U1", "C1", LIBRARIES))
        assert "four" in said(still)
        assert bot.desk.lanes.idle(20)


def _late(slack: SlackStandIn, address: str, leave: str) -> None:
    """Slack tells of the leaving once more, a minute after it; by then it signed in again."""
    kinds = ("app_uninstalled", "tokens_revoked")
    told = [d for d in slack.deliveries if d.payload.get("event", {}).get("type") in kinds]
    assert len(told) == (2 if leave == "uninstall" else 1)
    for delivery in told:
        payload = {**delivery.payload, "event_time": delivery.payload["event_time"] - 60}
        body = json.dumps(payload).encode()
        headers = {"content-type": "application/json", **slack.signed(body)}
        with httpx.Client(trust_env=False, timeout=10) as client:
            assert client.post(address + EVENTS, content=body, headers=headers).status_code == 200


def test_what_is_being_answered_for_who_leaves_is_not_kept(
    alone: tuple[SlackStandIn, Path],
) -> None:
    slack, archive = alone
    with served(slack, slack.people("T1"), archive) as (bot, address):
        assert sign_in(slack, address, "T1").status_code == 200
        for number in range(6):
            slack.people("T1").mention("U1", "C1", f"{LIBRARIES} {number}")
        slack.wait_for(lambda: slack.calls_of("chat.startStream"))
        slack.uninstall("T1")
        slack.wait_until_settled()
        assert bot.desk.lanes.idle(20)
        assert not any(_left_of(bot, archive, "T1").values()), _left_of(bot, archive, "T1")


def test_the_tokens_of_people_are_none_of_the_bots(alone: tuple[SlackStandIn, Path]) -> None:
    slack, archive = alone
    with served(slack, slack.people("T1"), archive) as (bot, address):
        assert sign_in(slack, address, "T1").status_code == 200
        answered(slack, slack.people("T1").mention("U1", "C1", LIBRARIES))
        assert bot.desk.lanes.idle(20)
        kept = _left_of(bot, archive, "T1")
        gone = {"type": "tokens_revoked", "tokens": {"oauth": ["U2"], "bot": []}}
        slack.deliver_event("T1", gone)
        slack.wait_until_settled()
        assert _left_of(bot, archive, "T1") == kept
