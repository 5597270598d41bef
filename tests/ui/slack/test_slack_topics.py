"""What channels follow: the same topic once, each channel its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import UsageError
from ui.slack.database import open_database
from ui.slack.topics import LONGEST, MOST, Every, Topic, TopicStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def topics(tmp_path: Path) -> Iterator[TopicStore]:
    engine = open_database(tmp_path)
    yield TopicStore(engine)
    engine.dispose()


def follow(
    topics: TopicStore,
    text: str = "library closures",
    *,
    team: str = "T1",
    channel: str = "C1",
    every: Every = "daily",
    cursor: int = 7,
    now: datetime = NOW,
) -> Topic:
    return topics.follow(team, channel, "U1", text, every, cursor, now).topic


def test_a_topic_begins_now(topics: TopicStore) -> None:
    made = topics.follow("T1", "C1", "U1", "  library   closures ", "daily", 7, NOW)
    expected = Topic(1, "T1", "C1", 1, "library closures", "U1", "daily", 7, NOW, NOW)
    assert made.topic == expected
    assert made.new
    assert topics.in_channel("T1", "C1") == topics.all() == [expected]


@pytest.mark.parametrize("again", ["library closures", "LIBRARY  Closures", " Lìbrary closures\t"])
def test_the_same_topic_is_one(topics: TopicStore, again: str) -> None:
    first = follow(topics)
    made = topics.follow("T1", "C1", "U2", again, "at once", 99, LATER)
    assert not made.new
    assert made.topic == replace(first, every="at once")
    assert topics.all() == [made.topic]


def test_two_workspaces_may_have_the_same_channel_id(topics: TopicStore) -> None:
    one, two = follow(topics, team="T1"), follow(topics, team="T2")
    assert (one.number, two.number) == (1, 1)
    assert topics.in_channel("T1", "C1") == [one]
    assert topics.in_channel("T2", "C1") == [two]
    assert topics.stop("T2", "C1", "1") == two
    assert topics.stop("T2", "C1", "library closures") is None
    assert topics.all() == [one]
    assert topics.in_channel("T1", "C2") == []


def test_many_who_follow_at_the_same_moment(topics: TopicStore) -> None:
    made: list[tuple[str, str, bool]] = []
    ready = threading.Barrier(12)

    def person(number: int) -> None:
        team, text = f"T{number % 2}", ("ferries", "trams", "FERRIES")[number % 3]
        ready.wait(20)
        found = topics.follow(team, "C1", f"U{number}", text, "daily", 0, NOW)
        made.append((team, found.topic.text.casefold(), found.new))

    threads = [threading.Thread(target=person, args=(n,)) for n in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(made) == 12
    new = sorted((team, text) for team, text, was_new in made if was_new)
    assert new == [("T0", "ferries"), ("T0", "trams"), ("T1", "ferries"), ("T1", "trams")]
    for team in ("T0", "T1"):
        assert [each.number for each in topics.in_channel(team, "C1")] == [1, 2]


def test_numbers_stay_while_others_are_stopped(topics: TopicStore) -> None:
    for text in ("ferries", "trams", "libraries"):
        follow(topics, text)
    assert topics.stop("T1", "C1", "2") is not None
    assert [(each.number, each.text) for each in topics.in_channel("T1", "C1")] == [
        (1, "ferries"),
        (3, "libraries"),
    ]
    assert follow(topics, "canals").number == 4


@pytest.mark.parametrize("which", ["2", "#2", " 2 ", "Tram  STRIKE"])
def test_stopping_by_number_or_words(topics: TopicStore, which: str) -> None:
    follow(topics, "ferries")
    second = follow(topics, "tram strike")
    assert topics.stop("T1", "C1", which) == second
    assert topics.stop("T1", "C1", which) is None
    assert len(topics.all()) == 1


def test_a_topic_that_is_a_number(topics: TopicStore) -> None:
    follow(topics, "ferries")
    year = follow(topics, "2026")
    assert topics.stop("T1", "C1", "2026") == year
    assert topics.stop("T1", "C1", "9" * 40) is None
    assert topics.stop("T1", "C1", "²") is None
    assert topics.stop("T1", "C1", "") is None


@pytest.mark.parametrize("text", ["", "  ", "?!", "<>", "x" * (LONGEST + 1), "ferry " * 50])
def test_what_is_no_topic(topics: TopicStore, text: str) -> None:
    with pytest.raises(UsageError):
        follow(topics, text)
    assert topics.all() == []


def test_a_channel_has_room_for_so_many(topics: TopicStore) -> None:
    for n in range(MOST):
        follow(topics, f"topic {n}")
    with pytest.raises(UsageError, match=f"follows {MOST} topics"):
        follow(topics, "one more")
    assert not topics.follow("T1", "C1", "U1", "topic 3", "at once", 0, NOW).new
    assert follow(topics, "one more", channel="C2").number == 1
    topics.stop("T1", "C1", "1")
    assert follow(topics, "one more").number == MOST + 1


def test_advancing(topics: TopicStore) -> None:
    topic = follow(topics)
    topics.advance(topic, 12, LATER)
    assert topics.all() == [replace(topic, cursor=12, looked_at=LATER)]
    topics.stop("T1", "C1", "1")
    topics.advance(topic, 13, LATER)
    assert topics.all() == []


def test_a_workspace_that_leaves_is_forgotten(topics: TopicStore) -> None:
    follow(topics)
    follow(topics, channel="C2")
    kept = follow(topics, team="T2")
    topics.forget("T1")
    assert topics.all() == [kept]


def test_topics_outlive_the_process(topics: TopicStore, tmp_path: Path) -> None:
    topic = follow(topics, "Écluses & <canals>")
    again = open_database(tmp_path)
    assert TopicStore(again).all() == [topic]
    again.dispose()
