"""Socket Mode: the connection over which Slack delivers, kept up through what ends it."""

from __future__ import annotations

import json
import logging
import random
import threading
from http.client import HTTPException
from time import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from assistant.errors import SettingsError
from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

ALIVE = 5.0  # seconds between two pings; a connection without an answer for twice as long is dead
_GOODBYE = 1.0  # seconds that the other side has to take leave
_UNREACHED = 10.0  # seconds between two tries to connect, at most, without a network
_CROWDED = 60.0  # where Slack has too many connections of this app
_FAILURES = (OSError, HTTPException, WebSocketException, SlackClientError)


class Socket:
    """Takes what Slack delivers, one connection after the other, from `begin` to `close`.

    The clients of ``slack_sdk`` are not used. The one without dependencies reads frames by
    recursion, which a burst of some hundred deliveries ends in the middle of a frame, and leaves a
    connection that was cut unnoticed until five pings failed; the others notice no dead network.
    """

    def __init__(self, app: App, app_token: str, alive: float = ALIVE) -> None:
        self._app = app
        self._app_token = app_token
        self._alive = alive
        self._logger = quiet_logger("onrecord.slack.websocket")
        self._logger.setLevel(logging.INFO)  # its debug level writes frames, cut anywhere
        self._wait = _Backoff()
        self._changing = threading.Lock()
        self._closed = False
        self._line: _Line | None = None
        self._thread = threading.Thread(target=self._run, name="slack-socket", daemon=True)

    def begin(self) -> None:
        """Connect for the first time; without a network, as soon as there is one.

        Raises:
            SettingsError: Slack refuses the app token.
        """
        try:
            self._connect()
        except SlackApiError as error:
            raise SettingsError(
                f"Slack refuses the app token ({error.response['error']}); "
                "`onrecord slack check` says what to do"
            ) from error
        except _FAILURES as error:
            log.warning("Slack cannot be reached (%s); trying until it can", error)
            self._wait.longer(_UNREACHED)
        self._thread.start()

    def close(self) -> None:
        """Take nothing more; what is not acknowledged by now Slack delivers again."""
        with self._changing:
            self._closed = True
            line = self._line
        self._wait.end()
        if line is not None:
            line.close()
        if self._thread.is_alive():
            self._thread.join(_GOODBYE)

    def _run(self) -> None:
        while not self._closed:
            if self._line is None:
                self._connect_or_wait()
                continue
            ended = self._line
            try:
                self._read(ended)
            except Exception:
                log.exception("the connection to Slack cannot be read")
                self._wait.longer(_UNREACHED)
            if self._line is ended:
                self._line = None
                ended.close()

    def _connect(self) -> None:
        """Take the place of the connection there is, which is closed once there is a new one."""
        self._wait.out()
        if self._closed:
            return
        client: WebClient = self._app.client
        url: str = client.apps_connections_open(app_token=self._app_token)["url"]
        connection = connect(
            url,
            ping_interval=self._alive,
            ping_timeout=self._alive * 2,
            close_timeout=_GOODBYE,
            ssl=client.ssl if url.startswith("wss:") else None,
            max_queue=None,  # while one delivery is taken, the others come in, and pings with them
            logger=self._logger,
            legacy=True,  # a connection, where the default will come to mean an iterator of them
        )
        new = _Line(connection)
        with self._changing:
            old, self._line = self._line, new
        if old is not None:
            old.close()
        if self._closed:
            new.close()

    def _connect_or_wait(self) -> None:
        try:
            self._connect()
        except _FAILURES as error:
            log.warning("no connection to Slack (%s); trying again", error)
            self._wait.longer(_UNREACHED)

    def _read(self, line: _Line) -> None:
        """Take what is delivered over a connection until it ends or has a successor."""
        delivered = False
        try:
            for text in line.connection:
                if self._closed:
                    return
                said = json.loads(text)
                if said.get("type") == "disconnect":
                    self._change(said.get("reason", ""))
                    return
                request = SocketModeRequest.from_dict(said)
                if request is not None:
                    delivered = True
                    self._wait.reset()
                    self._take(line, request)
        except ConnectionClosed as error:
            log.info("the connection to Slack is gone (%s)", error)
        if not delivered:  # else one that ends at once would be opened again without an end
            self._wait.longer(_UNREACHED)

    def _change(self, reason: str) -> None:
        if reason == "too_many_websockets":
            log.warning("Slack has too many connections of this app; is the bot running twice?")
            self._wait.longer(_CROWDED)
        self._connect_or_wait()

    def _take(self, line: _Line, request: SocketModeRequest) -> None:
        """Take a delivery.

        One after the other: two questions of one thread must be taken in the order in which they
        were asked, and taking one in takes milliseconds.
        """
        begun = time()
        try:
            send_response(line, request, run_bolt_app(self._app, request), begun)
        except (ConnectionClosed, OSError) as error:
            # Slack delivers again what it was not told of, and it will be known then.
            log.info("an acknowledgement was lost with its connection: %r", error)
        except Exception:
            log.exception("a delivery of Slack could not be taken")


class _Line(BaseSocketModeClient):
    """One connection, on which what came over it is acknowledged."""

    def __init__(self, connection: ClientConnection) -> None:
        self.logger = log
        self.connection = connection

    def send_message(self, message: str) -> None:
        self.connection.send(message)

    def close(self) -> None:
        self.connection.close()


class _Backoff:
    """Waits twice as long each time it is told to, up to a limit, a little at random."""

    def __init__(self) -> None:
        self._next = 0.0
        self._ended = threading.Event()

    def longer(self, limit: float) -> None:
        self._next = min(max(0.25, self._next * 2), limit)

    def reset(self) -> None:
        self._next = 0.0

    def out(self) -> None:
        if self._next:
            self._ended.wait(self._next * random.uniform(0.75, 1.25))

    def end(self) -> None:
        self._ended.set()
