"""The whole state of the stand-in, behind one lock."""

from __future__ import annotations

import itertools
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tests.support.slack.app import SlackApp
from tests.support.slack.calls import Call
from tests.support.slack.clock import Clock
from tests.support.slack.delivery import Delivery
from tests.support.slack.limits import Limits
from tests.support.slack.refusals import Refused
from tests.support.slack.workspace import Workspace

_TRIGGER_LIFE = 3.0  # seconds, by the page "Handling user interaction"


class Carrier(Protocol):
    """Takes deliveries to the app."""

    def send(self, delivery: Delivery) -> None:
        """Deliver, from any thread."""


@dataclass(slots=True)
class Trigger:
    """What lets the app open a view for a person for a moment, once."""

    team: str
    user: str
    at: float
    view: str | None = None
    used: bool = False


@dataclass(slots=True)
class Address:
    """A response_url: where, for whom, and how often it was used."""

    team: str
    channel: str
    user: str
    at: float
    ts: str | None = None
    thread_ts: str | None = None
    ephemeral: bool = True
    used: int = 0


@dataclass(slots=True)
class Grant:
    """A code of OAuth that a workspace may be signed in with."""

    team: str
    user: str
    redirect_uri: str | None = None
    used: bool = False


@dataclass
class World:
    """Workspaces, calls and deliveries; what changes it holds ``changed``, and notifies."""

    app: SlackApp
    clock: Clock
    limits: Limits | None
    changed: threading.Condition = field(default_factory=threading.Condition)
    workspaces: dict[str, Workspace] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    triggers: dict[str, Trigger] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    tickets: set[str] = field(default_factory=set)
    revoked_tokens: set[str] = field(default_factory=set)
    switched_off: set[str] = field(default_factory=set)
    broken: dict[str, Callable[[dict[str, Any]], str | None]] = field(default_factory=dict)
    socket_mode: bool = True
    base: str = ""
    carrier: Carrier | None = None
    _last_ts: int = 0
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def ts(self) -> str:
        """A timestamp as Slack's: seconds with six places, later than every one before."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def new_id(self, prefix: str) -> str:
        """An id that nothing else has."""
        return f"{prefix}{next(self._numbers):08d}"

    def trigger(self, team: str, user: str, view: str | None = None) -> str:
        """A trigger_id that works now, once."""
        made = f"{next(self._numbers)}.{secrets.token_hex(8)}"
        self.triggers[made] = Trigger(team, user, self.clock(), view)
        return made

    def exchange(self, trigger_id: str, team: str) -> Trigger:
        """Use a trigger_id up.

        Raises:
            Refused: it is unknown here, used, or older than three seconds.
        """
        found = self.triggers.get(trigger_id)
        if found is None or found.team != team:
            raise Refused("invalid_trigger_id")
        if found.used:
            raise Refused("exchanged_trigger_id")
        if self.clock() - found.at > _TRIGGER_LIFE:
            raise Refused("expired_trigger_id")
        found.used = True
        return found

    def address(self, kind: str, made: Address) -> str:
        """A response_url; ``kind`` is ``commands``, ``actions`` or ``app``."""
        path = f"{kind}/{made.team}/{next(self._numbers)}/{secrets.token_hex(12)}"
        self.addresses[path] = made
        return f"{self.base}/{path}"

    def fault(self, what: str) -> None:
        """Note something that the app did wrong and that no answer tells it of."""
        self.faults.append(what)

    def send(self, delivery: Delivery) -> Delivery:
        """Note a delivery and hand it over."""
        self.deliveries.append(delivery)
        if self.carrier is not None:
            self.carrier.send(delivery)
        self.changed.notify_all()
        return delivery
