"""Rich text: sections, lists, quotes and code, and what stands in them."""

from __future__ import annotations

from tests.support.slack.kit.rules import (
    Rule,
    both,
    flag,
    items,
    just,
    matching,
    needs,
    number,
    one_of,
    shape,
    string,
    typed,
    url,
)

_STYLE = shape({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag})
_MENTION_STYLE = shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink"), flag),
)
_TEXT = shape({"type": just("text"), "text": string(None, 1)}, {"style": _STYLE})
_LINK = shape(
    {"type": just("link"), "url": url()},
    {"text": string(None, 1), "unsafe": flag, "style": _STYLE},
)
_INLINE = typed(
    {
        "text": _TEXT,
        "link": _LINK,
        "broadcast": shape(
            {"type": just("broadcast"), "range": one_of("here", "channel", "everyone")}
        ),
        "channel": shape(
            {"type": just("channel"), "channel_id": matching("[CDG][A-Z0-9]+", "a channel id")},
            {"style": _MENTION_STYLE},
        ),
        "color": shape({"type": just("color"), "value": matching("#[0-9A-Fa-f]{6}", "a color")}),
        "date": shape(
            {"type": just("date"), "timestamp": number(0, 10**11), "format": string(None, 1)},
            {"url": url(), "fallback": string(None, 1), "style": _STYLE},
        ),
        "emoji": shape(
            {"type": just("emoji"), "name": string(None, 1)},
            {"unicode": string(None, 1), "skin_tone": number(1, 6), "style": _STYLE},
        ),
        "team": shape({"type": just("team"), "team_id": string(None, 1)}, {"style": _STYLE}),
        "user": shape(
            {"type": just("user"), "user_id": matching("[UW][A-Z0-9]+", "a user id")},
            {"style": _MENTION_STYLE},
        ),
        "usergroup": shape(
            {"type": just("usergroup"), "usergroup_id": matching("S[A-Z0-9]+", "a group id")},
            {"style": _MENTION_STYLE},
        ),
    },
    "rich text element",
)
_BORDER = one_of(0, 1)
_SECTION = shape({"type": just("rich_text_section"), "elements": items(_INLINE, 0)})
_LIST = shape(
    {
        "type": just("rich_text_list"),
        "style": one_of("bullet", "ordered"),
        "elements": items(typed({"rich_text_section": _SECTION}, "list item"), 0),
    },
    {"indent": number(0, 8), "offset": number(0, 10_000), "border": _BORDER},
)
_QUOTE = shape(
    {"type": just("rich_text_quote"), "elements": items(_INLINE, 0)}, {"border": _BORDER}
)
_CODE = shape(
    {
        "type": just("rich_text_preformatted"),
        "elements": items(typed({"text": _TEXT, "link": _LINK}, "element of code"), 0),
    },
    {"border": _BORDER, "language": string(None, 1)},
)
PARTS = typed(
    {
        "rich_text_section": _SECTION,
        "rich_text_list": _LIST,
        "rich_text_quote": _QUOTE,
        "rich_text_preformatted": _CODE,
    },
    "part of rich text",
)


def rich_text(block_id: Rule) -> Rule:
    """A rich_text block; without any part it shows nothing, which Slack refuses."""
    return both(
        shape({"type": just("rich_text"), "elements": items(PARTS, 1)}, {"block_id": block_id}),
        needs(
            lambda value: any(_filled(part) for part in value.get("elements") or []),
            "must not be empty",
        ),
    )


def _filled(part: object) -> bool:
    return not isinstance(part, dict) or bool(part.get("elements"))
