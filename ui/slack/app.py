"""Bolt's app: who may ask, and in whose name it is answered."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import App, BoltContext, BoltRequest, BoltResponse
from slack_bolt.authorization.authorize import InstallationStoreAuthorize

from assistant.settings import Settings
from ui.slack.clients import Clients
from ui.slack.installations import Installations, oauth_flow
from ui.slack.manifest import INSTALL
from ui.slack.quiet import quiet_logger

_LISTENERS = 10  # clicks and commands that are worked on at the same time


class EventApp(App):
    """An app that says nothing in the acknowledgement of an event, where nobody would read it."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        """Have a request answered."""
        response = super().dispatch(req)
        if req.body.get("type") == "event_callback":
            response.body = ""
        return response


def app_for(settings: Settings, clients: Clients, installations: Installations | None) -> App:
    """The app, without listeners; ``installations`` is None where it is in one workspace."""
    secret = settings.slack_signing_secret
    common: dict[str, Any] = {
        "name": "onrecord",
        "logger": quiet_logger("onrecord.slack"),
        "signing_secret": secret.get_secret_value() if secret else "",
        # Requests over a socket are not signed, and without a secret there is no route for others.
        "request_verification_enabled": secret is not None,
        "listener_executor": ThreadPoolExecutor(_LISTENERS, thread_name_prefix="slack-listener"),
        "token_verification_enabled": False,
    }
    if installations is None:
        token = settings.slack_bot_token
        app = EventApp(client=clients.base(token.get_secret_value() if token else None), **common)
        app.use(_of_its_workspace)
        return app
    client, hidden = clients.base(), settings.slack_client_secret
    authorize: Any = InstallationStoreAuthorize(
        logger=quiet_logger("onrecord.slack.bolt"),
        installation_store=installations,
        client_id=settings.slack_client_id,
        client_secret=hidden.get_secret_value() if hidden else None,
        bot_only=True,
        cache_enabled=True,
        client=client,
    )
    return EventApp(
        client=client,
        authorize=authorize,
        oauth_flow=oauth_flow(settings, installations, client),
        user_facing_authorize_error_message=_signed_out(settings),
        **common,
    )


def _of_its_workspace(context: BoltContext, next: Callable[[], BoltResponse]) -> BoltResponse:
    """Take nothing from a workspace that the token is not for.

    Whoever installs the same app elsewhere would be answered from this archive, with the token of
    this workspace. The token of an organisation is for all its workspaces.
    """
    mine = context.authorize_result
    if mine is None or not mine.team_id or mine.team_id == context.team_id:
        return next()
    if mine.enterprise_id and mine.enterprise_id == context.enterprise_id:
        return next()
    return BoltResponse(status=200, body="")


def _signed_out(settings: Settings) -> str:
    """What somebody reads whose workspace has taken the bot out, or was never signed in."""
    where = (settings.public_url or "").rstrip("/") + INSTALL
    return f"OnRecord is not signed in to this workspace; who may install apps can do so at {where}"
