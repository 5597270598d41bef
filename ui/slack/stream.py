"""A message that grows while it is written, by Slack's streaming methods.

See chat.startStream, chat.appendStream and chat.stopStream in Slack's reference of Web API methods.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from ui.slack.message import Block
from ui.slack.place import Question
from ui.slack.text import split

# Characters of Markdown in one message. Slack takes 12,000 in one call, but counts what stands
# under them as well, and refuses a message of more than about 13,000 in all.
LIMIT = 6_000
_EVERY = 0.7  # seconds between two calls: Slack allows about a hundred a minute


class StreamRefused(Exception):
    """The workspace, the channel or the moment allows no streaming; a plain message may do."""


class Stream:
    """The messages that one answer is streamed into; most answers take one.

    ``opened`` is told of each message as it appears.
    """

    def __init__(
        self,
        client: WebClient,
        hasty: WebClient,
        question: Question,
        opened: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._hasty = hasty
        self._question = question
        self._opened = opened
        self._clock = clock
        self._waiting = ""  # written, but not sent
        self._sent = 0  # characters of the message that is open
        self._last = 0.0
        self.ts: str | None = None  # of the message that is open

    def write(self, piece: str) -> None:
        """Add finished Markdown; it is sent at once, or with what comes within a moment.

        Raises:
            StreamRefused: the first message cannot be streamed; nothing of it is visible.
            SlackApiError: it broke off.
        """
        if self._sent + len(self._waiting) + len(piece) > LIMIT and self.ts is not None:
            self._stop(())
        self._waiting += piece
        if self.ts is None or self._clock() - self._last >= _EVERY:
            self._flush()

    def finish(self, closing: Sequence[Block]) -> None:
        """Send the rest, with blocks below it; errors as `write` raises them."""
        if self.ts is None:
            self._flush()
        self._stop(closing)

    def _flush(self) -> None:
        for part in split(self._waiting, LIMIT) if len(self._waiting) > LIMIT else [self._waiting]:
            if self._sent and self._sent + len(part) > LIMIT:
                self._waiting = ""
                self._stop(())
            self._send(part)
        self._waiting = ""
        self._last = self._clock()

    def _send(self, part: str) -> None:
        place = self._question.place
        chunks: list[Any] = [{"type": "markdown_text", "text": part}]
        if self.ts is None:
            to: dict[str, str] = {}
            if not place.direct:
                to = {"recipient_user_id": self._question.user, "recipient_team_id": place.team}
            try:
                started = self._hasty.chat_startStream(
                    channel=place.channel, thread_ts=place.thread, chunks=chunks, **to
                )
            except SlackApiError as error:
                raise StreamRefused(error.response["error"]) from error
            self.ts, self._sent = str(started["ts"]), 0
            self._opened(self.ts)
        else:
            self._client.chat_appendStream(channel=place.channel, ts=self.ts, chunks=chunks)
        self._sent += len(part)

    def _stop(self, closing: Sequence[Block]) -> None:
        if self.ts is None:
            return
        rest: dict[str, Any] = {}
        if self._waiting:
            rest["chunks"] = [{"type": "markdown_text", "text": self._waiting}]
        if closing:
            rest["blocks"] = list(closing)
        self._client.chat_stopStream(channel=self._question.place.channel, ts=self.ts, **rest)
        self._waiting, self._sent, self.ts = "", 0, None
