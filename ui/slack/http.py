"""Slack's signed requests, and the pages by which a workspace signs in, as routes of `serve`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.slack.manifest import EVENTS

_LARGEST = 1_000_000  # bytes of a request; Slack's are far smaller
_DIGITS = 15  # of a timestamp, in seconds; Slack's have ten


def slack_routes(app: App, signing_secret: SecretStr | None) -> list[Route]:
    """The routes of ``app``: one for everything that Slack sends, two for signing in by OAuth.

    What is not signed with the secret, or was signed more than five minutes ago, is refused; where
    there is no secret, nothing is taken.
    """
    routes = [] if signing_secret is None else [_events(app, signing_secret)]
    flow = app.oauth_flow
    if flow is not None:
        routes += [_page(flow, flow.install_path), _page(flow, flow.redirect_uri_path)]
    return routes


def _events(app: App, signing_secret: SecretStr) -> Route:
    verifier = SignatureVerifier(signing_secret.get_secret_value())

    async def events(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                # The rest is not waited for.
                return Response("too large", status_code=413, headers={"connection": "close"})
        # Bolt looks at the signature as well, but only when it has read what is signed.
        if not _is_signed(verifier, request.headers, body):
            return Response("not signed by Slack", status_code=401)
        try:
            asked = to_bolt_request(request, body)
        except ValueError:
            return Response("neither JSON nor a form", status_code=400)
        # In a thread: the event loop serves the web desk as well.
        return to_starlette_response(await run_in_threadpool(app.dispatch, asked))

    return Route(EVENTS, events, methods=["POST"])


def _is_signed(verifier: SignatureVerifier, headers: Mapping[str, str], body: bytes) -> bool:
    at = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    # The library takes for granted that these are what Slack sends.
    if not (at.isascii() and at.isdecimal() and len(at) <= _DIGITS and signature.isascii()):
        return False
    try:
        return verifier.is_valid(body, at, signature)
    except UnicodeDecodeError:
        return False


def _page(flow: OAuthFlow, path: str) -> Route:
    handle = flow.handle_installation if path == flow.install_path else flow.handle_callback

    async def page(request: Request) -> Response:
        return to_starlette_response(await run_in_threadpool(handle, to_bolt_request(request, b"")))

    return Route(path, page, methods=["GET"])
