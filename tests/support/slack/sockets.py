"""The WebSocket connections of Socket Mode: see the page "Using Socket Mode" of docs.slack.dev."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, cast

from starlette.websockets import WebSocket, WebSocketDisconnect
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

from tests.support.slack.delivery import Delivery
from tests.support.slack.world import World

LIMIT = 10  # connections of one app at the same time
_PROTOCOL = "slack.stand_in.protocol"


class Protocol(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, which the application may reach to drop its TCP connection."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if self.response.status_code == 101:
            cast(dict[str, Any], self.scope["extensions"])[_PROTOCOL] = self

    def put(self, text: str) -> None:
        """Send a text frame, at once."""
        self.conn.send_text(text.encode())
        self.transport.write(b"".join(self.conn.data_to_send()))

    def ping(self, data: bytes) -> None:
        """Send a ping frame, at once."""
        self.conn.send_ping(data)
        self.transport.write(b"".join(self.conn.data_to_send()))


class Socket:
    """One connection; ``unacked`` is what was sent on it and is not acknowledged yet."""

    def __init__(self, number: int, protocol: Protocol, frame: Callable[[Socket], bool]) -> None:
        self.number = number
        self.unacked: dict[str, Delivery] = {}
        self.taking = True
        self.gone = False
        self._protocol = protocol
        self._frame = frame

    def carry(self, envelope_id: str, delivery: Delivery, text: str) -> None:
        """Send an envelope."""
        self.unacked[envelope_id] = delivery
        self.send(text)

    def send(self, text: str) -> None:
        """Send a text frame; a cut may fall on it."""
        if self.gone:
            return
        lost = self._frame(self)
        if not self.gone and not lost:
            self._protocol.put(text)

    def ping(self) -> None:
        """Send a ping frame."""
        self._protocol.ping(b"Ping from the stand-in")

    def freeze(self) -> None:
        """Read nothing more, as where the network is gone without a word to either side."""
        self._protocol.transport.pause_reading()

    def close(self) -> None:
        """End the connection in good order."""
        self._protocol.shutdown()

    def abort(self) -> None:
        """Drop the TCP connection without a word."""
        self._protocol.transport.abort()


class Sockets:
    """All connections; everything but the public methods runs in the server's loop.

    ``opened`` is called when an envelope can be sent, ``lost`` when a connection is gone, and
    ``acked`` for each text that the app sends.
    """

    def __init__(self, world: World, limit: int = LIMIT) -> None:
        self._world = world
        self._limit = limit
        self._numbers = itertools.count(1)
        self._open: list[Socket] = []
        self._turn = 0
        self._cut: tuple[int, bool] | None = None
        self.frames = 0
        self.cuts = 0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.opened: Callable[[], None] = lambda: None
        self.lost: Callable[[Socket], None] = lambda _: None
        self.acked: Callable[[Socket, str], None] = lambda _, __: None

    # For tests

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def cut(self) -> int:
        """Drop every TCP connection at once, without a word; how many there were."""
        return self._in_loop(self._cut_all)

    def freeze(self) -> int:
        """Read nothing more on any connection there is; how many there were."""
        return self._in_loop(self._freeze_all)

    def cut_at(self, frame: int, *, lost: bool = False) -> None:
        """Drop the connection on which the ``frame``-th text frame from now passes, either way.

        That frame still arrives; with ``lost`` it does not.
        """
        self._cut = (frame, lost)

    def disconnect(self, reason: str = "refresh_requested", *, close: bool = False) -> int:
        """Tell every connection that it will end, as Slack does every few hours.

        The reasons are ``warning`` (in about ten seconds), ``refresh_requested`` (now),
        ``link_disabled`` (Socket Mode was switched off, which closes) and
        ``too_many_websockets``. After any but a warning nothing more is sent on the connection;
        ``close`` closes it as well.
        """
        return self._in_loop(lambda: self._disconnect(reason, close or reason == "link_disabled"))

    def ping(self) -> int:
        """Send each connection a ping frame, as Slack does every few seconds."""
        return self._in_loop(self._ping_all)

    # In the loop

    def next(self) -> Socket | None:
        """The connection whose turn it is; each envelope goes to one of them."""
        taking = [each for each in self._open if each.taking]
        if not taking:
            return None
        self._turn += 1
        return taking[self._turn % len(taking)]

    async def serve(self, websocket: WebSocket) -> None:
        """Take a connection, and what the app sends on it, to its end."""
        world = self._world
        with world.changed:
            ticket = websocket.query_params.get("ticket", "")
            known = ticket in world.tickets
            world.tickets.discard(ticket)  # a ticket opens one connection
        if not known:
            await websocket.close(4401)
            return
        await websocket.accept()
        protocol: Protocol = websocket.scope["extensions"][_PROTOCOL]
        socket = Socket(next(self._numbers), protocol, self._passing)
        if len(self._open) >= self._limit:
            socket.send(_disconnect("too_many_websockets"))
            await websocket.close()
            return
        with world.changed:
            self._open.append(socket)
            world.changed.notify_all()
        socket.send(self._hello())
        if not socket.gone:
            self.opened()
        try:
            while True:
                text = await websocket.receive_text()
                if socket.gone:
                    continue  # it was on its way when the connection was cut
                lost = self._passing(socket)
                if not lost:
                    self.acked(socket, text)
        except WebSocketDisconnect:
            self._drop(socket)

    def _hello(self) -> str:
        app = self._world.app
        return json.dumps(
            {
                "type": "hello",
                "num_connections": len(self._open),
                "debug_info": {
                    "host": "applink-stand-in",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
                "connection_info": {"app_id": app.id},
            }
        )

    def _passing(self, socket: Socket) -> bool:
        """Count a frame; True where it is lost because the connection is cut before it passes."""
        self.frames += 1
        if self._cut is None:
            return False
        left, lost = self._cut
        if left > 1:
            self._cut = (left - 1, lost)
            return False
        self._cut = None
        if lost:
            self._break(socket)
            return True
        # The frame passes first: this runs after what the caller does with it.
        asyncio.get_running_loop().call_soon(self._break, socket)
        return False

    def _break(self, socket: Socket) -> None:
        if not socket.gone:
            self.cuts += 1
            socket.abort()
            self._drop(socket)

    def _drop(self, socket: Socket) -> None:
        if socket.gone:
            return
        socket.gone = True
        with self._world.changed:
            self._open.remove(socket)
            self._world.changed.notify_all()
        self.lost(socket)

    def _cut_all(self) -> int:
        there = list(self._open)
        for each in there:
            self._break(each)
        return len(there)

    def _freeze_all(self) -> int:
        for each in self._open:
            each.freeze()
        return len(self._open)

    def _disconnect(self, reason: str, close: bool) -> int:
        there = [each for each in self._open if each.taking]
        for each in there:
            if reason != "warning":
                each.taking = False
            each.send(_disconnect(reason))
            if close:
                each.close()
        return len(there)

    def _ping_all(self) -> int:
        for each in self._open:
            each.ping()
        return len(self._open)

    def _in_loop(self, call: Callable[[], int]) -> int:
        assert self.loop is not None, "the stand-in is entered first"
        done: Future[int] = asyncio.run_coroutine_threadsafe(_as_coroutine(call), self.loop)
        return done.result()


async def _as_coroutine(call: Callable[[], int]) -> int:
    return call()


def _disconnect(reason: str) -> str:
    said: dict[str, Any] = {
        "type": "disconnect",
        "reason": reason,
        "debug_info": {"host": "applink-stand-in"},
    }
    return json.dumps(said)
