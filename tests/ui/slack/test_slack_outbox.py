"""Digests on their way: made in one step with the cursor, taken out when they have arrived."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ui.slack.database import open_database
from ui.slack.message import Message
from ui.slack.outbox import Outbox
from ui.slack.topics import Topic, TopicStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ONE = Message("one", ({"type": "divider"}, {"type": "divider", "block_id": "kept"}))
TWO = Message("two", ({"type": "divider"},))


@pytest.fixture
def topics(tmp_path: Path) -> Iterator[TopicStore]:
    engine = open_database(tmp_path)
    yield TopicStore(engine)
    engine.dispose()


@pytest.fixture
def outbox(topics: TopicStore) -> Outbox:
    return Outbox(topics.engine)


@pytest.fixture
def topic(topics: TopicStore) -> Topic:
    return topics.follow("T1", "C1", "U1", "ferries", "daily", 7, NOW).topic


def test_a_digest_waits_behind_the_cursor(topics: TopicStore, outbox: Outbox, topic: Topic) -> None:
    assert outbox.put(topic, 12, (ONE, TWO), LATER)
    assert topics.all() == [replace(topic, cursor=12, looked_at=LATER)]
    first, second = outbox.waiting(topic)
    assert (first.message.text, second.message.text) == ("one", "two")
    assert first.message.blocks[0] == {"type": "divider", "block_id": first.id}
    assert first.message.blocks[1] == ONE.blocks[1]
    assert first.id != second.id
    assert first.sending is None


def test_the_same_news_cannot_be_put_twice(
    topics: TopicStore, outbox: Outbox, topic: Topic
) -> None:
    assert outbox.put(topic, 12, (ONE,), NOW)
    assert not outbox.put(topic, 12, (ONE,), NOW)
    assert len(outbox.waiting(topic)) == 1


def test_what_was_stopped_gets_nothing(topics: TopicStore, outbox: Outbox, topic: Topic) -> None:
    topics.stop("T1", "C1", "1")
    assert not outbox.put(topic, 12, (ONE,), NOW)
    assert outbox.waiting(topic) == []


def test_from_waiting_to_sent(topics: TopicStore, outbox: Outbox, topic: Topic) -> None:
    outbox.put(topic, 12, (ONE, TWO), NOW)
    first, second = outbox.waiting(topic)
    assert outbox.begin(first, LATER) == replace(first, sending=LATER)
    assert outbox.waiting(topic) == [replace(first, sending=LATER), second]
    outbox.back(first)
    assert outbox.waiting(topic) == [first, second]
    outbox.sent(topic, first, LATER)
    assert outbox.waiting(topic) == [second]
    assert topics.all()[0].sent_at == LATER


def test_what_is_refused_is_told_later(topics: TopicStore, outbox: Outbox, topic: Topic) -> None:
    outbox.put(topic, 12, (ONE, TWO), NOW)
    outbox.pause(topic, "not_in_channel", LATER)
    expected = replace(topic, cursor=7, looked_at=LATER, paused="not_in_channel")
    assert topics.all() == [expected]
    assert outbox.waiting(topic) == []
    outbox.put(expected, 15, (ONE,), LATER)
    (again,) = outbox.waiting(topic)
    outbox.sent(topic, again, LATER)
    assert topics.all()[0].paused == ""


def test_what_was_half_told_is_not_told_again(
    topics: TopicStore, outbox: Outbox, topic: Topic
) -> None:
    outbox.put(topic, 12, (ONE, TWO), NOW)
    outbox.sent(topic, outbox.waiting(topic)[0], NOW)
    outbox.pause(topic, "is_archived", LATER)
    assert topics.all()[0].cursor == 12
    assert outbox.waiting(topic) == []


def test_following_again_takes_a_pause_back(
    topics: TopicStore, outbox: Outbox, topic: Topic
) -> None:
    outbox.pause(topic, "not_in_channel", NOW)
    made = topics.follow("T1", "C1", "U2", "Ferries", "daily", 99, LATER)
    assert (made.new, made.topic.paused, made.topic.cursor) == (False, "", 7)


def test_what_is_left_of_stopped_topics_is_thrown_away(
    topics: TopicStore, outbox: Outbox, topic: Topic
) -> None:
    last = topics.follow("T2", "C1", "U1", "trams", "daily", 0, NOW).topic
    for each in (topic, last):
        outbox.put(each, 12, (ONE,), NOW)
    topics.stop("T2", "C1", "1")
    # A new topic never takes the place of an old one, and gets nothing that is not its own.
    new = topics.follow("T1", "C1", "U1", "canals", "daily", 7, NOW).topic
    assert new.id > last.id
    assert outbox.waiting(new) == []
    outbox.tidy()
    assert outbox.waiting(last) == []
    assert len(outbox.waiting(topic)) == 1
