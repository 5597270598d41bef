"""The Home tab: what the archive holds, how to ask it, what this person asked, and the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from assistant.answers import KeptAnswer
from ui.slack.blocks.answer import SHOW_PASSAGES
from ui.slack.blocks.buttons import actions, button
from ui.slack.blocks.preferences import CHANNELS, days_said, follow_ups_said, language_said
from ui.slack.blocks.rich import (
    context,
    listed,
    plain_text,
    rich_text,
    section,
    text,
    user,
)
from ui.slack.message import Block, View
from ui.slack.preferences import NOTHING, Change, Preferences
from ui.slack.text import clipped, one_line

CHANGE_SETTINGS = "change_settings"
HOME_CHANNEL = "home_channel"
MOST_CHANNELS = 20  # that the page names

_QUESTION = 300  # characters
_NAME = 75
_NAMES = 5  # sources that are named; the rest are counted
_UNREADABLE = (
    "The archive cannot be read just now. Open this page again in a minute; if it stays like this, "
    "`onrecord doctor` says what is wrong."
)

_WHOSE = (
    "Everybody here may change these: choose a channel, or none for the whole workspace. "
    "A channel's own settings go before the workspace's."
)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the archive holds; ``unread`` articles still wait to be read for statements."""

    articles: int = 0
    passages: int = 0
    statements: int = 0
    sources: int = 0
    unread: int = 0
    first: datetime | None = None
    last: datetime | None = None
    model: str = ""
    """The chat model that answers, empty for the embedded one."""


@dataclass(frozen=True, slots=True)
class Home:
    """What one person's page shows.

    ``workspace`` is what holds in the whole workspace, ``gone`` its sources that the archive has
    not any more, ``channels`` what this person has chosen for channels. ``bot`` is the bot's id.
    """

    holdings: Holdings
    recent: Sequence[KeptAnswer] = ()
    workspace: Preferences = NOTHING
    changed: Change | None = None
    gone: tuple[str, ...] = ()
    channels: Mapping[str, Preferences] = field(default_factory=dict)
    bot: str = ""


def home_view(home: Home) -> View:
    """The page, as `views.publish` takes it."""
    blocks: list[Block] = [_header("The archive"), _holdings(home.holdings)]
    blocks += [{"type": "divider"}, _header("How to ask"), _how(home.bot)]
    blocks += [{"type": "divider"}, _header("Your last questions"), *_recent(home.recent)]
    blocks += [{"type": "divider"}, _header("Settings"), *_settings(home)]
    return {"type": "home", "blocks": blocks}


def unreadable_view() -> View:
    """The page while the archive cannot be read."""
    parts = _UNREADABLE.split("`")
    elements = [text(part, code=n % 2 == 1) for n, part in enumerate(parts)]
    return {"type": "home", "blocks": [_header("The archive"), rich_text(section(elements))]}


def _holdings(held: Holdings) -> Block:
    if not held.articles:
        return rich_text(
            section(
                [
                    text("The archive is empty. Fill it with "),
                    text("onrecord ingest FOLDER", code=True),
                    text(" on the machine that it is on; then ask here what it says."),
                ]
            )
        )
    rest = " · ".join(
        [
            _counted(held.sources, "source"),
            _counted(held.passages, "passage"),
            _counted(held.statements, "statement"),
        ]
    )
    said = [text(_counted(held.articles, "article"), bold=True), text(f" · {rest}")]
    if held.first and held.last:
        # Dates of publication are days in UTC; a reader's own zone would move them.
        first, last = _day(held.first), _day(held.last)
        days = f"on {first}" if first == last else f"from {first} to {last}"
        said.append(text(f"\nPublished {days}"))
    if held.unread:
        still = _counted(held.unread, "article")
        said.append(text(f"\nStill to be read for who says what: {still}"))
    model = one_line(held.model)
    by = f"Answers are written by {model}" if model else "Answers are made of the articles' words"
    said.append(text(f"\n{by}; every quote is word for word."))
    return rich_text(section(said))


def _how(bot: str) -> Block:
    named = user(bot) if bot else text("@OnRecord", bold=True)
    ways = [
        [text("In a channel", bold=True), text(": mention "), named, text(" in your question.")],
        [
            text("In private", bold=True),
            text(": write under Messages, or "),
            text("/ask who disputed the withdrawal?", code=True),
            text(" anywhere; only you see the answer until you share it."),
        ],
        [
            text("About a message", bold=True),
            text(": choose "),
            text("Check against archive", italic=True),
            text(" in its menu."),
        ],
        [
            text("To stay informed", bold=True),
            text(": "),
            text("/onrecord follow TOPIC", code=True),
            text(" tells the channel when new articles say something new."),
        ],
    ]
    return rich_text(listed(ways))


def _recent(recent: Sequence[KeptAnswer]) -> Iterator[Block]:
    if not recent:
        nothing = "Nothing yet. What you ask stands here, for you alone."
        yield rich_text(section([text(nothing, italic=True)]))
    for kept in recent:
        question = clipped(one_line(kept.answer.question), _QUESTION) or "…"
        block: Block = {"type": "section", "text": plain_text(question)}
        if kept.answer.citations:
            block["accessory"] = button("Show passages", SHOW_PASSAGES, kept.id)
        yield block
        yield _small(f"{_moment(kept.at)} · {_outcome(kept)}")


def _outcome(kept: KeptAnswer) -> str:
    if kept.answer.outcome == "abstained":
        return "The archive does not know"
    return f"Answered with {_counted(len(kept.answer.citations), 'quote')}"


def _settings(home: Home) -> Iterator[Block]:
    said = [[text(line)] for line in _said(home.workspace)]
    yield rich_text(section([text("The whole workspace", bold=True)]), listed(said))
    if home.changed:
        yield _small(f"Changed by <@{home.changed.by}>, {_moment(home.changed.at)}")
    if home.gone:
        left = f"No longer in the archive, and passed over: {_names(home.gone)}"
        yield rich_text(section([text(left, italic=True)]))
    if home.channels:
        lines = [
            [{"type": "channel", "channel_id": channel}, text(f": {' · '.join(_said(chosen))}")]
            for channel, chosen in list(home.channels.items())[:MOST_CHANNELS]
        ]
        yield rich_text(section([text("Channels that you set", bold=True)]), listed(lines))
    yield context(_WHOSE)
    yield _change()


def _change() -> Block:
    menu = {
        "type": "conversations_select",
        "action_id": HOME_CHANNEL,
        "placeholder": plain_text("The whole workspace"),
        "filter": CHANNELS,
    }
    change = button("Change settings", CHANGE_SETTINGS, "settings")
    return {**actions(menu, change), "block_id": HOME_CHANNEL}


def _said(chosen: Preferences) -> list[str]:
    """What was chosen, in words; what was not is not said."""
    said = []
    if chosen.sources is not None:
        said.append(f"Only {_names(chosen.sources)}" if chosen.sources else "All sources")
    if chosen.days is not None:
        said.append(days_said(chosen.days))
    if chosen.language is not None:
        named = language_said(chosen.language)
        said.append(f"Articles in {named}" if chosen.language else named)
    if chosen.follow_ups is not None:
        said.append(f"Follow-ups in a thread: {follow_ups_said(chosen.follow_ups).lower()}")
    return said


def _names(names: Sequence[str]) -> str:
    shown = [clipped(one_line(name), _NAME) or "(without a name)" for name in names[:_NAMES]]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _moment(at: datetime) -> str:
    """A moment in the reader's own zone; in UTC where that is not shown."""
    fallback = f"{at.day} {at:%B %Y, %H:%M} UTC"
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}}, {{time}}|{fallback}>"


def _small(mrkdwn: str) -> Block:
    """Small print that Slack fills in; never with words of an article or a person."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def _header(words: str) -> Block:
    return {"type": "header", "text": plain_text(words)}
