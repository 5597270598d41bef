"""Sends each channel what is new on its topics, once a day or as it comes in."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta, tzinfo
from http.client import HTTPException
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from slack_sdk.errors import SlackApiError, SlackClientError

from assistant.assistant import Assistant
from assistant.errors import OnRecordError, UsageError
from ui.slack.blocks.digest import digest_messages
from ui.slack.digest import digest_of
from ui.slack.message import Message
from ui.slack.outbox import Outbox, Outgoing
from ui.slack.place import Place
from ui.slack.posted import Posted, unknown
from ui.slack.quiet import quiet_logger
from ui.slack.topics import Topic, TopicStore

log = quiet_logger(__name__)

Post = Callable[[str, str, Message], None]
"""Posts a message in a channel of a workspace."""
Limits = Callable[[Place], Mapping[str, Any]]
"""The filters of a channel, as `Assistant.stream` takes them."""

# Every look is at the clock and the cursors, so that it does not matter when or how often it is
# taken: a laptop that slept, or was off, at the time of day is served at the first look after it.
# A scheduler's own waiting for the time of day would go on after the sleep for what was left of it.
_EVERY = 60  # seconds
_APART = timedelta(minutes=10)  # between two digests of a topic that is told at once
_CODE = re.compile(r"[a-z][a-z0-9_]*")
# Slack did nothing, and may do it later.
_LATER = frozenset(("ratelimited", "rate_limited", "message_limit_exceeded"))
# Slack says itself that it may have done it.
_UNCERTAIN = frozenset(("internal_error", "fatal_error", "request_timeout", "service_unavailable"))


def no_limits(place: Place) -> Mapping[str, Any]:
    """Channels without filters."""
    del place
    return {}


class Digests:
    """Looks for what is new every minute, from `start` to `stop`.

    ``post`` may raise what Slack's client raises. ``posted`` looks for a message in a channel.
    ``zone`` is where the settings' time of day is, by default that of this machine.
    """

    def __init__(
        self,
        assistant: Assistant,
        topics: TopicStore,
        post: Post,
        *,
        posted: Posted = unknown,
        limits: Limits = no_limits,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        self._assistant = assistant
        self._topics = topics
        self._outbox = Outbox(topics.engine)
        self._post = post
        self._posted = posted
        self._limits = limits
        self._clock = clock
        self._zone = zone
        self._at = time.fromisoformat(assistant.settings.slack_digest_at)
        self._scheduler: BackgroundScheduler | None = None
        self._looking = threading.Lock()
        self._stopped = threading.Event()

    def start(self) -> None:
        """Look now, and every minute, in the background."""
        self._stopped.clear()
        self._scheduler = BackgroundScheduler(timezone=UTC, daemon=True)
        self._scheduler.add_job(
            self.look,
            "interval",
            seconds=_EVERY,
            next_run_time=datetime.now(UTC),
            coalesce=True,  # of the looks that a sleep left out, one is made up for
            misfire_grace_time=None,
            max_instances=1,
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Look no more; returns when nothing is being posted."""
        self._stopped.set()
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
            self._scheduler = None

    def look(self) -> None:
        """Send what is due; what fails for one topic is tried again, and stops no other."""
        with self._looking:
            try:
                self._outbox.tidy()
                topics = self._topics.all()
            except OnRecordError as error:
                log.warning("no topic can be looked up: %s", error)
                return
            for topic in topics:
                if self._stopped.is_set():
                    return
                self._look_at(topic)

    def _look_at(self, topic: Topic) -> None:
        where = f"topic {topic.number} of {topic.team}/{topic.channel}"
        try:
            now = self._clock()
            newest = self._assistant.archive.arrivals.newest()
            if newest < topic.cursor:  # the archive was put back to an earlier state
                self._topics.advance(topic, newest, topic.looked_at)
            elif self._deliver(topic, now) and self._due(topic, now):
                self._tell(topic, now)
        except OnRecordError as error:  # the archive is locked, damaged, being rebuilt
            log.warning("%s has to wait: %s", where, error)
        # What a search or a client raises has no common class, and the other channels wait.
        except Exception:
            log.exception("%s could not be looked at", where)

    def _due(self, topic: Topic, now: datetime) -> bool:
        if topic.every == "daily" or topic.paused:
            return topic.looked_at < self._last_time(now)
        waits = topic.sent_at is not None and now - topic.sent_at < _APART
        return not waits and self._assistant.archive.arrivals.newest() != topic.cursor

    def _last_time(self, now: datetime) -> datetime:
        """When the time of day was last; a day with a change of the clock has it once as well."""
        today = now.astimezone(self._zone).date()
        for day in (today, today - timedelta(days=1)):
            moment = datetime.combine(day, self._at, self._zone).astimezone(UTC)
            if moment <= now:
                return moment
        return now - timedelta(days=1)

    def _tell(self, topic: Topic, now: datetime) -> None:
        archive = self._assistant.archive
        until = archive.arrivals.newest()
        if archive.pending() or archive.ledger.unread():
            return  # it is being filled or rebuilt: at the next look
        limits = self._limits(Place(topic.team, topic.channel, ""))
        digest = digest_of(self._assistant, topic, until, limits)
        if digest is None:
            self._topics.advance(topic, until, now)
            return
        messages = digest_messages(digest, self._assistant.settings.public_url)
        if self._outbox.put(topic, until, messages, now):
            self._deliver(topic, now)

    def _deliver(self, topic: Topic, now: datetime) -> bool:
        """Post what waits, in order; whether nothing is left."""
        for outgoing in self._outbox.waiting(topic):
            if outgoing.sending is not None and self._arrived(topic, outgoing):
                self._outbox.sent(topic, outgoing, now)
            elif not self._send(topic, outgoing, now):
                return False
        return True

    def _arrived(self, topic: Topic, outgoing: Outgoing) -> bool:
        """Whether a message that was being sent is in the channel.

        Where nobody can tell it counts as there: rather none of it than twice.
        """
        since = outgoing.sending or self._clock()
        return self._posted(topic.team, topic.channel, outgoing.id, since) is not False

    def _send(self, topic: Topic, outgoing: Outgoing, now: datetime) -> bool:
        outgoing = self._outbox.begin(outgoing, now)
        try:
            self._post(topic.team, topic.channel, outgoing.message)
        except SlackApiError as error:
            self._refused(topic, outgoing, _code(error), now)
        except UsageError as error:  # the workspace is not signed in any more
            self._outbox.pause(topic, str(error), now)
        except (SlackClientError, HTTPException, OSError) as error:
            # The request may have arrived, and only its answer be lost: at the next look.
            log.warning("it is not known whether a digest was posted: %r", error)
        else:
            self._outbox.sent(topic, outgoing, now)
            return True
        return False

    def _refused(self, topic: Topic, outgoing: Outgoing, code: str, now: datetime) -> None:
        if code in _LATER:
            self._outbox.back(outgoing)
        elif code in _UNCERTAIN or not _CODE.fullmatch(code):
            log.warning("Slack does not say whether a digest was posted: %.200s", code)
        else:
            log.warning("a digest was not posted in %s/%s: %s", topic.team, topic.channel, code)
            self._outbox.pause(topic, code, now)


def _code(error: SlackApiError) -> str:
    try:
        return str(error.response["error"])
    except (KeyError, TypeError):  # the answer was no JSON object
        return ""
