"""The HTTP and WebSocket server of the stand-in, on this machine, in a thread of its own."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import socket
import threading
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute

from tests.support.slack import api
from tests.support.slack.courier import Courier
from tests.support.slack.refusals import Refused
from tests.support.slack.responses import respond
from tests.support.slack.sockets import Protocol, Sockets
from tests.support.slack.world import World

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class _Uvicorn(uvicorn.Server):
    """uvicorn without its clock, which would make each stop wait for its next tick."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._ended: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def main_loop(self) -> None:
        self._ended, self._loop = asyncio.Event(), asyncio.get_running_loop()
        await self.on_tick(0)
        if not self.should_exit:
            await self._ended.wait()

    def end(self) -> None:
        """Stop, from any thread."""
        self.should_exit = True
        if self._loop is not None and self._ended is not None:
            self._loop.call_soon_threadsafe(self._ended.set)


class Server:
    """Serves a world from `start` to `stop`."""

    def __init__(self, world: World, sockets: Sockets, courier: Courier) -> None:
        self._world = world
        self._sockets = sockets
        self._courier = courier
        self._listener = socket.create_server(("127.0.0.1", 0))
        world.base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._ready = threading.Event()
        routes = [
            Route("/api/{method}", self._method, methods=["GET", "POST"]),
            Route("/{kind:str}/{team}/{number}/{secret}", self._respond, methods=["POST"]),
            WebSocketRoute("/socket", sockets.serve),
        ]
        config = uvicorn.Config(
            Starlette(routes=routes, lifespan=self._lifespan),
            log_config=None,
            access_log=False,
            ws=Protocol,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=1,
        )
        self._server = _Uvicorn(config)
        run = self._server.run
        self._thread = threading.Thread(target=run, args=[[self._listener]], daemon=True)

    def start(self) -> None:
        """Serve; from the return on, connections are taken."""
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the Slack stand-in did not start")

    def stop(self) -> None:
        """End all connections and stop."""
        self._server.end()
        self._thread.join()
        self._listener.close()

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self._sockets.loop = self._courier.loop = asyncio.get_running_loop()
        self._ready.set()
        yield
        await self._courier.close()

    async def _method(self, request: Request) -> Response:
        try:
            given = await _arguments(request)
        except Refused as refused:
            return JSONResponse(refused.body())
        token = _bearer(request) or str(given.get("token") or "")
        name = request.path_params["method"]
        answered = api.answer(self._world, name, token, given)
        return JSONResponse(answered.body, answered.status, answered.headers)

    async def _respond(self, request: Request) -> Response:
        world, path = self._world, request.url.path.lstrip("/")
        try:
            given = json.loads(await request.body())
        except ValueError:
            return PlainTextResponse("invalid_payload", 400)
        with world.changed:
            wait = None
            if world.limits is not None:
                wait = world.limits.refuse("response_url", "", path, world.clock())
            if wait is not None:
                return JSONResponse(
                    {"ok": False, "error": "ratelimited"}, 429, {"retry-after": str(wait)}
                )
            try:
                respond(world, path, given)
            except Refused as refused:
                gone = refused.error in ("no_service", "expired_url", "used_url")
                return JSONResponse(refused.body(), 404 if gone else 400)
        return PlainTextResponse("ok")


async def _arguments(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    if request.method == "POST":
        body = await request.body()
        content = request.headers.get("content-type", "").split(";")[0].strip()
        if content == _JSON:
            try:
                sent = json.loads(body or b"{}")
            except ValueError:
                raise Refused("invalid_json") from None
            if not isinstance(sent, dict):
                raise Refused("json_not_object")
            given |= sent
        elif content == _FORM:
            given |= dict(parse_qsl(body.decode(), keep_blank_values=True))
        elif body:
            raise Refused("invalid_post_type" if content else "missing_post_type")
    return {**given, **_basic(request)}


def _bearer(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _basic(request: Request) -> dict[str, str]:
    """The client's id and secret, which OAuth methods take as HTTP Basic credentials too."""
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return {}
    try:
        client, _, secret = base64.b64decode(shown, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": client, "client_secret": secret}
