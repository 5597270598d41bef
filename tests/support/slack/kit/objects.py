"""Composition objects: texts, options, confirmations and filters."""

from __future__ import annotations

from tests.support.slack.kit.rules import (
    Rule,
    both,
    flag,
    items,
    just,
    needs,
    number,
    one_of,
    shape,
    string,
    typed,
    url,
)

LONGEST = 3000


def plain(longest: int = LONGEST) -> Rule:
    """A plain_text object."""
    return shape({"type": just("plain_text"), "text": string(longest, 1)}, {"emoji": flag})


def text(longest: int = LONGEST) -> Rule:
    """A text object of either kind."""
    mrkdwn = shape({"type": just("mrkdwn"), "text": string(longest, 1)}, {"verbatim": flag})
    return typed({"plain_text": plain(longest), "mrkdwn": mrkdwn}, "text object")


CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": plain(75), "value": string(150, 1)}, {"description": plain(75)})
RICH_OPTION = shape({"text": text(75), "value": string(150, 1)}, {"description": text(75)})
OVERFLOW_OPTION = shape(
    {"text": plain(75), "value": string(150, 1)}, {"description": plain(75), "url": url()}
)
OPTION_GROUP = shape({"label": plain(75), "options": items(OPTION, 1, 100)})
FILTER = both(
    shape(
        {},
        {
            "include": items(one_of("im", "mpim", "private", "public"), 1),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
    needs(bool, "must have at least one field"),
)
DISPATCH = shape(
    {},
    {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
SLACK_FILE = both(
    shape({}, {"id": string(None, 1), "url": url()}),
    needs(lambda value: ("id" in value) != ("url" in value), "must have an id or a url"),
)
PICTURE = {"image_url": url(), "slack_file": SLACK_FILE, "alt_text": string(2000, 1)}
SIZE = number(0, 8)
