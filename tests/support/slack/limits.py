"""How often a method may be called: Slack's tiers, or a test's own rule.

From the page "Rate limits" of docs.slack.dev and the "Facts" of each method's page: a tier allows
some calls a minute, counted for each method, workspace and app; chat.postMessage allows about one
message a second and channel. Slack tolerates bursts, but says of none how large.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Rate:
    """``calls`` in ``per`` seconds, of which ``burst`` may come at once."""

    calls: float
    per: float = 60.0
    burst: float = 1.0
    by_channel: bool = False


def _tier(calls: float) -> Rate:
    return Rate(calls, burst=calls)


# "A small amount of burst behavior is tolerated": a client that lost its socket may come back.
TIER_1 = Rate(1, burst=5)
TIER_2, TIER_3, TIER_4 = _tier(20), _tier(50), _tier(100)
ONE_A_SECOND = Rate(1, per=1.0, burst=1, by_channel=True)

DOCUMENTED: Mapping[str, Rate] = {
    "api.test": TIER_4,
    "apps.connections.open": TIER_1,
    "apps.uninstall": TIER_1,
    "assistant.threads.setStatus": Rate(600, burst=600),
    "assistant.threads.setSuggestedPrompts": TIER_4,
    "assistant.threads.setTitle": TIER_4,
    "auth.revoke": TIER_3,
    "auth.test": Rate(600, burst=600),
    "bots.info": TIER_3,
    "chat.appendStream": TIER_4,
    "chat.delete": TIER_3,
    "chat.getPermalink": Rate(600, burst=600),
    "chat.postEphemeral": TIER_4,
    "chat.postMessage": ONE_A_SECOND,
    "chat.startStream": TIER_2,
    "chat.stopStream": TIER_2,
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.info": TIER_3,
    "conversations.open": TIER_3,
    "conversations.replies": TIER_3,
    "oauth.v2.access": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "views.push": TIER_4,
    "views.update": TIER_4,
}


class Limits(Protocol):
    """Decides about each call, in the order in which they arrive."""

    def refuse(self, method: str, team: str, channel: str, now: float) -> int | None:
        """None to let it pass, or the whole seconds of Retry-After."""


class Documented:
    """Slack's own limits; ``scale`` multiplies them, ``table`` replaces them."""

    def __init__(self, table: Mapping[str, Rate] = DOCUMENTED, *, scale: float = 1.0) -> None:
        self._table = {
            name: replace(rate, calls=rate.calls * scale, burst=max(1.0, rate.burst * scale))
            for name, rate in table.items()
        }
        self._left: dict[tuple[str, str, str], tuple[float, float]] = {}

    def refuse(self, method: str, team: str, channel: str, now: float) -> int | None:
        rate = self._table.get(method)
        if rate is None:
            return None
        key = (method, team, channel if rate.by_channel else "")
        left, since = self._left.get(key, (rate.burst, now))
        left = min(rate.burst, left + (now - since) * rate.calls / rate.per)
        # A thousandth is given, so that a client that waits as long as it was told gets through.
        if left >= 0.999:
            self._left[key] = (left - 1, now)
            return None
        self._left[key] = (left, now)
        return max(1, math.ceil((1 - left) * rate.per / rate.calls))


class EverySecond:
    """Refuses the second, the fourth, the sixth ... call, whatever it is.

    ``only`` names the methods that count, ``never`` those that do not.
    """

    def __init__(
        self,
        retry_after: int = 0,
        *,
        only: Collection[str] | None = None,
        never: Collection[str] = (),
    ) -> None:
        self._retry_after = retry_after
        self._only = only
        self._never = never
        self._calls = 0

    def refuse(self, method: str, team: str, channel: str, now: float) -> int | None:
        if method in self._never or (self._only is not None and method not in self._only):
            return None
        self._calls += 1
        return self._retry_after if self._calls % 2 == 0 else None


class Chosen:
    """Refuses what a function of the test chooses; it returns None or the seconds to wait."""

    def __init__(self, choose: Callable[[str, str, str], int | None]) -> None:
        self._choose = choose

    def refuse(self, method: str, team: str, channel: str, now: float) -> int | None:
        return self._choose(method, team, channel)
