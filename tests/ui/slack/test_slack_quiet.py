"""Nothing that opens a door is ever written down, whatever is logged: a token, a secret, a code."""

from __future__ import annotations

import base64
import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import httpx
import pytest

from tests.support.loud import loudly
from tests.support.slack import People, SlackStandIn
from tests.support.slack_bot import answered, copied, our_app
from tests.support.slack_signin import KEY, Browser, sign_in
from tests.support.slack_web import Called, Said, SlackWeb
from ui.slack.blocks.buttons import FEEDBACK, SHOW_PASSAGES
from ui.slack.blocks.home import CHANGE_SETTINGS
from ui.slack.blocks.share import SHARE
from ui.slack.manifest import EVENTS, scope_names
from ui.slack.quiet import quiet_logger

DISPUTED = "who disputed the withdrawal?"
LIBRARIES = "how many libraries close?"
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
STOPPED = (0, 130, -15)


@pytest.fixture
def slack() -> Iterator[SlackStandIn]:
    with SlackStandIn(our_app()) as started:
        yield started
        assert started.faults == []


@pytest.fixture
def archive(sample_archive: Path, tmp_path: Path) -> Path:
    return copied(sample_archive, tmp_path / "archive")


def _has_none_of(said: str, secrets: Iterable[str]) -> None:
    for secret in secrets:
        assert len(secret) > 7, "too short to be looked for"
        for form in {secret, quote(secret, safe=""), json.dumps(secret)[1:-1]}:
            at = said.find(form)
            assert at < 0, f"{form} is in {said[max(0, at - 300) : at + 100]!r}"


def _secrets(slack: SlackStandIn, *teams: People) -> Iterator[str]:
    """Everything secret that has been on its way by now."""
    app = slack.app
    yield from (app.app_token, app.signing_secret, app.client_secret, KEY)
    yield base64.b64encode(f"{app.client_id}:{app.client_secret}".encode()).decode()
    yield from (each.bot_token for each in teams)
    for call in slack.calls_of("apps.connections.open"):
        if "url" in call.reply:
            yield call.reply["url"].partition("ticket=")[2]
    for each in slack.deliveries:
        if url := each.payload.get("response_url"):
            yield url.rsplit("/", 1)[1]


def _connected_again(slack: SlackStandIn) -> None:
    """Slack asks for another connection, and cuts this one."""
    opened = len(slack.calls_of("apps.connections.open"))
    slack.sockets.disconnect(close=True)
    slack.wait_for(lambda: len(slack.calls_of("apps.connections.open")) > opened, 30)
    slack.wait_until_connected()


def test_the_bot_alone(slack: SlackStandIn, archive: Path) -> None:
    team = slack.workspace("T1", users=["U1", "U2"], channels=["C1"])
    settings = {
        "slack_bot_token": team.bot_token,
        "slack_app_token": slack.app.app_token,
        "slack_url": slack.url,
    }
    with loudly(archive, "slack", **settings) as process:
        process.line("OnRecord answers in Slack")
        slack.wait_until_connected()
        [answer] = answered(slack, team.mention("U1", "C1", DISPUTED))
        team.click("U1", answer, SHOW_PASSAGES)
        team.close_view("U1", slack.wait_for(lambda: slack.view("T1", "U1")))
        team.click("U1", answer, FEEDBACK, "positive")
        team.command("U2", "C1", "/ask", LIBRARIES)
        [shown] = slack.wait_for(lambda: slack.ephemerals("T1", "U2"))
        team.click("U2", shown, SHARE)
        slack.wait_for(lambda: slack.ephemerals("T1", "U2") == [])
        claim = team.say("U2", "C1", "The council passed the budget by 41 votes.")
        team.shortcut("U1", claim, "check_message")
        slack.wait_for(lambda: slack.ephemerals("T1", "U1"))
        team.command("U1", "C1", "/onrecord", "follow library closures")
        team.open_home("U1")
        home = slack.wait_for(lambda: slack.home("T1", "U1"))
        team.click("U1", home, CHANGE_SETTINGS)
        team.submit("U1", slack.wait_for(lambda: slack.view("T1", "U1")))
        slack.wait_for(lambda: slack.view("T1", "U1") is None)
        _connected_again(slack)
        _refused_at_work(slack, team)
        slack.wait_until_settled()
        assert process.stop() in STOPPED
    said = process.said
    for expected in ("apps.connections.open", "chat.startStream", "/commands/", "/app/", "ticket="):
        assert expected in said, "nothing was logged at all"
    _has_none_of(said, _secrets(slack, team))


def _refused_at_work(slack: SlackStandIn, team: People) -> None:
    """What is said where Slack refuses: an address that is used up, a message, the token."""
    command = team.command("U1", "C1", "/ask", LIBRARIES)
    slack.wait_for(lambda: command.settled)
    slack.refuse("chat.startStream", lambda _: "invalid_auth")
    slack.refuse("chat.postMessage", lambda _: "invalid_auth")
    team.mention("U1", "C1", LIBRARIES)
    slack.wait_for(lambda: [c for c in slack.calls_of("chat.postMessage") if c.error])
    slack.revoke("T1")
    team.mention("U1", "C1", LIBRARIES)


def test_a_refused_app_token(slack: SlackStandIn, archive: Path) -> None:
    team = slack.workspace("T1")
    wrong = f"{slack.app.app_token}-wrong"
    settings = {
        "slack_bot_token": team.bot_token,
        "slack_app_token": wrong,
        "slack_url": slack.url,
    }
    with loudly(archive, "slack", **settings) as process:
        assert process.wait() == 2
    assert "invalid_auth" in process.said
    _has_none_of(process.said, [*_secrets(slack, team), wrong])


@pytest.mark.parametrize("wrong", ["", "-wrong"])
def test_the_check(slack: SlackStandIn, archive: Path, wrong: str) -> None:
    team = slack.workspace("T1")
    settings = {
        "slack_bot_token": team.bot_token + wrong,
        "slack_app_token": slack.app.app_token + wrong,
        "slack_signing_secret": slack.app.signing_secret,
        "slack_client_id": slack.app.client_id,
        "slack_client_secret": slack.app.client_secret,
        "slack_key": KEY,
        "slack_url": slack.url,
        "public_url": "http://127.0.0.1:9",
    }
    with loudly(archive, "slack", "check", **settings) as process:
        assert process.wait() == 1
    assert "auth.test" in process.said
    _has_none_of(process.said, _secrets(slack, team))


def test_signing_in_and_signed_requests(slack: SlackStandIn, archive: Path) -> None:
    team = slack.workspace("T1", installed=False)
    settings = {
        "slack_signing_secret": slack.app.signing_secret,
        "slack_client_id": slack.app.client_id,
        "slack_client_secret": slack.app.client_secret,
        "slack_key": KEY,
        "slack_url": slack.url,
        "public_url": "https://desk.example",
    }
    with loudly(archive, "serve", "--port", "0", **settings) as process:
        address = process.line("OnRecord is at").split()[3]
        slack.send_over_http(address + EVENTS)
        codes = [*_signed_in(slack, address)]
        [answer] = answered(slack, team.mention("U1", "C1", DISPUTED))
        team.click("U1", answer, SHOW_PASSAGES)
        command = team.command("U1", "C1", "/ask", LIBRARIES)
        slack.wait_for(lambda: slack.ephemerals("T1", "U1"))
        _sent_by_others(slack, address, command.payload)
        slack.revoke("T1")
        team.mention("U1", "C1", LIBRARIES)
        slack.wait_until_settled()
        assert process.stop() in STOPPED
    said = process.said
    for expected in ("oauth.v2.access", "signed in: T1", "code=", "gone: T1", "/commands/"):
        assert expected in said, "nothing was logged at all"
    _has_none_of(said, [*_secrets(slack, team), *codes])


def _signed_in(slack: SlackStandIn, address: str) -> Iterator[str]:
    """Sign in, rightly and wrongly; the codes by which it was done."""
    browser = Browser(address)
    browser.begin()
    yield (code := slack.grant("T1", redirect_uri=browser.redirect))
    assert browser.come_back(code).status_code == 200
    assert browser.come_back(code).status_code == 401
    for wrong in ("code-of-nobody", "4711.code.of-nobody"):
        other = Browser(address)
        other.begin()
        yield wrong
        assert other.come_back(wrong).status_code == 401
    bare = Browser(address, "", other.state, other.redirect)
    yield (unused := slack.grant("T1", redirect_uri=browser.redirect))
    assert bare.come_back(unused).status_code == 400
    assert sign_in(slack, address, "T1").status_code == 200


def _sent_by_others(slack: SlackStandIn, address: str, command: dict[str, object]) -> None:
    """Requests as Slack's, with an address for replies: refused, or not understood."""
    unknown = {**command, "command": "/unknown", "trigger_id": "1.unknown"}
    pressed = {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "1.pressed",
        "response_url": command["response_url"],
        "actions": [{"type": "button", "action_id": "unknown", "block_id": "b", "value": "v"}],
    }
    slashed = json.dumps(pressed).replace("/", "\\/")  # as Slack writes it
    with httpx.Client(trust_env=False, timeout=10) as client:
        for form in (unknown, {"payload": json.dumps(pressed)}, {"payload": slashed}):
            body = urlencode(form).encode()
            wrong = slack.signed(body, secret="another-secret")
            refused = client.post(address + EVENTS, content=body, headers={**FORM, **wrong})
            assert refused.status_code == 401
            client.post(address + EVENTS, content=body, headers={**FORM, **slack.signed(body)})


# Tokens that are changed from time to time

REFRESH, FRESH, RENEWED = "xoxe-1-refresh-4711", "xoxe-1-refresh-4712", "xoxe.xoxb-1-renewed-4713"
FIRST, CLIENT_SECRET, CODE = "xoxe.xoxb-1-first-4714", "the-client-secret-4715", "4716.the-code"


def _exchanged(called: Called) -> Said:
    renewing = called.arguments.get("grant_type") == "refresh_token"
    body = {
        "ok": True,
        "access_token": RENEWED if renewing else FIRST,
        "refresh_token": FRESH if renewing else REFRESH,
        "expires_in": 60,
        "token_type": "bot",
        "scope": ",".join(scope_names()),
        "bot_user_id": "U0BOT",
        "app_id": "A1",
        "team": {"id": "T0001", "name": "The Desk"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U1"},
    }
    return Said(body)


def test_tokens_that_are_renewed(archive: Path) -> None:
    with SlackWeb() as web, SlackStandIn() as signing:
        web.methods["oauth.v2.access"] = _exchanged
        settings = {
            "slack_signing_secret": signing.app.signing_secret,
            "slack_client_id": "11.22",
            "slack_client_secret": CLIENT_SECRET,
            "slack_key": KEY,
            "slack_url": web.url,
            "public_url": "https://desk.example",
        }
        with loudly(archive, "serve", "--port", "0", **settings) as process:
            address = process.line("OnRecord is at").split()[3]
            browser = Browser(address)
            browser.begin()
            assert browser.come_back(CODE).status_code == 200
            event = {"type": "app_home_opened", "tab": "home", "user": "U1", "channel": "D1"}
            body = json.dumps({"type": "event_callback", "team_id": "T0001", "event": event})
            headers = {**JSON, **signing.signed(body.encode())}
            sent = httpx.post(address + EVENTS, content=body, headers=headers, trust_env=False)
            assert sent.status_code == 200
            assert process.stop() in STOPPED
        assert len(web.called("oauth.v2.access")) == 2
        assert f"Bearer {RENEWED}" in {each.authorization for each in web.calls}
    basic = base64.b64encode(f"11.22:{CLIENT_SECRET}".encode()).decode()
    secrets = (REFRESH, FRESH, RENEWED, FIRST, CLIENT_SECRET, CODE, KEY, basic)
    _has_none_of(process.said, [*secrets, signing.app.signing_secret])


# The filter


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("a xoxb-1-2-abc b", "a (hidden) b"),
        ("token='xoxe.xoxp-1-abc'", "token='(hidden)'"),
        ("xapp-1-A1-2-abc", "(hidden)"),
        ("wss://a.example/?ticket=1%2F2&app_id=3", "wss://a.example/?ticket=(hidden)&app_id=3"),
        ("https://hooks.slack.com/commands/T1/2/abc", "https://hooks.slack.com/commands/(hidden)"),
        ("https://hooks.slack.com/app/T1/2/abc", "https://hooks.slack.com/app/(hidden)"),
        (r"https:\/\/hooks.slack.com\/actions\/T1\/2\/abc", r"https:\/\/hooks.slack.com\/actions"),
        ("%2F%2Fhooks.slack.com%2Fcommands%2FT1%2F2%2Fabc&a=b", "%2Fcommands%2F(hidden)&a=b"),
        ("%5C%2Fhooks.slack.com%5C%2Fapp%5C%2FT1%5C%2F2%5C%2Fabc", "%5C%2Fapp%5C%2F(hidden)"),
        ("/slack_bolt/app/app.py and /app/Test.py", "/slack_bolt/app/app.py and /app/Test.py"),
        ("Authorization: Basic MTEuMjI6c2VjcmV0", "Authorization: Basic (hidden)"),
        ("see Basic Information", "see Basic Information"),
        ("proxy http://me:abc@proxy.example:8080", "proxy http://(hidden)@proxy.example:8080"),
        ("GET /slack/oauth_redirect?code=1.2&state=3 HTTP/1.1", "?code=(hidden)&state=3 HTTP/1.1"),
        ("code: 1.2.3", "code: 1.2.3"),
        ("error code=5", "error code=5"),
    ],
)
def test_what_is_hidden(said: str, shown: str) -> None:
    record = logging.LogRecord("a", logging.INFO, "", 0, said, (), None)
    assert quiet_logger("onrecord.slack.test").filter(record)
    assert shown in record.getMessage()
    assert not re.search(r"abc|1%2F2|1\.2&", record.getMessage())


def test_arguments_stay_where_they_are_expected() -> None:
    args = ("127.0.0.1:1", "GET", "/slack/oauth_redirect?code=1.2&state=3", "1.1", 200)
    form = '%s - "%s %s HTTP/%s" %d'
    record = logging.LogRecord("a", logging.INFO, "", 0, form, args, None)
    assert quiet_logger("onrecord.slack.test").filter(record)
    assert record.args is not None
    assert len(record.args) == 5
    assert "code=(hidden)" in record.getMessage()
