"""Questions are taken once, and belong to their workspace."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import ArchiveUnwritable
from ui.slack.database import FILE, open_database
from ui.slack.place import Place, Question
from ui.slack.store import QuestionStore

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = Place("T1", "C1", "1.0")


def question(number: int = 1, place: Place = PLACE, user: str = "U1") -> Question:
    ts = f"{number}.0"
    name = f"{place.team}/{place.channel}/{ts}"
    return Question(name, place, user, f"question {number}?", "mention", NOW, ts)


@pytest.fixture
def store(tmp_path: Path):
    engine = open_database(tmp_path)
    yield QuestionStore(engine)
    engine.dispose()


def test_a_question_is_taken_once(store: QuestionStore) -> None:
    assert store.take(question())
    assert not store.take(question())
    assert [kept.question for kept in store.unfinished()] == [question()]


def test_of_many_deliveries_at_once_one_is_the_first(store: QuestionStore) -> None:
    taken: list[bool] = []
    ready = threading.Barrier(8)

    def deliver() -> None:
        ready.wait(10)
        taken.append(store.take(question()))

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sorted(taken) == [False] * 7 + [True]


def test_only_what_waits_can_start_and_only_what_runs_can_end(store: QuestionStore) -> None:
    store.take(question())
    name = question().id
    assert not store.end(name, "done")
    assert store.start(name)
    assert not store.start(name)
    store.note(name, "cancelled")
    assert not store.end(name, "done")
    store.note_answer(name, "a1")
    kept = store.get(name, "T1")
    assert kept is not None
    assert (kept.state, kept.answer) == ("cancelled", "a1")


def test_another_workspace_sees_nothing(store: QuestionStore) -> None:
    store.take(question())
    assert store.get(question().id, "T2") is None
    assert store.by_message("T2", "C1", "1.0") is None
    assert store.askers(Place("T2", "C1", "1.0")) == set()
    assert store.by_message("T1", "C1", "1.0") is not None


def test_replies_and_askers_are_those_of_the_thread(store: QuestionStore) -> None:
    other = Place("T1", "C1", "9.0")
    for number, place, user in [(1, PLACE, "U1"), (2, PLACE, "U2"), (9, other, "U3")]:
        store.take(question(number, place, user))
        store.note_replies(question(number, place, user).id, [f"{number}.5", f"{number}.6"])
    assert store.known_replies(PLACE) == {"1.5", "1.6", "2.5", "2.6"}
    assert store.askers(PLACE) == {"U1", "U2"}
    store.note(question(2).id, "withdrawn")
    assert store.askers(PLACE) == {"U1"}
    assert store.first_in(other) == question(9, other).id


def test_an_edited_question_waits_again(store: QuestionStore) -> None:
    store.take(question())
    store.start(question().id)
    store.revise(question().id, "another question?")
    kept = store.get(question().id, "T1")
    assert kept is not None
    assert (kept.state, kept.question.text) == ("waiting", "another question?")


def test_what_is_old_is_forgotten(store: QuestionStore) -> None:
    store.take(question())
    assert store.first_delivery("T1/click")
    store.forget(NOW)
    assert store.get(question().id, "T1") is not None
    store.forget(NOW + timedelta(seconds=1))
    assert store.get(question().id, "T1") is None
    assert not store.first_delivery("T1/click")


def test_it_survives_its_process(tmp_path: Path) -> None:
    for run in range(2):
        engine = open_database(tmp_path)
        assert QuestionStore(engine).take(question()) is (run == 0)
        engine.dispose()


def test_a_damaged_file_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1000)
    with pytest.raises(ArchiveUnwritable, match="no article is in it"):
        open_database(tmp_path)
