"""`onrecord slack check`: each problem is found, named in one line, and told how to mend."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from slack_sdk.oauth.installation_store import Installation

from assistant.archive import Archive
from assistant.doctor import Finding
from assistant.settings import Settings
from tests.support.slack_web import Called, Said, SlackWeb, error
from ui.slack.checkup import examine
from ui.slack.installations import Installations
from ui.slack.manifest import scope_names
from ui.slack.vault import Vault

KEY = Vault.new_key()
BOT, APP, SIGNING = "xoxb-1-bot", "xapp-1-A1-app", "0123456789abcdef0123456789abcdef"
SECRETS = (BOT, APP, SIGNING, KEY, "xoxb-", "xapp-1")


@pytest.fixture
def web() -> Iterator[SlackWeb]:
    with SlackWeb() as running:
        yield running


@pytest.fixture
def public() -> Iterator[tuple[str, list[int]]]:
    """A server that answers every request with the status that its list holds."""
    status = [401]

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status[0] if self.path == "/slack/events" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", status
    server.shutdown()
    thread.join()
    server.server_close()


def free_url() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return f"http://127.0.0.1:{free.getsockname()[1]}/"


def one_workspace(web: SlackWeb, **more: Any) -> Settings:
    given = {
        "slack_bot_token": BOT,
        "slack_app_token": APP,
        "slack_url": web.url,
        **more,
    }
    return Settings.load(Path("no-such-folder"), **given)


def several(web: SlackWeb, **more: Any) -> Settings:
    given = {
        "slack_client_id": "11.22",
        "slack_client_secret": "shh",
        "slack_signing_secret": SIGNING,
        "slack_key": KEY,
        "slack_url": web.url,
        "public_url": free_url(),
        **more,
    }
    return Settings.load(Path("no-such-folder"), **given)


def found(folder: Path, settings: Settings) -> dict[str, Finding]:
    findings = examine(folder, settings)
    said = " ".join(f"{each.check} {each.detail}" for each in findings)
    assert not [s for s in SECRETS if s in said.replace("begin with xoxb-", "")]
    assert all("\n" not in each.detail for each in findings)
    assert len({each.check for each in findings}) == len(findings)
    return {each.check: each for each in findings}


def faults(findings: dict[str, Finding]) -> dict[str, str]:
    return {name: each.detail for name, each in findings.items() if not each.ok}


def test_all_is_well(samples: Path, web: SlackWeb) -> None:
    findings = found(samples, one_workspace(web))
    assert not faults(findings)
    assert list(findings) == ["archive", "settings", "Slack", "bot token", "scopes", "Socket Mode"]
    assert findings["archive"].detail == "29 articles"
    assert findings["bot token"].detail == "onrecord in The Desk (T0001)"
    assert findings["settings"].detail == "Socket Mode, one workspace"
    assert web.called("auth.test")[0].authorization == f"Bearer {BOT}"
    assert web.called("apps.connections.open")[0].authorization == f"Bearer {APP}"


def test_a_fresh_machine(tmp_path: Path, web: SlackWeb) -> None:
    folder = tmp_path / "nothing-here"
    findings = found(folder, one_workspace(web, slack_bot_token=None, slack_app_token=None))
    assert "fill one with `onrecord ingest FOLDER`" in faults(findings)["archive"]
    assert "`onrecord slack manifest`" in faults(findings)["settings"]
    assert not folder.exists()


def test_an_empty_archive(folder: Path, web: SlackWeb) -> None:
    Archive.open(folder).close()
    assert "it is empty" in faults(found(folder, one_workspace(web)))["archive"]


def test_a_damaged_archive(folder: Path, web: SlackWeb) -> None:
    (folder / "archive.db").write_bytes(b"no database" * 20)
    assert "is not an OnRecord database" in faults(found(folder, one_workspace(web)))["archive"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slack_app_token": None}, "Slack has no way to the bot: set ONRECORD_SLACK_APP_TOKEN"),
        ({"slack_client_id": "11.22"}, "go together: set both"),
        ({"slack_bot_token": None}, "there is no bot token"),
    ],
)
def test_what_is_missing(samples: Path, web: SlackWeb, change: dict[str, Any], said: str) -> None:
    assert said in faults(found(samples, one_workspace(web, **change)))["settings"]


# Tokens and scopes


@pytest.mark.parametrize(
    ("change", "check", "said"),
    [
        ({"slack_bot_token": "xoxp-1"}, "bot token", "copy the Bot User OAuth Token"),
        ({"slack_bot_token": APP}, "bot token", "does not begin with xoxb-"),
        ({"slack_bot_token": BOT + " x"}, "bot token", "holds blanks"),
        ({"slack_bot_token": BOT + "\nHost: x"}, "bot token", "holds blanks"),
        ({"slack_bot_token": BOT + "ß"}, "bot token", "foreign characters"),
        ({"slack_app_token": BOT}, "Socket Mode", "copy an App-Level Token"),
    ],
)
def test_a_token_that_is_none(
    samples: Path, web: SlackWeb, change: dict[str, Any], check: str, said: str
) -> None:
    findings = examine(samples, one_workspace(web, **change))
    wrong = {each.check: each.detail for each in findings if not each.ok}
    assert list(wrong) == [check]
    assert said in wrong[check]
    assert not [token for token in (*change.values(), BOT, APP) if token in str(findings)]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("invalid_auth", "copy the token once more"),
        ("account_inactive", "install the app again"),
        ("token_revoked", "install the app again"),
        ("token_expired", "turn token rotation off"),
        ("some_new_error", "Slack's reference of Web API methods"),
    ],
)
def test_a_bot_token_that_slack_refuses(
    samples: Path, web: SlackWeb, code: str, remedy: str
) -> None:
    web.methods["auth.test"] = lambda _: error(code)
    findings = found(samples, one_workspace(web))
    assert list(faults(findings)) == ["bot token"]
    assert f"({code})" in faults(findings)["bot token"]
    assert remedy in faults(findings)["bot token"]


@pytest.mark.parametrize(
    ("code", "remedy"),
    [("missing_scope", "connections:write"), ("not_allowed_token_type", "swap the two")],
)
def test_an_app_token_that_slack_refuses(
    samples: Path, web: SlackWeb, code: str, remedy: str
) -> None:
    web.methods["apps.connections.open"] = lambda _: error(code)
    assert remedy in faults(found(samples, one_workspace(web)))["Socket Mode"]


def with_scopes(*scopes: str) -> Any:
    body = {"ok": True, "user": "onrecord", "team": "The Desk", "team_id": "T1"}
    return lambda _: Said(body, ",".join(scopes))


def test_scopes_that_are_missing(samples: Path, web: SlackWeb) -> None:
    web.methods["auth.test"] = with_scopes("chat:write", "commands")
    said = faults(found(samples, one_workspace(web)))["scopes"]
    assert said.startswith("app_mentions:read, assistant:write, channels:history")
    assert "chat:write," not in said
    assert "install it again" in said


def test_scopes_that_nothing_uses(samples: Path, web: SlackWeb) -> None:
    web.methods["auth.test"] = with_scopes(*scope_names(), "users:read", "admin")
    findings = found(samples, one_workspace(web))
    assert not faults(findings)
    assert "admin, users:read can be taken from the app" in findings["scopes"].detail


def test_a_proxy_that_takes_the_scopes_away(samples: Path, web: SlackWeb) -> None:
    body = {"ok": True, "user": "onrecord", "team": "The Desk", "team_id": "T1"}
    web.methods["auth.test"] = lambda _: Said(body)
    findings = found(samples, one_workspace(web))
    assert findings["scopes"].detail == "Slack does not say which ones the token has"


# Addresses


def test_slack_out_of_reach(samples: Path, web: SlackWeb) -> None:
    findings = found(samples, one_workspace(web, slack_url=free_url()))
    assert "check the network, the proxy and ONRECORD_SLACK_URL" in faults(findings)["Slack"]
    assert "bot token" not in findings
    assert findings["Socket Mode"].detail == "not checked, as Slack cannot be reached"


@pytest.mark.parametrize("url", ["ftp://slack.example/", "no address", "file:///etc/passwd"])
def test_an_address_that_is_none(samples: Path, web: SlackWeb, url: str) -> None:
    assert (
        "ONRECORD_SLACK_URL" in faults(found(samples, one_workspace(web, slack_url=url)))["Slack"]
    )


def test_somebody_else_at_slacks_address(samples: Path, web: SlackWeb) -> None:
    page = f"<html>{'a page of a hotel ' * 50}</html>"
    web.methods["api.test"] = lambda _: Said({}, raw=page)
    findings = found(samples, one_workspace(web))
    assert "does not answer as Slack does (no JSON)" in faults(findings)["Slack"]
    web.methods["api.test"] = lambda _: Said({}, raw=page, status=502)
    assert "does not answer as Slack does" in faults(found(samples, one_workspace(web)))["Slack"]


def test_an_answer_that_breaks_off_in_between(samples: Path, web: SlackWeb) -> None:
    web.methods["auth.test"] = lambda _: Said({}, raw="<html>")
    assert "check again later" in faults(found(samples, one_workspace(web)))["bot token"]


# Signed requests


def test_signed_requests(samples: Path, web: SlackWeb, public: tuple[str, list[int]]) -> None:
    url, status = public
    settings = one_workspace(
        web, slack_app_token=None, slack_signing_secret=SIGNING, public_url=url
    )
    findings = found(samples, settings)
    assert list(faults(findings)) == ["public address"]  # on this machine, there is no https
    assert "is not https" in faults(findings)["public address"]
    assert "takes what Slack has signed" in findings["requests"].detail
    for other in (200, 302, 404, 502):
        status[0] = other
        said = faults(found(samples, settings))["requests"]
        assert f"answers with status {other}" in said
        assert "start `onrecord serve`" in said


def test_a_public_address_is_needed_for_signed_requests(samples: Path, web: SlackWeb) -> None:
    settings = one_workspace(web, slack_app_token=None, slack_signing_secret=SIGNING)
    assert "set ONRECORD_PUBLIC_URL" in faults(found(samples, settings))["public address"]


def test_a_public_address_out_of_reach(samples: Path, web: SlackWeb) -> None:
    settings = one_workspace(web, slack_signing_secret=SIGNING, public_url=free_url())
    findings = faults(found(samples, settings))
    assert "cannot be reached" in findings["requests"]
    assert "the certificate and ONRECORD_PUBLIC_URL" in findings["requests"]


@pytest.mark.parametrize("secret", ["xoxb-1", "xappe", "two words", "käse"])
def test_a_signing_secret_that_is_none(samples: Path, web: SlackWeb, secret: str) -> None:
    settings = one_workspace(web, slack_signing_secret=secret, public_url=free_url())
    findings = examine(samples, settings)
    wrong = {each.check: each.detail for each in findings if not each.ok}
    assert "copy the Signing Secret" in wrong["signing secret"]
    assert secret not in str(findings)


# Several workspaces


def signed_in(folder: Path, key: str = KEY, *teams: str) -> None:
    with Archive.open(folder) as archive:
        kept = Installations("11.22", archive.engine, Vault(key))
        for team in teams:
            kept.save(
                Installation(
                    app_id="A1",
                    team_id=team,
                    team_name=f"Desk {team}",
                    bot_token=f"xoxb-{team}",
                    bot_id="B1",
                    bot_user_id="U0",
                    bot_scopes=scope_names(),
                    user_id="U1",
                )
            )


def test_several_workspaces(samples: Path, web: SlackWeb) -> None:
    findings = found(samples, several(web))
    assert findings["settings"].detail == "signed requests, several workspaces"
    assert findings["key"].ok
    assert "none signed in yet; they do at http://127.0.0.1" in findings["workspaces"].detail


def test_each_workspace_is_asked_for(folder: Path, web: SlackWeb) -> None:
    signed_in(folder, KEY, "T1", "T2")

    def auth_test(called: Called) -> Said:
        if called.authorization != "Bearer xoxb-T1":
            return error("token_revoked")
        return with_scopes("chat:write")(called)  # type: ignore[no-any-return]

    web.methods["auth.test"] = auth_test
    findings = found(folder, several(web))
    assert findings["workspace Desk T1 (T1)"].ok
    assert "missing" in faults(findings)["scopes in Desk T1"]
    assert "(token_revoked)" in faults(findings)["workspace Desk T2 (T2)"]


def test_workspaces_with_another_key(folder: Path, web: SlackWeb) -> None:
    signed_in(folder, Vault.new_key(), "T1")
    said = faults(found(folder, several(web)))["workspace Desk T1 (T1)"]
    assert "ONRECORD_SLACK_KEY" in said
    assert "`onrecord slack workspaces --remove T1`" in said
    assert not web.called("auth.test")


@pytest.mark.parametrize("key", [None, "no key at all"])
def test_without_a_usable_key(samples: Path, web: SlackWeb, key: str | None) -> None:
    findings = faults(found(samples, several(web, slack_key=key)))
    assert "`onrecord slack key`" in findings["key"]


def test_signing_in_needs_a_signing_secret_or_a_socket(samples: Path, web: SlackWeb) -> None:
    without = several(web, slack_signing_secret=None)
    assert "set ONRECORD_SLACK_SIGNING_SECRET" in faults(found(samples, without))["signing secret"]
    by_socket = several(web, slack_signing_secret=None, slack_app_token=APP)
    findings = found(samples, by_socket)
    assert findings["signing secret"].detail == "not needed with Socket Mode"
    assert "requests" not in findings


def test_nothing_secret_is_logged(
    folder: Path, web: SlackWeb, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    signed_in(folder, KEY, "T1")
    found(folder, several(web, slack_bot_token=BOT, slack_app_token=APP))
    said = caplog.text + "".join(str(vars(each)) for each in caplog.records)
    assert "auth.test" in said, "nothing was logged at all"
    assert not [secret for secret in (*SECRETS, "shh", "xoxb-T1") if secret in said]
