"""Where and by whom something is asked in Slack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["mention", "message", "pane", "command", "check"]
"""How it was asked: a mention, a plain message, the assistant pane, ``/ask``, the shortcut."""


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation: a workspace, a channel of it, and a thread there.

    ``thread`` is the ``ts`` of the thread's first message. Ids of two workspaces may be alike, so
    that nothing is ever looked up by channel or user alone.
    """

    team: str
    channel: str
    thread: str

    @property
    def memory(self) -> str:
        """The name of the conversation in the archive's thread memory."""
        return f"slack/{self.team}/{self.channel}/{self.thread}"

    @property
    def direct(self) -> bool:
        """Whether it is a direct message or the assistant pane."""
        return self.channel.startswith("D")


def of_workspace(memory: str, team: str) -> bool:
    """Whether a conversation of the archive's thread memory is one of this workspace."""
    return memory.startswith(f"slack/{team}/")


@dataclass(frozen=True, slots=True)
class Question:
    """Something that a person asked; ``text`` is without the mention, and unescaped.

    ``id`` is that of Slack's delivery, the same when it is delivered again. ``ts`` is that of the
    message that asks, empty for a command.
    """

    id: str
    place: Place
    user: str
    text: str
    kind: Kind
    at: datetime
    ts: str = ""
