"""``/onrecord`` as people type it, in a Slack that keeps Slack's rules."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from assistant.assistant import Assistant
from assistant.settings import Settings
from tests.support.block_kit import read
from tests.support.slack import People, SlackStandIn
from tests.support.slack_bot import our_app
from ui.slack.commands import register
from ui.slack.database import open_database
from ui.slack.quiet import quiet_logger
from ui.slack.topics import MOST, TopicStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def assistant(samples: Path, settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(samples, settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def topics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TopicStore]:
    engine = open_database(tmp_path_factory.mktemp("topics"))
    yield TopicStore(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as opened:
        yield opened


@pytest.fixture(scope="module")
def people(slack: SlackStandIn, topics: TopicStore, assistant: Assistant) -> Iterator[People]:
    """A workspace in which the command is answered."""
    channels = [f"C{n}" for n in range(100)]
    made = slack.workspace("T1", channels=channels, outside=["COUT"], archived=["COLD"])
    logger = quiet_logger("onrecord.test.commands")
    app = App(
        client=WebClient(made.bot_token, base_url=slack.url, logger=logger),
        signing_secret=slack.app.signing_secret,
        logger=logger,
    )
    register(app, topics, assistant, lambda: NOW)
    handler = SocketModeHandler(app, slack.app.app_token, logger=logger, web_client=app.client)
    handler.connect()
    slack.wait_until_connected()
    yield made
    handler.close()


@dataclass(frozen=True)
class Desk:
    """A channel of its own for each test, and what is followed there."""

    slack: SlackStandIn
    people: People
    topics: TopicStore
    channel: str

    def type_in(self, text: str, *, user: str = "U1", channel: str = "") -> str:
        """Type ``/onrecord text``; what that person alone sees, with ``# `` before what all see."""
        channel = channel or self.channel
        shown, told = len(self.slack.ephemerals("T1")), len(self.slack.messages("T1", channel))

        def new() -> list[str]:
            private = self.slack.ephemerals("T1")[shown:]
            public = self.slack.messages("T1", channel)[told:]
            return [*(read(e.blocks) for e in private), *(f"# {read(m.blocks)}" for m in public)]

        self.people.command(user, channel, "/onrecord", text)
        self.slack.wait_for(new)
        self.slack.wait_until_settled()
        return "\n".join(new())

    def followed(self) -> list[tuple[int, str, str]]:
        found = self.topics.in_channel("T1", self.channel)
        return [(each.number, each.text, each.every) for each in found]


_channels = itertools.count(1)


@pytest.fixture
def desk(slack: SlackStandIn, people: People, topics: TopicStore) -> Iterator[Desk]:
    yield Desk(slack, people, topics, f"C{next(_channels)}")
    assert slack.faults == []


def test_a_follow_is_told_to_the_channel(desk: Desk, assistant: Assistant) -> None:
    said = desk.type_in("follow library closures")
    assert said.startswith("# ")
    assert "follows library closures in this channel" in said
    assert "once a day" in said
    (topic,) = desk.topics.in_channel("T1", desk.channel)
    assert (topic.user, topic.every, topic.followed_at) == ("U1", "daily", NOW)
    assert topic.cursor == assistant.archive.arrivals.newest() > 0


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("follow at once tram strike", ("tram strike", "at once")),
        ("FOLLOW  At Once   tram strike", ("tram strike", "at once")),
        ("follow daily tram strike", ("tram strike", "daily")),
        ("follow every day tram strike", ("tram strike", "daily")),
        ('follow "daily bread"', ("daily bread", "daily")),
        ("follow “at once”", ("at once", "daily")),
        ('follow "salt" and "sugar"', ('"salt" and "sugar"', "daily")),
        ("follow R&amp;D at &lt;Orsa&gt;", ("R&D at <Orsa>", "daily")),
        ("add tram strike", ("tram strike", "daily")),
    ],
)
def test_ways_to_follow(
    desk: Desk,
    typed: str,
    expected: tuple[str, str],
) -> None:
    desk.type_in(typed)
    assert desk.followed() == [(1, *expected)]


def test_following_twice_is_told_to_who_asked(desk: Desk) -> None:
    desk.type_in("follow Library closures")
    said = desk.type_in("follow at once library CLOSURES", user="U2")
    assert not said.startswith("#")
    assert "This channel follows Library closures: " in said
    assert "as it comes in" in said
    assert desk.followed() == [(1, "Library closures", "at once")]


def test_a_command_that_is_delivered_again_is_not_told_again(desk: Desk) -> None:
    desk.type_in("follow library closures")
    told = len(desk.slack.ephemerals("T1"))
    command = [each for each in desk.slack.deliveries if each.kind == "slash_commands"][-1]
    desk.slack.deliver_again(command, times=3)
    desk.slack.wait_for(lambda: len(desk.slack.ephemerals("T1")) == told + 3)
    assert len(desk.slack.messages("T1", desk.channel)) == 1
    assert len(desk.followed()) == 1


def test_a_misspelled_topic_is_told_as_it_is_read(desk: Desk) -> None:
    assert "is read as" in desk.type_in("follow the withdrawl")


@pytest.mark.parametrize(
    ("channel", "reason"),
    [("COUT", "/invite me"), ("COLD", "the channel is archived")],
)
def test_where_nothing_can_be_posted_nothing_is_followed(
    desk: Desk, channel: str, reason: str
) -> None:
    said = desk.type_in("follow tram strike", channel=channel)
    assert said.startswith("I cannot follow tram strike here")
    assert reason in said
    assert desk.followed() == []


def test_the_list_and_an_end(desk: Desk) -> None:
    assert "follows no topic" in desk.type_in("list")
    desk.type_in("follow library closures")
    desk.type_in("follow at once tram strike")
    desk.type_in("follow ferries", channel="C0")
    said = desk.type_in("list", user="U2")
    assert not said.startswith("#")
    assert "1  library closures · daily" in said
    assert "2  tram strike · at once" in said
    assert "ferries" not in said
    said = desk.type_in("stop 1", user="U2")
    assert said.startswith("# ")
    assert "stopped following library closures" in said
    assert "stopped following tram strike" in desk.type_in("unfollow TRAM strike")
    assert desk.followed() == []
    assert desk.topics.in_channel("T1", "C0")


@pytest.mark.parametrize("typed", ["stop", "stop 7", "stop the buses"])
def test_an_end_of_what_is_not_followed(desk: Desk, typed: str) -> None:
    assert "follows no topic" in desk.type_in(typed)
    desk.type_in("follow library closures")
    said = desk.type_in(typed)
    assert not said.startswith("#")
    assert "Say which topic" in said or "is not followed here" in said
    assert "1  library closures" in said
    assert len(desk.followed()) == 1


@pytest.mark.parametrize("typed", ["", "help", "?", "  HELP me "])
def test_help(desk: Desk, typed: str) -> None:
    said = desk.type_in(typed)
    assert "/onrecord follow library closures" in said
    assert not said.startswith("#")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("folow library closures", "/onrecord follow library closures"),
        ("fallow at once x", "/onrecord follow at once x"),
        ("lst", "/onrecord list"),
        ("stpo 3", "/onrecord stop 3"),
        ("unfolow 3", "/onrecord stop 3"),
        ("library closures", "/onrecord follow library closures"),
        ("<!channel> now", "/onrecord follow"),
    ],
)
def test_a_verb_that_is_typed_wrong_is_suggested_not_done(
    desk: Desk, typed: str, meant: str
) -> None:
    desk.topics.follow("T1", desk.channel, "U1", "ferries", "daily", 0, NOW)
    said = desk.type_in(typed)
    assert not said.startswith("#")
    assert f"Did you mean: {meant}" in said
    assert len(desk.followed()) == 1


@pytest.mark.parametrize("typed", ["follow", "follow at once", "follow ?!", "follow " + "x " * 90])
def test_what_cannot_be_followed(desk: Desk, typed: str) -> None:
    said = desk.type_in(typed)
    assert not said.startswith("#")
    assert "opic" in said
    assert desk.followed() == []


def test_a_full_channel(desk: Desk) -> None:
    for n in range(MOST):
        desk.topics.follow("T1", desk.channel, "U1", f"topic {n}", "daily", 0, NOW)
    said = desk.type_in("follow one more")
    assert f"This channel follows {MOST} topics already" in said
    assert f"{MOST}  topic {MOST - 1}" in desk.type_in("list")


def test_what_people_type_is_shown_literally(desk: Desk) -> None:
    said = desk.type_in("follow &lt;!channel&gt; *and* :tada:")
    assert "follows <!channel> *and* :tada: in" in said
    (message,) = desk.slack.messages("T1", desk.channel)
    assert "<!channel>" not in message.text
    assert "<!channel> *and*" in desk.type_in("list")
