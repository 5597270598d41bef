"""A message is found again in its channel by the id of its first block."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slack_sdk import WebClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from tests.support.block_kit import read
from tests.support.lighthouse import FOG, SAFE, bring
from tests.support.slack import People, SlackStandIn
from tests.support.slack_bot import our_app
from ui.slack.blocks.rich import context
from ui.slack.database import open_database
from ui.slack.digests import Digests
from ui.slack.message import Message
from ui.slack.outbox import Outbox
from ui.slack.posted import Posted, posted_by, unknown
from ui.slack.quiet import quiet_logger
from ui.slack.topics import TopicStore

SINCE = datetime.now(UTC) - timedelta(hours=1)


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as opened:
        yield opened


@pytest.fixture
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1", channels=["C1", "C2"])


@pytest.fixture
def client(slack: SlackStandIn, team: People) -> WebClient:
    logger = quiet_logger("onrecord.test.posted")
    return WebClient(team.bot_token, base_url=slack.url, logger=logger, retry_handlers=[])


@pytest.fixture
def posted(client: WebClient) -> Posted:
    return posted_by(lambda team: client if team == "T1" else None)


def post(client: WebClient, block_id: str, channel: str = "C1") -> None:
    blocks = [{**context("said"), "block_id": block_id}, context("more")]
    client.chat_postMessage(channel=channel, text="said", blocks=blocks)


def test_what_was_posted_is_found(client: WebClient, team: People, posted: Posted) -> None:
    team.say("U1", "C1", "hello")
    post(client, "digest-1")
    post(client, "digest-2", "C2")
    team.say("U1", "C1", "thanks")
    assert posted("T1", "C1", "digest-1", SINCE) is True
    assert posted("T1", "C1", "digest-2", SINCE) is False
    assert posted("T1", "C2", "digest-2", SINCE) is True


def test_in_a_channel_that_talks_a_lot(client: WebClient, team: People, posted: Posted) -> None:
    post(client, "digest-1")
    for n in range(450):
        team.say("U1", "C1", f"message {n}")
    assert posted("T1", "C1", "digest-1", SINCE) is True
    assert posted("T1", "C1", "digest-2", SINCE) is False


def test_only_what_can_be_it_is_read(client: WebClient, posted: Posted) -> None:
    post(client, "digest-1")
    now = datetime.now(UTC)
    assert posted("T1", "C1", "digest-1", now + timedelta(minutes=5)) is True  # a fast clock here
    assert posted("T1", "C1", "digest-1", now + timedelta(days=1)) is False


@pytest.mark.parametrize("code", ["channel_not_found", "missing_scope", "internal_error"])
def test_who_cannot_look_does_not_know(
    slack: SlackStandIn, client: WebClient, posted: Posted, code: str
) -> None:
    post(client, "digest-1")
    slack.refuse("conversations.history", lambda _: code)
    assert posted("T1", "C1", "digest-1", SINCE) is None


def test_another_workspace_is_not_looked_into(client: WebClient, posted: Posted) -> None:
    post(client, "digest-1")
    assert posted("T2", "C1", "digest-1", SINCE) is None
    assert unknown("T1", "C1", "digest-1", SINCE) is None


def test_without_a_network_nobody_knows() -> None:
    gone = WebClient("xoxb-x", base_url="http://127.0.0.1:9/api/", retry_handlers=[], timeout=5)
    assert posted_by(lambda _: gone)("T1", "C1", "digest-1", SINCE) is None


def test_a_digest_arrives_once_though_its_answer_is_lost(
    slack: SlackStandIn,
    team: People,
    client: WebClient,
    posted: Posted,
    folder: Path,
    settings: Settings,
) -> None:
    """Over real HTTP, and as Slack checks it."""
    lost = True

    def send(team_id: str, channel: str, message: Message) -> None:
        client.chat_postMessage(
            channel=channel, text=message.text, blocks=list(message.blocks), unfurl_links=False
        )
        if lost:
            raise ConnectionResetError("the answer was lost")

    database = open_database(folder)
    topics = TopicStore(database)
    with Assistant.open(folder, settings) as assistant:
        bring(assistant, SAFE)
        topic = topics.follow("T1", "C1", "U1", "Tolm lighthouse", "at once", 1, SINCE).topic
        bring(assistant, FOG)
        digests = Digests(assistant, topics, send, posted=posted)
        digests.look()
        assert len(Outbox(database).waiting(topic)) == 1
        lost = False
        digests.look()
        digests.look()
    assert Outbox(database).waiting(topic) == []
    (message,) = slack.messages("T1", "C1")
    assert "The lamp of the Tolm lighthouse is not safe" in read(message.blocks)
    assert slack.faults == []
    database.dispose()
