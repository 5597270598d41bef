"""The Slack stand-in's rules of Block Kit."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models import blocks as sdk

from tests.support.slack import block_faults, block_text, view_faults

Block = dict[str, Any]


def plain(text: str = "x") -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Block:
    return {"type": "mrkdwn", "text": text}


def section(**more: Any) -> Block:
    return {"type": "section", "text": mrkdwn(), **more}


def button(**more: Any) -> Block:
    return {"type": "button", "text": plain(), "action_id": "a", **more}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "v", **more: Any) -> Block:
    return {"text": plain(), "value": value, **more}


def select(**more: Any) -> Block:
    return {"type": "static_select", "action_id": "s", "options": [option()], **more}


def ask(element: Block, **more: Any) -> Block:
    return {"type": "input", "label": plain(), "element": element, **more}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: Block) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(said: str = "x", **more: Any) -> Block:
    return {"type": "text", "text": said, **more}


def feedback(**more: Any) -> Block:
    thumb = {"text": plain(), "value": "v"}
    return {
        "type": "feedback_buttons",
        "action_id": "f",
        "positive_button": thumb,
        "negative_button": thumb,
        **more,
    }


_PICTURE = {"type": "image", "image_url": "https://p.example/a.png", "alt_text": "a"}
_TABLE = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
_CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}

GOOD: list[Block] = [
    section(),
    section(text=mrkdwn("x" * 3000), block_id="b" * 255),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    section(accessory=button(url="https://p.example/" + "x" * 2900, value="v" * 2000)),
    section(accessory=_PICTURE),
    section(expand=True),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn(), plain(), _PICTURE]},
    actions(button(style="primary", confirm=_CONFIRM), select(), button(action_id="b")),
    actions(select(options=[option(str(number)) for number in range(100)])),
    actions(select(initial_option=option())),
    actions({"type": "overflow", "action_id": "o", "options": [option("1"), option("2")]}),
    actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-02-01"}),
    actions({"type": "conversations_select", "action_id": "c", "filter": {"include": ["im"]}}),
    actions({"type": "multi_external_select", "action_id": "m", "min_query_length": 0}),
    {"type": "context_actions", "elements": [feedback()]},
    {
        "type": "context_actions",
        "elements": [{"type": "icon_button", "icon": "trash", "text": plain(), "action_id": "i"}],
    },
    ask({"type": "plain_text_input", "action_id": "t", "multiline": True}, optional=True),
    ask({"type": "checkboxes", "action_id": "t", "options": [{**option(), "text": mrkdwn()}]}),
    ask({"type": "radio_buttons", "action_id": "t", "options": [option()]}, hint=plain()),
    {**_PICTURE, "title": plain()},
    {"type": "markdown", "text": "x" * 12_000},
    _TABLE,
    rich(
        line(
            text(style={"bold": True, "italic": True, "strike": False, "code": True}),
            {"type": "link", "url": "https://p.example", "text": "a", "style": {"bold": True}},
            {"type": "user", "user_id": "U1"},
            {"type": "channel", "channel_id": "C1"},
            {"type": "emoji", "name": "wave", "skin_tone": 2},
            {"type": "date", "timestamp": 1_780_000_000, "format": "{date}", "fallback": "a day"},
            {"type": "broadcast", "range": "here"},
        ),
        {"type": "rich_text_list", "style": "ordered", "indent": 1, "elements": [line(text())]},
        {"type": "rich_text_quote", "elements": [text()], "border": 1},
        {"type": "rich_text_preformatted", "elements": [text()]},
    ),
    {
        "type": "task_card",
        "task_id": "1",
        "title": "Search",
        "status": "complete",
        "sources": [{"type": "url", "url": "https://p.example", "text": "a"}],
    },
    {"type": "plan", "title": "Look", "tasks": []},
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_in_a_message(block: Block) -> None:
    assert block_faults([block], "message") == []


BAD: list[tuple[str, Block]] = [
    ("must be less than 3001 characters", section(text=mrkdwn("x" * 3001))),
    ("must be more than 0 characters", section(text=mrkdwn(""))),
    ("must have text or fields", {"type": "section"}),
    ("no more than 10 items", {"type": "section", "fields": [mrkdwn()] * 11}),
    ("must be less than 2001", {"type": "section", "fields": [mrkdwn("x" * 2001)]}),
    ("invalid additional property: emoji", section(text={**mrkdwn(), "emoji": True})),
    ("invalid additional property: verbatim", section(text={**plain(), "verbatim": True})),
    ("invalid additional property: colour", section(colour="red")),
    ("unsupported type", section(text={"type": "html", "text": "x"})),
    ("unsupported type", section(accessory={"type": "plain_text_input", "action_id": "a"})),
    ("must be less than 256 characters", section(block_id="b" * 256)),
    ("must be less than 151 characters", {"type": "header", "text": plain("x" * 151)}),
    ("must be one of plain_text", {"type": "header", "text": mrkdwn()}),
    ("missing required field: text", {"type": "header"}),
    ("no more than 10 items", {"type": "context", "elements": [mrkdwn()] * 11}),
    ("no fewer than 1 items", {"type": "context", "elements": []}),
    ("unsupported type", {"type": "context", "elements": [button()]}),
    (
        "no more than 25 items",
        actions(*[button(action_id=str(number)) for number in range(26)]),
    ),
    ("duplicate action_id: a", actions(button(), button())),
    ("must be less than 76 characters", actions(button(text=plain("x" * 76)))),
    ("must be one of plain_text", actions(button(text=mrkdwn()))),
    ("must be less than 2001 characters", actions(button(value="x" * 2001))),
    ("must be less than 3001 characters", actions(button(url="https://a.b/" + "x" * 2990))),
    ("must be a valid url", actions(button(url="javascript:alert(1)"))),
    ("must be less than 256 characters", actions(button(action_id="x" * 256))),
    ("must be one of primary, danger", actions(button(style="default"))),
    ("missing required field: deny", actions(button(confirm={"title": plain()}))),
    ("no more than 100 items", actions(select(options=[option(str(n)) for n in range(101)]))),
    ("no fewer than 1 items", actions(select(options=[]))),
    ("must be less than 76", actions(select(options=[option(text=plain("x" * 76))]))),
    ("must be less than 151", actions(select(options=[option("v" * 151)]))),
    ("values of options must differ", actions(select(options=[option(), option()]))),
    ("must be one of the options", actions(select(initial_option=option("other")))),
    ("must have options or option_groups", actions({"type": "static_select", "action_id": "s"})),
    ("must be less than 151 characters", actions(select(placeholder=plain("x" * 151)))),
    ("no fewer than 2", actions({"type": "overflow", "action_id": "o", "options": [option()]})),
    (
        "no more than 5",
        actions(
            {"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]}
        ),
    ),
    ("a date as", actions({"type": "datepicker", "action_id": "d", "initial_date": "1.2.2026"})),
    (
        "must have at least one field",
        actions({"type": "conversations_select", "action_id": "c", "filter": {}}),
    ),
    (
        "response_url_enabled works in modals only",
        actions({"type": "channels_select", "action_id": "c", "response_url_enabled": True}),
    ),
    ("unsupported type", {"type": "context_actions", "elements": [button()]}),
    ("no more than 5 items", {"type": "context_actions", "elements": [feedback()] * 6}),
    (
        "missing required field: negative_button",
        {
            "type": "context_actions",
            "elements": [
                {"type": "feedback_buttons", "positive_button": {"text": plain(), "value": "v"}}
            ],
        },
    ),
    ("missing required field: alt_text", {"type": "image", "image_url": "https://p.example/a"}),
    ("must have image_url or slack_file", {"type": "image", "alt_text": "a"}),
    (
        "no more than 10 items",
        ask(
            {"type": "checkboxes", "action_id": "c", "options": [option(str(n)) for n in range(11)]}
        ),
    ),
    ("unsupported type", ask(button())),
    ("missing required field: label", {"type": "input", "element": select()}),
    ("must be less than 12001 characters", {"type": "markdown", "text": "x" * 12_001}),
    ("no fewer than 1 items", rich()),
    ("must not be empty", rich(line())),
    ("must be more than 0 characters", rich(line(text("")))),
    ("invalid additional property: big", rich(line(text(style={"big": True})))),
    ("must be a boolean", rich(line(text(style={"bold": 1})))),
    ("must be a user id", rich(line({"type": "user", "user_id": "ann"}))),
    ("unsupported type", rich(line({"type": "mrkdwn", "text": "x"}))),
    ("missing required field: style", rich({"type": "rich_text_list", "elements": [line()]})),
    (
        "unsupported type",
        rich({"type": "rich_text_list", "style": "bullet", "elements": [text()]}),
    ),
    (
        "must be from 0 to 8",
        rich({"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": [line()]}),
    ),
    (
        "unsupported type",
        rich({"type": "rich_text_preformatted", "elements": [{"type": "emoji", "name": "x"}]}),
    ),
    (
        "must be one of pending",
        {"type": "task_card", "task_id": "1", "title": "x", "status": "done"},
    ),
    ("unsupported type", {"type": "marquee", "text": plain()}),
    ("unsupported type", {"text": plain()}),
    ("missing required field: rows", {"type": "table"}),
]


@pytest.mark.parametrize(("fault", "block"), BAD)
def test_what_slack_refuses_in_a_message(fault: str, block: Block) -> None:
    faults = block_faults([block], "message")
    assert any(fault in each for each in faults), faults
    assert all("[json-pointer:/blocks" in each for each in faults)


def test_a_fault_says_where_it_is() -> None:
    (fault,) = block_faults([section(), actions(button(text=plain("x" * 76)))], "message")
    assert fault == "must be less than 76 characters [json-pointer:/blocks/1/elements/0/text/text]"


def test_blocks_are_counted_and_compared() -> None:
    assert block_faults([section()] * 50, "message") == []
    assert "no more than 50 items" in block_faults([section()] * 51, "message")[0]
    assert block_faults([section()] * 100, "home") == []
    assert "no more than 100 items" in block_faults([section()] * 101, "modal")[0]
    assert "duplicate block_id: b" in block_faults([section(block_id="b")] * 2, "message")[0]
    twice = [{"type": "markdown", "text": "x" * 6001}] * 2
    assert "more than 12000 characters" in block_faults(twice, "message")[0]
    assert "only one table" in block_faults([_TABLE, _TABLE], "message")[0]
    assert "must be an array" in block_faults({"type": "divider"}, "message")[0]
    assert "must be an object" in block_faults([{"type": "header", "text": "x"}], "message")[0]
    assert block_text([section(), rich(line(text("four")))]) == 5


@pytest.mark.parametrize("kind", ["markdown", "context_actions", "table", "task_card", "plan"])
def test_some_blocks_stand_in_messages_only(kind: str) -> None:
    (block,) = [each for each in GOOD if each["type"] == kind][:1]
    assert block_faults([block], "message") == []
    for surface in ("modal", "home"):
        assert "unsupported type" in block_faults([block], surface)[0]


def modal(**more: Any) -> Block:
    return {"type": "modal", "title": plain(), "blocks": [section()], **more}


@pytest.mark.parametrize(
    ("fault", "kind", "view"),
    [
        ("missing required field: title", "modal", {"type": "modal", "blocks": [section()]}),
        ("must be less than 25 characters", "modal", modal(title=plain("x" * 25))),
        ("must be less than 25 characters", "modal", modal(submit=plain("x" * 25))),
        ("must be less than 25 characters", "modal", modal(close=plain("x" * 25))),
        ("must be less than 3001 characters", "modal", modal(private_metadata="x" * 3001)),
        ("must be less than 256 characters", "modal", modal(callback_id="x" * 256)),
        ("invalid additional property: hash", "modal", modal(hash="1")),
        ("missing required field: submit", "modal", modal(blocks=[ask(select())])),
        ("must have 1 to 100 blocks", "modal", modal(blocks=[])),
        ("no more than 100 items", "modal", modal(blocks=[section()] * 101)),
        ("must be one of home", "home", modal()),
        (
            "invalid additional property: title",
            "home",
            {"type": "home", "title": plain(), "blocks": [section()]},
        ),
        (
            "focus_on_load on more than one",
            "modal",
            modal(
                submit=plain(),
                blocks=[ask(select(focus_on_load=True)), ask(select(focus_on_load=True))],
            ),
        ),
    ],
)
def test_what_slack_refuses_in_a_view(fault: str, kind: str, view: Block) -> None:
    faults = view_faults(view, kind)
    assert any(fault in each for each in faults), faults


def test_what_slack_takes_as_a_view() -> None:
    form = modal(
        title=plain("x" * 24),
        submit=plain("x" * 24),
        close=plain("x" * 24),
        private_metadata="x" * 3000,
        external_id="x" * 255,
        notify_on_close=True,
        blocks=[
            ask({"type": "channels_select", "action_id": "c", "response_url_enabled": True}),
            *[section()] * 99,
        ],
    )
    assert view_faults(form, "modal") == []
    assert view_faults({"type": "home", "blocks": [section()], "callback_id": "h"}, "home") == []


def test_what_slacks_own_models_build_is_taken() -> None:
    built = [
        sdk.HeaderBlock(text="Title"),
        sdk.SectionBlock(text="*x*", accessory=sdk.ButtonElement(text="Go", action_id="go")),
        sdk.DividerBlock(),
        sdk.ContextBlock(elements=[sdk.MarkdownTextObject(text="x")]),
        sdk.InputBlock(
            label="Source",
            element=sdk.StaticSelectElement(
                action_id="s", options=[sdk.Option(text="a", value="a")], placeholder="Any"
            ),
        ),
        sdk.ContextActionsBlock(
            elements=[
                sdk.FeedbackButtonsElement(
                    action_id="f",
                    positive_button=sdk.FeedbackButtonObject(text="Good", value="g"),
                    negative_button=sdk.FeedbackButtonObject(text="Bad", value="b"),
                )
            ]
        ),
        sdk.RichTextBlock(
            elements=[
                sdk.RichTextSectionElement(
                    elements=[sdk.RichTextElementParts.Text(text="x", style={"bold": True})]
                )
            ]
        ),
        sdk.MarkdownBlock(text="**x**"),
    ]
    assert block_faults([each.to_dict() for each in built], "message") == []
