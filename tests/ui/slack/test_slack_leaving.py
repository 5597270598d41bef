"""Who takes the bot out is answered no more, and nothing is kept of them; the others stay."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from tests.support.slack import SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, said
from tests.support.slack_signin import clickable, database, listened, served, sign_in
from ui.slack.blocks.buttons import RETRY
from ui.slack.bot import Bot
from ui.slack.manifest import EVENTS
from ui.slack.preferences import Preferences, PreferenceStore

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"


@pytest.fixture
def alone(
    slack: SlackStandIn, sample_archive: Path, tmp_path: Path
) -> Iterator[tuple[SlackStandIn, Path]]:
    """A Slack of its own, for what cannot be undone."""
    with SlackStandIn(our_app()) as started:
        for team in ("T1", "T2"):
            started.workspace(team, channels=["C1", "C2"], installed=False)
        yield started, copied(sample_archive, tmp_path / "archive")
        assert started.faults == []


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
