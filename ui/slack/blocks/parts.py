"""Parts of a message that must stay whole, put together into as few messages as Slack allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ui.slack.blocks.rich import weight
from ui.slack.message import Block, Message
from ui.slack.text import clipped, mrkdwn

ROOM = 8000  # characters of text and addresses in one part
_FULL = 10_000  # in one message; see `weight`
_BLOCKS = 50
_FALLBACK = 3800  # bytes: chat.update refuses a text of more than 4,000


@dataclass(frozen=True, slots=True)
class Part:
    """Blocks that belong together, and their plain words, unescaped."""

    blocks: tuple[Block, ...]
    text: str = ""


def messages(parts: Iterable[Part], last: Sequence[Block], mention: str = "") -> list[Message]:
    """The parts in order; ``last`` are the blocks that end the last message.

    ``mention`` is mrkdwn, and stands before the plain words of the first.
    """
    filled = list(_filled(parts, len(last)))
    filled[-1] = Part((*filled[-1].blocks, *last), filled[-1].text)
    return [
        Message((mention if place == 0 else "") + plain_words(part.text), part.blocks)
        for place, part in enumerate(filled)
    ]


def plain_words(text: str) -> str:
    """The text of a message for where its blocks are not shown, escaped, and clipped if need be."""
    while len(mrkdwn(text).encode()) > _FALLBACK:
        text = clipped(text, len(text) * _FALLBACK // (len(mrkdwn(text).encode()) + 1))
    return mrkdwn(text)


def _filled(parts: Iterable[Part], kept_free: int) -> Iterator[Part]:
    current = Part(())
    for part in parts:
        joined = Part(
            (*current.blocks, *part.blocks), "\n\n".join(filter(None, [current.text, part.text]))
        )
        short = len(mrkdwn(joined.text).encode()) <= _FALLBACK
        light = weight(joined.blocks) <= _FULL and len(joined.blocks) <= _BLOCKS - kept_free
        if current.blocks and not (short and light):
            yield current
            joined = part
        current = joined
    yield current
