"""Blocks, on each surface, and the chunks of a streamed message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.slack.kit.elements import (
    BUTTON,
    CHOICES,
    DATETIME,
    FEEDBACK_BUTTONS,
    ICON_BUTTON,
    IMAGE,
    INPUTS,
    OVERFLOW,
)
from tests.support.slack.kit.objects import PICTURE, plain, text
from tests.support.slack.kit.rich_text import rich_text
from tests.support.slack.kit.rules import (
    Rule,
    both,
    flag,
    items,
    just,
    needs,
    one_of,
    shape,
    string,
    typed,
    url,
)

MOST = {"message": 50, "modal": 100, "home": 100}
LONGEST_MARKDOWN = 12_000  # characters in all markdown blocks of a message
_BLOCK_ID = string(255, 1)
_CLICKS: dict[str, Rule] = {
    "button": BUTTON,
    **CHOICES,
    "datetimepicker": DATETIME,
    "overflow": OVERFLOW,
}
_BESIDE: dict[str, Rule] = {"image": IMAGE, "button": BUTTON, **CHOICES, "overflow": OVERFLOW}
_TYPED: dict[str, Rule] = {**CHOICES, "datetimepicker": DATETIME, **INPUTS}
_NOTES = {
    "image": IMAGE,
    "mrkdwn": text(),
    "plain_text": text(),
}
_RICH = rich_text(_BLOCK_ID)
_SOURCE = shape({"type": just("url"), "url": url(), "text": string(None, 1)})
_STATUS = one_of("pending", "in_progress", "complete", "error")


def _block(kind: str, needed: dict[str, Rule], may: dict[str, Rule] | None = None) -> Rule:
    return shape({"type": just(kind), **needed}, {"block_id": _BLOCK_ID, **(may or {})})


_SECTION = both(
    _block(
        "section",
        {},
        {
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": typed(_BESIDE, "accessory of a section"),
            "expand": flag,
        },
    ),
    needs(lambda value: "text" in value or "fields" in value, "must have text or fields"),
)
_IMAGE = both(
    shape(
        {"type": just("image"), "alt_text": PICTURE["alt_text"]},
        {**PICTURE, "title": plain(2000), "block_id": _BLOCK_ID},
    ),
    needs(
        lambda value: ("image_url" in value) != ("slack_file" in value),
        "must have image_url or slack_file",
    ),
)
_CELL = typed(
    {
        "raw_text": shape({"type": just("raw_text"), "text": string(None, 1)}),
        "rich_text": _RICH,
    },
    "cell of a table",
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": flag})
_TASK = _block(
    "task_card",
    {"task_id": string(None, 1), "title": string(None, 1)},
    {"status": _STATUS, "details": _RICH, "output": _RICH, "sources": items(_SOURCE, 0)},
)
_ANYWHERE: dict[str, Rule] = {
    "actions": _block("actions", {"elements": items(typed(_CLICKS, "element of actions"), 1, 25)}),
    "context": _block("context", {"elements": items(typed(_NOTES, "element of context"), 1, 10)}),
    "divider": _block("divider", {}),
    "header": _block("header", {"text": plain(150)}),
    "image": _IMAGE,
    "input": _block(
        "input",
        {"label": plain(2000), "element": typed(_TYPED, "element of an input")},
        {"dispatch_action": flag, "hint": plain(2000), "optional": flag},
    ),
    "rich_text": _RICH,
    "section": _SECTION,
    "video": _block(
        "video",
        {
            "alt_text": string(None, 1),
            "title": plain(200),
            "thumbnail_url": url(),
            "video_url": url(),
        },
        {
            "author_name": string(50),
            "description": plain(),
            "provider_icon_url": url(),
            "provider_name": string(),
            "title_url": url(),
        },
    ),
}
_IN_MESSAGES: dict[str, Rule] = {
    **_ANYWHERE,
    "context_actions": _block(
        "context_actions",
        {
            "elements": items(
                typed(
                    {"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON},
                    "element of context_actions",
                ),
                1,
                5,
            )
        },
    ),
    "markdown": _block("markdown", {"text": string(LONGEST_MARKDOWN, 1)}),
    "plan": _block("plan", {"title": string(None, 1)}, {"tasks": items(_TASK, 0)}),
    "table": _block(
        "table",
        {"rows": items(items(_CELL, 1, 20), 1, 100)},
        {"column_settings": items(_COLUMN, 0, 20)},
    ),
    "task_card": _TASK,
}
_SURFACES: dict[str, Rule] = {
    "message": typed(_IN_MESSAGES, "block of a message"),
    "modal": typed(_ANYWHERE, "block of a modal"),
    "home": typed(_ANYWHERE, "block of a home tab"),
}
_CHUNKS = items(
    typed(
        {
            "markdown_text": shape({"type": just("markdown_text"), "text": string(None, 1)}),
            "task_update": shape(
                {
                    "type": just("task_update"),
                    "id": string(None, 1),
                    "title": string(None, 1),
                    "status": _STATUS,
                },
                {"details": string(), "output": string(), "sources": items(_SOURCE, 0)},
            ),
            "plan_update": shape({"type": just("plan_update"), "title": string(None, 1)}),
            "blocks": shape(
                {"type": just("blocks"), "blocks": items(needs(bool, "must not be empty"), 1)}
            ),
        },
        "chunk",
    ),
    0,
)


def block_faults(blocks: Any, surface: str) -> list[str]:
    """What Slack refuses in blocks on a surface: ``message``, ``modal`` or ``home``."""
    at = "/blocks" if surface == "message" else "/view/blocks"
    faults = list(items(_SURFACES[surface], 0, MOST[surface])(blocks, at))
    if faults:
        return faults
    return [*_across(blocks, at), *(_messages_only(blocks, at) if surface == "message" else ())]


def chunk_faults(chunks: Any) -> list[str]:
    """What Slack refuses in the chunks of a streamed message; blocks in them go by themselves."""
    return list(_CHUNKS(chunks, "/chunks"))


def block_text(blocks: list[dict[str, Any]]) -> int:
    """How many characters of text blocks have: by what msg_blocks_too_long is measured."""
    return sum(_text(each) for each in blocks)


def actionable(block: dict[str, Any]) -> list[dict[str, Any]]:
    """The elements of a block that a person can act on."""
    found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    known = {**_CLICKS, **_TYPED, "feedback_buttons": BUTTON, "icon_button": BUTTON}
    return [each for each in found if isinstance(each, dict) and each.get("type") in known]


def _text(value: Any) -> int:
    if isinstance(value, list):
        return sum(_text(each) for each in value)
    if not isinstance(value, dict):
        return 0
    return sum(
        len(inner) if name == "text" and isinstance(inner, str) else _text(inner)
        for name, inner in value.items()
    )


def _across(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    """What is wrong only beside something else."""
    ids = [each["block_id"] for each in blocks if "block_id" in each]
    for twice in sorted({each for each in ids if ids.count(each) > 1}):
        yield f"duplicate block_id: {twice} [json-pointer:{at}]"
    focused = 0
    for place, block in enumerate(blocks):
        actions = [each["action_id"] for each in actionable(block) if "action_id" in each]
        for twice in sorted({each for each in actions if actions.count(each) > 1}):
            yield f"duplicate action_id: {twice} [json-pointer:{at}/{place}]"
        focused += sum(bool(each.get("focus_on_load")) for each in actionable(block))
    if focused > 1:
        yield f"focus_on_load on more than one element [json-pointer:{at}]"


def _messages_only(blocks: list[dict[str, Any]], at: str) -> Iterator[str]:
    markdown = sum(len(each["text"]) for each in blocks if each["type"] == "markdown")
    if markdown > LONGEST_MARKDOWN:
        yield f"markdown blocks have more than {LONGEST_MARKDOWN} characters [json-pointer:{at}]"
    if sum(each["type"] == "table" for each in blocks) > 1:
        yield f"only one table is allowed [json-pointer:{at}]"
    for place, block in enumerate(blocks):
        for each in actionable(block):
            if each.get("response_url_enabled"):
                yield f"response_url_enabled works in modals only [json-pointer:{at}/{place}]"
