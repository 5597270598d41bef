"""What people do in a workspace, and what the app is told of it."""

from __future__ import annotations

import copy
from typing import Any

from tests.support.slack import events
from tests.support.slack.delivery import Delivery
from tests.support.slack.interactions import Interactions
from tests.support.slack.message import Message
from tests.support.slack.methods.chat import remove
from tests.support.slack.workspace import AssistantThread, Channel
from tests.support.slack.world import World


class People(Interactions):
    """The people of one workspace; each method is something that one of them does.

    Texts are as Slack stores them: ``&``, ``<`` and ``>`` escaped, mentions as ``<@U1>``.
    ``state`` is the workspace itself.
    """

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

    # Within

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


def _typed(text: str, world: World) -> list[dict[str, Any]]:
    """The block that Slack's composer makes of what a person types."""
    if not text:
        return []
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return [{"type": "rich_text", "block_id": world.new_id("b"), "elements": [section]}]
