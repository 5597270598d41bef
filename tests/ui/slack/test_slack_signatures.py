"""Requests that Slack did not sign, or signed long ago: refused, and nothing comes of them."""

from __future__ import annotations

import contextlib
import json
import logging
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from tests.support.slack import People, SlackStandIn
from tests.support.slack.signing import headers as signature
from tests.support.slack_bot import copied, our_app, running
from tests.support.slack_http import routed
from ui.slack.bot import Bot
from ui.slack.http import slack_routes
from ui.slack.manifest import EVENTS

LIBRARIES = "how many libraries close?"
ACK = 3.0  # seconds that Slack waits
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def archive(sample_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(sample_archive, tmp_path_factory.mktemp("slack-signed") / "archive")


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


def _event(team: People) -> bytes:
    """A mention that nobody wrote, in the form of Slack's own."""
    event = {
        "type": "app_mention",
        "user": "U1",
        "channel": "C1",
        "channel_type": "channel",
        "ts": f"{time.time():.6f}",
        "text": f"<@{team.bot_user}> {LIBRARIES}",
    }
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A0STANDIN",
        "event_id": f"Ev{time.monotonic_ns()}",
        "event_time": int(time.time()),
        "event": event,
        "authorizations": [{"team_id": "T1", "user_id": team.bot_user, "is_bot": True}],
    }
    return json.dumps(body).encode()


def _post(url: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    with httpx.Client(trust_env=False, timeout=ACK) as client:
        return client.post(url, content=body, headers=given)


def _nothing_came_of_it(slack: SlackStandIn, bot: Bot, before: int) -> None:
    assert bot.desk.lanes.idle(20)
    assert bot.desk.store.unfinished() == []
    assert len(slack.calls) == before


def test_the_event_that_is_forged_here_would_be_answered(
    slack: SlackStandIn, team: People, bot: Bot, url: str
) -> None:
    before = len(slack.messages("T1", "C1"))
    body = _event(team)
    assert _post(url, body, {**JSON, **slack.signed(body)}).status_code == 200
    # Its thread begins with a message that is not there, which Slack does not mind.
    slack.wait_for(lambda: len(slack.messages("T1", "C1")) > before)
    assert bot.desk.lanes.idle(20)


def _signatures(slack: SlackStandIn, body: bytes) -> dict[str, dict[str, str]]:
    now, secret = int(time.time()), slack.app.signing_secret
    right = signature(secret, body, now)
    value = right["x-slack-signature"]
    stamp, named = "x-slack-request-timestamp", "x-slack-signature"
    return {
        "of another secret": signature("another-secret", body, now),
        "of an empty secret": signature("", body, now),
        "none": {},
        "without its time": {named: value},
        "a time alone": {stamp: right[stamp]},
        "empty": {stamp: right[stamp], named: ""},
        "cut short": {stamp: right[stamp], named: value[:-1]},
        "of another version": {stamp: right[stamp], named: value.replace("v0=", "v1=")},
        "in capitals": {stamp: right[stamp], named: value.upper()},
        "of another time": {stamp: str(now - 1), named: value},
        "six minutes old": signature(secret, body, now - 360),
        "five minutes and a little old": signature(secret, body, now - 302),
        "of the future": signature(secret, body, now + 360),
        "of 1970": signature(secret, body, 0),
        "of another body": signature(secret, body + b" ", now),
        "a time of letters": {stamp: "yesterday", named: value},
        "a time with a point": {stamp: f"{now}.5", named: value},
        "a time of no end": {stamp: "9" * 5000, named: value},
        "a time of other digits": {stamp: "\u0661" * 10, named: value},
        "a negative time": {stamp: f"-{now}", named: value},
        "no ASCII": {stamp: right[stamp], named: "v0=\u00e9" + value[4:]},
    }


def test_what_slack_has_not_signed_is_refused(
    slack: SlackStandIn, team: People, bot: Bot, url: str
) -> None:
    body = _event(team)
    before = len(slack.calls)
    for name, given in _signatures(slack, body).items():
        assert _post(url, body, {**JSON, **given}).status_code == 401, name
    _nothing_came_of_it(slack, bot, before)


def test_a_body_that_was_changed_on_the_way_is_refused(
    slack: SlackStandIn, team: People, bot: Bot, url: str
) -> None:
    body = _event(team)
    signed = slack.signed(body)
    before = len(slack.calls)
    for changed in (
        body.replace(b"libraries", b"ferries"),
        body + b"\n",
        b" " + body,
        body.replace(b'"T1"', b'"T2"'),
        b"",
    ):
        assert _post(url, changed, {**JSON, **signed}).status_code == 401
    _nothing_came_of_it(slack, bot, before)


def test_a_request_that_is_sent_once_more_by_somebody_else_is_worth_nothing(
    slack: SlackStandIn, team: People, bot: Bot, url: str
) -> None:
    """Within the five minutes it is as if Slack delivered again; after them it is refused."""
    body = _event(team)
    headers = {**JSON, **slack.signed(body, at=time.time() - 290)}
    before = len(slack.messages("T1", "C1"))
    for _ in range(3):
        assert _post(url, body, headers).status_code == 200
    slack.wait_for(lambda: len(slack.messages("T1", "C1")) > before)
    assert bot.desk.lanes.idle(20)
    assert len(slack.messages("T1", "C1")) == before + 1
    calls = len(slack.calls)
    old = {**JSON, **slack.signed(body, at=time.time() - 301)}
    assert _post(url, body, old).status_code == 401
    _nothing_came_of_it(slack, bot, calls)


@pytest.mark.parametrize(
    "body",
    [
        b"{not json",
        b"[" * 100_000,
        b"\xff\xfe\x00",
        b'{"a": "\xff"}',
        b"payload=%7Bnot+json",
        b"[]",
        b"",
        b"payload=[]",
        b"ssl_check=1",
        b'{"type": "url_verification", "challenge": "a"}',
    ],
    ids=range(10),
)
def test_rubbish_is_refused_unread(
    slack: SlackStandIn, bot: Bot, url: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    before = len(slack.calls)
    for content in (JSON, FORM, {"content-type": "text/plain"}, {}):
        assert _post(url, body, {**content}).status_code == 401
    _nothing_came_of_it(slack, bot, before)
    assert caplog.records == []


@pytest.mark.parametrize("body", [b"{not json", b"payload=%7Bnot+json"])
def test_signed_rubbish_is_refused(slack: SlackStandIn, bot: Bot, url: str, body: bytes) -> None:
    before = len(slack.calls)
    assert _post(url, body, {**FORM, **slack.signed(body)}).status_code == 400
    _nothing_came_of_it(slack, bot, before)


def test_what_is_no_utf_8_is_refused_even_if_signed(
    slack: SlackStandIn, bot: Bot, url: str
) -> None:
    body = b'{"type": "event_callback", "team_id": "\xff"}'
    before = len(slack.calls)
    assert _post(url, body, {**JSON, **slack.signed(body)}).status_code == 401
    _nothing_came_of_it(slack, bot, before)


def test_too_much_is_refused_while_it_comes(slack: SlackStandIn, bot: Bot, url: str) -> None:
    body = b"x" * 1_000_001
    before = len(slack.calls)
    assert _post(url, body, {**JSON, **slack.signed(body)}).status_code == 413
    most = body[:1_000_000]
    assert _post(url, most, {**JSON}).status_code == 401

    sent: list[int] = []

    def endless() -> Iterator[bytes]:
        for part in range(10_000):
            sent.append(part)
            yield b"x" * 65_536

    # The server may hang up before its answer is read.
    with (
        httpx.Client(trust_env=False, timeout=ACK) as client,
        contextlib.suppress(httpx.WriteError),
    ):
        assert client.post(url, content=endless()).status_code == 413
    assert len(sent) < 1000
    _nothing_came_of_it(slack, bot, before)


def test_nothing_but_posts_to_one_address(url: str) -> None:
    with httpx.Client(trust_env=False, timeout=ACK) as client:
        assert client.get(url).status_code == 405
        assert client.post(url.replace(EVENTS, "/slack/install")).status_code == 404


def test_slack_verifies_the_address(slack: SlackStandIn, url: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"}).encode()
    answer = _post(url, body, {**JSON, **slack.signed(body)})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})


def test_without_a_signing_secret_there_is_no_way_in(bot: Bot) -> None:
    assert slack_routes(bot.app, None) == []
