"""The Slack app that the stand-in hosts: its secrets, and what its manifest asks for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

View = Literal["agent", "assistant"]

ALL_SCOPES = frozenset(
    "app_mentions:read assistant:write channels:history channels:read chat:write "
    "chat:write.public commands groups:history groups:read im:history im:read im:write "
    "mpim:history mpim:read users:read".split()
)
ALL_EVENTS = frozenset(
    "app_context_changed app_home_opened app_mention app_uninstalled "
    "assistant_thread_context_changed assistant_thread_started message.channels message.groups "
    "message.im message.mpim tokens_revoked".split()
)


@dataclass(frozen=True, slots=True)
class SlackApp:
    """An app as its settings page describes it; ``commands`` and ``shortcuts`` None: any."""

    id: str = "A0STANDIN"
    client_id: str = "1111.2222"
    client_secret: str = "client-secret-of-the-stand-in"
    signing_secret: str = "signing-secret-of-the-stand-in"
    app_token: str = "xapp-1-A0STANDIN-1-0123456789abcdef"
    verification_token: str = "verification-token"
    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = ALL_EVENTS
    commands: frozenset[str] | None = None
    shortcuts: frozenset[str] | None = None
    view: View = "assistant"
    redirect_urls: tuple[str, ...] = field(default=())

    @classmethod
    def of_manifest(cls, manifest: Mapping[str, Any]) -> Self:
        """The app that Slack makes of a manifest: it may do and hears what is written there."""
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        oauth = manifest.get("oauth_config", {})
        return cls(
            scopes=frozenset(oauth.get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands=_named(features.get("slash_commands", ()), "command"),
            shortcuts=_named(features.get("shortcuts", ()), "callback_id"),
            view="agent" if "agent_view" in features else "assistant",
            redirect_urls=tuple(oauth.get("redirect_urls", ())),
        )

    def without(self, *scopes: str) -> SlackApp:
        """The app without these scopes."""
        return replace(self, scopes=self.scopes - set(scopes))


def _named(entries: Collection[Mapping[str, Any]], key: str) -> frozenset[str]:
    return frozenset(each[key] for each in entries)
