"""Response headers that keep the page to this server: no script, font, image or call elsewhere."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(rb"<script(?P<attributes>[^>]*)>(?P<code>.*?)</script>", re.DOTALL)

# Scripts run only from this server or by the hash of what Gradio writes into its page; a script or
# an on... attribute that slips into the page does not run. Gradio draws its HTML component through
# Function(), with templates that are fixed here, hence 'unsafe-eval'; it sets style attributes
# everywhere, hence 'unsafe-inline' for styles.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval'{hashes}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
    "connect-src 'self'; manifest-src 'self'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)


class SecurityHeaders:
    """ASGI middleware that sets a Content-Security-Policy and its companions on every response."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        else:
            await self.app(scope, receive, _Guarded(send))


class _Guarded:
    """Sends one response; holds back an HTML page until its inline scripts are known."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._page = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                self._start = message
                return
            _set(headers, b"")
        elif message["type"] == "http.response.body" and self._start is not None:
            self._page += message.get("body", b"")
            if message.get("more_body", False):
                return
            _set(MutableHeaders(scope=self._start), self._page)
            await self._send(self._start)
            self._start = None
            message = {**message, "body": self._page}
        await self._send(message)


def _set(headers: MutableHeaders, page: bytes) -> None:
    headers["Content-Security-Policy"] = _POLICY.format(hashes=_hashes(page))
    headers["X-Content-Type-Options"] = "nosniff"
    # A publisher need not learn where, or that, its article was read.
    headers["Referrer-Policy"] = "no-referrer"


def _hashes(page: bytes) -> str:
    found = {
        base64.b64encode(hashlib.sha256(script["code"]).digest()).decode()
        for script in _INLINE.finditer(page)
        if b"src=" not in script["attributes"]
    }
    return "".join(f" 'sha256-{each}'" for each in sorted(found))
