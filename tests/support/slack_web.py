"""A few methods of Slack's Web API over real HTTP on this machine, for what needs no events.

Each method answers from a table that a test changes as it likes; what was asked is kept.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from ui.slack.manifest import scope_names


@dataclass(frozen=True)
class Called:
    """One call: the method, its arguments, and the token or Basic credentials shown with it."""

    method: str
    arguments: dict[str, str]
    authorization: str


@dataclass(frozen=True)
class Said:
    """An answer of the Web API, or with ``raw`` one of somebody else."""

    body: dict[str, Any]
    scopes: str | None = None
    status: int = 200
    raw: str | None = None


Method = Callable[[Called], Said]


def error(code: str) -> Said:
    return Said({"ok": False, "error": code})


class SlackWeb:
    """Answers at ``url`` while it is entered; ``methods`` may be replaced one by one."""

    def __init__(self) -> None:
        self.calls: list[Called] = []
        self.methods: dict[str, Method] = {
            "api.test": lambda _: Said({"ok": True}),
            "auth.test": lambda _: _auth_test(),
            "apps.connections.open": lambda _: Said({"ok": True, "url": "wss://one.example/?t=1"}),
        }
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/api/"

    def called(self, method: str) -> list[Called]:
        return [each for each in self.calls if each.method == method]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _auth_test() -> Said:
    body = {
        "ok": True,
        "url": "https://desk.example/",
        "team": "The Desk",
        "team_id": "T0001",
        "user": "onrecord",
        "user_id": "U0BOT",
        "bot_id": "B0001",
    }
    return Said(body, ",".join(scope_names()))


def _handler(web: SlackWeb) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(size).decode()
            sent = self.headers.get("Content-Type", "")
            arguments = json.loads(text) if "json" in sent else dict(parse_qsl(text))
            method = urlsplit(self.path).path.removeprefix("/api/")
            called = Called(method, arguments, self.headers.get("Authorization", ""))
            web.calls.append(called)
            answer = web.methods.get(method, lambda _: error("unknown_method"))(called)
            body = (answer.raw or json.dumps(answer.body)).encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            if answer.scopes is not None:
                self.send_header("x-oauth-scopes", answer.scopes)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
