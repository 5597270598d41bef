"""Modals and home tabs: views.open, views.push, views.update, views.publish.

See also "Modals" of docs.slack.dev: a stack has at most three views, and ``hash`` guards an
update against one that was made in the meantime.
"""

from __future__ import annotations

import copy
import json
from typing import Any

from tests.support.slack.calls import Args
from tests.support.slack.kit import view_faults
from tests.support.slack.methods import Reply, method
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import ShownView, Workspace
from tests.support.slack.world import World

_DEEPEST = 3
_LARGEST = 250_000  # bytes


@method("views.open", "trigger_id interactivity_pointer view")
def opened(world: World, team: Workspace, args: Args) -> Reply:
    view = given(args, "modal")
    trigger = world.exchange(args.text("trigger_id"), team.id)
    made = shown(world, team, trigger.user, view)
    team.stacks[trigger.user] = [made.id]
    return {"view": made.payload}


@method("views.push", "trigger_id interactivity_pointer view")
def pushed(world: World, team: Workspace, args: Args) -> Reply:
    view = given(args, "modal")
    trigger = world.exchange(args.text("trigger_id"), team.id)
    if trigger.view is None or trigger.view not in team.views:
        raise Refused("not_found")
    return {"view": push(world, team, trigger.user, view).payload}


@method("views.update", "view view_id external_id hash")
def updated(world: World, team: Workspace, args: Args) -> Reply:
    wanted, external = args.maybe("view_id"), args.maybe("external_id")
    found = [
        each
        for each in team.views.values()
        if each.id == wanted or (external and each.payload["external_id"] == external)
    ]
    if not found:
        raise Refused("not_found")
    view = given(args, found[0].payload["type"])
    _unchanged(args, found[0])
    return {"view": replace(world, team, found[0], view).payload}


@method("views.publish", "user_id view hash")
def published(world: World, team: Workspace, args: Args) -> Reply:
    user = args.text("user_id")
    if user not in team.users:
        raise Refused("invalid_arguments", "invalid user_id [json-pointer:/user_id]")
    view = given(args, "home")
    there = team.homes.get(user)
    if there is None:
        team.homes[user] = shown(world, team, user, view)
        return {"view": team.homes[user].payload}
    _unchanged(args, there)
    return {"view": replace(world, team, there, view).payload}


def given(args: Args, kind: str) -> dict[str, Any]:
    """The view of a call.

    Raises:
        Refused: invalid_arguments, with what is wrong in it; view_too_large.
    """
    view: dict[str, Any] | None = args.structure("view", dict)
    if view is None:
        raise Refused("invalid_arguments", "missing required field: view [json-pointer:/view]")
    check(view, kind)
    return view


def check(view: dict[str, Any], kind: str) -> None:
    """Let only a view of this kind pass that Slack takes."""
    if len(json.dumps(view).encode()) > _LARGEST:
        raise Refused("view_too_large")
    if faults := view_faults(view, kind):
        raise Refused("invalid_arguments", *faults)


def shown(
    world: World, team: Workspace, user: str, view: dict[str, Any], under: ShownView | None = None
) -> ShownView:
    """Show a new view to a person."""
    _external_id_is_free(team, view, None)
    view_id = world.new_id("V")
    root = under.payload["root_view_id"] if under else view_id
    payload = _completed(world, team, view, view_id, root)
    payload["previous_view_id"] = under.id if under else None
    team.views[view_id] = ShownView(team.id, user, payload, under.id if under else None)
    return team.views[view_id]


def push(world: World, team: Workspace, user: str, view: dict[str, Any]) -> ShownView:
    """Show a view above those that are open.

    Raises:
        Refused: push_limit_reached.
    """
    stack = team.stacks.get(user, [])
    if not stack:
        raise Refused("not_found")
    if len(stack) >= _DEEPEST:
        raise Refused("push_limit_reached")
    made = shown(world, team, user, view, team.views[stack[-1]])
    stack.append(made.id)
    return made


def replace(world: World, team: Workspace, there: ShownView, view: dict[str, Any]) -> ShownView:
    """Show something else in a view's place; its hash changes."""
    _external_id_is_free(team, view, there.id)
    payload = _completed(world, team, view, there.id, there.payload["root_view_id"])
    payload["previous_view_id"] = there.previous
    there.payload = payload
    return there


def _unchanged(args: Args, there: ShownView) -> None:
    wanted = args.maybe("hash")
    if wanted is not None and wanted != there.payload["hash"]:
        raise Refused("hash_conflict")


def _external_id_is_free(team: Workspace, view: dict[str, Any], but: str | None) -> None:
    wanted = view.get("external_id")
    for each in team.views.values():
        if wanted and each.payload["external_id"] == wanted and each.id != but:
            raise Refused("duplicate_external_id")


def _completed(
    world: World, team: Workspace, view: dict[str, Any], view_id: str, root: str
) -> dict[str, Any]:
    blocks = copy.deepcopy(view["blocks"])
    for each in blocks:
        each.setdefault("block_id", world.new_id("b"))
    return {
        "title": None,
        "close": None,
        "submit": None,
        "callback_id": "",
        "private_metadata": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view,
        "blocks": blocks,
        "id": view_id,
        "team_id": team.id,
        "app_id": world.app.id,
        "bot_id": team.bot_id,
        "root_view_id": root,
        "hash": f"{world.ts()}.h",
        "state": {"values": {}},
    }
