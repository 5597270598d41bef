"""What becomes visible of one answer: in a thread for everybody, or to its asker alone."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.webhook import WebhookClient

from ui.slack.message import Block, Message
from ui.slack.place import Question
from ui.slack.quiet import quiet_logger
from ui.slack.stream import Stream, StreamRefused
from ui.slack.text import split

_EVERY = 1.5  # seconds between two updates of a message that grows without streaming
_MARKDOWN = 12_000  # characters of a markdown block
_GROWING = "The answer is being written."
_GONE = ("message_not_found", "cant_update_message", "cant_delete_message", "edit_window_closed")
_NO_STREAMS = ("unknown_method", "method_deprecated", "not_allowed_token_type", "missing_scope")


class Reply(Protocol):
    """Where an answer goes. Once it is closed, all but `say` and `withdraw` do nothing."""

    def stop(self) -> None:
        """Close, and leave what is visible as it is, for another reply to change."""

    def working(self, message: Message) -> None:
        """Show that it takes longer, where nothing is visible yet."""

    def write(self, markdown: str) -> None:
        """Show a finished piece of the answer."""

    def finish(self, whole: Sequence[Message], closing: Sequence[Block]) -> None:
        """Complete what was written; ``whole`` stands for it where it was not streamed."""

    def say(self, messages: Sequence[Message]) -> None:
        """Show these in place of whatever is visible, and close."""

    def withdraw(self) -> None:
        """Take back whatever is visible, and close."""


class ThreadReply:
    """Messages in the thread of a question.

    ``posted`` is told of all messages that are visible whenever one is added. ``replies`` are those
    of an earlier answer, which are changed in place. ``streams`` is False where the workspace has
    no streaming; it is told to ``no_streams`` when that shows.
    """

    def __init__(
        self,
        client: WebClient,
        hasty: WebClient,
        question: Question,
        posted: Callable[[Sequence[str]], None],
        *,
        replies: Sequence[str] = (),
        streams: bool = True,
        no_streams: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._hasty = hasty
        self._channel = question.place.channel
        self._thread = question.place.thread
        self._posted = posted
        self._visible = list(replies)
        self._no_streams = no_streams
        self._clock = clock
        stream = Stream(client, hasty, question, self._opened, clock)
        self._stream = stream if streams and not replies else None
        self._growing = not replies  # whether a part of the answer may be shown
        self._working: str | None = None
        self._cancel: tuple[Block, ...] = ()
        self._text = ""
        self._last = 0.0
        self._closed = False
        self._lock = threading.RLock()

    def stop(self) -> None:
        with self._lock:
            self._closed = True
            self._stop_stream()
            self._drop_working()

    def working(self, message: Message) -> None:
        with self._lock:
            if self._closed or self._visible or self._working:
                return
            # It may be left out, but never be late: nobody waits for it to be allowed.
            with contextlib.suppress(SlackApiError):
                self._working = self._post(message, self._hasty)
                self._cancel = message.blocks[-1:]

    def write(self, markdown: str) -> None:
        with self._lock:
            if self._closed:
                return
            self._text += markdown
            if self._stream is not None:
                try:
                    self._stream.write(markdown)
                except StreamRefused as refused:
                    self._stream = None
                    self._growing = str(refused) != "ratelimited"
                    if str(refused) in _NO_STREAMS:
                        self._no_streams()
            if self._stream is None and self._growing:
                self._grow()

    def finish(self, whole: Sequence[Message], closing: Sequence[Block]) -> None:
        with self._lock:
            if self._closed:
                return
            if self._stream is None or self._stream.ts is None:
                self.say(whole)
                return
            self._closed = True
            try:
                self._stream.finish(closing)
            except SlackApiError as error:
                # Slack ends a stream by itself that took too long.
                if error.response["error"] != "message_not_in_streaming_state":
                    raise
                self._show(whole)
            self._drop_working()

    def say(self, messages: Sequence[Message]) -> None:
        with self._lock:
            self._closed = True
            self._stop_stream()
            self._show(messages)
            self._drop_working()

    def withdraw(self) -> None:
        with self._lock:
            self._closed = True
            self._stop_stream()
            self._show(())
            self._drop_working()

    def _opened(self, ts: str) -> None:
        self._visible.append(ts)
        self._posted(self._visible)

    def _post(self, message: Message, client: WebClient) -> str:
        sent = client.chat_postMessage(
            channel=self._channel,
            thread_ts=self._thread,
            text=message.text,
            blocks=list(message.blocks),
            unfurl_links=False,
            unfurl_media=False,
        )
        return str(sent["ts"])

    def _grow(self) -> None:
        """Show the text so far in one plain message."""
        if self._visible and self._clock() - self._last < _EVERY:
            return
        text = split(self._text, _MARKDOWN)[0]
        # The plain text is mrkdwn, in which what is literal in Markdown may not be.
        part = Message(_GROWING, ({"type": "markdown", "text": text}, *self._cancel))
        if self._visible:
            self._update(self._visible[0], part)
        else:
            self._take_working()
            if self._visible:
                self._update(self._visible[0], part)
            else:
                self._opened(self._post(part, self._client))
        self._last = self._clock()

    def _show(self, messages: Sequence[Message]) -> None:
        """Make exactly these visible: change what is there, post what is more, delete the rest."""
        if messages:
            self._take_working()
        there, self._visible = self._visible, []
        for place, message in enumerate(messages):
            if place < len(there) and self._update(there[place], message):
                self._visible.append(there[place])
                continue
            self._opened(self._post(message, self._client))
        for ts in there[len(messages) :]:
            self._delete(ts)
        self._posted(self._visible)

    def _take_working(self) -> None:
        """Make the note that it takes longer into the first message of the answer."""
        if self._working and not self._visible:
            self._opened(self._working)
            self._working = None

    def _drop_working(self) -> None:
        if self._working:
            self._delete(self._working)
            self._working = None

    def _stop_stream(self) -> None:
        if self._stream is not None and self._stream.ts is not None:
            with contextlib.suppress(SlackApiError):
                self._stream.finish(())

    def _update(self, ts: str, message: Message) -> bool:
        try:
            self._client.chat_update(
                channel=self._channel, ts=ts, text=message.text, blocks=list(message.blocks)
            )
        except SlackApiError as error:
            if error.response["error"] not in _GONE:
                raise
            return False
        return True

    def _delete(self, ts: str) -> None:
        try:
            self._client.chat_delete(channel=self._channel, ts=ts)
        except SlackApiError as error:
            if error.response["error"] not in _GONE:
                raise


class PrivateReply:
    """Messages to the asker alone, at the address that Slack gives with a command.

    Slack takes five of them, within half an hour.
    """

    def __init__(self, response_url: str) -> None:
        handlers: list[RetryHandler] = [RateLimitErrorRetryHandler(3)]
        logger = quiet_logger("onrecord.slack.respond")
        self._webhook = WebhookClient(response_url, retry_handlers=handlers, logger=logger)
        self._replace = False
        self._closed = False
        self._lock = threading.RLock()

    def stop(self) -> None:
        with self._lock:
            self._closed = True

    def working(self, message: Message) -> None:
        with self._lock:
            if not self._closed and not self._replace:
                self._send(message)
                self._replace = True

    def write(self, markdown: str) -> None:
        """Nothing: five messages are too few to grow in."""

    def finish(self, whole: Sequence[Message], closing: Sequence[Block]) -> None:
        del closing
        with self._lock:
            if not self._closed:
                self.say(whole)

    def say(self, messages: Sequence[Message]) -> None:
        with self._lock:
            self._closed = True
            for message in messages:
                self._send(message)
                self._replace = False

    def withdraw(self) -> None:
        with self._lock:
            self._closed = True
            self._webhook.send_dict({"delete_original": True})

    def _send(self, message: Message) -> None:
        self._webhook.send_dict(
            {
                "response_type": "ephemeral",
                "replace_original": self._replace,
                "text": message.text,
                "blocks": list(message.blocks),
            }
        )
