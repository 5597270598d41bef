"""The button that shows the channel an answer that only its asker sees."""

from __future__ import annotations

from dataclasses import replace

from ui.slack.blocks.buttons import actions, button
from ui.slack.message import Message

SHARE = "share"
_MOST = 50  # blocks of a message


def shareable(messages: tuple[Message, ...], answer_id: str) -> tuple[Message, ...]:
    """The messages with the button at the end of the last."""
    *before, last = messages
    share = actions(button("Share in the channel", SHARE, answer_id))
    if len(last.blocks) < _MOST:
        return (*before, replace(last, blocks=(*last.blocks, share)))
    return (*messages, Message("Share in the channel", (share,)))
