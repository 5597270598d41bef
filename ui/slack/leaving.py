"""What happens when a workspace takes the bot out: nothing is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse

from ui.slack.installations import Installations
from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

Forget = Callable[[str], None]
"""Deletes what is kept of a workspace."""
_SECOND = timedelta(seconds=1)  # Slack tells when something happened in whole ones


def register(app: App, installations: Installations | None, forget: Forget) -> None:
    """Make Bolt forget the workspaces that leave.

    ``installations`` is None where there is one workspace, whose token is in the settings.
    """
    leaving = _Leaving(installations, forget)
    # In a middleware, as Bolt calls a listener when it has acknowledged: what fails comes again.
    app.event("app_uninstalled", middleware=[leaving.uninstalled])(_nothing)
    app.event("tokens_revoked", middleware=[leaving.revoked])(_nothing)


class _Leaving:
    def __init__(self, installations: Installations | None, forget: Forget) -> None:
        self._installations = installations
        self._forget = forget

    def uninstalled(
        self, body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        self._leave(body, context)
        return next()

    def revoked(
        self, body: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        # The tokens of people, which are told of as well, are none that the bot has.
        if (body["event"].get("tokens") or {}).get("bot"):
            self._leave(body, context)
        return next()

    def _leave(self, body: dict[str, Any], context: BoltContext) -> None:
        """Forget the workspace, or all that an organisation let the bot into."""
        enterprise, team = context.enterprise_id, context.team_id
        if context.is_enterprise_install:
            team = None
        store = self._installations
        if store is not None and _came_back(store, enterprise, team, body):
            return
        teams = [team] if team else []
        if store is not None and not team and enterprise:
            teams = store.members(enterprise)
        for each in teams:
            self._forget(each)
        if store is not None:
            store.remove(team or enterprise or "")
        log.info("gone: %s", team or enterprise)


def _came_back(
    store: Installations, enterprise: str | None, team: str | None, body: dict[str, Any]
) -> bool:
    """Whether a workspace has signed in again since it left; Slack may tell of that late."""
    left = datetime.fromtimestamp(int(body.get("event_time") or 0), UTC)
    known = next((each for each in store.workspaces() if each.id == (team or enterprise)), None)
    return bool(body.get("event_time")) and known is not None and known.at > left + _SECOND


def _nothing() -> None:
    """All is done by the time a listener is called."""
