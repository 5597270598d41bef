"""The button that shows the channel an answer that only its asker sees."""

from __future__ import annotations

from dataclasses import replace

from ui.slack.message import Message

SHARE = "share"


def shareable(messages: tuple[Message, ...], answer_id: str) -> tuple[Message, ...]:
    """The messages with the button at the end of the last."""
    button = {
        "type": "button",
        "text": {"type": "plain_text", "text": "Share in the channel"},
        "action_id": SHARE,
        "value": answer_id,
    }
    *before, last = messages
    blocks = (*last.blocks[:49], {"type": "actions", "elements": [button]})
    return (*before, replace(last, blocks=blocks))
