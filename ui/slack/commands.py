"""The slash command ``/onrecord``: what a channel follows."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.assistant import Assistant
from assistant.errors import OnRecordError
from ui.slack.blocks import digest as blocks
from ui.slack.message import Message
from ui.slack.once import Middleware
from ui.slack.text import clipped, unescaped
from ui.slack.topics import Every, TopicStore

COMMAND = "/onrecord"
_VERBS = ("follow", "list", "stop", "help")
_ALSO = {"unfollow": "stop", "remove": "stop", "topics": "list", "add": "follow"}
_CLOSE = 0.6  # how alike what was typed and a verb are, from 0 to 1, for the verb to be meant
_LONGEST = 300  # characters of a problem
_OFTEN: tuple[tuple[str, Every], ...] = (
    ("daily ", "daily"),
    ("every day ", "daily"),
    ("at once ", "at once"),
)
_MARKS = '"“”„«»'  # around a topic that begins like one of those
# Nothing can be posted here, now or later.
_DEAF = frozenset(("not_in_channel", "channel_not_found", "is_archived", "restricted_action"))


def register(
    app: App,
    topics: TopicStore,
    assistant: Assistant,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    *,
    middleware: Sequence[Middleware] = (),
) -> None:
    """Make Bolt answer the command from these topics; the archive tells what is new from now on."""
    app.command(COMMAND, middleware=middleware)(Commands(topics, assistant, clock).answer)


class Commands:
    """Answers the person who typed it; that a topic is followed or stopped is told to all."""

    def __init__(
        self, topics: TopicStore, assistant: Assistant, clock: Callable[[], datetime]
    ) -> None:
        self._topics = topics
        self._assistant = assistant
        self._clock = clock

    def answer(
        self,
        ack: Ack,
        command: dict[str, str],
        context: BoltContext,
        client: WebClient,
        respond: Respond,
    ) -> None:
        """Acknowledge, then do what is asked for."""
        ack()
        team, channel = context.team_id or "", command["channel_id"]
        verb, rest = _read(unescaped(command.get("text") or ""))
        try:
            if verb == "follow":
                self._follow(team, channel, command["user_id"], rest, client, respond)
            elif verb == "list":
                _privately(respond, blocks.topic_list(self._topics.in_channel(team, channel)))
            elif verb == "stop":
                self._stop(team, channel, command["user_id"], rest, respond)
            elif verb == "help":
                _privately(respond, blocks.onrecord_usage())
            else:
                _privately(respond, blocks.refused(_unknown(verb, rest)))
        except OnRecordError as error:
            _privately(respond, blocks.refused(_sentence(str(error))))

    def _follow(
        self,
        team: str,
        channel: str,
        user: str,
        rest: str,
        client: WebClient,
        respond: Respond,
    ) -> None:
        every, text = _often(rest)
        if not text:
            _privately(respond, blocks.refused("Name the topic to follow."))
            return
        cursor = self._assistant.archive.arrivals.newest()
        made = self._topics.follow(team, channel, user, text, every, cursor, self._clock())
        notes = self._assistant.parts.retriever.taken_as(made.topic.text).notes
        message = blocks.followed(made.topic, made.new, notes)
        if not made.new:
            _privately(respond, message)
        elif problem := _announce(client, channel, message, respond):
            self._topics.stop(team, channel, str(made.topic.number))
            _privately(respond, blocks.unheard(made.topic.text, problem))

    def _stop(self, team: str, channel: str, user: str, which: str, respond: Respond) -> None:
        ended = self._topics.stop(team, channel, _unquoted(which)) if which else None
        if ended is not None:
            _openly(respond, blocks.stopped(ended, user))
            return
        known = self._topics.in_channel(team, channel)
        if not known:
            _privately(respond, blocks.topic_list(known))
            return
        problem = (
            "Say which topic to stop."
            if not which
            else f"“{clipped(which, 120)}” is not followed here."
        )
        listed = blocks.topic_list(known)
        _privately(respond, blocks.with_problem(problem, listed))


def _announce(client: WebClient, channel: str, message: Message, respond: Respond) -> str:
    """Tell the channel; the reason where no digest could be posted there either.

    It is posted as digests are, so that whoever follows a topic learns at once what they would
    wait for in vain.
    """
    try:
        client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=list(message.blocks),
            unfurl_links=False,
            unfurl_media=False,
        )
    except SlackApiError as error:
        code = str(error.response.get("error", ""))
        if code in _DEAF:
            return code
        _openly(respond, message)
    return ""


def _read(typed: str) -> tuple[str, str]:
    """The verb and what it is about."""
    verb, _, rest = typed.strip().partition(" ")
    verb = verb.casefold()
    return ("help" if verb in ("", "?") else _ALSO.get(verb, verb)), rest.strip()


def _often(rest: str) -> tuple[Every, str]:
    """How often, and the topic; quotation marks around it are none of its."""
    folded = f"{rest} ".casefold()
    for words, every in _OFTEN:
        if folded.startswith(words):
            return every, _unquoted(rest[len(words) :])
    return "daily", _unquoted(rest)


def _unquoted(text: str) -> str:
    text = text.strip()
    inner = text[1:-1]
    quoted = len(text) > 2 and text[0] in _MARKS and text[-1] in _MARKS
    return inner.strip() if quoted and not set(inner) & set(_MARKS) else text


def _unknown(verb: str, rest: str) -> str:
    """What to type instead. It is not done at once: others would be told of what was not meant."""
    known = [*_VERBS, *_ALSO]
    near = difflib.get_close_matches(verb, known, 1, _CLOSE)
    meant = _ALSO.get(near[0], near[0]) if near else ""
    instead = f"{COMMAND} {meant} {rest}" if near else f"{COMMAND} follow {verb} {rest}"
    return clipped(f"“{verb}” is no command. Did you mean: {instead.strip()}", _LONGEST)


def _sentence(problem: str) -> str:
    return f"{problem[:1].upper()}{problem[1:]}."


def _privately(respond: Respond, message: Message) -> None:
    respond(message.text, blocks=list(message.blocks), response_type="ephemeral")


def _openly(respond: Respond, message: Message) -> None:
    respond(message.text, blocks=list(message.blocks), response_type="in_channel")
