"""A run asks every case, keeps every result, and goes on where it was stopped."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import RunError, SuiteError
from assistant.evaluation.figures import Figure
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import Kept, RunStore
from assistant.listener import MOST_PIECES
from assistant.settings import Settings
from tests.support.command import ROOT, environment
from tests.support.openai_server import ChatServer, Endless, Fail, Say
from tests.support.suites import CASES, made

COST = {"seconds", "first_text"}


def quality(kept: Kept) -> dict[str, Figure]:
    """The figures that do not depend on the clock."""
    return {name: each for name, each in kept.run.figures.items() if name not in COST}


def stop_after(cases: int) -> object:
    """Somebody who is told of progress and presses Ctrl-C after so many cases."""

    def tell(done: int, total: int, text: str) -> None:
        if done == cases:
            raise KeyboardInterrupt

    return tell


def test_a_run(opened: Assistant, store: RunStore) -> None:
    told = []
    kept = run_suite(made(), opened, store, tell=lambda *said: told.append(said), code="c0de")
    by_id = {each.result.case_id: each for each in kept.scored}
    assert list(by_id) == [case["id"] for case in CASES]
    assert [done for done, _, _ in told] == [0, 1, 2, 3, 4]
    assert kept.run.finished is not None
    assert kept.run.versions["code"] == "c0de"
    assert kept.run.settings["hits"] == 10
    assert kept.run.figures["refusal"] == Figure("refusal", 1.0, 1.0, 1.0, 1)
    assert kept.run.figures["quote_exactness"].value == 1.0
    aboard = by_id["aboard"]
    assert aboard.scores["answer_match"].value == 1.0
    assert aboard.scores["hit@10"].value == 1.0
    assert "answer_match" not in by_id["mars"].scores
    assert aboard.result.answer is not None
    for citation in aboard.result.answer.citations:
        excerpt = aboard.excerpts[citation.passage_id]
        start = citation.start - excerpt.start
        assert excerpt.text[start : start + len(citation.quote)] == citation.quote


def test_earlier_turns_are_asked_and_leave_nothing_behind(
    opened: Assistant, store: RunStore
) -> None:
    kept = run_suite(made([CASES[3]]), opened, store)
    answer = kept.scored[0].result.answer
    assert answer is not None
    assert "withdrawal" in answer.standalone
    assert opened.threads.names() == []


def test_a_run_is_the_same_however_many_cases_are_asked_at_once(
    opened: Assistant, tmp_path: Path
) -> None:
    one = run_suite(made(), opened, RunStore(tmp_path / "one"), workers=1)
    four = run_suite(made(), opened, RunStore(tmp_path / "four"), workers=4)
    assert quality(one) == quality(four)


def test_an_interrupted_run_goes_on_and_gives_the_same_figures(
    opened: Assistant, store: RunStore, tmp_path: Path
) -> None:
    whole = run_suite(made(), opened, RunStore(tmp_path / "whole"))
    with pytest.raises(KeyboardInterrupt):
        run_suite(made(), opened, store, tell=stop_after(2), workers=1)  # type: ignore[arg-type]
    (stopped,) = store.runs()
    assert stopped.finished is None
    before = store.load("latest").scored
    assert len(before) == 2
    asked: list[str] = []
    kept = run_suite(made(), opened, store, tell=lambda done, total, text: asked.append(text))
    assert [run.id for run in store.runs()] == [stopped.id]
    assert set(asked[1:]) == {"mars", "again"}
    # What was done before is kept as it was, to the last digit of its seconds.
    assert all(each in kept.scored for each in before)
    assert quality(kept) == quality(whole)


def test_a_finished_run_and_another_suite_are_not_gone_on_with(
    opened: Assistant, store: RunStore
) -> None:
    run_suite(made(), opened, store)
    run_suite(made(), opened, store)
    with pytest.raises(KeyboardInterrupt):
        run_suite(made(), opened, store, tell=stop_after(1))  # type: ignore[arg-type]
    run_suite(made(CASES[:2]), opened, store)
    run_suite(made(), opened, store, fresh=True)
    assert [run.cases for run in store.runs()] == [4, 4, 4, 2, 4]
    assert [run.finished is None for run in store.runs()] == [False, False, True, False, False]


def test_a_run_that_another_process_is_at_is_left_to_it(opened: Assistant, store: RunStore) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_suite(made(), opened, store, tell=stop_after(1))  # type: ignore[arg-type]
    (stopped,) = store.runs()
    held = store.hold(stopped.id)
    assert held is not None
    with held:
        assert store.hold(stopped.id) is None
        other = run_suite(made(), opened, store)
        assert other.run.id != stopped.id
    # The newest run like it is finished now: nothing is gone on with.
    assert run_suite(made(), opened, store).run.id not in (stopped.id, other.run.id)


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.assistant import Assistant
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import RunStore
from tests.support.suites import made

def tell(done, total, text):
    if done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

with Assistant.open(Path(sys.argv[1])) as opened:
    run_suite(made(), opened, RunStore(Path(sys.argv[2])), tell=tell, workers=1)
"""


def test_a_killed_process_loses_no_result(
    sample_archive: Path, store: RunStore, tmp_path: Path, settings: Settings
) -> None:
    import shutil

    archive = shutil.copytree(sample_archive, tmp_path / "archive")
    command = [sys.executable, "-c", KILLED, str(archive), str(store.folder)]
    done = subprocess.run(command, env=environment(), cwd=ROOT, check=False)
    assert done.returncode == -9
    # As if it had been killed while it wrote the next line.
    with (store.load("latest").folder / "results.jsonl").open("ab") as results:
        results.write(b'{"result": {"case_id"')
    assert len(store.load("latest").scored) == 2
    with Assistant.open(archive, settings) as assistant:
        kept = run_suite(made(), assistant, store)
    assert len(store.runs()) == 1
    assert len(kept.scored) == 4
    assert kept.run.finished is not None


def test_evidence_that_is_not_there_stops_a_run_before_it_begins(
    opened: Assistant, store: RunStore
) -> None:
    case = {"id": "a", "question": "Who?", "evidence": ["lost"]}
    with pytest.raises(SuiteError, match="case a: the archive has no article 'lost'"):
        run_suite(made([case]), opened, store)
    assert store.runs() == []


def test_a_case_that_fails_is_listed_and_scores_its_defaults(
    opened: Assistant, store: RunStore
) -> None:
    cases = [*CASES[:2], {"id": "far", "question": "Who?", "filters": {"sources": ["Lost Post"]}}]
    kept = run_suite(made(cases), opened, store)
    far = next(each for each in kept.scored if each.result.case_id == "far")
    assert far.result.answer is None
    assert "Lost Post" in far.result.error
    assert far.scores["citation_recall"].value == 0.0
    assert far.scores["over_refusal"].value == 1.0
    assert "citation_recall" in far.defaulted
    assert "seconds" not in far.defaulted
    recall = kept.run.figures["citation_recall"]
    assert (recall.n, recall.defaulted) == (3, 1)
    assert recall.value == pytest.approx(2 / 3)


def test_a_case_that_takes_too_long_is_one_that_timed_out(
    opened: Assistant, store: RunStore
) -> None:
    kept = run_suite(made(CASES[:1], timeout=1e-6), opened, store)
    result = kept.scored[0].result
    assert (result.answer, result.timed_out) == (None, True)
    assert result.error == "no answer within 1e-06 s"
    assert kept.run.figures["quote_exactness"].value == 0.0


def test_a_question_that_failed_took_its_time(opened: Assistant, store: RunStore) -> None:
    """Nothing is faster than to crash: it must not better the mean of the seconds."""
    case = {"id": "far", "question": "Who?", "filters": {"sources": ["Lost Post"]}}
    kept = run_suite(made([case]), opened, store)
    assert kept.scored[0].result.error
    assert kept.scored[0].result.seconds > 0
    assert kept.scored[0].scores["first_text"].value == kept.scored[0].result.seconds


# With a chat model over the wire


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with ChatServer() as chat:
        yield chat


@pytest.fixture
def hosted(
    samples: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Assistant]:
    import shutil

    monkeypatch.setenv("OPENAI_API_KEY", server.key)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    archive = shutil.copytree(samples, tmp_path / "hosted")
    settings = Settings.load(
        archive, model="openai:gpt-test", model_url=server.url, model_retries=0
    )
    with Assistant.open(archive, settings) as assistant:
        yield assistant


def test_what_a_chat_model_uses_is_counted(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    server.will(Say("I do not know."), Say("I do not know."))
    cap = {"input_price": 2.0, "output_price": 10.0}
    kept = run_suite(made(CASES[:1], cap=cap), hosted, store)
    usage = kept.scored[0].result.usage
    assert usage.calls == len(server.requests)
    # A stream of a server that is not the provider's own does not say what was used: it is
    # estimated at four letters a token, and the reply has 14 letters.
    assert usage.output_tokens == usage.calls * (len("I do not know.") // 4)
    assert usage.input_tokens > 100
    assert usage.usd == pytest.approx((usage.input_tokens * 2 + usage.output_tokens * 10) / 1e6)


def test_a_run_stops_at_its_cap_and_goes_on_with_a_larger_one(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    for _ in range(12):
        server.will(*[Say("I do not know.")] * 4)
    cases = [{"id": f"c{n}", "question": f"Who disputed the {n} withdrawals?"} for n in range(4)]
    kept = run_suite(made(cases, cap={"tokens": 30}), hosted, store, workers=1)
    assert kept.run.finished is None
    assert kept.run.stopped.startswith("the cap of 30 tokens is reached (")
    assert 0 < len(kept.scored) < 4
    assert kept.run.figures == {}
    more = run_suite(made(cases, cap={"tokens": 10_000}), hosted, store, workers=1)
    assert more.run.id == kept.run.id
    assert (len(more.scored), more.run.stopped) == (4, "")
    assert more.run.finished is not None


def test_a_chat_model_that_does_not_end_is_cut_off(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    """A reply that is no answer yet is no event, however long it takes."""
    endless = Endless("", times=MOST_PIECES - 10_000)  # fewer than end a reply by themselves
    server.will(endless, endless)
    kept = run_suite(made(CASES[:1], timeout=0.5), hosted, store)
    result = kept.scored[0].result
    assert (result.answer, result.timed_out) == (None, True)
    assert endless.over.wait(30)
    assert len(endless.sent) < endless.times


def test_half_a_character_of_a_chat_model_loses_no_run(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    server.will(Say("I do not \ud800 know."), Say("I do not \ud800 know."))
    kept = run_suite(made(CASES[:1]), hosted, store, workers=1)
    assert kept.run.finished is not None


def test_an_address_is_kept_without_what_signs_in_to_it(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    server.will(Say("I do not know."), Say("I do not know."))
    url = server.url.replace("http://", "http://me:secret@")
    hosted.settings = hosted.settings.model_copy(update={"chroma_url": url})
    kept = run_suite(made(CASES[:1]), hosted, store, workers=1)
    assert kept.run.settings["chroma_url"] == server.url
    assert "secret" not in (kept.folder / "run.json").read_text()


def test_a_failing_chat_model_fails_its_cases_alone(
    server: ChatServer, hosted: Assistant, store: RunStore
) -> None:
    server.will(Fail(500))
    kept = run_suite(made(CASES[:1]), hosted, store, workers=1)
    assert kept.scored[0].result.error.startswith("openai:gpt-test failed (HTTP 500)")
    assert kept.run.finished is not None


# Kept runs


def test_runs_are_found_by_their_names(opened: Assistant, store: RunStore) -> None:
    first = run_suite(made(CASES[:1], name="one"), opened, store).run
    last = run_suite(made(CASES[:1], name="two"), opened, store).run
    assert store.load("latest").run.id == store.load("two").run.id == last.id
    assert store.load("previous").run.id == store.load(first.id).run.id == first.id
    assert store.load(str(store.folder / "runs" / first.id)).run == first
    with pytest.raises(RunError, match="keeps no run 'three'"):
        store.load("three")
    with pytest.raises(RunError, match="2 runs begin with ''"):
        store.load("")
    with pytest.raises(RunError, match="keeps 0 runs: there is no latest one"):
        RunStore(store.folder / "none").load("latest")


def test_a_damaged_run_is_named(opened: Assistant, store: RunStore) -> None:
    kept = run_suite(made(CASES[:1]), opened, store)
    results = kept.folder / "results.jsonl"
    whole = results.read_bytes()
    results.write_bytes(b"{}\n" + whole)
    with pytest.raises(RunError, match=r"results\.jsonl:1: this result is damaged"):
        store.load("latest")
    results.write_bytes(whole)
    (kept.folder / "suite.json").write_text("{")
    with pytest.raises(RunError, match=r"suite\.json is damaged"):
        store.load("latest")


def test_a_look_at_a_run_takes_nothing_from_it(opened: Assistant, store: RunStore) -> None:
    """Another process may be in the middle of a line."""
    kept = run_suite(made(CASES[:1]), opened, store)
    results = kept.folder / "results.jsonl"
    half = results.read_bytes() + b'{"result": {"case'
    results.write_bytes(half)
    assert len(store.load("latest").scored) == 1
    assert results.read_bytes() == half
    store.mend(kept.run.id)
    assert half.startswith(results.read_bytes())
    assert results.read_bytes().endswith(b"}\n")


def test_no_thread_is_left(opened: Assistant, store: RunStore) -> None:
    run_suite(made(CASES[:2]), opened, store, workers=4)
    assert not [each for each in threading.enumerate() if each.name.startswith("eval")]
