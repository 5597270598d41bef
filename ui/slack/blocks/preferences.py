"""The modal in which the settings of a workspace or of one of its channels are changed.

Slack keeps what was typed into a block for as long as its id stays. The id of each input therefore
names the channel that its value is for, so that another channel shows its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.languages import language_name
from ui.slack.blocks.inputs import (
    MOST_OPTIONS,
    OPTION_TEXT,
    Option,
    labelled,
    one_of,
    option,
)
from ui.slack.blocks.rich import context, plain_text
from ui.slack.blocks.source_menu import named_in, source_menu
from ui.slack.message import Block, View
from ui.slack.preferences import NOTHING, WORKSPACE, Preferences, gone
from ui.slack.text import clipped, one_line

SAVE_SETTINGS = "save_settings"
SETTINGS_SCOPE = "settings_scope"
SETTINGS_CHANNEL = "settings_channel"
SETTINGS_SOURCES = "settings_sources"
CHANNELS: dict[str, Any] = {"include": ["public", "private"]}
"""The filter of every menu of channels; Slack lists those that a person can see."""

_DAYS, _LANGUAGE, _FOLLOW_UPS = "settings_days", "settings_language", "settings_follow_ups"
_RANGES = (7, 30, 90, 365)  # days
_ABOVE, _ANY, _YES, _NO = "above", "any", "yes", "no"
_ONE_CHANNEL = "channel"
_NOTE = 2000  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """What the modal shows: the settings of ``channel``, which is None while one is being chosen.

    ``chosen`` is what is set there, ``above`` what holds where nothing is: the workspace's choice
    for a channel, OnRecord's for the workspace.
    """

    channel: str | None
    chosen: Preferences = NOTHING
    above: Preferences = NOTHING
    sources: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Submission:
    """What was sent: for which channel, what, and what is wrong with it by block."""

    channel: str
    preferences: Preferences
    errors: dict[str, str]


def preferences_view(form: Form) -> View:
    """The modal for one scope."""
    blocks = [_scope(form.channel)]
    if form.channel != WORKSPACE:
        blocks.append(_channel(form.channel))
    if form.channel is not None:
        blocks += _sources(form, form.channel)
        blocks.append(_days(form, form.channel))
        if form.languages:
            blocks.append(_language(form, form.channel))
        blocks.append(_follow_ups(form, form.channel))
    return {
        "type": "modal",
        "callback_id": SAVE_SETTINGS,
        "private_metadata": json.dumps({"channel": form.channel}),
        "title": plain_text("Settings"),
        "submit": plain_text("Save"),
        "close": plain_text("Cancel"),
        "blocks": blocks,
    }


def told_view(text: str) -> View:
    """The modal while its settings are being looked up, or where they cannot be."""
    return {
        "type": "modal",
        "title": plain_text("Settings"),
        "close": plain_text("Close"),
        "blocks": [{"type": "section", "text": plain_text(text)}],
    }


def preferences_from(view: View, sources: Sequence[str]) -> Submission:
    """What was sent from the modal, read as of the sources that the archive has now."""
    shown, channel, sent = shown_in(view), scope_in(view), _sent(view)
    errors = _wrong_scope(shown, channel)
    named = None
    try:
        named = named_in(sent.get(SETTINGS_SOURCES, {}).get("selected_options") or (), sources)
    except ValueError as error:
        errors[block_id(SETTINGS_SOURCES, shown)] = str(error)
    days, language = _selected(sent, _DAYS), _selected(sent, _LANGUAGE)
    follow_ups = _selected(sent, _FOLLOW_UPS)
    preferences = Preferences(
        sources=named,
        days=None if days is None else int(days),
        language="" if language == _ANY else language and language.removeprefix("="),
        follow_ups=None if follow_ups is None else follow_ups == _YES,
    )
    return Submission(channel or WORKSPACE, preferences, errors)


def scope_in(view: View) -> str | None:
    """Which channel is chosen in a view: empty for the workspace, None while there is none yet."""
    sent = _sent(view)
    if _selected(sent, SETTINGS_SCOPE) == _ONE_CHANNEL:
        return sent.get(SETTINGS_CHANNEL, {}).get("selected_conversation")
    return WORKSPACE


def shown_in(view: View) -> str | None:
    """Which channel's settings a view shows: empty for the workspace, None for none yet."""
    channel: str | None = json.loads(view["private_metadata"])["channel"]
    return channel


def block_id(action: str, channel: str | None) -> str:
    """The id of the block of an input, for a channel or the workspace."""
    return f"{action}:{channel or 'workspace'}"


def days_said(days: int | None) -> str:
    """A range of dates in words."""
    return f"Last {days} days" if days else "Any time"


def language_said(tag: str | None) -> str:
    """A language in words."""
    return clipped(one_line(language_name(tag)), OPTION_TEXT) if tag else "Any language"


def follow_ups_said(allowed: bool | None) -> str:
    """Whether a follow-up needs a mention, in words."""
    return "No mention needed" if allowed else "Only with a mention"


def _scope(channel: str | None) -> Block:
    options = [option("The whole workspace", "workspace"), option("One channel", _ONE_CHANNEL)]
    chosen = "workspace" if channel == WORKSPACE else _ONE_CHANNEL
    radio = one_of("radio_buttons", SETTINGS_SCOPE, options, chosen)
    return labelled(SETTINGS_SCOPE, "Settings of", radio, dispatch_action=True)


def _channel(channel: str | None) -> Block:
    menu = {
        "type": "conversations_select",
        "action_id": SETTINGS_CHANNEL,
        "placeholder": plain_text("Choose a channel"),
        "filter": CHANNELS,
        **({"initial_conversation": channel} if channel else {}),
    }
    return labelled(SETTINGS_CHANNEL, "Channel", menu, dispatch_action=True)


def _sources(form: Form, channel: str) -> list[Block]:
    blocks = []
    if form.sources:
        count = len(form.above.sources or ())
        said = f"{count} source{'s' * (count != 1)}" if count else "all sources"
        silent = f"as in the workspace ({said})." if channel else "all of them."
        menu = source_menu(
            SETTINGS_SOURCES, form.sources, form.chosen.sources, can_widen=bool(channel)
        )
        hint = plain_text(f"Only these are searched. None chosen: {silent}")
        name = block_id(SETTINGS_SOURCES, channel)
        blocks.append(labelled(name, "Sources", menu, hint=hint, optional=True))
    if left := gone(form.chosen, form.sources):
        names = ", ".join(clipped(one_line(name), OPTION_TEXT) for name in left)
        note = clipped(f"No longer in the archive, and passed over: {names}", _NOTE)
        blocks.append(context(note))
    return blocks


def _days(form: Form, channel: str) -> Block:
    ranges = sorted({*_RANGES, form.chosen.days or _RANGES[0]})
    options = [option("Any time", "0"), *(option(days_said(n), str(n)) for n in ranges)]
    if channel:
        options.insert(0, _as_above(days_said(form.above.days).lower()))
    chosen = None if form.chosen.days is None else str(form.chosen.days)
    return labelled(
        block_id(_DAYS, channel),
        "Published",
        one_of("static_select", _DAYS, options, chosen),
        hint=plain_text("Articles that are older, or have no date, are left out."),
    )


def _language(form: Form, channel: str) -> Block:
    options = [option("Any language", _ANY)]
    options += [option(language_said(tag), f"={tag}") for tag in form.languages]
    if channel:
        above = language_said(form.above.language)
        options.insert(0, _as_above(above if form.above.language else above.lower()))
    chosen = form.chosen.language
    value = chosen if chosen is None else f"={chosen}" if chosen else _ANY
    menu = one_of("static_select", _LANGUAGE, options[:MOST_OPTIONS], value)
    hint = plain_text("Articles that do not say what language they are in are searched as well.")
    return labelled(block_id(_LANGUAGE, channel), "Language of the articles", menu, hint=hint)


def _follow_ups(form: Form, channel: str) -> Block:
    said = follow_ups_said(form.above.follow_ups).lower()
    options = [
        _as_above(said) if channel else option(f"As OnRecord is set up ({said})", _ABOVE),
        option(follow_ups_said(True), _YES),
        option(follow_ups_said(False), _NO),
    ]
    chosen = form.chosen.follow_ups
    value = None if chosen is None else _YES if chosen else _NO
    radio = one_of("radio_buttons", _FOLLOW_UPS, options, value)
    label = "Follow-up questions in threads that OnRecord answered in"
    return labelled(block_id(_FOLLOW_UPS, channel), label, radio)


def _as_above(said: str) -> Option:
    """The option of a channel that chooses nothing of its own."""
    return option(f"As in the workspace ({clipped(said, 50)})", _ABOVE)


def _wrong_scope(shown: str | None, channel: str | None) -> dict[str, str]:
    """What is wrong where the modal does not show the settings of the channel that is chosen."""
    if channel is None and shown is None:
        return {SETTINGS_CHANNEL: "Choose a channel."}
    if channel == shown:
        return {}
    # It was sent before it had changed to what is set there.
    where = SETTINGS_SCOPE if WORKSPACE in (channel, shown) else SETTINGS_CHANNEL
    return {where: "Its settings were still being looked up. Look at them, and save again."}


def _sent(view: View) -> dict[str, dict[str, Any]]:
    values = (view.get("state") or {}).get("values") or {}
    return {action: value for block in values.values() for action, value in block.items()}


def _selected(sent: dict[str, dict[str, Any]], action: str) -> str | None:
    """The value of the option that was chosen, None where it is what holds above."""
    chosen = (sent.get(action) or {}).get("selected_option") or {}
    value: str | None = chosen.get("value")
    return None if value == _ABOVE else value
