"""Digests are sent when they are due: once, whatever stops, fails or sleeps in between."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from slack_sdk.errors import SlackApiError

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.settings import Settings
from tests.support.block_kit import read
from tests.support.lighthouse import BAKERS, FOG, FOG_COPY, SAFE, SMUGGLED, bring
from ui.slack.database import open_database
from ui.slack.digests import Digests
from ui.slack.message import Message
from ui.slack.topics import Every, Topic, TopicStore

LINDEHAVN = ZoneInfo("Europe/Stockholm")
MONDAY = datetime(2026, 3, 9, 12, 0, tzinfo=LINDEHAVN)
TOPIC = "Tolm lighthouse"


class Killed(BaseException):
    """Stands for the end of the process at this line."""


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        self.now = datetime(2026, 3, day, hour, minute, tzinfo=LINDEHAVN)

    def later(self, minutes: float) -> None:
        self.now = (self.now.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(LINDEHAVN)


@dataclass
class Channels:
    """What the channels hold; ``before`` and ``after`` a message is taken something may happen."""

    messages: list[tuple[str, str, Message]] = field(default_factory=list)
    before: Callable[[str, str], None] = lambda team, channel: None
    after: Callable[[str, str], None] = lambda team, channel: None

    def post(self, team: str, channel: str, message: Message) -> None:
        self.before(team, channel)
        self.messages.append((team, channel, message))
        self.after(team, channel)

    def posted(self, team: str, channel: str, block_id: str, since: datetime) -> bool | None:
        return any(
            (team, channel) == (to, into) and message.blocks[0].get("block_id") == block_id
            for to, into, message in self.messages
        )

    def texts(self, team: str = "T1", channel: str = "C1") -> list[str]:
        return [read(m.blocks) for to, into, m in self.messages if (to, into) == (team, channel)]


class Desk:
    """An archive, its topics, a clock, and digests that can be taken up again after a kill.

    ``since`` is from which arrival on what is followed is new; None: from now on.
    """

    def __init__(self, assistant: Assistant, folder: Path, since: int | None = None) -> None:
        self.assistant = assistant
        self.since = since
        self.engine = open_database(folder)
        self.topics = TopicStore(self.engine)
        self.clock = Clock()
        self.channels = Channels()
        self.digests = self.started()

    def started(self, **given: object) -> Digests:
        chosen = {"posted": self.channels.posted, "clock": self.clock, "zone": LINDEHAVN, **given}
        return Digests(self.assistant, self.topics, self.channels.post, **chosen)  # type: ignore[arg-type]

    def follow(
        self, text: str = TOPIC, *, team: str = "T1", channel: str = "C1", every: Every = "daily"
    ) -> Topic:
        now = self.assistant.archive.arrivals.newest()
        cursor = now if self.since is None else self.since
        return self.topics.follow(team, channel, "U1", text, every, cursor, self.clock()).topic

    def look(self, times: int = 1) -> list[str]:
        for _ in range(times):
            self.digests.look()
        return self.channels.texts()

    def paused(self, team: str = "T1", channel: str = "C1") -> list[str]:
        return [each.paused for each in self.topics.in_channel(team, channel)]


@pytest.fixture
def desk(folder: Path, settings: Settings) -> Iterator[Desk]:
    with Assistant.open(folder, settings) as assistant:
        bring(assistant, SAFE)
        made = Desk(assistant, folder)
        yield made
        made.engine.dispose()


@pytest.fixture(scope="module")
def fog(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> Iterator[tuple[Assistant, int]]:
    """An archive that nothing changes, and the arrival behind which it has news."""
    with Assistant.open(tmp_path_factory.mktemp("fog"), settings) as assistant:
        bring(assistant, SAFE)
        since = assistant.archive.arrivals.newest()
        bring(assistant, FOG)
        yield assistant, since


@pytest.fixture
def news(fog: tuple[Assistant, int], tmp_path: Path) -> Iterator[Desk]:
    """A desk that has something to tell on what is followed."""
    assistant, since = fog
    made = Desk(assistant, tmp_path, since)
    yield made
    made.engine.dispose()


def refusal(code: str) -> SlackApiError:
    return SlackApiError("refused", {"ok": False, "error": code})


def refusing(error: Exception, *channels: str) -> Callable[[str, str], None]:
    def refuse(team: str, channel: str) -> None:
        if not channels or channel in channels:
            raise error

    return refuse


# When


def test_once_a_day_at_the_time_of_day(desk: Desk) -> None:
    desk.follow()
    bring(desk.assistant, FOG)
    assert desk.look() == []
    desk.clock.at(10, 8, 59)
    assert desk.look() == []
    desk.clock.at(10, 9)
    (said,) = desk.look(3)
    assert "not safe" in said
    bring(desk.assistant, SMUGGLED)
    desk.clock.at(10, 23)
    assert len(desk.look()) == 1
    desk.clock.at(11, 9, 1)
    first, second = desk.look(3)
    assert first == said
    assert "Ansa Quist" in second
    assert "Odda Brenwick" not in second
    desk.clock.at(12, 10)
    assert len(desk.look(2)) == 2  # nothing new


def test_a_follow_before_the_time_of_day_is_told_of_on_the_same_day(news: Desk) -> None:
    news.clock.at(9, 8)
    news.follow()
    news.clock.at(9, 9, 30)
    assert len(news.look()) == 1


def test_a_laptop_that_slept_for_days_tells_once(news: Desk) -> None:
    news.follow()
    news.clock.at(13, 14)
    assert len(news.look(3)) == 1
    news.clock.at(14, 8)
    assert len(news.look()) == 1
    news.digests = news.started()  # a new process
    assert len(news.look(2)) == 1


@pytest.mark.parametrize("day", [28, 29, 30])
def test_a_day_on_which_the_clock_changes_has_one_digest(
    desk: Desk, folder: Path, day: int
) -> None:
    """At half past two on 29 March 2026 there is no such time of day."""
    settings = Settings.load(folder, slack_digest_at="02:30")
    desk.assistant.settings = settings
    desk.digests = desk.started()
    desk.clock.at(day - 1, 12)
    desk.follow()
    bring(desk.assistant, FOG)
    sent = []
    for _ in range(24 * 2):
        desk.clock.later(30)
        sent.append(len(desk.look()))
    assert sent[-1] == 1
    assert sent.index(1) in range(27, 32)


def test_the_time_of_day_is_that_of_this_machine(news: Desk) -> None:
    local = datetime.now().astimezone().tzinfo
    news.digests = news.started(zone=None)
    news.clock.now = datetime(2026, 3, 9, 12, tzinfo=local)
    news.follow()
    news.clock.now = datetime(2026, 3, 10, 5, tzinfo=local)
    assert news.look() == []
    news.clock.now = datetime(2026, 3, 10, 12, tzinfo=local)
    assert len(news.look(2)) == 1


def test_at_once_is_at_the_next_look(desk: Desk) -> None:
    desk.follow(every="at once")
    assert desk.look() == []
    bring(desk.assistant, FOG, FOG_COPY, BAKERS)
    assert len(desk.look(2)) == 1
    bring(desk.assistant, SMUGGLED)
    desk.clock.later(1)
    assert len(desk.look()) == 1  # not so soon
    desk.clock.later(10)
    assert len(desk.look(2)) == 2


def test_what_is_not_on_the_topic_is_no_reason_to_speak(desk: Desk) -> None:
    desk.follow(every="at once")
    desk.follow("ferries", every="daily")
    bring(desk.assistant, BAKERS)
    desk.clock.at(11, 9)
    assert desk.look(3) == []
    newest = desk.assistant.archive.arrivals.newest()
    assert {each.cursor for each in desk.topics.all()} == {newest}


def test_each_channel_has_its_own(news: Desk) -> None:
    """The channels of two workspaces may have the same id."""
    news.follow(team="T1")
    news.follow(team="T2")
    news.follow("bread", team="T2", channel="C2")
    news.clock.at(10, 9)
    news.look(2)
    assert [(team, channel) for team, channel, _ in news.channels.messages] == [
        ("T1", "C1"),
        ("T2", "C1"),
    ]


def test_what_is_stopped_is_silent(news: Desk) -> None:
    news.follow()
    news.topics.stop("T1", "C1", TOPIC)
    news.clock.at(10, 9)
    assert news.look() == []


def test_the_filters_of_a_channel(news: Desk) -> None:
    news.follow()
    news.follow(channel="C2")
    news.digests = news.started(
        limits=lambda place: {"sources": ("Isles Post",)} if place.channel == "C2" else {}
    )
    news.clock.at(10, 9)
    assert len(news.look()) == 1
    assert news.channels.texts(channel="C2") == []


# The archive


def test_an_archive_that_is_being_filled_is_looked_at_later(desk: Desk) -> None:
    desk.follow()
    desk.follow("lighthouse", every="at once")
    bring(desk.assistant, FOG, read=False)
    desk.clock.at(10, 9)
    assert desk.look() == []
    desk.assistant.scribe.catch_up()
    desk.assistant.archive.unsettle(["x"])
    assert desk.look() == []
    desk.assistant.archive.settle(["x"])
    desk.clock.later(1)
    assert len(desk.look(2)) == 2


def test_reading_everything_again_tells_nothing(desk: Desk) -> None:
    bring(desk.assistant, FOG)
    desk.follow(every="at once")
    desk.assistant.archive.ledger.read_again()
    desk.assistant.scribe.catch_up()
    desk.clock.at(10, 9)
    assert desk.look(2) == []


def test_an_archive_that_was_put_back_is_followed_from_there(desk: Desk) -> None:
    desk.follow()
    with desk.assistant.archive.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM arrivals"))
        connection.execute(sa.text("DELETE FROM sqlite_sequence"))
    assert desk.look() == []
    bring(desk.assistant, FOG)
    desk.clock.at(10, 9)
    assert len(desk.look(2)) == 1


def test_a_topic_that_fails_stops_no_other(news: Desk, caplog: pytest.LogCaptureFixture) -> None:
    for n in (1, 2, 3):
        news.follow(channel=f"C{n}")

    def limits(place: object) -> dict[str, object]:
        if place.channel == "C1":  # type: ignore[attr-defined]
            raise UsageError("no such source")
        if place.channel == "C2":  # type: ignore[attr-defined]
            raise ZeroDivisionError
        return {}

    news.digests = news.started(limits=limits)
    news.clock.at(10, 9)
    news.look()
    assert [channel for _, channel, _ in news.channels.messages] == ["C3"]
    assert "topic 1 of T1/C1 has to wait: no such source" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    news.digests = news.started()
    news.look(2)
    assert [channel for _, channel, _ in news.channels.messages] == ["C3", "C1", "C2"]


# Slack


@pytest.mark.parametrize(
    "code",
    ["not_in_channel", "channel_not_found", "is_archived", "token_revoked", "invalid_blocks"],
)
def test_a_channel_that_takes_nothing_is_paused_and_tried_again(desk: Desk, code: str) -> None:
    desk.follow()
    desk.follow(channel="C2")
    bring(desk.assistant, FOG)
    desk.channels.before = refusing(refusal(code), "C1")
    desk.clock.at(10, 9)
    assert desk.look(3) == []
    assert desk.paused() == [code]
    assert len(desk.channels.texts(channel="C2")) == 1
    desk.channels.before = lambda team, channel: None
    bring(desk.assistant, SMUGGLED)
    desk.clock.at(10, 15)
    assert desk.look() == []
    desk.clock.at(11, 9)
    (said,) = desk.look(2)
    assert "Odda Brenwick" in said
    assert "Ansa Quist" in said
    assert desk.paused() == [""]


def test_a_gone_channel_is_not_bothered_at_every_look(news: Desk) -> None:
    tried: list[str] = []

    def refuse(team: str, channel: str) -> None:
        tried.append(channel)
        raise refusal("channel_not_found")

    news.channels.before = refuse
    news.follow(every="at once")
    news.look(5)
    assert len(tried) == 1
    news.clock.at(10, 9)
    news.look(5)
    assert len(tried) == 2


def test_a_workspace_that_is_not_signed_in_any_more(news: Desk) -> None:
    news.follow()
    news.channels.before = refusing(UsageError("the workspace T1 is not signed in any more"))
    news.clock.at(10, 9)
    assert news.look() == []
    assert news.paused() == ["the workspace T1 is not signed in any more"]


def test_where_slack_asks_to_wait_it_is_sent_later(news: Desk) -> None:
    news.follow()
    news.channels.before = refusing(refusal("ratelimited"))
    news.clock.at(10, 9)
    assert news.look(2) == []
    news.channels.before = lambda team, channel: None
    assert len(news.look(2)) == 1
    assert news.paused() == [""]


LOST = [
    ConnectionResetError("reset"),
    TimeoutError("timed out"),
    refusal("internal_error"),
    refusal("Received a response in a non-JSON format: <html>"),
    SlackApiError("refused", "no object"),
]


@pytest.mark.parametrize("error", LOST, ids=repr)
@pytest.mark.parametrize("arrived", [True, False])
def test_an_answer_that_is_lost_is_looked_up(news: Desk, error: Exception, arrived: bool) -> None:
    news.follow()
    if arrived:
        news.channels.after = refusing(error)
    else:
        news.channels.before = refusing(error)
    news.clock.at(10, 9)
    assert len(news.look()) == arrived
    news.channels.before = news.channels.after = lambda team, channel: None
    assert len(news.look(3)) == 1
    assert news.paused() == [""]


# The process is killed


def killed(team: str, channel: str) -> None:
    raise Killed


@pytest.mark.parametrize("after", [True, False])
def test_killed_between_posting_and_noting(news: Desk, after: bool) -> None:
    news.follow()
    if after:
        news.channels.after = killed
    else:
        news.channels.before = killed
    news.clock.at(10, 9)
    with pytest.raises(Killed):
        news.look()
    assert len(news.channels.texts()) == after
    news.channels.before = news.channels.after = lambda team, channel: None
    news.digests = news.started()
    assert len(news.look(3)) == 1
    news.clock.at(11, 9)
    assert len(news.look(3)) == 1


def test_killed_where_nobody_can_look_it_up(news: Desk) -> None:
    """Rather none than two."""
    news.follow()
    news.channels.after = killed
    news.clock.at(10, 9)
    with pytest.raises(Killed):
        news.look()
    news.channels.after = lambda team, channel: None
    news.digests = news.started(posted=lambda *_: None)
    assert len(news.look(3)) == 1


@pytest.mark.parametrize("statement", range(1, 14))
def test_killed_at_any_statement_of_the_database(news: Desk, statement: int) -> None:
    news.follow()
    news.clock.at(10, 9)
    counted = 0

    def kill(*_: object) -> None:
        nonlocal counted
        counted += 1
        if counted == statement:
            raise Killed

    sa.event.listen(news.engine, "before_cursor_execute", kill)
    with contextlib.suppress(Killed):
        news.look()
    sa.event.remove(news.engine, "before_cursor_execute", kill)
    news.digests = news.started()
    assert len(news.look(3)) == 1


# In the background


def test_it_looks_by_itself_until_it_is_stopped(news: Desk) -> None:
    news.follow()
    news.clock.at(10, 9)
    arrived = threading.Event()
    news.channels.after = lambda team, channel: arrived.set()
    news.digests.start()
    assert arrived.wait(30)
    news.digests.stop()
    assert len(news.channels.texts()) == 1
    assert not [each for each in threading.enumerate() if "APScheduler" in each.name]
    news.digests.stop()


def test_stopping_waits_for_what_is_being_posted(news: Desk) -> None:
    for n in (1, 2):
        news.follow(channel=f"C{n}")
    news.clock.at(10, 9)
    posting, go_on = threading.Event(), threading.Event()

    def wait(team: str, channel: str) -> None:
        posting.set()
        assert go_on.wait(30)

    news.channels.before = wait
    news.digests.start()
    assert posting.wait(30)
    stopping = threading.Thread(target=news.digests.stop)
    stopping.start()
    go_on.set()
    stopping.join(30)
    assert not stopping.is_alive()
    sent = len(news.channels.messages)
    assert sent in (1, 2)  # the second may have been begun
    news.digests = news.started()
    news.channels.before = lambda team, channel: None
    news.look(2)
    assert sorted(channel for _, channel, _ in news.channels.messages) == ["C1", "C2"]
