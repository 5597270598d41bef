"""Serves the chat, the commands of other processes and Slack's requests at one address."""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.settings import Settings
from ui.handover import routes


class Server:
    """A bound socket, an open archive and the application between them."""

    def __init__(self, listener: socket.socket, app: ASGIApp, closing: ExitStack) -> None:
        self._listener = listener
        self._app = app
        self._closing = closing
        self.address = address_of(listener)

    def run(self, tell: Callable[[str], None]) -> None:
        """Tell the address and answer there until told to stop; then close the archive."""
        # uvicorn stops for both signals and raises them again behind it.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        with contextlib.suppress(KeyboardInterrupt), self._closing:
            config = uvicorn.Config(self._app, log_level="warning", timeout_graceful_shutdown=3)
            tell(self.address)
            uvicorn.Server(config).run(sockets=[self._listener])


def serve(folder: Path, settings: Settings, host: str, port: int) -> Server:
    """Bind the address, open the archive and build the page.

    Raises:
        UsageError: the address cannot be bound.
        ArchiveError: the archive cannot be opened.
    """
    with ExitStack() as closing:
        listener = closing.enter_context(_bind(host, port))
        assistant = closing.enter_context(Assistant.open(folder, settings, command="serve"))
        token = assistant.ownership.announce(address_of(listener))
        assistant.scribe.start()
        # Loaded only here: Gradio takes seconds.
        from fastapi import FastAPI

        from ui.web.app import mount
        from ui.web.article_page import article_routes

        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        app.router.routes.extend(routes(assistant, token))
        app.router.routes.extend(article_routes(assistant.archive))
        app.router.routes.extend(_slack(assistant, folder, closing))
        return Server(listener, mount(app, assistant), closing.pop_all())


class Commands:
    """Carries out the commands of other processes at a free local address, while it is entered."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._listener = _bind("127.0.0.1", 0)
        token = assistant.ownership.announce(address_of(self._listener))
        app = Starlette(routes=routes(assistant, token))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3)
        self._server = uvicorn.Server(config)
        sockets = [self._listener]
        self._thread = threading.Thread(target=self._server.run, args=[sockets], daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()


def _slack(assistant: Assistant, folder: Path, closing: ExitStack) -> list[Route]:
    """The bot, started, where the settings have a token for it; its routes, where Slack signs."""
    from ui.slack.configured import is_configured

    settings = assistant.settings
    if not is_configured(settings):
        return []
    from ui.slack.bot import Bot
    from ui.slack.http import slack_routes

    bot = Bot(assistant, folder)
    closing.callback(bot.close)
    bot.start()
    return slack_routes(bot.app, settings.slack_signing_secret)


def address_of(listener: socket.socket) -> str:
    """The address to type into a browser on this machine."""
    host, port = listener.getsockname()[:2]
    if host in ("0.0.0.0", "::"):
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bind(host: str, port: int) -> socket.socket:
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as failed:
            listener = failed.enter_context(socket.socket(family, kind))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
            listener.listen(128)
            failed.pop_all()
    except OSError as error:
        raise UsageError(
            f"cannot listen at {host} port {port} ({error.strerror or error}); "
            "name another with --port, or --port 0 for a free one"
        ) from error
    return listener
