"""Socket Mode: the connection over which Slack delivers, kept up through what ends it."""

from __future__ import annotations

import json
import random
import threading
from time import time

from slack_bolt import App
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_sdk.errors import SlackApiError, SlackClientNotConnectedError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from assistant.errors import SettingsError
from ui.slack.quiet import quiet_logger

log = quiet_logger(__name__)

# Seconds between two looks whether the connection still stands; the library gives it up at the
# fifth ping without an answer.
ALIVE = 2.0
# One delivery after the other: two questions of one thread must be taken in the order in which they
# were asked, and taking one in takes milliseconds.
_AT_ONCE = 1
_LONGEST = 60.0  # seconds between two tries to connect
_CROWDED = "too_many_websockets"


class Socket(SocketModeClient):
    """The library's client, which waits between tries where Slack or the network wants nothing.

    The library connects again at once after a ``disconnect``; one that comes of too many
    connections would then be followed by the next without an end.
    """

    def __init__(self, app: App, app_token: str, alive: float = ALIVE) -> None:
        self._app = app
        self._wait = _Backoff()
        super().__init__(
            app_token,
            logger=quiet_logger("onrecord.slack.socket"),
            web_client=app.client,
            ping_interval=alive,
            concurrency=_AT_ONCE,
            on_message_listeners=[self._heard],
        )
        self.socket_mode_request_listeners.append(self._take)

    def begin(self) -> None:
        """Connect for the first time; without a network, as soon as there is one.

        Raises:
            SettingsError: Slack refuses the app token.
        """
        try:
            self.connect()
        except SlackApiError as error:
            raise SettingsError(
                f"Slack refuses the app token ({error.response['error']}); "
                "`onrecord slack check` says what to do"
            ) from error
        except OSError as error:
            log.warning("Slack cannot be reached (%s); trying until it can", error)
            self._wait.longer()
            threading.Thread(target=self._until_connected, daemon=True).start()

    def issue_new_wss_url(self) -> str:
        self._wait.out()
        url: str = super().issue_new_wss_url()
        return url

    def close(self) -> None:
        self._wait.end()
        super().close()

    def _until_connected(self) -> None:
        while not self.closed:
            try:
                self.connect()
                return
            except (SlackApiError, OSError) as error:
                log.debug("still no connection to Slack: %r", error)
                self._wait.longer()

    def _heard(self, message: str) -> None:
        if not message.startswith("{"):
            return
        said = json.loads(message)
        if said.get("envelope_id"):
            self._wait.reset()  # a connection that delivers is not one too many
        elif said.get("type") == "disconnect" and said.get("reason") == _CROWDED:
            log.warning("Slack has too many connections of this app; is the bot running twice?")
            self._wait.longer()

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        begun = time()
        done = run_bolt_app(self._app, request)
        try:
            send_response(client, request, done, begun)
        except (SlackClientNotConnectedError, OSError) as error:
            # Slack delivers again what it was not told of, and it will be known then.
            log.info("an acknowledgement was lost with its connection: %r", error)


class _Backoff:
    """Waits twice as long each time it is told to, up to a minute, a little at random."""

    def __init__(self) -> None:
        self._next = 0.0
        self._ended = threading.Event()

    def longer(self) -> None:
        self._next = min(max(1.0, self._next * 2), _LONGEST)

    def reset(self) -> None:
        self._next = 0.0

    def out(self) -> None:
        if self._next:
            self._ended.wait(self._next * random.uniform(0.75, 1.25))

    def end(self) -> None:
        self._ended.set()
