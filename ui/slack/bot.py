"""The Slack bot over an open archive: its parts, wired in one place."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.period import period_in
from ui.slack import commands, home, leaving
from ui.slack.actions import Actions
from ui.slack.answering import Answering
from ui.slack.app import app_for
from ui.slack.clients import Clients
from ui.slack.configured import by_oauth
from ui.slack.database import open_database
from ui.slack.desk import PATIENCE, Desk
from ui.slack.digests import Digests
from ui.slack.installations import Installations
from ui.slack.listeners import Listeners
from ui.slack.message import Message
from ui.slack.once import once
from ui.slack.pane import PaneListeners, PaneStatus
from ui.slack.place import Place, Question, of_workspace
from ui.slack.posted import posted_by
from ui.slack.preferences import PreferenceStore, limits, usable
from ui.slack.prompts import Prompts
from ui.slack.recovery import recover
from ui.slack.socket import ALIVE, Socket
from ui.slack.store import QuestionStore
from ui.slack.topics import TopicStore

_KEPT = timedelta(days=90)  # that a question is remembered in slack.db
_GRACE = 5.0  # seconds that answers on their way have when the bot is stopped


class Bot:
    """Answers in Slack from `start` to `close`; ``app`` takes what Slack delivers."""

    def __init__(
        self,
        assistant: Assistant,
        folder: Path,
        *,
        patience: float = PATIENCE,
        alive: float = ALIVE,
    ) -> None:
        settings = assistant.settings
        self._settings = settings
        self.assistant = assistant
        self._alive = alive
        self._closing = ExitStack()
        database = open_database(folder)
        self._closing.callback(database.dispose)
        installations = (
            Installations.of(settings, assistant.archive) if by_oauth(settings) else None
        )
        self._clients = Clients(settings, installations)
        self._preferences = PreferenceStore(database)
        store = QuestionStore(database)
        status = PaneStatus(self._clients, store)
        answering = Answering(assistant, store, self._limits, status)
        self.desk = Desk(answering, store, self._clients, patience=patience)
        self._topics = topics = TopicStore(database)
        self._digests = Digests(
            assistant,
            topics,
            self.post,
            posted=posted_by(self._clients.of),
            limits=self._limits_of,
        )
        self.app = app_for(settings, self._clients, installations)
        listeners = Listeners(self.desk, self._follow_ups)
        listeners.register(self.app)
        PaneListeners(listeners, Prompts(assistant)).register(self.app)
        Actions(assistant, self.desk).register(self.app)
        home.register(self.app, assistant, self._preferences, assistant.answers)
        commands.register(self.app, topics, assistant, middleware=[once(store)])
        leaving.register(self.app, installations, self._forget)

    def start(self) -> None:
        """Take up what was left, connect where there is an app token, and begin the digests.

        Raises:
            SettingsError: Slack refuses the app token.
        """
        self.desk.store.forget(datetime.now(UTC) - _KEPT)
        recover(self.desk, self._clients)
        self._closing.callback(self.desk.close, _GRACE)
        self._digests.start()
        self._closing.callback(self._digests.stop)
        token = self._settings.slack_app_token
        if token is not None:
            socket = Socket(self.app, token.get_secret_value(), self._alive)
            self._closing.callback(socket.close)
            socket.begin()

    def close(self) -> None:
        """Take nothing new, and let what is on its way arrive."""
        self._closing.close()

    def post(self, team: str, channel: str, message: Message, thread: str = "") -> None:
        """Post a message that nobody asked for.

        Raises:
            SlackApiError: Slack does not take it.
            UsageError: the workspace is not signed in any more.
        """
        client = self._clients.of(team)
        if client is None:
            raise UsageError(f"the workspace {team} is not signed in any more")
        client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            thread_ts=thread or None,
            unfurl_links=False,
            unfurl_media=False,
        )

    def _forget(self, team: str) -> None:
        """Delete everything that is kept of a workspace, but for its sign-in."""
        self._preferences.forget(team)
        self._topics.forget(team)
        self.desk.leave(team, lambda: self._forget_answers(team))

    def _forget_answers(self, team: str) -> None:
        self.assistant.answers.forget_workspace(team)
        for thread in self.assistant.conversations():
            if of_workspace(thread, team):
                self.assistant.threads.forget(thread)

    def _limits_of(self, place: Place) -> Mapping[str, Any]:
        """What is set in a channel."""
        archive = self.assistant.archive
        preferences = self._preferences.resolved(place.team, place.channel)
        known = usable(preferences, archive.sources(), archive.languages())
        return limits(known, datetime.now(UTC))

    def _limits(self, question: Question) -> Mapping[str, Any]:
        """What is set where something is asked; the question's own dates come before those."""
        found = dict(self._limits_of(question.place))
        if period_in(question.text, datetime.now(UTC)) is not None:
            found.pop("after", None)
        return found

    def _follow_ups(self, place: Place) -> bool:
        chosen = self._preferences.resolved(place.team, place.channel).follow_ups
        return self._settings.slack_follow_ups if chosen is None else chosen
