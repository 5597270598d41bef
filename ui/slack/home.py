"""App Home: the page of each person, and the modal in which settings are changed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.answers import Answers
from assistant.assistant import Assistant
from assistant.errors import OnRecordError
from ui.slack.blocks import home as page
from ui.slack.blocks import preferences as modal
from ui.slack.blocks.source_menu import suggested
from ui.slack.message import View
from ui.slack.preferences import (
    WORKSPACE,
    Preferences,
    PreferenceStore,
    gone,
    usable,
)
from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

# Slack takes a modal within three seconds of the click, some of which are gone by now.
_PATIENCE = 1.0
_FORMS = 4  # that are made at the same time
_LOOKING = "Looking up the settings…"
_NOT_READ = "The settings cannot be read just now. Close this, and try again in a minute."
_NOT_SAVED = "This could not be saved just now. Try again in a minute."
# A click that is delivered twice, or late: there is nothing left to open.
_TRIGGER_SPENT = {"expired_trigger_id", "exchanged_trigger_id"}
# The modal was closed, or changed again since.
_VIEW_PASSED = {"hash_conflict", "not_found"}


def register(
    app: App,
    assistant: Assistant,
    preferences: PreferenceStore,
    answers: Answers,
    *,
    patience: float = _PATIENCE,
) -> None:
    """Make Bolt show the Home tab, and take the settings that are changed there.

    ``patience`` is in seconds: how long a modal waits for what is to stand in it before it opens
    without.
    """
    listeners = _HomeListeners(assistant, preferences, answers, patience)
    app.event("app_home_opened")(listeners.opened)
    app.action(page.CHANGE_SETTINGS)(listeners.change)
    app.action(page.HOME_CHANNEL)(_acknowledged)
    app.action(modal.SETTINGS_SCOPE)(listeners.look)
    app.action(modal.SETTINGS_CHANNEL)(listeners.look)
    app.options(modal.SETTINGS_SOURCES)(listeners.suggest)
    app.view(modal.SAVE_SETTINGS)(listeners.save)


class _HomeListeners:
    def __init__(
        self,
        assistant: Assistant,
        preferences: PreferenceStore,
        answers: Answers,
        patience: float,
    ) -> None:
        self._assistant = assistant
        self._archive = assistant.archive
        self._preferences = preferences
        self._answers = answers
        self._patience = patience
        self._making = ThreadPoolExecutor(_FORMS, thread_name_prefix="slack-form")

    def opened(self, event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if event.get("tab") == "home":
            self._publish(client, context, (event.get("view") or {}).get("hash"))

    def change(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """Open the modal at once, and with what stands in it where that is quick."""
        ack()
        form = self._making.submit(self._modal, _team(context), _chosen_on_page(body["view"]))
        is_made = wait([form], self._patience).done
        shown = form.result() if is_made else modal.told_view(_LOOKING)
        try:
            opened = client.views_open(trigger_id=body["trigger_id"], view=shown)
        except SlackApiError as error:
            if error.response["error"] not in _TRIGGER_SPENT:
                raise
            log.info("a click on %s came twice or late", page.CHANGE_SETTINGS)
            return
        if not is_made:
            _update(client, opened["view"], form.result())

    def look(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        """Show the settings of another channel in the modal."""
        ack()
        view = body["view"]
        channel = modal.scope_in(view)
        if channel != modal.shown_in(view):
            _update(client, view, self._modal(_team(context), channel))

    def suggest(self, ack: Ack, body: dict[str, Any], payload: dict[str, Any]) -> None:
        can_widen = bool(modal.shown_in(body["view"]))
        try:
            sources = self._archive.sources()
        except OnRecordError as error:
            log.warning("the sources cannot be listed: %s", error)
            sources = []
        ack(options=suggested(sources, payload.get("value") or "", can_widen=can_widen))

    def save(self, ack: Ack, view: View, context: BoltContext, client: WebClient) -> None:
        try:
            sent = modal.preferences_from(view, self._archive.sources())
            if sent.errors:
                ack(response_action="errors", errors=sent.errors)
                return
            user = context.user_id or ""
            self._preferences.set(_team(context), sent.channel, sent.preferences, user)
        except OnRecordError as error:
            log.warning("settings were not saved: %s", error)
            ack(response_action="errors", errors={modal.SETTINGS_SCOPE: _NOT_SAVED})
            return
        ack(response_action="clear")
        self._publish(client, context, None)

    def _publish(self, client: WebClient, context: BoltContext, known: str | None) -> None:
        """Publish a person's page over the one that Slack knows by this hash, or over any."""
        user = context.user_id or ""
        try:
            client.views_publish(user_id=user, view=self._page(context), hash=known)
        except SlackApiError as error:
            if error.response["error"] != "hash_conflict":
                raise
            # Another page came in between; what it shows may be older than what is true now.
            client.views_publish(user_id=user, view=self._page(context))

    def _page(self, context: BoltContext) -> View:
        try:
            return page.home_view(self._home(context))
        except OnRecordError as error:
            log.warning("a home page cannot be made: %s", error)
            return page.unreadable_view()

    def _home(self, context: BoltContext) -> page.Home:
        team, user = _team(context), context.user_id or ""
        sources = self._archive.sources()
        languages = self._archive.languages()
        everything = Preferences((), 0, "" if languages else None)
        workspace = self._resolved(team, WORKSPACE).over(everything)
        return page.Home(
            holdings=self._holdings(len(sources)),
            recent=self._answers.recent(workspace=team, asker=user),
            workspace=usable(workspace, sources, languages),
            changed=self._preferences.changed(team, WORKSPACE),
            gone=gone(workspace, sources),
            channels=self._preferences.channels_by(team, user, page.MOST_CHANNELS),
            bot=context.bot_user_id or "",
        )

    def _holdings(self, sources: int) -> page.Holdings:
        articles, passages = self._archive.count()
        ledger = self._archive.ledger
        model = self._assistant.settings.model or ""
        return page.Holdings(
            articles,
            passages,
            ledger.count(),
            sources,
            len(ledger.unread()),
            *self._archive.dates(),
            model=model,
        )

    def _modal(self, team: str, channel: str | None) -> View:
        try:
            return modal.preferences_view(self._form(team, channel))
        except OnRecordError as error:
            log.warning("the settings cannot be shown: %s", error)
            return modal.told_view(_NOT_READ)

    def _form(self, team: str, channel: str | None) -> modal.Form:
        if channel is None:
            return modal.Form(None)
        default = Preferences(follow_ups=self._assistant.settings.slack_follow_ups)
        return modal.Form(
            channel,
            chosen=self._preferences.get(team, channel),
            above=self._resolved(team, WORKSPACE) if channel else default,
            sources=tuple(self._archive.sources()),
            languages=tuple(self._archive.languages()),
        )

    def _resolved(self, team: str, channel: str) -> Preferences:
        default = self._assistant.settings.slack_follow_ups
        return self._preferences.resolved(team, channel, default)


def _acknowledged(ack: Ack) -> None:
    """The menu on the page only says what the button beside it is for."""
    ack()


def _chosen_on_page(view: View) -> str:
    """The channel that is chosen beside the button; empty for the whole workspace."""
    block = ((view.get("state") or {}).get("values") or {}).get(page.HOME_CHANNEL) or {}
    return (block.get(page.HOME_CHANNEL) or {}).get("selected_conversation") or WORKSPACE


def _update(client: WebClient, known: dict[str, Any], view: View) -> None:
    try:
        client.views_update(view_id=known["id"], hash=known["hash"], view=view)
    except SlackApiError as error:
        if error.response["error"] not in _VIEW_PASSED:
            raise
        log.info("a modal was closed or changed before its settings came")


def _team(context: BoltContext) -> str:
    return context.team_id or ""
