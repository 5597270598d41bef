"""Takes deliveries to the app and repeats what is not acknowledged in time.

From the pages "Events API" (an event is acknowledged within three seconds, and is delivered up to
three times more: almost at once, after a minute, after five), "Using Socket Mode" (envelopes) and
"Slash commands" and "Handling user interaction" (these are not repeated: the person sees an
error). What a broken socket did not acknowledge goes out on the next one.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import httpx

from tests.support.slack import signing
from tests.support.slack.delivery import Attempt, Delivery
from tests.support.slack.sockets import Socket, Sockets
from tests.support.slack.world import World

RETRIES = (0.0, 60.0, 300.0)  # seconds after an attempt failed


class Courier:
    """Delivers over the sockets, or over HTTP to ``url`` where one is set.

    All but `send` runs in the server's loop.
    """

    def __init__(
        self, world: World, sockets: Sockets, ack_within: float, retries: Sequence[float]
    ) -> None:
        self._world = world
        self._sockets = sockets
        self._ack_within = ack_within
        self._retries = tuple(retries)
        self._waiting: deque[tuple[Delivery, int, str]] = deque()
        self._timers: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._later: set[asyncio.TimerHandle] = set()
        self._client: httpx.AsyncClient | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self.url: str | None = None
        sockets.opened, sockets.lost, sockets.acked = self._flush, self._lost, self._acked

    def send(self, delivery: Delivery) -> None:
        """Deliver for the first time, from any thread."""
        self._soon(self._attempt, delivery, 0, "")

    def again(self, delivery: Delivery, reason: str = "timeout") -> None:
        """Deliver once more, acknowledged or not, from any thread."""
        self._soon(lambda: self._attempt(delivery, len(delivery.attempts), reason))

    async def close(self) -> None:
        """Deliver nothing more."""
        for timer in [*self._timers.values(), *self._later]:
            timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._client is not None:
            await self._client.aclose()

    def _soon(self, call: Callable[..., None], *args: Any) -> None:
        assert self.loop is not None, "the stand-in is entered before anything is delivered"
        self.loop.call_soon_threadsafe(call, *args)

    def _attempt(self, delivery: Delivery, retry: int, reason: str) -> None:
        if self.url is not None:
            task = asyncio.ensure_future(self._post(self.url, delivery, retry, reason))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            return
        socket = self._sockets.next()
        if socket is None:
            self._waiting.append((delivery, retry, reason))
            return
        self._put(socket, delivery, retry, reason)

    def _flush(self) -> None:
        """A socket is open: what waited for one goes out."""
        waiting, self._waiting = self._waiting, deque()
        for each in waiting:
            self._attempt(*each)

    # Over a socket

    def _put(self, socket: Socket, delivery: Delivery, retry: int, reason: str) -> None:
        with self._world.changed:
            attempt = self._noted(delivery, retry, reason, socket.number)
            self._world.changed.notify_all()
        envelope: dict[str, Any] = {
            "envelope_id": attempt.envelope_id,
            "payload": delivery.payload,
            "type": delivery.kind,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": retry, "retry_reason": reason}
        loop = asyncio.get_running_loop()
        self._timers[attempt.envelope_id] = loop.call_later(
            self._ack_within, self._overdue, socket, delivery, attempt
        )
        socket.carry(attempt.envelope_id, delivery, json.dumps(envelope))

    def _overdue(self, socket: Socket, delivery: Delivery, attempt: Attempt) -> None:
        socket.unacked.pop(attempt.envelope_id, None)
        self._timers.pop(attempt.envelope_id, None)
        self._failed(delivery, "timeout", "timeout")

    def _lost(self, socket: Socket) -> None:
        """A socket is gone: what it did not acknowledge goes out at once on another."""
        for envelope_id, delivery in socket.unacked.items():
            self._timers.pop(envelope_id).cancel()
            if not delivery.settled:
                self._attempt(delivery, len(delivery.attempts), "timeout")
        socket.unacked.clear()

    def _acked(self, socket: Socket, text: str) -> None:
        world = self._world
        with world.changed:
            try:
                said = json.loads(text)
                envelope_id = said["envelope_id"]
            except (ValueError, KeyError, TypeError):
                world.fault(f"the app sent no acknowledgement: {text!r}")
                return
            delivery, attempt = self._find(envelope_id)
            if delivery is None or attempt is None:
                world.fault(f"the app acknowledged an unknown envelope: {envelope_id!r}")
                return
            late = socket.unacked.pop(envelope_id, None) is None
            if (timer := self._timers.pop(envelope_id, None)) is not None:
                timer.cancel()
            self._settle(delivery, attempt, said.get("payload"), late)

    def _find(self, envelope_id: str) -> tuple[Delivery | None, Attempt | None]:
        for delivery in reversed(self._world.deliveries):
            for attempt in delivery.attempts:
                if attempt.envelope_id == envelope_id:
                    return delivery, attempt
        return None, None

    # Over HTTP

    async def _post(self, url: str, delivery: Delivery, retry: int, reason: str) -> None:
        world, body, content = self._world, *_encoded(delivery)
        with world.changed:
            attempt = self._noted(delivery, retry, reason, 0)
            world.changed.notify_all()
        headers = signing.headers(world.app.signing_secret, body, int(time.time()))
        headers["content-type"] = content
        if delivery.kind == "events_api" and retry:
            headers["x-slack-retry-num"] = str(retry)
            headers["x-slack-retry-reason"] = reason
        if self._client is None:
            self._client = httpx.AsyncClient(trust_env=False)
        try:
            sent = self._client.post(url, content=body, headers=headers, timeout=self._ack_within)
            answer = await sent
        except httpx.TimeoutException:
            self._failed(delivery, "timeout", "http_timeout")
            return
        except httpx.HTTPError:
            self._failed(delivery, "connection", "connection_failed")
            return
        attempt.status = answer.status_code
        if answer.status_code != 200:
            if answer.headers.get("x-slack-no-retry") == "1":
                self._give_up(delivery, "http_error")
                return
            self._failed(delivery, "error", "http_error")
            return
        with world.changed:
            self._settle(delivery, attempt, _decoded(answer), late=False)

    # Both

    def _noted(self, delivery: Delivery, retry: int, reason: str, socket: int) -> Attempt:
        attempt = Attempt(
            self._world.new_id("env-"), retry, reason, time.monotonic(), socket=socket
        )
        delivery.attempts.append(attempt)
        return attempt

    def _settle(self, delivery: Delivery, attempt: Attempt, response: Any, late: bool) -> None:
        world = self._world
        first = attempt.acked_at is None and not delivery.acknowledged
        if attempt.acked_at is None:
            attempt.acked_at, attempt.late = time.monotonic(), late
        if attempt.socket and delivery.kind == "events_api" and response:
            world.fault(f"the app answered an event: {response!r}")
        # An answer that comes too late is read by nobody.
        if not late:
            delivery.acknowledged = True
            if first:
                delivery.response = response
                if delivery.on_ack is not None:
                    delivery.on_ack(response)
        world.changed.notify_all()

    def _failed(self, delivery: Delivery, what: str, reason: str) -> None:
        retry = len(delivery.attempts)
        if delivery.settled:
            return
        if delivery.kind != "events_api":
            self._give_up(delivery, "operation_timeout" if what == "timeout" else reason)
            return
        if retry > len(self._retries):
            self._give_up(delivery, reason)
            return
        loop = asyncio.get_running_loop()

        def repeat() -> None:
            self._later.discard(handle)
            if not delivery.settled:
                self._attempt(delivery, retry, reason)

        handle = loop.call_later(self._retries[retry - 1], repeat)
        self._later.add(handle)

    def _give_up(self, delivery: Delivery, reason: str) -> None:
        with self._world.changed:
            delivery.failed = reason
            self._world.changed.notify_all()


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    fields = delivery.payload
    if delivery.kind == "interactive":
        fields = {"payload": json.dumps(delivery.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _decoded(answer: httpx.Response) -> Any:
    if answer.headers.get("content-type", "").startswith("application/json"):
        return answer.json() if answer.content else None
    return {"text": answer.text} if answer.text else None
