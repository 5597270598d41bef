"""The bot where Slack reaches it by signed requests: what people do is answered, and once."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from tests.support.command import ONRECORD, environment
from tests.support.slack import Delivery, Message, People, SlackStandIn
from tests.support.slack_bot import answered, copied, our_app, running, said
from tests.support.slack_http import routed
from ui.slack.blocks.buttons import RETRY, SHOW_PASSAGES
from ui.slack.blocks.home import CHANGE_SETTINGS
from ui.slack.blocks.share import SHARE
from ui.slack.bot import Bot
from ui.slack.http import slack_routes
from ui.slack.manifest import EVENTS

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"
ACK = 3.0  # seconds that Slack waits
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sample_archive, tmp_path_factory.mktemp("slack-http") / "archive")


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        yield started


@pytest.fixture(scope="module")
def team(slack: SlackStandIn) -> People:
    return slack.workspace("T1", users=["U1", "U2"], channels=["C1", "C2"])


@pytest.fixture(scope="module")
def bot(slack: SlackStandIn, team: People, archive: Path) -> Iterator[Bot]:
    secret = slack.app.signing_secret
    with running(slack, team, archive, slack_app_token=None, slack_signing_secret=secret) as made:
        yield made


@pytest.fixture(scope="module")
def url(slack: SlackStandIn, bot: Bot) -> Iterator[str]:
    with routed(slack_routes(bot.app, SecretStr(slack.app.signing_secret))) as address:
        slack.send_over_http(address + EVENTS)
        yield address + EVENTS


@pytest.fixture(autouse=True)
def _acknowledged(slack: SlackStandIn, bot: Bot, url: str) -> Iterator[None]:
    yield
    assert bot.desk.lanes.idle(20)
    slack.wait_until_settled()
    assert slack.faults == []
    assert [each.failed for each in slack.deliveries if each.failed] == []
    assert max((each.latency or 0 for each in slack.deliveries), default=0) < ACK
    assert slack.sockets.count == 0


# What Slack sends


def test_a_mention_is_answered(slack: SlackStandIn, team: People) -> None:
    asked = team.mention("U1", "C1", DISPUTED)
    [answer] = answered(slack, asked)
    assert "Velmar" in said(answer)
    assert {each.attempts[0].status for each in asked.deliveries} == {200}


def test_a_command_is_answered_to_its_asker_and_shared_once(
    slack: SlackStandIn, team: People
) -> None:
    given = team.command("U2", "C2", "/ask", LIBRARIES)
    [shown] = slack.wait_for(lambda: slack.ephemerals("T1", "U2"))
    assert "four" in said(shown)
    slack.deliver_again(given, times=3)
    clicked = team.click("U2", shown, SHARE)
    slack.wait_for(lambda: slack.messages("T1", "C2"))
    _again(slack, clicked)
    slack.wait_for(lambda: slack.ephemerals("T1", "U2") == [])
    [shared] = slack.messages("T1", "C2")
    assert "four" in said(shared)


def test_a_message_is_checked_once(slack: SlackStandIn, team: People, bot: Bot) -> None:
    claim = team.say("U2", "C1", "The council passed the budget by 41 votes.")
    given = team.shortcut("U1", claim, "check_message")
    slack.wait_for(lambda: slack.ephemerals("T1", "U1"))
    _again(slack, given)
    assert bot.desk.lanes.idle(20)
    [shown] = slack.ephemerals("T1", "U1")
    assert "Against" in said(shown)


def test_a_click_opens_the_passages_once(slack: SlackStandIn, team: People) -> None:
    [answer] = answered(slack, team.mention("U1", "C1", DISPUTED))
    clicked = team.click("U1", answer, SHOW_PASSAGES)
    view = slack.wait_for(lambda: slack.view("T1", "U1"))
    opened = len(slack.calls_of("views.open"))
    _again(slack, clicked)
    assert len(slack.calls_of("views.open")) == opened
    team.close_view("U1", view)


def test_settings_are_saved_from_a_modal(slack: SlackStandIn, team: People) -> None:
    team.open_home("U2")
    home = slack.wait_for(lambda: slack.home("T1", "U2"))
    team.click("U2", home, CHANGE_SETTINGS)
    view = slack.wait_for(lambda: slack.view("T1", "U2"))
    given = team.submit("U2", view)
    slack.wait_for(lambda: given.acknowledged)
    assert given.response == {"response_action": "clear"}
    assert slack.view("T1", "U2") is None


# What Slack sends again


def test_an_event_that_comes_again_is_not_answered_again(
    slack: SlackStandIn, team: People, bot: Bot
) -> None:
    asked = team.mention("U1", "C1", LIBRARIES)
    for delivery in asked.deliveries:  # while it is being answered
        slack.deliver_again(delivery, times=2)
    answered(slack, asked)
    for delivery in asked.deliveries:
        slack.deliver_again(delivery, times=3)
    _every_attempt_taken(slack, asked)
    assert bot.desk.lanes.idle(20)
    assert len(slack.replies(asked)) == 1


def test_a_question_is_asked_again_once(slack: SlackStandIn, team: People, bot: Bot) -> None:
    slack.refuse("chat.startStream", lambda _: "fatal_error")
    asked = team.mention("U1", "C1", LIBRARIES)
    try:
        slack.refuse("chat.postMessage", _first_time())
        [notice] = answered(slack, asked)
        assert bot.desk.lanes.idle(20)
    finally:
        slack.refuse("chat.startStream", None)
        slack.refuse("chat.postMessage", None)
    assert "There is no answer" in said(notice)
    clicked = team.click("U1", notice, RETRY)
    slack.wait_for(lambda: "four" in said(notice))
    edits = len(notice.edits)
    _again(slack, clicked)
    assert bot.desk.lanes.idle(20)
    assert len(notice.edits) == edits
    assert slack.replies(asked) == [notice]


def test_a_topic_is_followed_and_listed_once(slack: SlackStandIn, team: People) -> None:
    before = len(slack.messages("T1", "C1"))
    told = len(slack.ephemerals("T1", "U2"))
    given = team.command("U2", "C1", "/onrecord", "follow library closures")
    slack.wait_for(lambda: len(slack.messages("T1", "C1")) > before)
    _again(slack, given)
    listed = team.command("U2", "C1", "/onrecord", "list")
    slack.wait_for(lambda: len(slack.ephemerals("T1", "U2")) > told)
    _again(slack, listed)
    assert len(slack.messages("T1", "C1")) == before + 1
    assert len(slack.ephemerals("T1", "U2")) == told + 1


# Beside the web desk


@pytest.fixture
def desk(slack: SlackStandIn, team: People, sample_archive: Path, tmp_path: Path) -> Iterator[str]:
    """`onrecord serve`, with a bot token and a signing secret, and the address it prints."""
    archive = copied(sample_archive, tmp_path / "archive")
    settings = {
        "ONRECORD_SLACK_BOT_TOKEN": team.bot_token,
        "ONRECORD_SLACK_SIGNING_SECRET": slack.app.signing_secret,
        "ONRECORD_SLACK_URL": slack.url,
    }
    with subprocess.Popen(
        [*ONRECORD, "--archive", str(archive), "serve", "--port", "0"],
        env=environment(**settings),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            assert line.startswith("OnRecord is at http://127.0.0.1:"), line + process.stderr.read()
            yield line.split()[3]
        finally:
            process.kill()


def test_serve_has_the_web_desk_and_the_bot(
    slack: SlackStandIn, team: People, url: str, desk: str
) -> None:
    slack.send_over_http(desk + EVENTS)
    try:
        [answer] = answered(slack, team.mention("U1", "C2", DISPUTED))
        assert "Velmar" in said(answer)
        with httpx.Client(trust_env=False, timeout=20) as client:
            page = client.get(desk)
            forged = client.post(desk + EVENTS, json={"type": "event_callback"})
        assert page.status_code == 200
        assert "<html" in page.text
        assert forged.status_code == 401
    finally:
        slack.wait_until_settled()
        slack.send_over_http(url)


# Helpers


def _again(slack: SlackStandIn, delivery: Delivery) -> None:
    """Deliver it twice more, and wait until both are answered."""
    slack.deliver_again(delivery, times=2)
    slack.wait_for(lambda: all(each.acked_at is not None for each in delivery.attempts))


def _every_attempt_taken(slack: SlackStandIn, message: Message) -> None:
    attempts = [each for delivery in message.deliveries for each in delivery.attempts]
    slack.wait_for(lambda: all(each.acked_at is not None for each in attempts))


def _first_time() -> Callable[[Mapping[str, Any]], str | None]:
    """Refuses the first call, and no other."""
    left = ["fatal_error"]
    return lambda _: left.pop() if left else None
