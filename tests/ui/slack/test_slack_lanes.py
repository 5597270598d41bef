"""Jobs of one conversation run in order; those of others beside it."""

from __future__ import annotations

import threading
from collections import defaultdict

import pytest

from ui.slack.lanes import Lanes


@pytest.fixture
def lanes():
    made = Lanes(4)
    yield made
    made.close(5)


def test_a_lane_keeps_its_order_under_many_at_once(lanes: Lanes) -> None:
    done: dict[str, list[int]] = defaultdict(list)
    for number in range(200):
        lane = f"lane {number % 7}"
        lanes.submit(lane, lambda lane=lane, number=number: done[lane].append(number))
    assert lanes.idle(10)
    assert sum(map(len, done.values())) == 200
    assert all(numbers == sorted(numbers) for numbers in done.values())


def test_a_lane_that_waits_holds_up_no_other(lanes: Lanes) -> None:
    free, other = threading.Event(), threading.Event()
    lanes.submit("slow", lambda: free.wait(10) and None)
    lanes.submit("slow", lambda: None)
    lanes.submit("quick", other.set)
    assert other.wait(10)
    assert not lanes.idle(0)
    free.set()
    assert lanes.idle(10)


def test_two_jobs_of_a_lane_never_run_at_once(lanes: Lanes) -> None:
    busy = threading.Lock()
    overlaps: list[bool] = []

    def job() -> None:
        mine = busy.acquire(blocking=False)
        overlaps.append(not mine)
        if mine:
            busy.release()

    for _ in range(100):
        lanes.submit("one", job)
    assert lanes.idle(10)
    assert overlaps == [False] * 100


def test_a_job_that_fails_does_not_end_its_lane(
    lanes: Lanes, caplog: pytest.LogCaptureFixture
) -> None:
    done = threading.Event()

    def fails() -> None:
        raise LookupError("broken on purpose")

    lanes.submit("one", fails)
    lanes.submit("one", done.set)
    assert done.wait(10)
    assert "broken on purpose" in caplog.text


def test_what_waits_when_it_closes_is_left(lanes: Lanes) -> None:
    free = threading.Event()
    begun = threading.Event()
    ran: list[str] = []

    def first() -> None:
        begun.set()
        free.wait(10)
        ran.append("first")

    lanes.submit("one", first)
    lanes.submit("one", lambda: ran.append("second"))
    assert begun.wait(10)
    closing = threading.Thread(target=lanes.close, args=[10])
    closing.start()
    # `close` has taken the second out of its lane as soon as nothing new is taken.
    while lanes.submit("two", lambda: None) is None and not lanes.closed:
        pass
    free.set()
    closing.join(10)
    assert ran == ["first"]
