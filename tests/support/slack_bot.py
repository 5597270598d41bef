"""The bot as it runs, over an archive of its own, against the stand-in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.settings import Settings
from tests.support.slack import Ephemeral, Message, People, SlackApp, SlackStandIn
from tests.support.slack.message import texts_in
from ui.slack.bot import Bot
from ui.slack.manifest import manifest


def our_app(view: str = "agent") -> SlackApp:
    """The app that Slack makes of our manifest."""
    return SlackApp.of_manifest(manifest(socket_mode=True, view=view))  # type: ignore[arg-type]


def settings_for(slack: SlackStandIn, team: People, folder: Path, **more: Any) -> Settings:
    """Settings of the one workspace, reached by Socket Mode."""
    given = {
        "slack_bot_token": team.bot_token,
        "slack_app_token": slack.app.app_token,
        "slack_url": slack.url,
        **more,
    }
    return Settings.load(folder, **given)


@contextmanager
def running(
    slack: SlackStandIn,
    team: People,
    folder: Path,
    *,
    patience: float = 60.0,
    alive: float = 5.0,
    **more: Any,
) -> Iterator[Bot]:
    """The bot, connected; ``patience`` is when it says that an answer takes longer."""
    settings = settings_for(slack, team, folder, **more)
    with Assistant.open(folder, settings, command="slack") as assistant:
        bot = Bot(assistant, folder, patience=patience, alive=alive)
        try:
            bot.start()
            if settings.slack_app_token is not None:
                slack.wait_until_connected()
            yield bot
        finally:
            bot.close()


def copied(archive: Path, to: Path) -> Path:
    """A copy of an archive to write in."""
    shutil.copytree(archive, to)
    return to


def answered(slack: SlackStandIn, question: Message, count: int = 1) -> list[Message]:
    """Wait for so many messages of the bot in the thread of a question, all of them finished."""

    def finished() -> list[Message] | None:
        found = slack.replies(question)
        done = len(found) >= count and not any(each.streaming for each in found)
        return found if done else None

    found: list[Message] = slack.wait_for(finished, 30)
    return found


def said(message: Message | Ephemeral) -> str:
    """What can be read in a message, without what Markdown escapes."""
    streamed = message.markdown if isinstance(message, Message) else ""
    return "\n".join([message.text, streamed, *texts_in(message.blocks)]).replace("\\", "")
