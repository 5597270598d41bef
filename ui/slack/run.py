"""`onrecord slack`: the bot alone, in Socket Mode."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import SettingsError
from assistant.settings import Settings
from ui.slack.configured import by_oauth

_GLANCE = 0.5  # seconds: a signal may reach another thread, and is seen when this one looks up


def run(folder: Path, settings: Settings, tell: Callable[[str], None]) -> None:
    """Answer in Slack until told to stop; other commands are carried out meanwhile.

    ``tell`` is called once the bot is connected.

    Raises:
        SettingsError: a token is missing or refused.
        ArchiveError: the archive cannot be opened.
    """
    if settings.slack_app_token is None:
        raise SettingsError(
            "Socket Mode needs an app token: set ONRECORD_SLACK_APP_TOKEN; "
            "`onrecord slack check` says what else is missing"
        )
    # Loaded only here: what serves other commands takes a moment.
    from ui.serve import Commands
    from ui.slack.bot import Bot

    if settings.slack_bot_token is None and not by_oauth(settings):
        raise SettingsError(
            "the bot has no token: set ONRECORD_SLACK_BOT_TOKEN, or a client id and secret where "
            "several workspaces sign in; `onrecord slack manifest` prints the app to create"
        )
    stopped = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stopped.set())
    with ExitStack() as closing:
        assistant = closing.enter_context(Assistant.open(folder, settings, command="slack"))
        closing.enter_context(Commands(assistant))
        assistant.scribe.start()
        bot = Bot(assistant, folder)
        closing.callback(bot.close)
        bot.start()
        tell("OnRecord answers in Slack  (stop with Ctrl-C)")
        while not stopped.wait(_GLANCE):
            pass
