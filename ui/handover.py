"""Commands handed to the process that owns the archive, over HTTP on this machine.

A request is a POST of a command's parameters to ``/api/<command>`` with the owner's token. The
reply is one JSON object a line: any number of ``{"progress": ...}``, then ``{"result": ...}`` or
``{"error": ...}``.
"""

from __future__ import annotations

import json
import queue
import secrets
import threading
from collections.abc import Iterator
from typing import Any

import httpx
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from assistant import errors
from assistant.assistant import Assistant
from assistant.errors import OnRecordError
from assistant.owner import Owner
from ui.commands import (
    Articles,
    Ask,
    Command,
    Doctor,
    Ingest,
    Progress,
    Remove,
    Search,
    Show,
    Tell,
)
from ui.statements import Statements
from ui.wire import from_json, to_json

_KINDS: tuple[type[Command], ...] = (
    Ask,
    Search,
    Ingest,
    Articles,
    Show,
    Remove,
    Doctor,
    Statements,
)
_COMMANDS = {kind.__name__.lower(): kind for kind in _KINDS}
_CONNECT = httpx.Timeout(None, connect=2.0)


def routes(assistant: Assistant, token: str) -> list[Route]:
    """The routes by which other processes on this machine reach the archive."""

    async def carry_out(request: Request) -> Response:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        # A page in the reader's browser can send requests here, but cannot know the token.
        if not secrets.compare_digest(shown.encode(), token.encode()):
            return JSONResponse({"error": "not allowed"}, status_code=403)
        kind = _COMMANDS.get(request.path_params["command"])
        if kind is None:
            return JSONResponse({"error": "no such command"}, status_code=404)
        try:
            command = from_json(kind, await request.json())
        except ValueError as error:
            return JSONResponse({"error": str(error)}, status_code=400)
        return StreamingResponse(_lines(assistant, command), media_type="application/x-ndjson")

    return [Route("/api/{command}", carry_out, methods=["POST"])]


def hand_over(owner: Owner, command: Command, tell: Tell) -> Any | None:
    """Let the owner carry out a command; its result as JSON, or None where the owner is gone.

    Raises:
        OnRecordError: what the command raised there.
    """
    url = f"{owner.address}/api/{type(command).__name__.lower()}"
    headers = {"authorization": f"Bearer {owner.token}"}
    try:
        with (
            httpx.Client(timeout=_CONNECT, trust_env=False) as client,
            client.stream("POST", url, json=to_json(command), headers=headers) as reply,
        ):
            if reply.status_code != 200:
                return None
            for line in reply.iter_lines():
                said = json.loads(line)
                if "progress" in said:
                    tell(from_json(Progress, said["progress"]))
                elif "error" in said:
                    raise _error(said["error"])
                else:
                    return said["result"]
    except httpx.ConnectError:
        return None
    except httpx.HTTPError as error:
        raise errors.ArchiveError(
            f"the process that holds the archive (`onrecord {owner.command}`) broke off; "
            "what it committed is kept, run the command again"
        ) from error
    return None


def _lines(assistant: Assistant, command: Command) -> Iterator[bytes]:
    """The command in a thread of its own, its progress as it comes."""
    said: queue.Queue[dict[str, Any]] = queue.Queue()

    def work() -> None:
        try:
            result = command.run(assistant, lambda p: said.put({"progress": to_json(p)}))
            said.put({"result": to_json(result)})
        except OnRecordError as error:
            said.put({"error": {"kind": type(error).__name__, "message": str(error)}})
        # Whatever went wrong must reach the process that waits for an answer.
        except Exception as error:  # noqa: BLE001
            said.put({"error": {"kind": "OnRecordError", "message": f"internal error: {error!r}"}})

    threading.Thread(target=work, daemon=True).start()
    while True:
        line = said.get()
        yield json.dumps(line).encode() + b"\n"
        if "progress" not in line:
            return


def _error(said: dict[str, str]) -> OnRecordError:
    kind = getattr(errors, said["kind"], OnRecordError)
    found: OnRecordError = kind(said["message"])
    return found
