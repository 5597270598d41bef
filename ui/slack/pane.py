"""Conversations with the app itself: a greeting, questions to begin with, a status, a title.

Slack has two views for them. In the assistant view a thread is begun by Slack, and Bolt's assistant
middleware hears of it. In the agent view, which new apps have, each direct message begins one, and
what is opened is the tab.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltContext, BoltResponse
from slack_bolt.middleware import CustomMiddleware
from slack_bolt.middleware.assistant import Assistant as Pane
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from ui.slack.clients import Clients
from ui.slack.listeners import Listeners
from ui.slack.place import Place, Question
from ui.slack.prompts import Prompts
from ui.slack.quiet import quiet_logger
from ui.slack.store import QuestionStore
from ui.slack.text import clipped

log = quiet_logger(__name__)

_TITLE = 100  # characters
_BEGIN = "For example"
_GREETING = (
    "Ask what the archive says. Every quote is word for word, with its speaker, article and date; "
    "what the archive does not know, I say so."
)
_EMPTY = "The archive is empty: fill it with `onrecord ingest FOLDER`, then ask what it says."


class PaneListeners:
    """Greets in a new pane and takes what is asked there."""

    def __init__(self, listeners: Listeners, prompts: Prompts) -> None:
        self._listeners = listeners
        self._prompts = prompts

    def register(self, app: App) -> None:
        """Put Bolt's assistant middleware before its other listeners."""
        app.event("app_home_opened", matchers=[_messages_tab])(self._opened)
        app.event("app_context_changed")(lambda: None)  # what else is looked at is not ours
        pane = Pane()
        pane.thread_started(self._started)
        asked: Any = [CustomMiddleware(app_name=app.name, func=self._asked)]
        pane.user_message(middleware=asked)(lambda: None)
        app.assistant(pane)

    def _started(self, say: Any, set_suggested_prompts: Any) -> None:
        if self._prompts.empty():
            say(_EMPTY)
            return
        say(_GREETING)
        if prompts := self._prompts.current():
            set_suggested_prompts(title=_BEGIN, prompts=list(prompts))

    def _opened(self, event: dict[str, Any], client: WebClient) -> None:
        if prompts := self._prompts.current():
            client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], title=_BEGIN, prompts=list(prompts)
            )

    def _asked(
        self, event: dict[str, Any], context: BoltContext, next: Callable[[], BoltResponse]
    ) -> BoltResponse:
        self._listeners.ask(event, context, "pane")
        return next()


def _messages_tab(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"


class PaneStatus:
    """Says in a direct conversation what is being done, and names it by its first question."""

    def __init__(self, clients: Clients, store: QuestionStore) -> None:
        self._clients = clients
        self._store = store

    def __call__(self, question: Question, text: str) -> None:
        if not question.place.direct or question.kind in ("command", "check"):
            return
        client = self._clients.of(question.place.team)
        if client is None:
            return
        client, place = self._clients.hasty(client), question.place
        # A nicety: what goes wrong here goes wrong again, and is told, where the answer is sent.
        try:
            client.assistant_threads_setStatus(
                channel_id=place.channel, thread_ts=place.thread, status=text
            )
            if self._first(question, place):
                title = clipped(question.text, _TITLE)
                client.assistant_threads_setTitle(
                    channel_id=place.channel, thread_ts=place.thread, title=title
                )
        except (SlackApiError, OSError) as error:
            log.debug("the pane's status was not set: %r", error)

    def _first(self, question: Question, place: Place) -> bool:
        return self._store.first_in(place) == question.id
