"""A chat model behind the real wire: a small OpenAI-compatible server on this machine.

It speaks the Chat Completions API over HTTP: streamed and whole replies, tool calls, usage and the
provider's error bodies. What it says is scripted; what it is asked is checked as the provider
would check it, and kept.
"""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import chain
from typing import Any, Self

from assistant.tools import shown_in
from prompts import load

Request = dict[str, Any]


@dataclass(frozen=True)
class Say:
    """A text, streamed in small pieces."""

    text: str

    def deltas(self) -> Iterator[dict[str, Any]]:
        yield {"role": "assistant", "content": ""}
        for piece in _pieces(self.text):
            yield {"content": piece}


@dataclass(frozen=True)
class Endless(Say):
    """The same text over and over, ``times`` times at the most or until nobody reads on."""

    times: int = 100_000
    sent: list[int] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def deltas(self) -> Iterator[dict[str, Any]]:
        yield {"role": "assistant", "content": ""}
        try:
            for _ in range(self.times):
                self.sent.append(len(self.text))
                yield {"content": self.text}
        finally:
            self.over.set()


@dataclass(frozen=True)
class Call:
    """A call of one tool; ``arguments`` are sent as they stand, so that they may be broken JSON."""

    name: str
    arguments: str
    id: str = "call_1"
    text: str = ""

    def deltas(self) -> Iterator[dict[str, Any]]:
        yield {"role": "assistant", "content": None}
        for piece in _pieces(self.text):
            yield {"content": piece}
        head = {"index": 0, "id": self.id, "type": "function"}
        yield {"tool_calls": [{**head, "function": {"name": self.name, "arguments": ""}}]}
        for piece in _pieces(self.arguments):
            yield {"tool_calls": [{"index": 0, "function": {"arguments": piece}}]}


@dataclass(frozen=True)
class Fail:
    """An error reply."""

    status: int
    message: str = "something went wrong"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Drop:
    """Some text, and then the connection is gone in the middle of the stream."""

    text: str


@dataclass(frozen=True)
class Hiccup:
    """Some text, and then an error inside the stream, as providers send it when they break off."""

    text: str


@dataclass(frozen=True)
class HangUp:
    """The connection is closed before any reply."""


Reply = Say | Call | Fail | Drop | Hiccup | HangUp
Script = Reply | Callable[[Request], Reply]


class ChatServer:
    """Serves scripted replies, one a request, from `__enter__` to `__exit__`.

    ``requests`` are the bodies that came in, refused ones included; ``refusals`` are what was
    wrong with them. Where the script is at its end, a model that is asked to mend its answer says
    the same again. Requests to restate a question are kept apart, in ``restatements``: ``restates``
    makes the reply, without it the question comes back as it is.
    """

    def __init__(self, key: str = "sk-right") -> None:
        self.key = key
        self.requests: list[Request] = []
        self.refusals: list[str] = []
        self.restatements: list[Request] = []
        self.restates: Callable[[str], Reply] | None = None
        self._said: Script | None = None
        self._script: deque[Script] = deque()
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.chat = self

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def will(self, *replies: Script) -> None:
        """Forget what happened so far; reply with these, in order."""
        self._script = deque(replies)
        self.requests.clear()
        self.refusals.clear()
        self.restatements.clear()
        self._said = None

    @property
    def left(self) -> int:
        """How many scripted replies nobody asked for yet."""
        return len(self._script)

    def reply_to(self, request: Request, authorization: str) -> Reply:
        if is_restatement(request):
            self.restatements.append(request)
            asked = request["messages"][-1]["content"].rpartition("Question to rewrite: ")[2]
            return self.restates(asked) if self.restates else Say(asked)
        self.requests.append(request)
        if authorization != f"Bearer {self.key}":
            return self._refuse(401, "Incorrect API key provided.")
        wrong = fault(request)
        if wrong:
            return self._refuse(400, wrong)
        if not self._script and not (self._said and is_repair(request)):
            return self._refuse(400, "the script of the test is at its end")
        said = self._said = self._script.popleft() if self._script else self._said
        assert said is not None
        return said(request) if callable(said) else said

    def _refuse(self, status: int, message: str) -> Fail:
        self.refusals.append(message)
        return Fail(status, message)

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()


def is_restatement(request: Request) -> bool:
    """Whether a request asks for a question that stands alone."""
    return bool(request.get("messages")) and request["messages"][0].get("content") == load(
        "standalone"
    )


def is_repair(request: Request) -> bool:
    """Whether a request asks for an answer that holds."""
    last = request["messages"][-1]
    openings = ("Your reply was checked against", "Your reply cites no passage")
    return last["role"] == "user" and str(last["content"]).startswith(openings)


def fault(request: Request) -> str | None:
    """What the provider would refuse about a request, in its words."""
    messages = request.get("messages")
    if not request.get("model") or not messages:
        return "you must provide a model and messages"
    open_calls: set[str] = set()
    for place, message in enumerate(messages):
        role, content = message.get("role"), message.get("content")
        if role == "tool":
            if message.get("tool_call_id") not in open_calls:
                return (
                    f"messages.[{place}]: messages with role 'tool' must be a response to a "
                    "preceding message with 'tool_calls'."
                )
            open_calls.discard(message["tool_call_id"])
            continue
        if open_calls:
            break
        calls = message.get("tool_calls") or []
        if role not in ("system", "developer", "user", "assistant"):
            return f"messages.[{place}]: invalid role {role!r}"
        if not isinstance(content, str | list) and not calls:
            return f"messages.[{place}]: content must be a string"
        if any(not isinstance(call["function"]["arguments"], str) for call in calls):
            return f"messages.[{place}]: arguments must be a string"
        open_calls = {call["id"] for call in calls}
    if open_calls:
        return (
            "An assistant message with 'tool_calls' must be followed by tool messages responding "
            f"to each 'tool_call_id': {', '.join(sorted(open_calls))}"
        )
    return None


def keys_shown(request: Request) -> dict[str, str]:
    """Key to text of every passage that the tool messages of a request show."""
    shown: dict[str, str] = {}
    for message in request["messages"]:
        if message["role"] == "tool":
            shown.update({each.key: each.text for each in shown_in(message["content"])})
    return shown


class _Server(ThreadingHTTPServer):
    chat: ChatServer
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Nothing: a client may hang up when it has read enough."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path != "/v1/chat/completions":
            self._fail(Fail(404, f"no such path: {self.path}"))
            return
        request = json.loads(body)
        said = self.server.chat.reply_to(request, self.headers.get("authorization", ""))
        match said:
            case Fail():
                self._fail(said)
            case HangUp():
                self.close_connection = True
            case Drop():
                self._stream(_chunks(Say(said.text).deltas(), request))
                self.close_connection = True
            case Hiccup():
                error = {"error": {"message": "The server had an error", "type": "server_error"}}
                self._stream([*_chunks(Say(said.text).deltas(), request), error])
                self._end()
            case _ if request.get("stream"):
                # Written as it is made: a model that never ends is cut off by who reads it.
                self._stream(chain(_chunks(said.deltas(), request), _last_chunks(said, request)))
                self._write(b"data: [DONE]\n\n")
                self._end()
            case _:
                self._json(200, _whole(said, request))

    def _fail(self, said: Fail) -> None:
        error = {"message": said.message, "type": "error", "param": None, "code": None}
        self._json(said.status, {"error": error}, said.headers)

    def _json(self, status: int, value: Any, headers: Mapping[str, str] | None = None) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        sent = {"content-type": "application/json", "content-length": str(len(body))}
        for name, each in {**sent, **(headers or {})}.items():
            self.send_header(name, each)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, chunks: Iterable[dict[str, Any]]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        for chunk in chunks:
            self._write(b"data: " + json.dumps(chunk).encode() + b"\n\n")

    def _write(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _end(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is its own."""


def _chunks(deltas: Iterable[dict[str, Any]], request: Request) -> Iterator[dict[str, Any]]:
    for delta in deltas:
        yield _chunk(request, [{"index": 0, "delta": delta, "finish_reason": None}])


def _last_chunks(said: Say | Call, request: Request) -> Iterator[dict[str, Any]]:
    reason = "tool_calls" if isinstance(said, Call) else "stop"
    yield _chunk(request, [{"index": 0, "delta": {}, "finish_reason": reason}])
    if (request.get("stream_options") or {}).get("include_usage"):
        yield {**_chunk(request, []), "usage": _USAGE}


_USAGE = {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}


def _chunk(request: Request, choices: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": request["model"],
        "choices": choices,
    }


def _whole(said: Say | Call, request: Request) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": said.text or None, "refusal": None}
    if isinstance(said, Say):
        message["content"] = said.text
    else:
        function = {"name": said.name, "arguments": said.arguments}
        message["tool_calls"] = [{"id": said.id, "type": "function", "function": function}]
    reason = "tool_calls" if isinstance(said, Call) else "stop"
    choice = {"index": 0, "message": message, "finish_reason": reason, "logprobs": None}
    return {**_chunk(request, [choice]), "object": "chat.completion", "usage": _USAGE}


def _pieces(text: str) -> list[str]:
    """A text in pieces of a few characters, as tokens are: they end anywhere in a word or a key."""
    return re.findall(r"(?s).{1,5}", text)
