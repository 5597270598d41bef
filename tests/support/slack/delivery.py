"""Something that is delivered to the app, each attempt at it, and how it was acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(slots=True)
class Attempt:
    """One envelope or request; times are those of a monotonic clock, in seconds.

    ``socket`` is the number of the connection, 0 where it went over HTTP. ``status`` is that of
    the HTTP answer. ``acked_at`` stays None where no answer came; ``late`` says that one came
    after the time that Slack waits.
    """

    envelope_id: str
    retry: int
    reason: str
    sent_at: float
    socket: int = 0
    acked_at: float | None = None
    late: bool = False
    status: int | None = None

    @property
    def latency(self) -> float | None:
        """Seconds from sending to the acknowledgement."""
        return None if self.acked_at is None else self.acked_at - self.sent_at


@dataclass(slots=True)
class Delivery:
    """An event, a command or an interaction on its way to the app.

    ``response`` is what the acknowledgement carried. ``failed`` says why Slack gave up: then a
    person who waits sees an error. ``on_ack`` is what Slack does with the response.
    """

    kind: Kind
    team: str
    payload: dict[str, Any]
    attempts: list[Attempt] = field(default_factory=list)
    acknowledged: bool = False
    response: Any = None
    failed: str = ""
    on_ack: Callable[[Any], None] | None = None

    @property
    def event(self) -> dict[str, Any]:
        """The event of an events_api delivery."""
        found: dict[str, Any] = self.payload["event"]
        return found

    @property
    def event_id(self) -> str:
        """The event's id, the same in each attempt."""
        return str(self.payload.get("event_id", ""))

    @property
    def settled(self) -> bool:
        """Whether Slack does nothing more about it."""
        return self.acknowledged or bool(self.failed)

    @property
    def latency(self) -> float | None:
        """Seconds from the first attempt to the first acknowledgement of any."""
        acked = [each.acked_at for each in self.attempts if each.acked_at is not None]
        return min(acked) - self.attempts[0].sent_at if acked else None
