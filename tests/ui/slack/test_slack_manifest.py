"""The manifest: what the app asks for is just what its code uses, in the form that Slack wants."""

from __future__ import annotations

import inspect
import json
import os
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk import WebClient

from assistant.errors import UsageError
from ui.slack.manifest import (
    BOT_EVENTS,
    COMMANDS,
    SCOPES,
    SHORTCUT,
    VIEW_EVENTS,
    Manifest,
    View,
    manifest,
    scope_names,
    to_yaml,
)

SOURCES = Path(inspect.getfile(manifest)).parent
GOLDEN = Path(__file__).parent / "golden"
URL = "https://desk.example"

# Which bot scope each method needs; from the pages of Slack's reference of Web API methods.
HISTORY = {"channels:history", "groups:history", "im:history"}
METHODS: dict[str, set[str]] = {
    "api_test": set(),
    "apps_connections_open": set(),  # with an app-level token
    "assistant_threads_setStatus": {"chat:write"},
    "assistant_threads_setSuggestedPrompts": {"assistant:write"},
    "assistant_threads_setTitle": {"assistant:write"},
    "auth_test": set(),
    "chat_appendStream": {"chat:write"},
    "chat_delete": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_startStream": {"chat:write"},
    "chat_stopStream": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_history": HISTORY,
    "conversations_info": {"channels:read", "groups:read", "im:read"},
    "conversations_open": {"im:write"},
    "conversations_replies": HISTORY,
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
    "views_update": set(),
}
# What Bolt's own functions call; they are arguments of listeners, by these names.
UTILITIES = {
    "say": "chat_postMessage",
    "say_stream": "chat_startStream",
    "set_status": "assistant_threads_setStatus",
    "set_suggested_prompts": "assistant_threads_setSuggestedPrompts",
    "set_title": "assistant_threads_setTitle",
}
EVENTS = {
    "app_context_changed": "assistant:write",
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "app_uninstalled": None,
    "assistant_thread_context_changed": "assistant:write",
    "assistant_thread_started": "assistant:write",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "tokens_revoked": None,
}
VIEWS: tuple[View, ...] = ("agent", "assistant")


def called() -> set[str]:
    """The methods of the Web API that our code calls."""
    known = {
        name
        for name, _ in inspect.getmembers(WebClient, inspect.isfunction)
        if "_" in name and not name.startswith("_") and name != "api_call"
    }
    found: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= {name for name in re.findall(r"\.(\w+)\b", text) if name in known}
        found |= {UTILITIES[name] for name in re.findall(r"\b(\w+)\(", text) if name in UTILITIES}
    return found


def test_every_method_that_is_called_has_its_scopes() -> None:
    methods = called()
    assert "chat_startStream" in methods
    assert methods <= METHODS.keys(), "look its scopes up, and write them down here"
    lacking = {name: METHODS[name] - set(scope_names()) for name in methods}
    assert not any(lacking.values()), lacking


def test_every_scope_is_needed() -> None:
    needed = set().union(*(METHODS[name] for name in called() if name in METHODS))
    needed |= {scope for name in BOT_EVENTS if (scope := EVENTS[name])}
    assert COMMANDS
    assert SHORTCUT
    needed.add("commands")
    assert set(scope_names()) == needed
    assert len({each.name for each in SCOPES}) == len(SCOPES)
    assert all(each.reason for each in SCOPES)


def test_every_event_has_its_scope() -> None:
    for name in (*BOT_EVENTS, *VIEW_EVENTS["agent"], *VIEW_EVENTS["assistant"]):
        assert EVENTS[name] is None or EVENTS[name] in scope_names(), name


def test_what_the_listeners_wait_for_is_what_the_manifest_names() -> None:
    others = [file for file in SOURCES.rglob("*.py") if file.name != "manifest.py"]
    text = "".join(file.read_text(encoding="utf-8") for file in others)
    heard = set(re.findall(r"\.command\(\"(/\w+)\"\)", text))
    assert "/ask" in heard
    assert heard <= {command for command, _, _ in COMMANDS}
    assert f'"{SHORTCUT["callback_id"]}"' in text


# The form


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("socket_mode", [True, False])
def test_it_is_as_slack_wants_it(socket_mode: bool, view: View) -> None:
    made = manifest(URL, socket_mode=socket_mode, view=view)
    jsonschema.Draft7Validator(SCHEMA).validate(made)
    events = made["settings"]["event_subscriptions"]["bot_events"]
    assert len(set(events)) == len(events)
    # Slack's own rules beyond its schema: a view goes with its scope and its events.
    assert f"{view}_view" in made["features"]
    assert set(VIEW_EVENTS[view]) | {"message.im"} <= set(events)


@pytest.mark.parametrize("socket_mode", [True, False])
def test_addresses_stand_where_slack_delivers_by_http(socket_mode: bool) -> None:
    made = manifest(f"{URL}/", socket_mode=socket_mode)
    text = json.dumps(made)
    assert made["settings"]["socket_mode_enabled"] is socket_mode
    assert (f"{URL}/slack/events" in text) is not socket_mode
    assert (made["oauth_config"].get("redirect_urls") == [f"{URL}/slack/oauth_redirect"]) is (
        not socket_mode
    )
    assert made["settings"]["org_deploy_enabled"] is not socket_mode


def test_without_socket_mode_an_address_is_needed() -> None:
    with pytest.raises(UsageError, match="set ONRECORD_PUBLIC_URL"):
        manifest(socket_mode=False)


def test_a_name_of_ones_own() -> None:
    made = manifest(socket_mode=True, name=" Archive of the Ledger ")
    assert made["display_information"]["name"] == "Archive of the Ledger"
    assert made["features"]["bot_user"]["display_name"] == "Archive of the Ledger"


@pytest.mark.parametrize("name", ["", "  ", "n" * 36])
def test_a_name_that_slack_would_refuse(name: str) -> None:
    with pytest.raises(UsageError, match="1 to 35 characters"):
        manifest(socket_mode=True, name=name)


@pytest.mark.parametrize("view", VIEWS)
def test_yaml_says_the_same_and_what_each_scope_is_for(view: View) -> None:
    made = manifest(URL, socket_mode=False, view=view)
    text = to_yaml(made)
    assert yaml.safe_load(text) == made
    for each in SCOPES:
        assert re.search(rf"- {re.escape(each.name)} +# {re.escape(each.reason)}\n", text)


@pytest.mark.parametrize(
    ("file", "socket_mode"), [("manifest_socket.json", True), ("manifest_http.json", False)]
)
def test_golden(file: str, socket_mode: bool) -> None:
    made = json.dumps(manifest(URL, socket_mode=socket_mode), indent=2) + "\n"
    path = GOLDEN / file
    if os.environ.get("WRITE_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == made


# The part of Slack's schema (version 2) that a manifest of ours is made of, stricter than it: here
# nothing else may stand, and prompts have the limits that Slack gives where it shows them.


def _text(longest: int, shortest: int = 1, pattern: str = "") -> dict[str, Any]:
    return {
        "type": "string",
        "minLength": shortest,
        "maxLength": longest,
        **({"pattern": pattern} if pattern else {}),
    }


def _object(required: Manifest, optional: Manifest | None = None) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": [*required],
        "additionalProperties": False,
    }


def _list(items: Any, most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True}


WEB = r"^https://"
YES = {"type": "boolean"}
PROMPTS_OF = _list(_object({"title": _text(60), "message": _text(300)}), 4)
SCHEMA = _object(
    {
        "_metadata": _object({"major_version": {"const": 2}, "minor_version": {"const": 1}}),
        "display_information": _object(
            {
                "name": _text(35),
                "description": _text(140),
                "long_description": _text(4000, shortest=175),
                "background_color": _text(7, 4, r"^#[0-9a-fA-F]{3}([0-9a-fA-F]{3})?$"),
            }
        ),
        "features": _object(
            {
                "app_home": _object(
                    {
                        "home_tab_enabled": YES,
                        "messages_tab_enabled": YES,
                        "messages_tab_read_only_enabled": {"const": False},
                    }
                ),
                "bot_user": _object({"display_name": _text(80), "always_online": YES}),
                "shortcuts": _list(
                    _object(
                        {
                            "name": _text(24),
                            "type": {"enum": ["message", "global"]},
                            "callback_id": _text(255),
                            "description": _text(150),
                        }
                    ),
                    10,
                ),
                "slash_commands": _list(
                    _object(
                        {
                            "command": _text(32, 2, r"^/"),
                            "description": _text(2000),
                            "usage_hint": _text(1000),
                            "should_escape": YES,
                        },
                        {"url": _text(3000, pattern=WEB)},
                    ),
                    50,
                ),
            },
            {
                "agent_view": _object(
                    {"agent_description": _text(300), "suggested_prompts": PROMPTS_OF}
                ),
                "assistant_view": _object(
                    {"assistant_description": _text(300), "suggested_prompts": PROMPTS_OF}
                ),
            },
        ),
        "oauth_config": _object(
            {"scopes": _object({"bot": _list(_text(50), 255)})},
            {"redirect_urls": _list(_text(2500, pattern=WEB), 1000)},
        ),
        "settings": _object(
            {
                "event_subscriptions": _object(
                    {"bot_events": _list(_text(50), 100)},
                    {"request_url": _text(3500, pattern=WEB)},
                ),
                "interactivity": _object(
                    {"is_enabled": YES}, {"request_url": _text(3500, pattern=WEB)}
                ),
                "org_deploy_enabled": YES,
                "socket_mode_enabled": YES,
                "token_rotation_enabled": {"const": False},
            }
        ),
    }
)
