"""The bot for several workspaces, and a person with a browser who signs one in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import sqlalchemy as sa
from pydantic import SecretStr

from tests.support.slack import Message, People, SlackStandIn
from tests.support.slack_bot import running
from tests.support.slack_http import routed
from ui.slack.blocks.buttons import actions, button
from ui.slack.bot import Bot
from ui.slack.database import open_database
from ui.slack.http import slack_routes
from ui.slack.manifest import EVENTS, INSTALL
from ui.slack.vault import Vault

KEY = Vault.new_key()


@dataclass
class Browser:
    """Goes to the bot at ``address``, whatever the bot says its own is, and keeps its cookie."""

    address: str
    cookie: str = ""
    state: str = ""
    redirect: str = ""

    def begin(self) -> None:
        """Follow "Add to Slack", up to Slack's page of consent."""
        answer = self._get(INSTALL, "")
        assert answer.status_code == 302, answer.text
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        self.state, self.redirect = asked["state"][0], asked["redirect_uri"][0]

    def come_back(self, code: str) -> httpx.Response:
        """Come back from Slack with a code."""
        query = f"code={code}&state={self.state}"
        return self._get(f"{urlsplit(self.redirect).path}?{query}", self.cookie)

    def _get(self, path: str, cookie: str) -> httpx.Response:
        headers = {"cookie": cookie} if cookie else {}
        with httpx.Client(trust_env=False, timeout=10) as client:
            return client.get(self.address + path, headers=headers)


def sign_in(slack: SlackStandIn, address: str, team: str) -> httpx.Response:
    """Sign a workspace in, from the first page to the last."""
    browser = Browser(address)
    browser.begin()
    return browser.come_back(slack.grant(team, redirect_uri=browser.redirect))


@contextmanager
def served(slack: SlackStandIn, team: People, archive: Path) -> Iterator[tuple[Bot, str]]:
    """The bot for whoever signs in, and its address; Slack delivers there meanwhile."""
    app = slack.app
    settings: dict[str, Any] = {
        "slack_bot_token": None,
        "slack_app_token": None,
        "slack_signing_secret": app.signing_secret,
        "slack_client_id": app.client_id,
        "slack_client_secret": app.client_secret,
        "slack_key": KEY,
        "public_url": "https://desk.example",
    }
    with (
        running(slack, team, archive, **settings) as bot,
        routed(slack_routes(bot.app, SecretStr(app.signing_secret))) as address,
    ):
        slack.send_over_http(address + EVENTS)
        try:
            yield bot, address
        finally:
            slack.wait_until_settled()
            slack.send_over_http(None)


@contextmanager
def database(archive: Path) -> Iterator[sa.Engine]:
    """slack.db of an archive, beside a bot that uses it."""
    engine = open_database(archive)
    try:
        yield engine
    finally:
        engine.dispose()


def clickable(team: People, action_id: str, value: str) -> Message:
    """A message with a button that carries a value of a forger's choice."""
    made = team.say("U2", "C2", "a button")
    made.blocks = [actions(button("click", action_id, value))]
    return made


def listened(bot: Bot) -> None:
    """Wait until everything is done that was taken in."""
    executor = bot.app.listener_runner.listener_executor
    # As many as there are threads: when all of these have ended, so has what was before them.
    ready = threading.Barrier(10)
    for each in [executor.submit(ready.wait, 20) for _ in range(10)]:
        each.result()
    assert bot.desk.lanes.idle(20)
