"""Checks what the bot needs: tokens, scopes, addresses, keys; each problem with its remedy.

No token, key or secret is ever part of what is said here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr

from assistant.archive import Archive
from assistant.doctor import Finding
from assistant.errors import ArchiveError, SettingsError
from assistant.settings import Settings
from ui.slack.configured import by_oauth
from ui.slack.credentials import accepted, bot_token, client_of, reason, slack_reached, socket_mode
from ui.slack.installations import Installations, Workspace
from ui.slack.manifest import EVENTS, INSTALL
from ui.slack.vault import Vault

_TIMEOUT = 10  # seconds for one request


def examine(folder: Path, settings: Settings) -> list[Finding]:
    """Every check that the settings call for, in the order in which to mend what is wrong."""
    return [*_examined(folder, settings)]


def _examined(folder: Path, settings: Settings) -> Iterator[Finding]:
    yield _archive(folder)
    yield _way_in(settings)
    reached = slack_reached(settings)
    yield reached
    if settings.slack_bot_token is not None:
        yield from bot_token(settings, settings.slack_bot_token, reached.ok)
    if settings.slack_app_token is not None:
        yield socket_mode(settings, settings.slack_app_token, reached.ok)
    by_request = settings.slack_signing_secret is not None
    if by_request or by_oauth(settings):
        yield _signing_secret(settings.slack_signing_secret, settings.slack_app_token is not None)
        yield from _public(settings, by_request)
    if by_oauth(settings):
        yield from _workspaces(folder, settings, reached.ok)


def _archive(folder: Path) -> Finding:
    if not (folder / "archive.db").is_file():
        return Finding(
            "archive",
            False,
            f"{folder} holds no archive: fill one with `onrecord ingest FOLDER`, or name it with "
            "--archive",
        )
    try:
        with Archive.open(folder) as archive:
            articles, _ = archive.count()
    except ArchiveError as error:
        return Finding("archive", False, str(error))
    if not articles:
        return Finding("archive", False, "it is empty: fill it with `onrecord ingest FOLDER`")
    return Finding("archive", True, f"{articles:,} articles")


def _way_in(settings: Settings) -> Finding:
    """Whether the bot has what it answers with, and a way by which questions come."""
    half = (settings.slack_client_id is None) != (settings.slack_client_secret is None)
    wrong = ""
    if half:
        wrong = "ONRECORD_SLACK_CLIENT_ID and ONRECORD_SLACK_CLIENT_SECRET go together: set both"
    elif settings.slack_bot_token is None and not by_oauth(settings):
        wrong = (
            "there is no bot token: make an app of what `onrecord slack manifest` prints, install "
            "it, and set ONRECORD_SLACK_BOT_TOKEN to its Bot User OAuth Token"
        )
    elif settings.slack_app_token is None and settings.slack_signing_secret is None:
        wrong = (
            "Slack has no way to the bot: set ONRECORD_SLACK_APP_TOKEN for Socket Mode (Basic "
            "Information, App-Level Tokens), or ONRECORD_SLACK_SIGNING_SECRET for `onrecord serve`"
        )
    if wrong:
        return Finding("settings", False, wrong)
    ways = ["Socket Mode"] if settings.slack_app_token else []
    ways += ["signed requests"] if settings.slack_signing_secret else []
    served = "one workspace" if settings.slack_bot_token else "several workspaces"
    if by_oauth(settings) and settings.slack_bot_token:
        served = "several workspaces; ONRECORD_SLACK_BOT_TOKEN is not used then"
    return Finding("settings", True, f"{' and '.join(ways)}, {served}")


def _signing_secret(secret: SecretStr | None, by_socket: bool) -> Finding:
    check = "signing secret"
    if secret is None:
        if by_socket:
            return Finding(check, True, "not needed with Socket Mode")
        return Finding(
            check,
            False,
            "set ONRECORD_SLACK_SIGNING_SECRET to the one under Basic Information: without it, no "
            "request is taken",
        )
    value = secret.get_secret_value()
    if value.startswith(("xox", "xapp")) or not (value.isascii() and value.isalnum()):
        return Finding(
            check,
            False,
            "ONRECORD_SLACK_SIGNING_SECRET is none: copy the Signing Secret under Basic "
            "Information, not a token",
        )
    return Finding(check, True, "set")


def _public(settings: Settings, by_request: bool) -> Iterator[Finding]:
    check = "public address"
    url = settings.public_url
    if url is None:
        yield Finding(
            check,
            False,
            "set ONRECORD_PUBLIC_URL to the https address at which Slack reaches `onrecord serve`",
        )
        return
    if urlsplit(url).scheme != "https":
        yield Finding(
            check, False, f"{url} is not https: Slack delivers and leads back to nothing else"
        )
    if by_request:
        yield _delivered(url.rstrip("/") + EVENTS)


def _delivered(url: str) -> Finding:
    """Whether our server is behind an address: it refuses a request that nobody signed."""
    check = "requests"
    try:
        status = httpx.post(url, json={}, timeout=_TIMEOUT).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Finding(
            check,
            False,
            f"{url} cannot be reached ({reason(error)}): start `onrecord serve`, and check the "
            "proxy, the certificate and ONRECORD_PUBLIC_URL",
        )
    if status == 401:
        return Finding(check, True, f"{url} takes what Slack has signed, and nothing else")
    return Finding(
        check,
        False,
        f"{url} answers with status {status}, and not as OnRecord does: let the proxy pass on "
        "/slack/, and start `onrecord serve` with these settings",
    )


def _workspaces(folder: Path, settings: Settings, reached: bool) -> Iterator[Finding]:
    try:
        vault = Vault.of(settings)
    except SettingsError as error:
        yield Finding("key", False, str(error))
        return
    yield Finding("key", True, "it can be used")
    if not (folder / "archive.db").is_file():
        return
    try:
        with Archive.open(folder) as archive:
            kept = Installations(settings.slack_client_id or "", archive.engine, vault)
            yield from _signed_in(kept, settings, reached)
    except ArchiveError as error:
        yield Finding("workspaces", False, str(error))


def _signed_in(kept: Installations, settings: Settings, reached: bool) -> Iterator[Finding]:
    found = kept.workspaces()
    if not found:
        begin = f"{(settings.public_url or '').rstrip('/')}{INSTALL}"
        yield Finding("workspaces", True, f"none signed in yet; they do at {begin}")
    for each in found:
        check = f"workspace {each.name or each.id} ({each.id})"
        try:
            bot = kept.find_bot(
                enterprise_id=each.enterprise or None,
                team_id=each.team or None,
                is_enterprise_install=each.org,
            )
        except SettingsError as error:
            yield Finding(check, False, f"{error}; {_removal(each)}")
            continue
        if bot is not None and reached:
            client = client_of(settings, bot.bot_token)
            yield from accepted(client, check, f"scopes in {each.name or each.id}")


def _removal(workspace: Workspace) -> str:
    return f"`onrecord slack workspaces --remove {workspace.id}` forgets it"
