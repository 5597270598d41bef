"""A workspace: people, channels, messages, and what the app shows there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.support.slack.message import Message


@dataclass(slots=True)
class Channel:
    """A conversation; ``member`` says whether the app is in it, ``people`` who else."""

    id: str
    name: str
    private: bool = False
    archived: bool = False
    member: bool = True
    people: set[str] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """Its type as events name it."""
        if self.id.startswith("D"):
            return "im"
        return "group" if self.private else "channel"

    @property
    def scope(self) -> str:
        """The family of scopes and subscriptions that it belongs to."""
        return {"im": "im", "group": "groups", "channel": "channels"}[self.kind]


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that one person sees; ``origin`` says what it answers, if it came by an address."""

    team: str
    channel: str
    user: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None = None
    origin: str = ""


@dataclass(slots=True)
class ShownView:
    """A modal or home tab as it stands; ``payload`` is what the app sent, completed by Slack."""

    team: str
    user: str
    payload: dict[str, Any]
    previous: str | None = None

    @property
    def id(self) -> str:
        """Its view id."""
        return str(self.payload["id"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks."""
        return list(self.payload["blocks"])


@dataclass(slots=True)
class AssistantThread:
    """What the app set on a thread of its pane."""

    context: dict[str, Any] = field(default_factory=dict)
    status: str = ""
    statuses: list[str] = field(default_factory=list)
    title: str = ""
    prompts: list[dict[str, str]] = field(default_factory=list)
    prompts_title: str = ""


@dataclass(slots=True)
class Workspace:
    """A workspace that the app is installed in; ids of two workspaces may be alike."""

    id: str
    bot_token: str
    scopes: frozenset[str]
    bot_user: str
    bot_id: str
    users: dict[str, str] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    threads: dict[tuple[str, str], AssistantThread] = field(default_factory=dict)
    homes: dict[str, ShownView] = field(default_factory=dict)
    views: dict[str, ShownView] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)
    ephemerals: list[Ephemeral] = field(default_factory=list)
    deleted: list[Message] = field(default_factory=list)
    installed: bool = True
    revoked: bool = False
    cut_off: frozenset[str] = frozenset()

    @property
    def domain(self) -> str:
        """Its name in web addresses."""
        return self.id.lower()

    def direct(self, user: str) -> Channel:
        """The conversation of the app with a person, made on first use."""
        found = self.channels.get(f"D{user}")
        if found is None:
            found = self.channels[f"D{user}"] = Channel(f"D{user}", "directmessage", people={user})
        return found

    def message(self, channel: str, ts: str) -> Message | None:
        """A message that is there now."""
        found = self.channels.get(channel)
        return found.messages.get(ts) if found else None
