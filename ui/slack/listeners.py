"""The listeners of questions: mentions, messages, the command, the shortcut; edits and deletions.

Bolt acknowledges an event before it calls its listener. A question must be written down before
that, or a process killed in between would lose it: so it is taken in a middleware.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, BoltResponse

from ui.slack import intake
from ui.slack.addressed import meant_for_us
from ui.slack.blocks import notices
from ui.slack.desk import Desk
from ui.slack.place import Kind, Place

Next = Callable[[], BoltResponse]
FollowUps = Callable[[Place], bool]
"""Whether a follow-up in this thread needs no mention."""
CHECK = "check_message"
_DONE = BoltResponse(status=200, body="")


class Listeners:
    """Takes what people ask, and follows what they do with their messages."""

    def __init__(self, desk: Desk, follow_ups: FollowUps) -> None:
        self._desk = desk
        self._follow_ups = follow_ups

    def register(self, app: App) -> None:
        """Make Bolt call these; before the assistant pane's, which would keep edits to itself."""
        app.use(self._changes)
        app.event("app_mention", middleware=[self._mention])(_nothing)
        app.event("message", middleware=[self._message])(_nothing)
        app.command("/ask")(self._command)
        app.message_shortcut(CHECK)(self._shortcut)

    def ask(self, event: dict[str, Any], context: BoltContext, kind: Kind) -> None:
        """Take the question of a message, once."""
        question = intake.from_message(_team(context), event, context.bot_user_id or "", kind)
        self._desk.take(question)

    def _changes(self, body: dict[str, Any], context: BoltContext, next: Next) -> BoltResponse:
        event = body.get("event") or {}
        if event.get("type") != "message":
            return next()
        if event.get("subtype") == "message_deleted":
            self._deleted(event, context)
        elif event.get("subtype") == "message_changed":
            self._edited(event, context)
        else:
            return next()
        return _DONE

    def _edited(self, event: dict[str, Any], context: BoltContext) -> None:
        message = {**event["message"], "channel": event["channel"]}
        if message.get("subtype") == "tombstone":
            self._deleted({**event, "deleted_ts": message["ts"]}, context)
            return
        text, bot_user = message.get("text") or "", context.bot_user_id or ""
        kept = self._desk.store.by_message(_team(context), event["channel"], message["ts"])
        if not intake.by_a_person(message):
            return
        if kept is not None:
            self._desk.revise(kept, intake.asked(text, bot_user))
        elif intake.mentions(text, bot_user):
            self.ask(message, context, "mention")

    def _deleted(self, event: dict[str, Any], context: BoltContext) -> None:
        kept = self._desk.store.by_message(_team(context), event["channel"], event["deleted_ts"])
        if kept is not None:
            self._desk.withdraw(kept)

    def _mention(self, event: dict[str, Any], context: BoltContext, next: Next) -> BoltResponse:
        if intake.by_a_person(event):
            self.ask(event, context, "mention")
        return next()

    def _message(self, event: dict[str, Any], context: BoltContext, next: Next) -> BoltResponse:
        if intake.by_a_person(event):
            text = event.get("text") or ""
            if event.get("channel_type") == "im":
                self.ask(event, context, "message")
            elif intake.mentions(text, context.bot_user_id or ""):
                self.ask(event, context, "mention")
            elif event.get("thread_ts") and meant_for_us(text) and self._ours(event, context):
                self.ask(event, context, "message")
        return next()

    def _ours(self, event: dict[str, Any], context: BoltContext) -> bool:
        """Whether the thread is one that OnRecord answers in, and may go on without a mention."""
        place = Place(_team(context), event["channel"], event["thread_ts"])
        return bool(self._desk.store.askers(place)) and self._follow_ups(place)

    def _command(self, body: dict[str, Any], ack: Ack) -> None:
        question = intake.from_command(body)
        if not re.search(r"\w", question.text):
            usage = notices.usage()
            ack(text=usage.text, blocks=list(usage.blocks))
            return
        self._desk.take(question, body["response_url"])
        ack()

    def _shortcut(self, body: dict[str, Any], ack: Ack) -> None:
        self._desk.take(intake.from_shortcut(body), body["response_url"])
        ack()


def _nothing() -> None:
    """All is done by the time a listener is called."""


def _team(context: BoltContext) -> str:
    return context.team_id or ""
