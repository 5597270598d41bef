"""What goes wrong between Slack, the bot and its archive: nothing lost, doubled or misplaced."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.command import ONRECORD, environment
from tests.support.openai_server import ChatServer, Fail
from tests.support.slack import Chosen, EverySecond, Message, SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, running, said
from ui.slack.blocks.buttons import CANCEL, RETRY
from ui.slack.bot import Bot

DISPUTED, LIBRARIES, UNKNOWN, BUDGET = QUESTIONS = (
    "who disputed the withdrawal?",
    "how many libraries close?",
    "who is the king of Ruritania?",
    "by how many votes did the council pass the budget?",
)
EXPECTED = dict(zip(QUESTIONS, ("Velmar", "four", "Ruritania", "29"), strict=True))
CHANNELS = [f"C{number}" for number in range(10)]
USERS = [f"U{number}" for number in range(20)]


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        started.workspace("T1", users=USERS, channels=CHANNELS)
        yield started
        assert started.faults == []


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    return copied(sample_archive, tmp_path / "archive")


def all_answered(slack: SlackStandIn, asked: list[tuple[Message, str]], bot: Bot) -> None:
    """Each question has one answer, in its thread, and to what it asked."""
    slack.wait_for(lambda: all(slack.replies(message) for message, _ in asked), 120)
    assert bot.desk.lanes.idle(60)
    slack.wait_until_settled(30)
    for message, question in asked:
        [answer] = slack.replies(message)
        assert not answer.streaming
        assert EXPECTED[question] in said(answer)


def test_the_socket_is_cut_at_a_hundred_random_moments(slack: SlackStandIn, archive: Path) -> None:
    chance = random.Random(11)
    team = slack.people("T1")
    asked: list[tuple[Message, str]] = []
    with running(slack, team, archive) as bot:
        while slack.sockets.cuts < 100:
            before = slack.sockets.cuts
            # A mention is two envelopes and two acknowledgements: a cut falls on one of these, or
            # on what the cut before left behind.
            slack.sockets.cut_at(chance.randint(1, 4), lost=chance.random() < 0.5)
            question = chance.choice(QUESTIONS)
            asked.append((team.mention("U1", chance.choice(CHANNELS), question), question))
            slack.wait_for(lambda before=before: slack.sockets.cuts > before, 30)
        slack.sockets.cut_at(10**9)
        slack.wait_until_connected()
        all_answered(slack, asked, bot)
    assert len(asked) >= 100


def test_two_hundred_questions_from_twenty_people_in_ten_channels(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    with running(slack, team, archive) as bot:
        asked = []
        for number in range(200):
            question = QUESTIONS[number % 4]
            message = team.mention(USERS[number % 20], CHANNELS[number % 10], question)
            asked.append((message, question))
        all_answered(slack, asked, bot)
        assert all(len(each.attempts) == 1 for each in slack.deliveries)


def test_questions_of_one_thread_are_answered_in_their_order(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    with running(slack, team, archive) as bot:
        root = team.mention("U1", "C1", DISPUTED)
        asked = [QUESTIONS[number % 4] for number in range(1, 20)]
        for question in asked:
            team.mention("U1", "C1", question, thread=root.ts)
        answers = answered(slack, root, 20)
        assert bot.desk.lanes.idle(30)
    for question, answer in zip([DISPUTED, *asked], answers, strict=True):
        assert EXPECTED[question] in said(answer)


def test_every_second_call_is_refused_for_its_rate(slack: SlackStandIn, archive: Path) -> None:
    team = slack.people("T1")
    slack.limit(EverySecond(0, never=["auth.test", "apps.connections.open"]))
    with running(slack, team, archive) as bot:
        asked = [
            (team.mention(USERS[number], CHANNELS[number], question), question)
            for number, question in enumerate(QUESTIONS * 2)
        ]
        all_answered(slack, asked, bot)
    assert any(call.status == 429 for call in slack.calls)


def test_a_stream_that_slack_ends_is_completed_as_a_message(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    ended = []

    def end(_: object) -> str | None:
        ended.append(slack.end_streams())
        return None

    slack.refuse("chat.stopStream", end)
    with running(slack, team, archive):
        [answer] = answered(slack, team.mention("U1", "C1", DISPUTED))
        slack.wait_for(lambda: answer.edits)
    assert ended == [1]
    assert "Velmar" in said(answer)


def test_it_connects_again_when_slack_asks_for_it(slack: SlackStandIn, archive: Path) -> None:
    team = slack.people("T1")
    with running(slack, team, archive) as bot:
        asked = []
        for reason in ("refresh_requested", "warning", "too_many_websockets"):
            slack.sockets.disconnect(reason, close=reason == "too_many_websockets")
            asked.append((team.mention("U1", "C1", LIBRARIES), LIBRARIES))
            all_answered(slack, asked, bot)
    opened = len(slack.calls_of("apps.connections.open"))
    assert 3 <= opened <= 8


def test_a_thousand_deliveries_at_once_come_over_one_connection(archive: Path) -> None:
    with SlackStandIn(our_app(), ack_within=60) as slack:
        slack.workspace("T1", users=USERS, channels=CHANNELS)
        team = slack.people("T1")
        # They wait for the connection, and are all there when it opens.
        said = [team.say("U1", CHANNELS[number % 10], "to somebody else") for number in range(1000)]
        with running(slack, team, archive):
            slack.wait_until_settled(60)
        assert [len(each.deliveries[0].attempts) for each in said] == [1] * 1000
        assert len(slack.calls_of("apps.connections.open")) == 1
        assert slack.faults == []


def test_a_network_that_is_gone_without_a_word_is_noticed(archive: Path) -> None:
    with SlackStandIn(our_app(), ack_within=0.5) as slack:
        slack.workspace("T1", users=USERS, channels=CHANNELS)
        team = slack.people("T1")
        with running(slack, team, archive, alive=0.2) as bot:
            assert slack.sockets.freeze() == 1
            slack.wait_until_connected(2)
            all_answered(slack, [(team.mention("U1", "C1", LIBRARIES), LIBRARIES)], bot)
        assert slack.faults == []


def test_killed_while_it_answers_it_says_so_once_and_can_be_asked_again(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    env = environment(
        ONRECORD_ARCHIVE=str(archive),
        ONRECORD_SLACK_BOT_TOKEN=team.bot_token,
        ONRECORD_SLACK_APP_TOKEN=slack.app.app_token,
        ONRECORD_SLACK_URL=slack.url,
    )
    # The stream has begun and cannot be ended: this is when the process is killed.
    slack.limit(Chosen(lambda method, *_: 30 if method == "chat.stopStream" else None))
    with subprocess.Popen([*ONRECORD, "slack"], env=env) as first:
        slack.wait_for(lambda: slack.sockets.count, 60)
        asked = team.mention("U1", "C1", DISPUTED)
        slack.wait_for(lambda: slack.calls_of("chat.stopStream"), 30)
        first.send_signal(signal.SIGKILL)
    [broken] = slack.replies(asked)
    assert broken.streaming
    slack.limit(None)
    for _ in range(2):  # the second start has nothing more to say
        slack.wait_for(lambda: not slack.sockets.count)
        with subprocess.Popen([*ONRECORD, "slack"], env=env) as again:
            slack.wait_for(lambda: slack.sockets.count, 60)
            slack.wait_for(lambda: not broken.streaming and broken.edits)
            again.send_signal(signal.SIGTERM)
            assert again.wait(30) == 0
        assert slack.replies(asked) == [broken]
        assert "interrupted" in said(broken)
        assert len(broken.edits) == 1
    with running(slack, team, archive) as bot:
        team.click("U1", broken, RETRY)
        slack.wait_for(lambda: len(broken.edits) == 2)
        assert bot.desk.lanes.idle(20)
    assert slack.replies(asked) == [broken]
    assert "Velmar" in said(broken)


def test_a_message_that_was_posted_but_not_noted_is_found_again(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    with running(slack, team, archive) as bot:
        asked = team.mention("U1", "C1", LIBRARIES)
        [answer] = answered(slack, asked)
        assert bot.desk.lanes.idle(20)
        kept = bot.desk.store.by_message("T1", "C1", asked.ts)
        assert kept is not None
        # As if the process had been killed between Slack's reply and noting it.
        bot.desk.store.note_replies(kept.question.id, [])
        bot.desk.store.note(kept.question.id, "answering")
    with running(slack, team, archive):
        slack.wait_for(lambda: answer.edits)
    assert slack.replies(asked) == [answer]
    assert "interrupted" in said(answer)


def test_what_waited_when_it_stopped_is_answered_at_the_next_start(
    slack: SlackStandIn, archive: Path
) -> None:
    team = slack.people("T1")
    with running(slack, team, archive) as bot:
        bot.desk.lanes.close(0)  # as if everybody were busy
        asked = team.mention("U1", "C1", LIBRARIES)
        slack.wait_until_settled()
        assert slack.replies(asked) == []
    with running(slack, team, archive) as bot:
        all_answered(slack, [(asked, LIBRARIES)], bot)


def test_the_record_is_locked_by_another_program(slack: SlackStandIn, archive: Path) -> None:
    team = slack.people("T1")
    with (
        running(slack, team, archive) as bot,
        closing(sqlite3.connect(archive / "archive.db")) as db,
    ):
        db.execute("BEGIN IMMEDIATE")
        with bot.assistant.indexer.writing:  # and an ingest is under way
            asked = team.mention("U1", "C1", LIBRARIES)
            all_answered(slack, [(asked, LIBRARIES)], bot)
        assert all((each.latency or 0) < 3 for each in slack.deliveries)
        db.rollback()


def test_an_empty_archive_says_how_to_fill_it(slack: SlackStandIn, tmp_path: Path) -> None:
    team = slack.people("T1")
    with running(slack, team, tmp_path / "empty"):
        [answer] = answered(slack, team.mention("U1", "C1", LIBRARIES))
        assert "onrecord ingest" in said(answer)


def test_a_chat_model_that_fails_can_be_asked_again(
    slack: SlackStandIn, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = slack.people("T1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-right")
    with ChatServer() as server:
        server.will(Fail(500), Fail(500))
        model = {"model": "openai:gpt-test", "model_url": server.url, "model_retries": 0}
        with running(slack, team, archive, **model):
            asked = team.mention("U1", "C1", LIBRARIES)
            [answer] = answered(slack, asked)
            assert "There is no answer." in said(answer)
            team.click("U1", answer, RETRY)
            slack.wait_for(lambda: answer.edits)
            assert slack.replies(asked) == [answer]
            assert server.left == 0


def test_an_answer_that_takes_longer_can_be_cancelled_by_its_asker_alone(
    slack: SlackStandIn, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = slack.people("T1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-right")
    with (
        ChatServer() as server,
        running(
            slack, team, archive, patience=0.01, model="openai:gpt-test", model_url=server.url
        ) as bot,
    ):
        free = threading.Event()
        server.will(lambda _: (free.wait(30) and Fail(400)) or Fail(400))
        asked = team.mention("U1", "C1", LIBRARIES)
        [working] = answered(slack, asked)
        assert "Looking into the archive" in said(working)
        team.click("U2", working, CANCEL)
        slack.wait_for(lambda: slack.ephemerals("T1", "U2"))
        assert "Only the person who asked" in said(slack.ephemerals("T1", "U2")[0])
        team.click("U1", working, CANCEL)
        slack.wait_for(lambda: working.edits)
        assert "stopped" in said(working)
        free.set()
        assert bot.desk.lanes.idle(30)
        assert slack.replies(asked) == [working]
        assert "stopped" in said(working)
