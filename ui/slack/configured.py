"""What the settings say of Slack."""

from __future__ import annotations

from assistant.settings import Settings


def by_oauth(settings: Settings) -> bool:
    """Whether several workspaces can sign in."""
    return settings.slack_client_id is not None and settings.slack_client_secret is not None


def is_configured(settings: Settings) -> bool:
    """Whether the bot has what it answers with, and a way by which Slack reaches it."""
    token = settings.slack_bot_token is not None or by_oauth(settings)
    reached = settings.slack_app_token is not None or settings.slack_signing_secret is not None
    return token and reached
