"""Signing in by OAuth: once, in one browser, in time, and without a trace of a token in a log."""

from __future__ import annotations

import base64
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
from slack_bolt import App, BoltRequest, BoltResponse
from slack_bolt.oauth import OAuthFlow
from slack_sdk import WebClient

from assistant.archive import Archive
from assistant.errors import SettingsError
from assistant.settings import Settings
from tests.support.slack_web import Called, Said, SlackWeb, error
from ui.slack.clients import Clients
from ui.slack.installations import Installations, oauth_flow
from ui.slack.manifest import scope_names
from ui.slack.signin import States
from ui.slack.vault import Vault

KEY = Vault.new_key()
CLIENT, SECRET, CODE = "11.22", "shh-client-secret", "code-4711"
BOT, REFRESH = "xoxb-1-bot-token", "xoxe-1-refresh-token"
URL = "https://desk.example"


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder) as opened:
        yield opened


@pytest.fixture
def web() -> Iterator[SlackWeb]:
    with SlackWeb() as running:
        running.methods["oauth.v2.access"] = exchanged
        yield running


def settings_for(web_url: str, **more: str | None) -> Settings:
    given = {
        "slack_client_id": CLIENT,
        "slack_client_secret": SECRET,
        "slack_key": KEY,
        "slack_url": web_url,
        "public_url": f"{URL}/",
        **more,
    }
    return Settings.load(Path("no-such-folder"), **{k: v for k, v in given.items() if v})


def exchanged(called: Called) -> Said:
    """As Slack does it: the code must be of this client, and lead back to the same address."""
    shown = base64.b64decode(called.authorization.removeprefix("Basic ")).decode()
    if shown != f"{CLIENT}:{SECRET}":
        return error("bad_client_secret")
    if called.arguments.get("code") != CODE:
        return error("invalid_code")
    if called.arguments.get("redirect_uri") != f"{URL}/slack/oauth_redirect":
        return error("bad_redirect_uri")
    body = {
        "ok": True,
        "access_token": BOT,
        "token_type": "bot",
        "scope": ",".join(scope_names()),
        "bot_user_id": "U0BOT",
        "app_id": "A1",
        "team": {"id": "T1", "name": "The <b>Desk</b>"},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": "U1"},
        "refresh_token": REFRESH,
        "expires_in": 43200,
    }
    return Said(body)


class Desk:
    """A server with its store, and a browser that keeps what it is given."""

    def __init__(self, settings: Settings, archive: Archive, within: int = 600) -> None:
        self.store = Installations.of(settings, archive)
        client = Clients(settings, self.store).base()
        self.flow: OAuthFlow = oauth_flow(settings, self.store, client, within)
        self.cookie = ""
        self.state = ""

    def begin(self, query: str = "") -> dict[str, list[str]]:
        begun = self.flow.handle_installation(BoltRequest(body="", query=query))
        assert begun.status == 302
        self.cookie = begun.headers["set-cookie"][0].partition(";")[0]
        assert "Secure" in begun.headers["set-cookie"][0]
        assert "HttpOnly" in begun.headers["set-cookie"][0]
        address = begun.headers["location"][0]
        self.address = address
        asked = parse_qs(urlsplit(address).query)
        self.state = asked["state"][0]
        return asked

    def come_back(
        self, query: str | None = None, code: str = CODE, cookie: str | None = None
    ) -> BoltResponse:
        query = f"code={code}&state={self.state}" if query is None else query
        kept = self.cookie if cookie is None else cookie
        return self.flow.handle_callback(
            BoltRequest(body="", query=query, headers={"cookie": [kept]} if kept else {})
        )

    @property
    def token(self) -> str | None:
        bot = self.store.find_bot(enterprise_id=None, team_id="T1")
        return bot.bot_token if bot else None


@pytest.fixture
def desk(web: SlackWeb, archive: Archive) -> Desk:
    return Desk(settings_for(web.url), archive)


def test_a_workspace_signs_in(desk: Desk, web: SlackWeb) -> None:
    asked = desk.begin()
    assert desk.address.startswith(web.url.replace("/api/", "/oauth/v2/authorize?"))
    assert asked["client_id"] == [CLIENT]
    assert asked["scope"] == [",".join(scope_names())]
    assert asked["redirect_uri"] == [f"{URL}/slack/oauth_redirect"]
    assert "user_scope" not in asked
    done = desk.come_back()
    assert done.status == 200
    assert "The &lt;b&gt;Desk&lt;/b&gt;" in done.body
    assert "slack://app?team=T1&amp;id=A1" in done.body
    assert BOT not in done.body
    assert done.headers["referrer-policy"] == ["no-referrer"]
    assert desk.token == BOT
    assert web.called("auth.test")[0].authorization == f"Bearer {BOT}"


def test_slacks_own_page_of_consent(archive: Archive) -> None:
    desk = Desk(settings_for("https://slack.com/api/"), archive)
    desk.begin()
    assert desk.address.startswith("https://slack.com/oauth/v2/authorize?")


def test_a_team_can_be_chosen_and_nothing_smuggled_in(desk: Desk) -> None:
    assert desk.begin("team=T0099")["team"] == ["T0099"]
    smuggled = desk.begin("team=T1%26scope%3Dadmin%26redirect_uri%3Dhttps://else.example")
    assert "team" not in smuggled
    assert smuggled["scope"] == [",".join(scope_names())]
    assert smuggled["redirect_uri"] == [f"{URL}/slack/oauth_redirect"]


def test_an_organisation_signs_in(desk: Desk, web: SlackWeb) -> None:
    def org(called: Called) -> Said:
        body = exchanged(called).body
        enterprise = {"id": "E1", "name": "The Group"}
        return Said({**body, "team": None, "enterprise": enterprise, "is_enterprise_install": True})

    web.methods["oauth.v2.access"] = org
    desk.begin()
    done = desk.come_back()
    assert done.status == 200
    assert "The Group" in done.body
    bot = desk.store.find_bot(enterprise_id="E1", team_id="T5", is_enterprise_install=True)
    assert bot is not None
    assert bot.bot_token == BOT
    assert desk.token is None


# What is refused


def test_a_state_can_be_used_once(desk: Desk, web: SlackWeb) -> None:
    desk.begin()
    assert desk.come_back().status == 200
    again = desk.come_back()
    assert again.status == 401
    assert "took too long, or was finished before" in again.body
    assert len(web.called("oauth.v2.access")) == 1


def test_of_many_at_the_same_moment_one_uses_a_state(archive: Archive) -> None:
    states = States(600, archive.engine)
    states.metadata.create_all(archive.engine)
    for _ in range(5):
        state, ready, used = states.issue(), threading.Barrier(8), list[bool]()

        def use(
            state: str = state, ready: threading.Barrier = ready, used: list[bool] = used
        ) -> None:
            ready.wait()
            used.append(states.consume(state))

        threads = [threading.Thread(target=use) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(used) == [False] * 7 + [True]


def test_a_state_runs_out(web: SlackWeb, archive: Archive) -> None:
    desk = Desk(settings_for(web.url), archive, within=0)
    desk.begin()
    refused = desk.come_back()
    assert refused.status == 401
    assert "took too long" in refused.body
    assert not web.calls
    desk.begin()
    with archive.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM slack_oauth_states")) == 1


@pytest.mark.parametrize("cookie", ["", "slack-app-oauth-state=another", "other=1"])
def test_another_browser_is_refused(desk: Desk, web: SlackWeb, cookie: str) -> None:
    desk.begin()
    refused = desk.come_back(cookie=cookie)
    assert refused.status == 400
    assert "another browser" in refused.body
    assert not web.calls
    assert desk.come_back().status == 200  # who began it can still finish it


def test_a_state_that_nobody_issued_is_refused(desk: Desk, web: SlackWeb) -> None:
    forged = "slack-app-oauth-state=forged"
    assert desk.come_back(f"code={CODE}&state=forged", cookie=forged).status == 401
    assert not web.calls


def test_a_code_is_needed(desk: Desk, web: SlackWeb) -> None:
    desk.begin()
    assert desk.come_back(f"state={desk.state}").status == 401
    assert not web.calls


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("error=access_denied", "declined in Slack"),
        ("error=invalid_scope", "reason invalid_scope"),
        ("error=%3Cscript%3Ealert(1)%3C/script%3E", "reason unknown"),
    ],
)
def test_slack_may_send_back_an_error(desk: Desk, query: str, said: str) -> None:
    desk.begin()
    done = desk.come_back(f"{query}&state={desk.state}")
    assert said in done.body
    assert 'href="/slack/install"' in done.body
    assert "script" not in done.body
    assert desk.token is None


def test_a_code_of_another_client_is_refused(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.begin()
    refused = desk.come_back(code="code-of-another")
    assert (refused.status, desk.token) == (401, None)
    assert "Slack did not confirm the sign-in" in refused.body
    assert "invalid_code" in caplog.text
    assert "code-of-another" not in caplog.text


def test_a_wrong_client_secret_is_told_in_the_log(
    web: SlackWeb, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(settings_for(web.url, slack_client_secret="another"), archive)
    desk.begin()
    assert desk.come_back().status == 401
    assert "bad_client_secret" in caplog.text


def test_slack_out_of_reach_is_a_page(archive: Archive, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
    settings = settings_for(url)
    desk = Desk(settings, archive)
    desk.flow._client = WebClient(base_url=url, retry_handlers=[])
    desk.begin()
    refused = desk.come_back()
    assert refused.status == 401
    assert "Slack could not be asked" in caplog.text


def test_a_store_that_fails_is_a_page(
    desk: Desk, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    desk.begin()
    with archive.engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE slack_installations"))
    failed = desk.come_back()
    assert failed.status == 500
    assert "could not keep the sign-in" in failed.body
    assert "no such table: slack_installations" in caplog.text
    assert "[SQL:" not in caplog.text


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("slack_client_id", "ONRECORD_SLACK_CLIENT_ID"),
        ("slack_client_secret", "ONRECORD_SLACK_CLIENT_SECRET"),
        ("public_url", "ONRECORD_PUBLIC_URL"),
    ],
)
def test_what_is_missing_is_named(archive: Archive, missing: str, named: str) -> None:
    store = Installations(CLIENT, archive.engine, Vault(KEY))
    with pytest.raises(SettingsError, match=named):
        oauth_flow(settings_for(URL, **{missing: None}), store, WebClient())


def test_the_surroundings_have_no_say(
    web: SlackWeb, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CLIENT_ID", "CLIENT_SECRET", "SCOPES", "USER_SCOPES", "REDIRECT_URI"):
        monkeypatch.setenv(f"SLACK_{name}", "of-another-app")
    desk = Desk(settings_for(web.url), archive)
    desk.begin()
    assert "of-another-app" not in desk.address
    assert desk.come_back().status == 200


# Slack takes it back


@pytest.mark.parametrize(
    "event",
    [
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0BOT"]}},
    ],
)
def test_a_workspace_that_leaves_is_forgotten(desk: Desk, event: dict[str, object]) -> None:
    desk.begin()
    desk.come_back()
    other = desk.store.find_bot(enterprise_id=None, team_id="T1")
    assert other is not None
    other.team_id, other.bot_token = "T2", "xoxb-other"
    desk.store.save_bot(other)
    app = App(
        client=desk.flow.client,
        oauth_flow=desk.flow,
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
    )
    app.enable_token_revocation_listeners()
    body = {"type": "event_callback", "team_id": "T1", "enterprise_id": None, "event": event}
    assert app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    assert desk.token is None
    found = desk.store.find_bot(enterprise_id=None, team_id="T2")
    assert found is not None


# Logs


def test_nothing_secret_is_logged(
    web: SlackWeb, archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk(settings_for(web.url), archive)
    desk.begin()
    assert desk.come_back().status == 200
    assert desk.come_back().status == 401
    desk.begin()
    desk.come_back(code="code-of-another")
    desk.begin()
    desk.come_back("error=access_denied")
    desk.store.delete_all(enterprise_id=None, team_id="T1")
    said = caplog.text + "".join(str(vars(each)) for each in caplog.records)
    assert "oauth.v2.access" in said, "nothing was logged at all"
    assert "signed in: T1" in said
    for secret in (BOT, REFRESH, SECRET, CODE, "code-of-another", KEY):
        assert secret not in said, secret
