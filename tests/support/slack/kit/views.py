"""Views: modals and home tabs, from the page "Views" of docs.slack.dev."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.support.slack.kit.blocks import MOST, block_faults
from tests.support.slack.kit.objects import plain
from tests.support.slack.kit.rules import Rule, flag, items, just, needs, shape, string

# The blocks have rules of their own.
_BLOCKS: dict[str, Rule] = {"blocks": items(needs(bool, "must not be empty"), 0)}
_NAMED: dict[str, Rule] = {
    "callback_id": string(255),
    "external_id": string(255),
    "private_metadata": string(3000),
}
_MODAL = shape(
    {"type": just("modal"), "title": plain(24), **_BLOCKS},
    {
        **_NAMED,
        "close": plain(24),
        "submit": plain(24),
        "clear_on_close": flag,
        "notify_on_close": flag,
        "submit_disabled": flag,
    },
)
_HOME = shape({"type": just("home"), **_BLOCKS}, _NAMED)


def view_faults(view: Any, kind: str) -> list[str]:
    """What Slack refuses in a view of a kind: ``modal`` or ``home``."""
    rule = {"modal": _MODAL, "home": _HOME}[kind]
    faults = list(rule(view, "/view"))
    if faults:
        return faults
    return [*block_faults(view["blocks"], kind), *_whole(view, kind)]


def _whole(view: dict[str, Any], kind: str) -> Iterator[str]:
    if not 1 <= len(view["blocks"]) <= MOST[kind]:
        yield f"must have 1 to {MOST[kind]} blocks [json-pointer:/view/blocks]"
    inputs = any(each["type"] == "input" for each in view["blocks"])
    if kind == "modal" and inputs and "submit" not in view:
        yield "missing required field: submit, as there is an input block [json-pointer:/view]"
