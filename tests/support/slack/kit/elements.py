"""Block elements: what a person clicks, chooses or types into."""

from __future__ import annotations

from typing import Any

from tests.support.slack.kit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    OPTION,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PICTURE,
    RICH_OPTION,
    plain,
)
from tests.support.slack.kit.rich_text import rich_text
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
    url,
)

_ACTION = {"action_id": string(255, 1)}
_LABEL = {"accessibility_label": string(75, 1)}
_FOCUS = {"focus_on_load": flag}
_SHOWN = {**_ACTION, "confirm": CONFIRM, "placeholder": plain(150), **_FOCUS}
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date as YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
_USER = matching("[UW][A-Z0-9]+", "a user id")
_CHANNEL = matching("[CG][A-Z0-9]+", "a channel id")
_CONVERSATION = matching("[CDGUW][A-Z0-9]+", "a conversation id")
_MOST = number(1, 10_000)


def _element(kind: str, needed: dict[str, Rule], may: dict[str, Rule]) -> Rule:
    return shape({"type": just(kind), **needed}, may)


def _picture(fields: dict[str, Any]) -> bool:
    return ("image_url" in fields) != ("slack_file" in fields)


def _one_list(value: dict[str, Any]) -> bool:
    return ("options" in value) != ("option_groups" in value)


def _initial_is_offered(value: dict[str, Any]) -> bool:
    offered = list(value.get("options") or [])
    for group in value.get("option_groups") or []:
        offered += group.get("options") or []
    chosen = value.get("initial_options") or []
    if "initial_option" in value:
        chosen = [value["initial_option"]]
    return all(each in offered for each in chosen)


def _values_differ(value: dict[str, Any]) -> bool:
    values = [each.get("value") for each in value.get("options") or [] if isinstance(each, dict)]
    return len(values) == len(set(values))


def _chooses(kind: str, may: dict[str, Rule]) -> Rule:
    lists = {"options": items(OPTION, 1, 100), "option_groups": items(OPTION_GROUP, 1, 100)}
    return both(
        _element(kind, {}, {**_SHOWN, **lists, **may}),
        needs(_one_list, "must have options or option_groups"),
        needs(_values_differ, "values of options must differ"),
        needs(_initial_is_offered, "the initial choice must be one of the options"),
    )


def _ticks(kind: str, may: dict[str, Rule]) -> Rule:
    options = {"options": items(RICH_OPTION, 1, 10)}
    return both(
        _element(kind, options, {**_ACTION, "confirm": CONFIRM, **_FOCUS, **may}),
        needs(_values_differ, "values of options must differ"),
        needs(_initial_is_offered, "the initial choice must be one of the options"),
    )


def _conversations(kind: str, may: dict[str, Rule]) -> Rule:
    return _element(
        kind,
        {},
        {**_SHOWN, "default_to_current_conversation": flag, "filter": FILTER, **may},
    )


_RESPOND = {"response_url_enabled": flag}
_QUERY = {"min_query_length": number(0, 1000)}
_FEEDBACK = shape({"text": plain(75), "value": string(2000, 1)}, _LABEL)
_TEXT_INPUT = {
    **_ACTION,
    "initial_value": string(3000),
    "min_length": number(0, 3000),
    "max_length": number(1, 3000),
    "dispatch_action_config": DISPATCH,
    "placeholder": plain(150),
    **_FOCUS,
}

BUTTON = _element(
    "button",
    {"text": plain(75)},
    {
        **_ACTION,
        **_LABEL,
        "url": url(),
        "value": string(2000, 1),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
    },
)
IMAGE = both(
    shape({"type": just("image"), "alt_text": PICTURE["alt_text"]}, PICTURE),
    needs(_picture, "must have image_url or slack_file"),
)
FEEDBACK_BUTTONS = _element(
    "feedback_buttons", {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTION
)
ICON_BUTTON = _element(
    "icon_button",
    {"icon": one_of("trash"), "text": plain(75)},
    {
        **_ACTION,
        **_LABEL,
        "value": string(2000, 1),
        "confirm": CONFIRM,
        "visible_to_user_ids": items(_USER, 1),
    },
)

# What may stand in an actions block, beside a section, and in an input.
SELECTS: dict[str, Rule] = {
    "static_select": _chooses("static_select", {"initial_option": OPTION}),
    "external_select": _element(
        "external_select", {}, {**_SHOWN, **_QUERY, "initial_option": OPTION}
    ),
    "users_select": _element("users_select", {}, {**_SHOWN, "initial_user": _USER}),
    "conversations_select": _conversations(
        "conversations_select", {"initial_conversation": _CONVERSATION, **_RESPOND}
    ),
    "channels_select": _element(
        "channels_select", {}, {**_SHOWN, "initial_channel": _CHANNEL, **_RESPOND}
    ),
    "multi_static_select": _chooses(
        "multi_static_select",
        {"initial_options": items(OPTION, 1, 100), "max_selected_items": _MOST},
    ),
    "multi_external_select": _element(
        "multi_external_select",
        {},
        {
            **_SHOWN,
            **_QUERY,
            "initial_options": items(OPTION, 1, 100),
            "max_selected_items": _MOST,
        },
    ),
    "multi_users_select": _element(
        "multi_users_select",
        {},
        {**_SHOWN, "initial_users": items(_USER, 1), "max_selected_items": _MOST},
    ),
    "multi_conversations_select": _conversations(
        "multi_conversations_select",
        {"initial_conversations": items(_CONVERSATION, 1), "max_selected_items": _MOST},
    ),
    "multi_channels_select": _element(
        "multi_channels_select",
        {},
        {**_SHOWN, "initial_channels": items(_CHANNEL, 1), "max_selected_items": _MOST},
    ),
}
CHOICES: dict[str, Rule] = {
    **SELECTS,
    "checkboxes": _ticks("checkboxes", {"initial_options": items(RICH_OPTION, 1, 10)}),
    "radio_buttons": _ticks("radio_buttons", {"initial_option": RICH_OPTION}),
    "datepicker": _element("datepicker", {}, {**_SHOWN, "initial_date": _DATE}),
    "timepicker": _element(
        "timepicker", {}, {**_SHOWN, "initial_time": _TIME, "timezone": string(None, 1)}
    ),
}
DATETIME: Rule = _element(
    "datetimepicker",
    {},
    {**_ACTION, "confirm": CONFIRM, **_FOCUS, "initial_date_time": number(10**9, 10**10 - 1)},
)
OVERFLOW: Rule = both(
    _element(
        "overflow",
        {"options": items(OVERFLOW_OPTION, 2, 5)},
        {**_ACTION, "confirm": CONFIRM},
    ),
    needs(_values_differ, "values of options must differ"),
)
INPUTS: dict[str, Rule] = {
    "plain_text_input": _element("plain_text_input", {}, {**_TEXT_INPUT, "multiline": flag}),
    "email_text_input": _element("email_text_input", {}, _TEXT_INPUT),
    "url_text_input": _element("url_text_input", {}, _TEXT_INPUT),
    "number_input": _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {
            **_ACTION,
            "initial_value": string(),
            "min_value": string(),
            "max_value": string(),
            "dispatch_action_config": DISPATCH,
            "placeholder": plain(150),
            **_FOCUS,
        },
    ),
    "rich_text_input": _element(
        "rich_text_input",
        {},
        {
            **_ACTION,
            "initial_value": rich_text(string(255, 1)),
            "dispatch_action_config": DISPATCH,
            "placeholder": plain(150),
            **_FOCUS,
        },
    ),
}
