"""Asks Slack whether it accepts the tokens of the settings, and what they may do."""

from __future__ import annotations

import http.client
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from assistant.doctor import Finding
from assistant.settings import Settings
from ui.slack.manifest import scope_names
from ui.slack.quiet import quiet_logger

_TIMEOUT = 10  # seconds for one call
_AGAIN = "install the app again (OAuth & Permissions, Install to Workspace) and copy its new token"
_LOOK_UP = "its meaning is in Slack's reference of Web API methods"
_REMEDIES = {
    "invalid_auth": "copy the token once more from the app's page on api.slack.com",
    "not_authed": "copy the token once more from the app's page on api.slack.com",
    "account_inactive": f"the app was removed from the workspace: {_AGAIN}",
    "token_revoked": f"the token was revoked: {_AGAIN}",
    "token_expired": "turn token rotation off in the app's settings, then install it again",
    "not_allowed_token_type": "a token of another kind is wanted; swap the two, perhaps",
    "missing_scope": "give the app-level token the scope connections:write",
    "forbidden_team": "Socket Mode is not allowed here: ask an administrator of the workspace",
    "ratelimited": "Slack asks for patience: check again in a minute",
    "team_access_not_granted": "an administrator of the organisation must allow this workspace",
    "org_login_required": "the workspace is moving to an organisation: try again later",
}


_CODE = re.compile(r"[a-z_]{1,60}")  # what Slack's errors look like
_FAILURES = (SlackClientError, http.client.HTTPException, OSError, ValueError)


def slack_reached(settings: Settings) -> Finding:
    """Whether Slack's Web API is at the address of the settings."""
    url = settings.slack_url
    try:
        client_of(settings).api_test()
    except _FAILURES as error:
        if _code(error) is None:
            return Finding(
                "Slack",
                False,
                f"{url} does not answer as Slack does ({reason(error)}): check the network, the "
                "proxy and ONRECORD_SLACK_URL",
            )
    return Finding("Slack", True, f"{url} answers")


def bot_token(settings: Settings, token: SecretStr, reached: bool) -> Iterator[Finding]:
    """Whether the bot token of the settings is one, is accepted, and has the scopes."""
    if fault := _shape("ONRECORD_SLACK_BOT_TOKEN", token, "xoxb-", "the Bot User OAuth Token"):
        yield Finding("bot token", False, fault)
    elif reached:
        yield from accepted(client_of(settings, token.get_secret_value()), "bot token", "scopes")


def accepted(client: WebClient, check: str, scopes: str) -> Iterator[Finding]:
    """Whether Slack accepts a bot token, and what it may do."""
    said, fault = _asked(client.auth_test)
    if fault:
        yield Finding(check, False, fault)
        return
    where = said.get("team_id") or said.get("enterprise_id")
    yield Finding(check, True, f"{said.get('user')} in {said.get('team')} ({where})")
    headers = {name.lower(): value for name, value in said.headers.items()}
    yield _scopes(scopes, headers.get("x-oauth-scopes"))


def _scopes(check: str, header: str | None) -> Finding:
    if header is None:
        return Finding(check, True, "Slack does not say which ones the token has")
    has = {each.strip() for each in header.split(",") if each.strip()}
    wanted = set(scope_names())
    if missing := sorted(wanted - has):
        return Finding(
            check,
            False,
            f"{', '.join(missing)} missing: give the app the manifest that `onrecord slack "
            "manifest` prints, then install it again",
        )
    more = ", ".join(sorted(has - wanted))
    unused = f"; {more} can be taken from the app, nothing uses it" if more else ""
    return Finding(check, True, f"all {len(wanted)} that are used{unused}")


def socket_mode(settings: Settings, token: SecretStr, reached: bool) -> Finding:
    """Whether the app token of the settings opens a connection."""
    check = "Socket Mode"
    kind = "an App-Level Token (Basic Information)"
    if fault := _shape("ONRECORD_SLACK_APP_TOKEN", token, "xapp-", kind):
        return Finding(check, False, fault)
    if not reached:
        return Finding(check, False, "not checked, as Slack cannot be reached")
    value = token.get_secret_value()
    _, fault = _asked(lambda: client_of(settings).apps_connections_open(app_token=value))
    return Finding(check, not fault, fault or "a connection can be opened")


def _shape(setting: str, token: SecretStr, prefix: str, kind: str) -> str:
    """What is wrong with the look of a token; nothing of it is shown."""
    value = token.get_secret_value()
    if not value.startswith(prefix):
        return f"{setting} does not begin with {prefix}: copy {kind}"
    if not value.isascii() or any(each.isspace() for each in value):
        return f"{setting} holds blanks or other foreign characters: copy {kind} once more"
    return ""


def _asked(call: Callable[[], Any]) -> tuple[Any, str]:
    """What Slack says, or what is wrong and what to do."""
    try:
        return call(), ""
    except _FAILURES as error:
        code = _code(error)
        if code is None:
            return None, f"Slack does not answer as it should ({reason(error)}): check again later"
        return None, f"Slack refuses it ({code}): {_REMEDIES.get(code, _LOOK_UP)}"


def _code(error: Exception) -> str | None:
    """The code of an error that Slack itself gives, or None."""
    if not isinstance(error, SlackApiError):
        return None
    code = str(error.response.get("error", ""))
    return code if _CODE.fullmatch(code) else None


def client_of(settings: Settings, token: str | None = None) -> WebClient:
    """A client that gives up at the first failure, and leaves it to us to say so."""
    logger = quiet_logger("onrecord.slack.check")
    if not logger.handlers:  # without any, Python prints errors on its own
        logger.addHandler(logging.NullHandler())
    return WebClient(
        token,
        base_url=settings.slack_url,
        timeout=_TIMEOUT,
        retry_handlers=[],
        logger=logger,
    )


def reason(error: Exception) -> str:
    """Why a request failed, in one short line."""
    if isinstance(error, SlackApiError):
        return "no JSON"  # its own words have the whole answer in them
    cause = getattr(error, "reason", error)  # what urllib wraps
    return " ".join(str(cause).split())[:200] or type(error).__name__
