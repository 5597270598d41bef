"""What is posted to Slack: blocks, and the plain text of notifications and screen readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message: at most 50 ``blocks``; ``text`` stands for them where they are not shown."""

    text: str
    blocks: tuple[Block, ...] = ()
