"""What people do in a workspace, and what the app is told of it."""

from __future__ import annotations

import copy
from typing import Any

from tests.support.slack import events, responses
from tests.support.slack.delivery import Delivery
from tests.support.slack.forms import Filled, chosen, find, state_of
from tests.support.slack.message import Message
from tests.support.slack.methods.chat import remove
from tests.support.slack.workspace import (
    AssistantThread,
    Channel,
    Ephemeral,
    ShownView,
    Workspace,
)
from tests.support.slack.world import Address, World


class People:
    """The people of one workspace; each method is something that one of them does.

    Texts are as Slack stores them: ``&``, ``<`` and ``>`` escaped, mentions as ``<@U1>``.
    """

    def __init__(self, world: World, team: Workspace) -> None:
        self._world = world
        self.state = team

    @property
    def id(self) -> str:
        """The id of the workspace."""
        return self.state.id

    @property
    def bot_token(self) -> str:
        """The token of the app in it."""
        return self.state.bot_token

    @property
    def bot_user(self) -> str:
        """The user id of the app in it."""
        return self.state.bot_user

    # Messages

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        thread: str | None = None,
        *,
        subtype: str | None = None,
        files: bool = False,
    ) -> Message:
        """Write a message; a mention is told of twice, with two event ids, as Slack does."""
        with self._world.changed:
            place = self._place(user, channel)
            made = self._said(user, place, text, thread)
            if files:
                made.subtype, made.extra["files"] = (
                    "file_share",
                    [{"id": "F1", "name": "notes.txt"}],
                )
            if subtype is not None:
                made.subtype = subtype
            self._tell(place, made)
            return made

    def mention(self, user: str, channel: str, text: str, thread: str | None = None) -> Message:
        """Write a message that begins with a mention of the app."""
        return self.say(user, channel, f"<@{self.bot_user}> {text}", thread)

    def direct(self, user: str, text: str, thread: str | None = None) -> Message:
        """Write to the app directly."""
        with self._world.changed:
            channel = self.state.direct(user).id
        return self.say(user, channel, text, thread)

    def other_bot(self, channel: str, text: str, thread: str | None = None) -> Message:
        """Let another app write a message."""
        with self._world.changed:
            place = self.state.channels[channel]
            made = self._said("UOTHERBOT", place, text, thread)
            made.bot_id, made.subtype = "BOTHER", "bot_message"
            self._tell(place, made)
            return made

    def edit(self, message: Message, text: str) -> None:
        """Change a message; a mention that is new in it is told of as one."""
        with self._world.changed:
            place = self.state.channels[message.channel]
            before = message.payload(self._world.app.id)
            mentioned = f"<@{self.bot_user}" in message.text
            message.change(text, _typed(text, self._world))
            message.edited_by, message.edited_at = message.user, self._world.ts()
            message.deliveries += events.of_change(self._world, self.state, place, message, before)
            if not mentioned:
                message.deliveries += events.of_mention(self._world, self.state, place, message)

    def unfurl(self, message: Message) -> None:
        """Let Slack add a preview of a link: the message changes, its words do not."""
        with self._world.changed:
            place = self.state.channels[message.channel]
            before = message.payload(self._world.app.id)
            message.extra["attachments"] = [{"title": "A page", "title_link": "https://p.example"}]
            message.deliveries += events.of_change(self._world, self.state, place, message, before)

    def delete(self, message: Message) -> None:
        """Delete a message."""
        with self._world.changed:
            remove(self._world, self.state, self.state.channels[message.channel], message)
            self._world.changed.notify_all()

    # The pane and the home tab

    def open_pane(self, user: str, *, context: str | None = None) -> tuple[str, str]:
        """Open the app's own conversation; its channel, and the thread that Slack begins there.

        In an app with the agent view there is no thread: each message begins one.
        """
        world, team = self._world, self.state
        with world.changed:
            place = team.direct(user)
            if world.app.view == "agent":
                self._home(user, place, "messages")
                return place.id, ""
            root = Message(
                team.id,
                place.id,
                world.ts(),
                team.bot_user,
                "New Assistant Thread",
                bot_id=team.bot_id,
                subtype="assistant_app_thread",
                extra={"assistant_app_thread": {"title": "New Assistant Thread"}},
            )
            root.thread_ts = root.ts
            place.messages[root.ts] = root
            seen = {"channel_id": context, "team_id": team.id} if context else {}
            team.threads[place.id, root.ts] = AssistantThread(seen)
            root.deliveries += events.tell(
                world,
                team,
                "assistant_thread_started",
                self._pane_event("assistant_thread_started", user, place, root.ts, seen),
            )
            return place.id, root.ts

    def look_at(self, user: str, channel: str, thread: str = "") -> list[Delivery]:
        """Open another channel beside the pane."""
        world, team = self._world, self.state
        with world.changed:
            place = team.direct(user)
            if world.app.view == "agent":
                entity = {"type": "slack#/types/channel_id", "value": channel, "team_id": team.id}
                event = {
                    "type": "app_context_changed",
                    "user": user,
                    "channel": place.id,
                    "context": {"entities": [entity]},
                    "event_ts": world.ts(),
                }
                return events.tell(world, team, "app_context_changed", event)
            seen = {"channel_id": channel, "team_id": team.id}
            team.threads[place.id, thread].context = seen
            name = "assistant_thread_context_changed"
            return events.tell(world, team, name, self._pane_event(name, user, place, thread, seen))

    def open_home(self, user: str) -> list[Delivery]:
        """Open the app's home tab."""
        with self._world.changed:
            return self._home(user, self.state.direct(user), "home")

    # Commands, shortcuts, clicks, views

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
            raise LookupError(f"{user} is not in {self.id}")
        if channel not in self.state.channels:
            raise LookupError(f"{channel} is not in {self.id}")
        return self.state.channels[channel]

    def _said(self, user: str, place: Channel, text: str, thread: str | None) -> Message:
        ts = self._world.ts()
        made = Message(self.id, place.id, ts, user, text, thread, _typed(text, self._world))
        made.extra["client_msg_id"] = self._world.new_id("m-")
        if thread is not None and (root := place.messages.get(thread)) is not None:
            made.extra["parent_user_id"] = root.user
        place.messages[ts] = made
        return made

    def _tell(self, place: Channel, made: Message) -> None:
        made.deliveries += events.of_mention(self._world, self.state, place, made)
        made.deliveries += events.of_message(self._world, self.state, place, made)
        self._world.changed.notify_all()

    def _home(self, user: str, place: Channel, tab: str) -> list[Delivery]:
        event: dict[str, Any] = {
            "type": "app_home_opened",
            "user": user,
            "channel": place.id,
            "tab": tab,
            "event_ts": self._world.ts(),
        }
        if tab == "home" and user in self.state.homes:
            event["view"] = copy.deepcopy(self.state.homes[user].payload)
        return events.tell(self._world, self.state, "app_home_opened", event)

    def _pane_event(
        self, name: str, user: str, place: Channel, thread: str, context: dict[str, Any]
    ) -> dict[str, Any]:
        return {
            "type": name,
            "assistant_thread": {
                "user_id": user,
                "context": context,
                "channel_id": place.id,
                "thread_ts": thread,
            },
            "event_ts": self._world.ts(),
        }

    def _interaction(self, kind: str, user: str) -> dict[str, Any]:
        name = self.state.users[user]
        return {
            "type": kind,
            "user": {"id": user, "username": name, "name": name, "team_id": self.id},
            "api_app_id": self._world.app.id,
            "token": self._world.app.verification_token,
            "team": {"id": self.id, "domain": self.state.domain},
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
                "trigger_id": world.trigger(self.id, user, where.id),
            }
        private = isinstance(where, Ephemeral)
        place = self.state.channels[where.channel]
        address = Address(
            self.id, place.id, user, world.clock(), where.ts, where.thread_ts, private
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
            "trigger_id": world.trigger(self.id, user),
            "response_url": world.address("actions", address),
        }
        if state is not None:
            shown["state"] = state
        if isinstance(where, Message):
            shown["message"] = where.payload(world.app.id)
        return shown


def _typed(text: str, world: World) -> list[dict[str, Any]]:
    """The block that Slack's composer makes of what a person types."""
    if not text:
        return []
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": world.new_id("b"), "elements": [section]}]


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
