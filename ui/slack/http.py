"""Slack's signed requests, and the pages by which a workspace signs in, as routes of `serve`."""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_bolt.oauth import OAuthFlow
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

EVENTS = "/slack/events"
_LARGEST = 1_000_000  # bytes of a request; Slack's are far smaller


def slack_routes(app: App) -> list[Route]:
    """The routes of ``app``: one for everything that Slack sends, two for signing in by OAuth.

    Bolt refuses what is not signed with the signing secret, or was signed five minutes ago.
    """

    async def events(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                return Response("too large", status_code=413)
        try:
            asked = to_bolt_request(request, body)
        except UnicodeDecodeError:
            return Response("no UTF-8", status_code=400)
        # In a thread: the event loop serves the web desk as well.
        return to_starlette_response(await run_in_threadpool(app.dispatch, asked))

    routes = [Route(EVENTS, events, methods=["POST"])]
    flow = app.oauth_flow
    if flow is not None:
        routes += [_page(flow, flow.install_path), _page(flow, flow.redirect_uri_path)]
    return routes


def _page(flow: OAuthFlow, path: str) -> Route:
    handle = flow.handle_installation if path == flow.install_path else flow.handle_callback

    async def page(request: Request) -> Response:
        return to_starlette_response(await run_in_threadpool(handle, to_bolt_request(request, b"")))

    return Route(path, page, methods=["GET"])
