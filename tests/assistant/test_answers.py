"""Answers that are kept, with what their readers thought of them."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import FILE, Answers, RatedAnswer
from assistant.archive import Archive
from assistant.errors import ArchiveError, ArchiveUnwritable
from assistant.types import Answer, Citation, Hit, Passage, Sentence
from tests.support.strategies import hard_text

CITATION = Citation(
    number=1,
    article_id="a1",
    passage_id="a1/1/0-24",
    quote="“Nobody has left at all.”",
    start=0,
    end=25,
    title="A withdrawal",
    source="The Sample Post",
    url="https://post.example/a1",
    published_at=datetime(2026, 3, 2, 6, 30, 1, 7, tzinfo=UTC),
    speaker="Mara Tolvane",
    role="deputy mayor",
    stance="disputes",
    articles=3,
    origins=2,
)
ANSWER = Answer(
    question="who disputed it?",
    outcome="answered",
    text="Mara Tolvane disputed it. [1]",
    sentences=(Sentence("Mara Tolvane disputed it.", (1,), "supported"),),
    citations=(CITATION,),
    hits=(Hit(Passage("a1/1/0-24", "a1", "Nobody.", 0, 7, 0), 0.1 + 0.2, 1, "hybrid", ("a2",)),),
    model="extractive",
    timings={"search": 1 / 3, "endless": float("inf")},
    dropped_citations=2,
    standalone="who disputed the withdrawal?",
    notes=("Searched “withdrawal” for “withdrawl”.",),
)
ABSTAINED = Answer("why?", "abstained", "The archive does not say.", (), (), (), "extractive")


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    with contextlib.closing(Answers(tmp_path)) as opened:
        yield opened


def test_an_answer_comes_back_whole(answers: Answers) -> None:
    begun = datetime.now(UTC)
    name = answers.keep(ANSWER, surface="slack", workspace="T1", asker="U1", thread="slack/T1/C/1")
    kept = answers.get(name, workspace="T1")
    assert kept is not None
    assert kept.answer == ANSWER
    assert (kept.id, kept.surface, kept.workspace, kept.asker, kept.thread) == (
        name,
        "slack",
        "T1",
        "U1",
        "slack/T1/C/1",
    )
    assert begun <= kept.at <= datetime.now(UTC)
    assert kept.at.utcoffset() == timedelta(0)


def test_it_is_there_after_a_restart(tmp_path: Path) -> None:
    with contextlib.closing(Answers(tmp_path)) as answers:
        name = answers.keep(ANSWER, surface="web")
        answers.rate(name, workspace="", by="U1", verdict="good")
    with contextlib.closing(Answers(tmp_path)) as again:
        kept = again.get(name)
        assert kept is not None
        assert kept.answer == ANSWER
        assert [each.verdict for each in again.ratings(name, workspace="")] == ["good"]


_moments = st.datetimes(timezones=st.just(UTC))
_lines = hard_text | st.text()
_citations = st.builds(
    Citation,
    number=st.integers(1, 99),
    article_id=_lines,
    passage_id=_lines,
    quote=_lines,
    start=st.integers(0, 10**7),
    end=st.integers(0, 10**7),
    title=_lines,
    source=_lines,
    url=st.none() | _lines,
    published_at=st.none() | _moments,
    speaker=st.none() | _lines,
    role=_lines,
    named=st.booleans(),
    stance=st.sampled_from(("", "denies", "predicts")),
)
_passages = st.builds(Passage, _lines, _lines, _lines, st.integers(0), st.integers(0), st.just(3))
_floats = st.floats(allow_nan=False)
_answers = st.builds(
    Answer,
    question=_lines,
    outcome=st.sampled_from(("answered", "abstained")),
    text=_lines,
    sentences=st.lists(
        st.builds(
            Sentence,
            _lines,
            st.lists(st.integers(1, 9), max_size=3).map(tuple),
            st.sampled_from(("supported", "unsupported")),
        ),
        max_size=2,
    ).map(tuple),
    citations=st.lists(_citations, max_size=2).map(tuple),
    hits=st.lists(
        st.builds(Hit, _passages, _floats, st.integers(1), _lines, st.tuples(_lines)), max_size=2
    ).map(tuple),
    model=_lines,
    timings=st.dictionaries(_lines, _floats, max_size=2),
    standalone=_lines,
    notes=st.lists(_lines, max_size=2).map(tuple),
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    with contextlib.closing(Answers(tmp_path_factory.mktemp("shelf"))) as opened:
        yield opened


@given(answer=_answers)
def test_any_answer_comes_back_whole(shelf: Answers, answer: Answer) -> None:
    kept = shelf.get(shelf.keep(answer, surface="test"))
    assert kept is not None
    assert kept.answer == answer


def test_half_a_character_does_not_lose_the_answer(answers: Answers) -> None:
    kept = answers.get(answers.keep(replace(ANSWER, text="half \ud83d one"), surface="web"))
    assert kept is not None
    assert kept.answer == replace(ANSWER, text="half ? one")


def test_ids_cannot_be_guessed(answers: Answers) -> None:
    names = {answers.keep(ANSWER, surface="slack", workspace="T1") for _ in range(100)}
    assert len(names) == 100
    assert all(len(name) == 22 for name in names)  # 16 bytes of the system's randomness


def test_another_workspace_reaches_nothing(answers: Answers) -> None:
    name = answers.keep(ANSWER, surface="slack", workspace="T1", asker="U1")
    answers.rate(name, workspace="T1", by="U1", verdict="good")
    for stranger in ("T2", "", "t1", "T1 ", "%"):
        assert answers.get(name, workspace=stranger) is None
        assert not answers.rate(name, workspace=stranger, by="U1", verdict="bad")
        assert answers.ratings(name, workspace=stranger) == []
        assert answers.recent(workspace=stranger, asker="U1") == []
        assert list(answers.export(workspace=stranger)) == []
    assert [each.verdict for each in answers.ratings(name, workspace="T1")] == ["good"]


def test_recent_answers_of_one_person_newest_first(answers: Answers) -> None:
    mine = [
        answers.keep(replace(ANSWER, text=str(n)), surface="slack", workspace="T1", asker="U1")
        for n in range(7)
    ]
    answers.keep(ANSWER, surface="slack", workspace="T1", asker="U2")
    answers.keep(ANSWER, surface="slack", workspace="T2", asker="U1")
    assert [each.id for each in answers.recent(workspace="T1", asker="U1")] == mine[:1:-1]
    assert [each.id for each in answers.recent(workspace="T1", asker="U1", limit=1)] == mine[-1:]
    answers.replace(mine[0], ABSTAINED)  # asked anew just now
    assert answers.recent(workspace="T1", asker="U1", limit=1)[0].id == mine[0]


def test_two_people_rate_and_the_last_word_of_each_counts(answers: Answers) -> None:
    name = answers.keep(ANSWER, surface="slack", workspace="T1")
    assert answers.rate(name, workspace="T1", by="U1", verdict="good")
    assert answers.rate(name, workspace="T1", by="U2", verdict="bad", comment="an old figure")
    assert answers.rate(name, workspace="T1", by="U1", verdict="bad")
    found = {r.by: (r.verdict, r.comment) for r in answers.ratings(name, workspace="T1")}
    assert found == {"U1": ("bad", ""), "U2": ("bad", "an old figure")}


def test_a_button_pressed_twice_leaves_the_comment(answers: Answers) -> None:
    name = answers.keep(ANSWER, surface="slack")
    answers.rate(name, workspace="", by="U1", verdict="bad", comment="wrong year")
    answers.rate(name, workspace="", by="U1", verdict="bad")
    assert answers.ratings(name, workspace="")[0].comment == "wrong year"
    answers.rate(name, workspace="", by="U1", verdict="good")  # another mind, another rating
    assert answers.ratings(name, workspace="")[0].comment == ""


def test_an_unknown_answer_cannot_be_rated_or_replaced(answers: Answers) -> None:
    assert not answers.rate("none", workspace="", by="U1", verdict="good")
    assert not answers.replace("none", ANSWER)
    assert answers.get("none") is None
    assert answers.ratings("none", workspace="") == []


def test_an_edited_question_keeps_ratings_with_the_words_they_are_about(answers: Answers) -> None:
    name = answers.keep(ANSWER, surface="slack", workspace="T1", asker="U1", thread="t")
    answers.rate(name, workspace="T1", by="U1", verdict="bad")
    assert answers.replace(name, ABSTAINED)
    kept = answers.get(name, workspace="T1")
    assert kept is not None
    assert (kept.answer, kept.asker, kept.thread) == (ABSTAINED, "U1", "t")
    assert answers.ratings(name, workspace="T1") == []

    answers.rate(name, workspace="T1", by="U1", verdict="good")
    answers.rate(name, workspace="T1", by="U2", verdict="good")
    assert summary(answers.export()) == [
        (ANSWER, [("U1", "bad")]),
        (ABSTAINED, [("U1", "good"), ("U2", "good")]),
    ]
    assert [each.answer for each in answers.recent(workspace="T1", asker="U1")] == [ABSTAINED]


def test_words_that_nobody_rated_are_gone_after_an_edit(answers: Answers, tmp_path: Path) -> None:
    name = answers.keep(replace(ANSWER, question="a slip of the pen"), surface="slack")
    assert answers.replace(name, ABSTAINED)
    assert answers.replace(name, replace(ABSTAINED, text="Nor does it now."))
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection:
        rows = connection.execute("SELECT answer FROM answers").fetchall()
    assert len(rows) == 1
    assert "Nor does it now." in rows[0][0]


def test_export_is_of_rated_answers_in_order(answers: Answers) -> None:
    first = answers.keep(ANSWER, surface="slack", workspace="T1")
    answers.keep(ANSWER, surface="web")
    last = answers.keep(ABSTAINED, surface="web")
    answers.rate(last, workspace="", by="U9", verdict="good", comment="honest")
    answers.rate(first, workspace="T1", by="U1", verdict="bad")
    assert summary(answers.export()) == [(ANSWER, [("U1", "bad")]), (ABSTAINED, [("U9", "good")])]
    assert summary(answers.export(workspace="T1")) == [(ANSWER, [("U1", "bad")])]
    assert next(answers.export(workspace="")).ratings[0].comment == "honest"


def test_what_is_forgotten_is_gone_with_its_ratings(answers: Answers, tmp_path: Path) -> None:
    gone = answers.keep(ANSWER, surface="slack", workspace="T1")
    theirs = answers.keep(ANSWER, surface="slack", workspace="T2")
    kept = answers.keep(ANSWER, surface="slack", workspace="T3")
    for name, team in ((gone, "T1"), (theirs, "T2"), (kept, "T3")):
        answers.rate(name, workspace=team, by="U1", verdict="good")
    answers.replace(gone, ABSTAINED)
    answers.forget(gone)
    answers.forget("none")
    answers.forget_workspace("T2")
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection:
        for table in ("answers", "ratings"):
            assert connection.execute(f"SELECT id FROM {table}").fetchall() == [(kept,)]


def test_many_threads_at_once(answers: Answers) -> None:
    name = answers.keep(ANSWER, surface="slack", workspace="T1")
    together = threading.Barrier(8)

    def work(n: int) -> None:
        together.wait()
        for turn in range(10):
            answers.keep(ANSWER, surface="slack", workspace="T1", asker=f"U{n}")
            answers.rate(name, workspace="T1", by=f"U{n}", verdict="good")
            answers.replace(name, replace(ANSWER, text=f"{n} {turn}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    for n in range(8):
        assert len(answers.recent(workspace="T1", asker=f"U{n}", limit=99)) == 10
    rated = list(answers.export())
    assert sum(len(each.ratings) for each in rated) == 80  # none was lost to a replacement
    assert answers.get(name, workspace="T1") is not None


def test_an_ingest_that_holds_the_record_holds_up_nobody(tmp_path: Path) -> None:
    with (
        Archive.open(tmp_path) as archive,
        contextlib.closing(Answers(tmp_path)) as answers,
        archive.engine.connect() as writing,
    ):
        writing.exec_driver_sql("BEGIN IMMEDIATE")
        name = answers.keep(ANSWER, surface="slack")
        kept = answers.get(name)
    assert kept is not None


@pytest.mark.parametrize("damage", ["not a database at all" * 99, ""], ids=["text", "inside"])
def test_a_damaged_file_is_one_clear_error(tmp_path: Path, damage: str) -> None:
    with contextlib.closing(Answers(tmp_path)) as answers:
        for _ in range(40):
            answers.keep(ANSWER, surface="slack")
    file = tmp_path / FILE
    if damage:
        file.write_text(damage)
    else:  # the header is whole, the pages are not
        content = file.read_bytes()
        file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with (
        pytest.raises(ArchiveError) as raised,
        contextlib.closing(Answers(tmp_path)) as answers,
    ):
        answers.recent(workspace="", asker="")
    assert not isinstance(raised.value, ArchiveUnwritable)
    said = str(raised.value)
    assert FILE in said
    assert "move the file away" in said
    assert "\n" not in said


def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as other:
        other.execute("CREATE TABLE answers (id, quiz)")
    with pytest.raises(ArchiveError, match="other columns"):
        Answers(tmp_path)


def test_an_answer_that_nobody_can_read_is_one_clear_error(tmp_path: Path) -> None:
    with contextlib.closing(Answers(tmp_path)) as answers:
        name = answers.keep(ANSWER, surface="web")
        with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as other, other:
            other.execute("UPDATE answers SET answer = '{\"question\": 1}'")
        with pytest.raises(ArchiveError, match="an answer in it"):
            answers.get(name)


def test_a_folder_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveUnwritable, match="cannot be written"):
        Answers(tmp_path / "none")


def test_a_process_killed_in_the_middle_loses_nothing_that_it_had_kept(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from assistant.answers import Answers\n"
        "from assistant.types import Answer\n"
        "answers = Answers(pathlib.Path(sys.argv[1]))\n"
        "while True:\n"
        "    answer = Answer('q', 'abstained', 'x' * 200_000, (), (), (), 'm')\n"
        "    print(answers.keep(answer, surface='test'), flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        names = [process.stdout.readline().strip() for _ in range(20)]
        os.kill(process.pid, signal.SIGKILL)  # it is writing the next one
        names += [line.strip() for line in process.stdout if line.endswith("\n")]
    assert process.returncode == -signal.SIGKILL
    with contextlib.closing(Answers(tmp_path)) as answers:
        kept = [answers.get(name) for name in names]
        assert all(each is not None and len(each.answer.text) == 200_000 for each in kept)
        every = answers.recent(workspace="", asker="", limit=10_000)
        assert 0 <= len(every) - len(names) <= 1  # one may be kept that it could not say
        answers.keep(ANSWER, surface="test")
    with contextlib.closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def summary(exported: Iterator[RatedAnswer]) -> list[tuple[Answer, list[tuple[str, str]]]]:
    return [
        (each.kept.answer, [(rating.by, rating.verdict) for rating in each.ratings])
        for each in exported
    ]
