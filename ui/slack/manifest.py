"""What the app is to Slack: one table of what it uses and why, and the manifest made of it.

See Slack's app manifest reference, and the JSON Schema in github.com/slackapi/manifest-schema.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import UsageError

EVENTS = "/slack/events"
INSTALL = "/slack/install"
REDIRECT = "/slack/oauth_redirect"

View = Literal["agent", "assistant"]
"""How the app is talked to beside channels: Slack gives new apps the agent view alone; an app that
was made before July 2026 may have the assistant view, a pane at the side, until it goes over."""

Manifest = dict[str, Any]
_LONGEST_NAME = 35


@dataclass(frozen=True, slots=True)
class Scope:
    """Something that the bot may do, and what for; ``reason`` is read by who has to allow it."""

    name: str
    reason: str


SCOPES = (
    Scope("app_mentions:read", "hears when it is mentioned"),
    Scope("assistant:write", "suggests questions and titles in its own conversation"),
    Scope("channels:history", "hears follow-up questions in threads of public channels it is in"),
    Scope("chat:write", "answers"),
    Scope("commands", "/ask, /onrecord, and checking a message"),
    Scope("groups:history", "hears follow-up questions in threads of private channels it is in"),
    Scope("im:history", "hears direct messages"),
)
BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message.channels",
    "message.groups",
    "message.im",
    "tokens_revoked",
)
# Slack refuses a manifest with one of the views and without its events.
VIEW_EVENTS: dict[View, tuple[str, ...]] = {
    "agent": ("app_context_changed",),
    "assistant": ("assistant_thread_context_changed", "assistant_thread_started"),
}
COMMANDS = (
    ("/ask", "Ask the archive; the answer is shown to you alone", "who disputed the withdrawal?"),
    (
        "/onrecord",
        "Follow a topic in this channel, or stop; what is new comes with its sources",
        "follow TOPIC | list | stop TOPIC",
    ),
)
SHORTCUT = {
    "name": "Check against archive",  # Slack shows no name longer than 24 characters
    "type": "message",
    "callback_id": "check_message",
    "description": "Check this against the archive: what speaks for its claims, what against",
}
# Until the bot suggests questions that the archive does answer.
PROMPTS = (
    ("Who disputed something?", "Who disputed something last week?"),
    ("Who denied something?", "Who denied something last month?"),
    ("A timeline", "Timeline of the last month"),
)
_DESCRIPTION = "Answers from your own archive of news articles, word for word and with sources."
_LONG_DESCRIPTION = (
    "OnRecord answers questions from your newsroom's own archive. Each answer consists of passages "
    "that stand word for word in stored articles, each with its speaker, its article, its date and "
    "a link to the quoted words. What the archive does not know, it says. Mention it in a channel, "
    "write to it directly, use /ask, or let it check a message against the archive."
)


def scope_names() -> list[str]:
    """The names of all scopes."""
    return [each.name for each in SCOPES]


def manifest(
    public_url: str | None = None,
    *,
    socket_mode: bool,
    name: str = "OnRecord",
    view: View = "agent",
) -> Manifest:
    """The manifest of an app that is reached through Socket Mode, or else at ``public_url``.

    Raises:
        UsageError: the name is too long or empty, or there is no public address to be reached at.
    """
    if not 1 <= len(name.strip()) <= _LONGEST_NAME:
        raise UsageError(f"a Slack app's name has 1 to {_LONGEST_NAME} characters, not {name!r}")
    if not socket_mode and public_url is None:
        raise UsageError(
            "without Socket Mode, Slack must reach `onrecord serve`: set ONRECORD_PUBLIC_URL to "
            "its https address"
        )
    base = None if socket_mode else (public_url or "").rstrip("/")
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": name.strip(),
            "description": _DESCRIPTION,
            "long_description": _LONG_DESCRIPTION,
            "background_color": "#1f3a4d",
        },
        "features": _features(name.strip(), base, view),
        "oauth_config": _oauth_config(base),
        "settings": _settings(base, view),
    }


def to_yaml(made: Manifest) -> str:
    """A manifest as YAML, with a comment for each scope that says what it is for."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedSeq

    scopes = CommentedSeq(scope_names())
    for place, each in enumerate(SCOPES):
        scopes.yaml_add_eol_comment(each.reason, place, column=28)
    config = {**made["oauth_config"], "scopes": {"bot": scopes}}
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 5000  # nothing is folded
    text = io.StringIO()
    yaml.dump({**made, "oauth_config": config}, text)
    return text.getvalue()


def _features(name: str, base: str | None, view: View) -> dict[str, Any]:
    prompts = [{"title": title, "message": message} for title, message in PROMPTS]
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": name, "always_online": True},
        f"{view}_view": {f"{view}_description": _DESCRIPTION, "suggested_prompts": prompts},
        "shortcuts": [dict(SHORTCUT)],
        "slash_commands": [
            {
                "command": command,
                "description": description,
                "usage_hint": hint,
                "should_escape": False,
                **_reached("url", base),
            }
            for command, description, hint in COMMANDS
        ],
    }


def _oauth_config(base: str | None) -> dict[str, Any]:
    redirect = {} if base is None else {"redirect_urls": [base + REDIRECT]}
    return {**redirect, "scopes": {"bot": scope_names()}}


def _settings(base: str | None, view: View) -> dict[str, Any]:
    return {
        "event_subscriptions": {
            **_reached("request_url", base),
            "bot_events": sorted((*BOT_EVENTS, *VIEW_EVENTS[view])),
        },
        "interactivity": {"is_enabled": True, **_reached("request_url", base)},
        # Where workspaces sign in by OAuth, a whole organisation may as well.
        "org_deploy_enabled": base is not None,
        "socket_mode_enabled": base is None,
        "token_rotation_enabled": False,
    }


def _reached(key: str, base: str | None) -> dict[str, str]:
    return {} if base is None else {key: base + EVENTS}
