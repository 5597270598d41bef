"""What people do with the app's commands, shortcuts, buttons and views."""

from __future__ import annotations

import copy
from typing import Any

from tests.support.slack import responses
from tests.support.slack.delivery import Delivery
from tests.support.slack.forms import Filled, chosen, find, state_of
from tests.support.slack.message import Message
from tests.support.slack.workspace import Channel, Ephemeral, ShownView, Workspace
from tests.support.slack.world import Address, World


class Interactions:
    """What the people of one workspace type, choose and click."""

    def __init__(self, world: World, team: Workspace) -> None:
        self._world = world
        self.state = team

    def command(
        self, user: str, channel: str, command: str, text: str = "", *, thread: str | None = None
    ) -> Delivery:
        """Type a command.

        Raises:
            LookupError: the app has no such command.
        """
        world, team = self._world, self.state
        with world.changed:
            if world.app.commands is not None and command not in world.app.commands:
                raise LookupError(f"{command} is not a valid command")
            place = self._place(user, channel)
            address = Address(team.id, place.id, user, world.clock(), thread_ts=thread)
            payload = {
                "token": world.app.verification_token,
                "team_id": team.id,
                "team_domain": team.domain,
                "channel_id": place.id,
                "channel_name": place.name,
                "user_id": user,
                "user_name": team.users[user],
                "command": command,
                "text": text,
                "api_app_id": world.app.id,
                "is_enterprise_install": "false",
                "response_url": world.address("commands", address),
                "trigger_id": world.trigger(team.id, user),
            }

            def acknowledged(response: Any) -> None:
                responses.acknowledged(world, team, address, response)

            return world.send(Delivery("slash_commands", team.id, payload, on_ack=acknowledged))

    def shortcut(self, user: str, message: Message, callback_id: str) -> Delivery:
        """Choose a message shortcut.

        Raises:
            LookupError: the app has no such shortcut.
        """
        world, team = self._world, self.state
        with world.changed:
            if world.app.shortcuts is not None and callback_id not in world.app.shortcuts:
                raise LookupError(f"the app has no shortcut {callback_id!r}")
            place = team.channels[message.channel]
            address = Address(team.id, place.id, user, world.clock(), thread_ts=message.thread_ts)
            payload = {
                **self._interaction("message_action", user),
                "action_ts": world.ts(),
                "callback_id": callback_id,
                "trigger_id": world.trigger(team.id, user),
                "response_url": world.address("app", address),
                "channel": {"id": place.id, "name": place.name},
                "message_ts": message.ts,
                "message": message.payload(world.app.id),
            }
            return world.send(Delivery("interactive", team.id, payload))

    def click(
        self,
        user: str,
        where: Message | Ephemeral | ShownView,
        action_id: str,
        choice: Any = None,
        *,
        filled: Filled | None = None,
    ) -> Delivery:
        """Click or choose something that is visible; ``choice`` is what is chosen.

        Of feedback buttons, ``choice`` is ``positive`` or ``negative``. ``filled`` is what else
        the person has filled in.

        Raises:
            LookupError: it is not there, or not on offer.
        """
        world, team = self._world, self.state
        with world.changed:
            blocks = _with_ids(where, world)
            block, element = find(blocks, action_id)
            action = {
                "type": element["type"],
                "action_id": action_id,
                "block_id": block["block_id"],
                "action_ts": world.ts(),
                **_done(element, choice),
            }
            if "initial_option" in element:
                action["initial_option"] = element["initial_option"]
            told = {} if choice is None or "text" in element else {action_id: choice}
            if element["type"] in ("feedback_buttons", "overflow"):
                told = {}
            state = {"values": state_of(blocks, {**told, **(filled or {})})}
            payload = {
                **self._interaction("block_actions", user),
                "actions": [action],
                **self._where(user, where, state),
            }
            return world.send(Delivery("interactive", team.id, payload))

    def suggest(
        self, user: str, where: Message | ShownView, action_id: str, typed: str = ""
    ) -> Delivery:
        """Type into an external select; the acknowledgement carries the options."""
        world, team = self._world, self.state
        with world.changed:
            block, element = find(_with_ids(where, world), action_id)
            if "external_select" not in element["type"]:
                raise LookupError(f"{action_id!r} takes no typing")
            payload = {
                **self._interaction("block_suggestion", user),
                "action_id": action_id,
                "block_id": block["block_id"],
                "value": typed,
                **self._where(user, where, None),
            }
            payload.pop("trigger_id", None)
            payload.pop("response_url", None)
            return world.send(Delivery("interactive", team.id, payload))

    def submit(self, user: str, view: ShownView, filled: Filled | None = None) -> Delivery:
        """Fill a modal in and submit it; what the acknowledgement says is done to it.

        Raises:
            LookupError: something filled in is not there, or something needed is not filled in.
        """
        world, team = self._world, self.state
        with world.changed:
            if view.id not in team.views or not view.payload.get("submit"):
                raise LookupError("this view cannot be submitted")
            values = state_of(view.blocks, filled or {})
            _complete(view.blocks, values)
            payload = {
                **self._interaction("view_submission", user),
                "trigger_id": world.trigger(team.id, user, view.id),
                "view": {**copy.deepcopy(view.payload), "state": {"values": values}},
                "response_urls": [],
            }

            def answered(response: Any) -> None:
                responses.view_answered(world, team, view, response)

            return world.send(Delivery("interactive", team.id, payload, on_ack=answered))

    def close_view(self, user: str, view: ShownView) -> Delivery | None:
        """Close a modal; the app is told where the view asks for that."""
        world, team = self._world, self.state
        with world.changed:
            responses.close(team, user, every=False)
            world.changed.notify_all()
            if not view.payload["notify_on_close"]:
                return None
            payload = {
                **self._interaction("view_closed", user),
                "view": copy.deepcopy(view.payload),
                "is_cleared": False,
            }
            return world.send(Delivery("interactive", team.id, payload))

    # Within

    def _place(self, user: str, channel: str) -> Channel:
        if user not in self.state.users:
            raise LookupError(f"{user} is not in {self.state.id}")
        if channel == f"D{user}":
            return self.state.direct(user)
        if channel not in self.state.channels:
            raise LookupError(f"{channel} is not in {self.state.id}")
        return self.state.channels[channel]

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        name = self.state.users[user]
        return {
            "type": kind,
            "user": {"id": user, "username": name, "name": name, "team_id": self.state.id},
            "api_app_id": self._world.app.id,
            "token": self._world.app.verification_token,
            "team": {"id": self.state.id, "domain": self.state.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _where(
        self, user: str, where: Message | Ephemeral | ShownView, state: dict[str, Any] | None
    ) -> dict[str, Any]:
        world = self._world
        if isinstance(where, ShownView):
            view = copy.deepcopy(where.payload)
            if state is not None:
                view["state"] = state
            return {
                "container": {"type": "view", "view_id": where.id},
                "view": view,
                "trigger_id": world.trigger(self.state.id, user, where.id),
            }
        private = isinstance(where, Ephemeral)
        place = self.state.channels[where.channel]
        address = Address(
            self.state.id, place.id, user, world.clock(), where.ts, where.thread_ts, private
        )
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": where.ts,
            "channel_id": place.id,
            "is_ephemeral": private,
        }
        if where.thread_ts:
            container["thread_ts"] = where.thread_ts
        shown: dict[str, Any] = {
            "container": container,
            "channel": {"id": place.id, "name": place.name},
            "trigger_id": world.trigger(self.state.id, user),
            "response_url": world.address("actions", address),
        }
        if state is not None:
            shown["state"] = state
        if isinstance(where, Message):
            shown["message"] = where.payload(world.app.id)
        return shown


def _with_ids(where: Message | Ephemeral | ShownView, world: World) -> list[dict[str, Any]]:
    """The blocks there; those without an id have one from now on, as Slack gives them."""
    for each in where.blocks:
        each.setdefault("block_id", world.new_id("b"))
    return where.blocks


def _done(element: dict[str, Any], choice: Any) -> dict[str, Any]:
    kind = element["type"]
    if kind == "feedback_buttons":
        button = element[f"{choice}_button"]
        return {"text": button["text"], "value": button["value"]}
    if kind in ("button", "icon_button"):
        value = {"value": element["value"]} if "value" in element else {}
        return {"text": element["text"], **value}
    return chosen(element, choice)


def _complete(blocks: list[dict[str, Any]], values: dict[str, Any]) -> None:
    for block in blocks:
        if block["type"] != "input" or block.get("optional"):
            continue
        state = values[block["block_id"]][block["element"]["action_id"]]
        if not any(value for key, value in state.items() if key != "type"):
            raise LookupError(f"{block['label']['text']!r} must be filled in")
