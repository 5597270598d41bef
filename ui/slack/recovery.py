"""What a stopped process left half done: it is answered now, or said to be broken off."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.errors import OnRecordError
from ui.slack.blocks import notices
from ui.slack.clients import Clients
from ui.slack.desk import Desk
from ui.slack.place import Question
from ui.slack.quiet import quiet_logger
from ui.slack.store import Kept, QuestionStore

log = quiet_logger(__name__)

_FRESH = timedelta(minutes=10)  # how long somebody may still wait for an answer not begun


def recover(desk: Desk, clients: Clients, now: datetime | None = None) -> int:
    """Take up what was left, in the lanes of its conversations; returns how many questions."""
    left = desk.store.unfinished()
    for kept in left:
        question = kept.question
        if kept.state == "waiting" and (now or datetime.now(UTC)) - question.at < _FRESH:
            desk.begin(question)
        else:
            desk.lanes.submit(question.place.memory, _Interrupted(desk, clients, kept))
    return len(left)


class _Interrupted:
    """Says of one question, once, that its answer was interrupted."""

    def __init__(self, desk: Desk, clients: Clients, kept: Kept) -> None:
        self._desk = desk
        self._clients = clients
        self._kept = kept

    def __call__(self) -> None:
        kept, question = self._kept, self._kept.question
        try:
            client = self._clients.of(question.place.team)
            if client is not None and not kept.response_url:
                kept = replace(kept, replies=_visible(client, self._desk.store, kept))
            self._desk.reply_to(kept).say([notices.interrupted(question.id)])
        except (SlackApiError, OSError, OnRecordError) as error:
            log.warning("an interrupted answer could not be told of: %r", error)
        self._desk.store.note(question.id, "interrupted")


def _visible(client: WebClient, store: QuestionStore, kept: Kept) -> tuple[str, ...]:
    """The messages of a broken-off answer: those written down, or one that was not any more.

    The process may have been killed after Slack took a message and before that was noted.
    """
    place = kept.question.place
    found = kept.replies or _strays(client, store, kept.question)
    for ts in found:
        # Only a message that is still being streamed can be stopped.
        with contextlib.suppress(SlackApiError):
            client.chat_stopStream(channel=place.channel, ts=ts)
    return found


def _strays(client: WebClient, store: QuestionStore, question: Question) -> tuple[str, ...]:
    place = question.place
    known = store.known_replies(place)
    me = client.auth_test()["user_id"]
    thread = client.conversations_replies(
        channel=place.channel, ts=place.thread, oldest=question.ts or place.thread, limit=200
    )
    return tuple(
        message["ts"]
        for message in thread["messages"]
        if message.get("user") == me and message["ts"] > question.ts and message["ts"] not in known
    )
