"""A message in the stand-in, and what stands in it."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.support.slack.delivery import Delivery

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """What a message said before it was changed."""

    text: str
    blocks: list[Block]
    markdown: str


@dataclass(slots=True)
class Message:
    """A message as it stands now.

    ``markdown`` is what was streamed into it, ``chunks`` in the pieces that arrived; ``blocks`` are
    those that were posted, or that stand below what was streamed. ``streaming`` is True until
    chat.stopStream. ``edits`` is what it said before each chat.update or edit by its author.
    ``deliveries`` are the events that told the app of it.
    """

    team: str
    channel: str
    ts: str
    user: str
    text: str
    thread_ts: str | None = None
    blocks: list[Block] = field(default_factory=list)
    bot_id: str | None = None
    subtype: str | None = None
    markdown: str = ""
    chunks: list[Block] = field(default_factory=list)
    streamed: bool = False
    streaming: bool = False
    tasks: dict[str, Block] = field(default_factory=dict)
    metadata: dict[str, Any] | None = None
    edited_by: str | None = None
    edited_at: str | None = None
    edits: list[Edit] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """Everything that is said in it, for asserting: text, Markdown and the texts of blocks."""
        return "\n".join([self.text, self.markdown, *texts_in(self.blocks)])

    def change(self, text: str, blocks: list[Block]) -> None:
        """Say something else, and remember what was said."""
        self.edits.append(Edit(self.text, self.blocks, self.markdown))
        self.text, self.blocks, self.markdown = text, blocks, ""

    def payload(self, app_id: str) -> dict[str, Any]:
        """The message as Slack's API and events show it."""
        said: dict[str, Any] = {
            "type": "message",
            "user": self.user,
            "text": self.text,
            "ts": self.ts,
            "team": self.team,
            **self.extra,
        }
        if self.blocks:
            said["blocks"] = copy.deepcopy(self.blocks)
        if self.thread_ts:
            said["thread_ts"] = self.thread_ts
        if self.subtype:
            said["subtype"] = self.subtype
        if self.bot_id:
            said |= {"bot_id": self.bot_id, "app_id": app_id}
        if self.metadata:
            said["metadata"] = self.metadata
        if self.edited_at:
            said["edited"] = {"user": self.edited_by, "ts": self.edited_at}
        return said


def texts_in(blocks: Any) -> list[str]:
    """Every text that a person reads in blocks, in order."""
    if isinstance(blocks, list):
        return [text for each in blocks for text in texts_in(each)]
    if not isinstance(blocks, dict):
        return []
    found = []
    for key, value in blocks.items():
        if key in ("text", "alt_text", "title") and isinstance(value, str):
            found.append(value)
        else:
            found += texts_in(value)
    return found
