"""Clients of Slack's Web API, one for each workspace."""

from __future__ import annotations

import socket

from slack_sdk import WebClient
from slack_sdk.http_retry import HttpRequest, HttpResponse, RetryState
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.http_retry.handler import RetryHandler
from slack_sdk.oauth.installation_store import InstallationStore

from assistant.settings import Settings
from ui.slack.quiet import quiet_logger

_TIMEOUT = 30  # seconds for one call
# A message that says something must arrive: Slack asks for a minute at most, and a burst of
# questions in one channel may be told so again and again.
_PATIENCE = 30
_TRIES = 3


class Clients:
    """Makes a client for each workspace that is served.

    ``bot_token`` is that of the one workspace; with ``installations``, each has its own.
    """

    def __init__(self, settings: Settings, installations: InstallationStore | None = None) -> None:
        self._settings = settings
        self._installations = installations

    def base(self, token: str | None = None) -> WebClient:
        """A client that waits where Slack asks for it, and tries again where the network fails."""
        return self._client(token, [*_network(), RateLimitErrorRetryHandler(_PATIENCE)])

    def hasty(self, client: WebClient) -> WebClient:
        """The same client, but one that raises at once where Slack asks to wait."""
        return self._client(client.token, _network())

    def of(self, team: str, enterprise: str | None = None) -> WebClient | None:
        """The client of a workspace; None where it is not signed in (any more)."""
        if self._installations is None:
            token = self._settings.slack_bot_token
            return self.base(token.get_secret_value()) if token else None
        bot = self._installations.find_bot(enterprise_id=enterprise, team_id=team)
        return self.base(bot.bot_token) if bot else None

    def _client(self, token: str | None, handlers: list[RetryHandler]) -> WebClient:
        return WebClient(
            token,
            base_url=self._settings.slack_url,
            timeout=_TIMEOUT,
            retry_handlers=handlers,
            logger=quiet_logger("onrecord.slack.web"),
        )


class Unsent(RetryHandler):
    """Tries again where a request surely has not reached Slack.

    One whose reply was lost may have been carried out: a message posted again would be there twice.
    """

    def _can_retry(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        del state, request, response
        reason = getattr(error, "reason", error)
        return isinstance(reason, ConnectionRefusedError | socket.gaierror)


def _network() -> list[RetryHandler]:
    return [Unsent(max_retry_count=_TRIES)]
