"""The parts that forms are made of: options, menus and the blocks around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ui.slack.blocks.rich import plain_text
from ui.slack.message import Block

Option = dict[str, Any]
MOST_OPTIONS = 100
OPTION_TEXT = 75  # characters


def option(text: str, value: str) -> Option:
    """One entry of a menu."""
    return {"text": plain_text(text), "value": value}


def one_of(kind: str, action: str, options: Sequence[Option], value: str | None) -> dict[str, Any]:
    """A menu or radio buttons with ``value`` chosen; the first option where it is not there."""
    initial = next((each for each in options if each["value"] == value), options[0])
    return {
        "type": kind,
        "action_id": action,
        "options": list(options),
        "initial_option": initial,
    }


def labelled(block_id: str, label: str, element: dict[str, Any], **more: Any) -> Block:
    """An input block."""
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label),
        "element": element,
        **more,
    }
