"""What a person fills into blocks, as payloads carry it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support.slack.kit.blocks import actionable

Filled = Mapping[str, Any]
"""Action id to what a person chose: a text, a value of an option, an id, or a list of these."""


def find(blocks: list[dict[str, Any]], action_id: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The block and the element with this action_id.

    Raises:
        LookupError: there is none that a person could act on.
    """
    for block in blocks:
        for element in actionable(block):
            if element.get("action_id") == action_id:
                return block, element
    there = [each.get("action_id") for block in blocks for each in actionable(block)]
    raise LookupError(f"nobody can act on {action_id!r}: there are {there}")


def chosen(element: dict[str, Any], value: Any) -> dict[str, Any]:
    """The fields by which a payload says what was chosen on an element."""
    kind = element["type"]
    if kind in ("static_select", "radio_buttons", "overflow"):
        return {"selected_option": None if value is None else _option(element, value)}
    if kind in ("multi_static_select", "checkboxes"):
        return {"selected_options": [_option(element, each) for each in value or []]}
    if kind.startswith("multi_"):
        return {_SELECTED[kind]: list(value or [])}
    return {_SELECTED.get(kind, "value"): value}


_SELECTED = {
    "external_select": "selected_option",
    "multi_external_select": "selected_options",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}


def state_of(blocks: list[dict[str, Any]], filled: Filled) -> dict[str, Any]:
    """The state of all inputs and choices: what was filled in, else what they begin with.

    Raises:
        LookupError: something is filled in that is not there.
    """
    for action_id in filled:
        find(blocks, action_id)
    values: dict[str, dict[str, Any]] = {}
    for block in blocks:
        for element in actionable(block):
            action_id, kind = str(element.get("action_id", "")), element["type"]
            if not action_id or kind in _CLICKED:
                continue
            said = filled.get(action_id, _initial(element))
            state = {"type": kind, **chosen(element, said)}
            values.setdefault(block["block_id"], {})[action_id] = state
    return values


_CLICKED = ("button", "feedback_buttons", "icon_button", "overflow")


def _initial(element: dict[str, Any]) -> Any:
    begins = {key: value for key, value in element.items() if key.startswith("initial_")}
    if not begins:
        return None
    (value,) = begins.values()
    if element["type"] in ("static_select", "radio_buttons"):
        return value["value"]
    if element["type"] in ("multi_static_select", "checkboxes"):
        return [each["value"] for each in value]
    return value


def _option(element: dict[str, Any], value: str) -> dict[str, Any]:
    offered = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        offered += group["options"]
    for each in offered:
        if each["value"] == value:
            return dict(each)
    raise LookupError(f"{value!r} is not offered: {[each['value'] for each in offered]}")
