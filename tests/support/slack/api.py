"""The Web API: who calls, what they may, how often, and the answer.

From the pages "Using the Slack Web API" and "Rate limits" of docs.slack.dev.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.slack.calls import Args, Call
from tests.support.slack.methods import (
    METHODS,
    assistant,
    auth,
    chat,
    conversations,
    streams,
    views,
)
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Workspace
from tests.support.slack.world import World

_MODULES = (assistant, auth, chat, conversations, streams, views)  # they add themselves to METHODS
_WITHOUT_TOKEN: dict[str, Callable[[World, Args], dict[str, Any]]] = {
    "api.test": auth.api_test,
    "oauth.v2.access": auth.access,
}


@dataclass(slots=True)
class Answered:
    """An HTTP answer of the Web API."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


def answer(world: World, name: str, token: str, given: Mapping[str, Any]) -> Answered:
    """Answer a call of the method ``name``, and note it."""
    with world.changed:
        params = {key: value for key, value in given.items() if key != "token"}
        at, monotonic = world.clock(), time.monotonic()
        team = _team_of(world, token)
        told = Answered(200, {})
        try:
            told = _answered(world, name, token, team, Args(params))
        except Refused as refused:
            told.body = refused.body()
        if team is not None:
            told.headers["x-oauth-scopes"] = ",".join(sorted(team.scopes))
        if name in METHODS and METHODS[name].scopes:
            told.headers["x-accepted-oauth-scopes"] = ",".join(METHODS[name].scopes)
        error = told.body.get("error")
        world.calls.append(
            Call(
                name,
                params,
                team.id if team else "",
                at,
                monotonic,
                told.status,
                error,
                dict(told.body),
            )
        )
        world.changed.notify_all()
        return told


def _answered(world: World, name: str, token: str, team: Workspace | None, args: Args) -> Answered:
    known = name in METHODS or name in _WITHOUT_TOKEN or name == "apps.connections.open"
    if not known or name in world.switched_off:
        raise Refused("unknown_method", req_method=name)
    if name not in _WITHOUT_TOKEN:
        _authenticated(world, name, token, team)
    channel = str(args.given.get("channel") or args.given.get("channel_id") or "")
    wait = None
    if world.limits is not None:
        wait = world.limits.refuse(name, team.id if team else "", channel, world.clock())
    if wait is not None:
        return Answered(429, {"ok": False, "error": "ratelimited"}, {"retry-after": str(wait)})
    if (broken := world.broken.get(name)) is not None and (error := broken(args.given)):
        if error in ("internal_error", "service_unavailable"):
            return Answered(
                503 if error == "service_unavailable" else 500, {"ok": False, "error": error}
            )
        raise Refused(error)
    if name in _WITHOUT_TOKEN:
        return Answered(200, {"ok": True, **_WITHOUT_TOKEN[name](world, args)})
    if team is None:
        return Answered(200, {"ok": True, **auth.connections_open(world)})
    called = METHODS[name]
    for unknown in sorted(set(args.given) - called.takes - {"team_id"}):  # Bolt adds it to all
        world.fault(f"{name} has no argument {unknown!r}")
    return Answered(200, {"ok": True, **called.answer(world, team, args)})


def _authenticated(world: World, name: str, token: str, team: Workspace | None) -> None:
    if not token:
        raise Refused("not_authed")
    if token == world.app.app_token:
        if name != "apps.connections.open":
            raise Refused("not_allowed_token_type")
        return
    if team is None:
        raise Refused("account_inactive" if token in world.revoked_tokens else "invalid_auth")
    if name == "apps.connections.open":
        raise Refused("not_allowed_token_type")
    if not team.installed:
        raise Refused("account_inactive")
    if team.revoked:
        raise Refused("token_revoked")
    needed = METHODS[name].scopes
    if needed and not team.scopes.intersection(needed):
        provided = ",".join(sorted(team.scopes))
        raise Refused("missing_scope", needed=",".join(needed), provided=provided)


def _team_of(world: World, token: str) -> Workspace | None:
    return next((each for each in world.workspaces.values() if each.bot_token == token), None)
