"""TREC qrels and runs: in, out and in again; the measures are those of our own metrics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ir_measures
import pytest

from assistant.assistant import Assistant
from assistant.errors import RunError, SuiteError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.formats import format_named
from assistant.evaluation.imported import Imported, document
from assistant.evaluation.outside import keep_outside_run
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import Kept, RunStore
from assistant.evaluation.suite import Suite
from assistant.settings import Settings
from ingest.pipeline import ingest
from tests.support.outside import built, json_lines, written
from tests.support.suites import CASES, made

QRELS_FORMAT, RUN_FORMAT = format_named("trec-qrels"), format_named("trec-run")
TOPICS = "q1\tWhen did the Merlin run aground?\nq/2\tWhat was cut?\nq3\tNobody judged this?\n"
QRELS = "q1 0 d1 2\nq1 0 d2 0\nq1 0 d+u0020+3 1\n\nq/2 0 d+u0020+3 1\n"
RUN = "q1 Q0 d2 1 9.5 other\nq1 Q0 d1 2 7.25 other\nq/2 Q0 d+u0020+3 1 0.5 other\n"
ARTICLES = (
    document("d1", "Ferry aground", "The Merlin ran aground on Monday.", source="Post"),
    document("d2", "Rescue", "Lifeboats came at noon.", source="Post"),
    document("d+u0020+3", "Budget", "The council cut 7,000 hours.", source="Post"),
)


def imported(home: Path) -> Imported:
    topics = written(home / "topics.tsv", TOPICS)
    return QRELS_FORMAT.imported(written(home / "qrels.txt", QRELS), topics)


def suite_with_texts(home: Path) -> Imported:
    return Imported(imported(home).cases, ARTICLES)


@pytest.fixture
def ferry(tmp_path: Path, settings: Settings) -> Iterator[tuple[Suite, Assistant]]:
    with built(suite_with_texts(tmp_path), tmp_path, settings) as opened:
        yield opened


def test_cases_of_qrels(tmp_path: Path) -> None:
    found = imported(tmp_path)
    third = Evidence(article="d+u0020+3")
    assert found.cases == (
        Case(
            id="q1",
            question="When did the Merlin run aground?",
            evidence=(Evidence(article="d1"), third),
        ),
        Case(id="q+u002F+2", question="What was cut?", evidence=(third,)),
    )
    assert found.notes == ("left out, without a judgement: 1 of the questions",)


@pytest.mark.parametrize(("name", "text"), [("_id", "text"), ("qid", "query"), ("id", "question")])
def test_questions_as_json_lines(name: str, text: str, tmp_path: Path) -> None:
    topics = json_lines(tmp_path / "t.jsonl", [{name: 7, text: "Who left?"}])
    found = QRELS_FORMAT.imported(written(tmp_path / "q", "7 0 d1 1\n"), topics)
    assert found.cases == (Case(id="7", question="Who left?", evidence=(Evidence(article="d1"),)),)


def test_a_passage_is_evidence_by_its_id(tmp_path: Path) -> None:
    topics = written(tmp_path / "t", "7\tWho left?\n")
    found = QRELS_FORMAT.imported(written(tmp_path / "q", "7 0 d1/1/0-20 1\n"), topics)
    assert found.cases[0].evidence == (Evidence(passage="d1/1/0-20"),)


def test_results_of_a_run(ferry: tuple[Suite, Assistant], tmp_path: Path) -> None:
    suite, opened = ferry
    results = RUN_FORMAT.results(written(tmp_path / "run", RUN), suite, opened.archive)
    assert [
        (r.case_id, [(x.article_id, x.passage_id, x.score) for x in r.ranking]) for r in results
    ] == [
        ("q1", [("d2", "", 9.5), ("d1", "", 7.25)]),
        ("q+u002F+2", [("d+u0020+3", "", 0.5)]),
    ]


def test_the_score_decides_and_then_the_order(
    ferry: tuple[Suite, Assistant], tmp_path: Path
) -> None:
    suite, opened = ferry
    run = "q1 Q0 d1 1 0.5 x\nq1 Q0 d+u0020+3 2 0.5 x\nq1 Q0 d2 3 0.75 x\n"
    (result,) = RUN_FORMAT.results(written(tmp_path / "run", run), suite, opened.archive)
    assert [each.article_id for each in result.ranking] == ["d2", "d1", "d+u0020+3"]
    # Equal scores would leave the order to whoever reads the file.
    kept = keep_outside_run(suite, opened, RunStore(tmp_path / "out"), [result], "the x")
    RUN_FORMAT.export(kept, opened.archive, tmp_path / "again")
    assert (tmp_path / "again" / "run.txt").read_text(encoding="utf-8").splitlines() == [
        "q1 Q0 d2 1 3.0 the+u0020+x",
        "q1 Q0 d1 2 2.0 the+u0020+x",
        "q1 Q0 d+u0020+3 3 1.0 the+u0020+x",
    ]


def test_in_out_and_in_again(ferry: tuple[Suite, Assistant], tmp_path: Path) -> None:
    suite, opened = ferry
    results = RUN_FORMAT.results(written(tmp_path / "run", RUN), suite, opened.archive)
    kept = keep_outside_run(suite, opened, RunStore(tmp_path / "out"), results, "other")
    out = tmp_path / "again"
    assert [file.name for file in RUN_FORMAT.export(kept, opened.archive, out)] == ["run.txt"]
    files = QRELS_FORMAT.export(kept, opened.archive, out)
    assert [file.name for file in files] == ["topics.tsv", "qrels.txt"]
    assert (out / "run.txt").read_text(encoding="utf-8") == RUN
    assert QRELS_FORMAT.imported(out / "qrels.txt", out / "topics.tsv").cases == suite.cases
    assert RUN_FORMAT.results(out / "run.txt", suite, opened.archive) == results


def test_an_outside_ranking_is_scored(ferry: tuple[Suite, Assistant], tmp_path: Path) -> None:
    suite, opened = ferry
    run = written(tmp_path / "run", "q1 Q0 d2 1 9.5 other\nq1 Q0 d1 2 7.25 other\n")
    results = RUN_FORMAT.results(run, suite, opened.archive)
    kept = keep_outside_run(suite, opened, RunStore(tmp_path / "out"), results, "other")
    # q1: its first relevant is second, so MRR 1/2 and MAP (1/2)/2; q/2 was left out, so 0.
    assert kept.run.figures["MRR@10"].value == pytest.approx(1 / 4)
    assert kept.run.figures["MAP"].value == pytest.approx(1 / 8)
    assert kept.run.figures["MAP"].defaulted == 1
    assert kept.scored[1].result.error == "other gave nothing for it"
    assert kept.run.settings == {"system": "other"}
    assert kept.run.finished is not None
    assert all("@" in name or name in ("MAP", "MRR") for name in kept.run.metrics)
    assert not any(name.endswith("/passage") for name in kept.run.metrics)


@pytest.fixture(scope="module")
def ours(opened: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """A run of our own, with evidence that is placed and evidence that is not."""
    placed = {
        "id": "rescue",
        "question": "Who took the passengers off the ferry?",
        "evidence": [{"article": CASES[1]["evidence"][0]["article"]}],
    }
    store = RunStore(tmp_path_factory.mktemp("ours"))
    return run_suite(made([*CASES, placed]), opened, store)


@pytest.mark.parametrize("level", ["article", "passage"])
def test_our_figures_are_those_of_the_files(
    level: str, ours: Kept, opened: Assistant, tmp_path: Path
) -> None:
    """``ir_measures`` gives every case of the written files what our metrics gave it."""
    QRELS_FORMAT.export(ours, opened.archive, tmp_path)
    RUN_FORMAT.export(ours, opened.archive, tmp_path)
    end = ".txt" if level == "article" else ".passages.txt"
    qrels = list(ir_measures.read_trec_qrels(str(tmp_path / f"qrels{end}")))
    run = list(ir_measures.read_trec_run(str(tmp_path / f"run{end}")))
    suffix = "" if level == "article" else "/passage"
    names = {"nDCG@10": f"nDCG@10{suffix}", "RR@10": f"MRR@10{suffix}", "AP": "MAP"}
    measures = [ir_measures.parse_measure(name) for name in names]
    found = {
        (each.query_id, names[str(each.measure)]): each.value
        for each in ir_measures.iter_calc(measures, qrels, run)
    }
    expected = {
        (each.result.case_id, name): score.value
        for each in ours.scored
        for name, score in each.scores.items()
        if name in names.values()
    }
    if level == "passage":  # MAP ranks articles alone, unless a suite asks for MAP/passage
        found = {key: value for key, value in found.items() if key[1] != "MAP"}
        expected = {key: value for key, value in expected.items() if key[1] != "MAP"}
    assert found == pytest.approx(expected)
    assert {name for name, _ in expected} == (
        {"disputed", "aboard", "rescue"} if level == "article" else {"aboard"}
    )
    assert 0 < sum(expected.values()) < len(expected) + 0.1


def test_a_run_of_an_archive_that_changed_is_not_written(
    tmp_path: Path, settings: Settings
) -> None:
    with built(suite_with_texts(tmp_path), tmp_path, settings) as (suite, opened):
        kept = run_suite(suite, opened, RunStore(tmp_path / "out"))
        more = written(tmp_path / "more.txt", "Title: More\n\nOne more article.")
        ingest(opened.indexer, [more])
        with pytest.raises(RunError, match="the archive is not what it was"):
            RUN_FORMAT.export(kept, opened.archive, tmp_path / "x")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"qrels": "q1 0 d1\n"}, r"q:1: a line is `question 0 document grade`"),
        ({"qrels": "q1 0 d1 1\nq1 0 d2 high\n"}, r"q:2: a line is `question 0 document grade`"),
        ({"qrels": "q1 0 d1 1\nq9 0 d1 1\n"}, r"q:2: the question 'q9' is not in .*t$"),
        ({"qrels": "q1 0 d1 1\nq1 0 d1 0\n"}, r"q:2: 'd1' has another grade above for 'q1'"),
        ({"topics": "q1 no tab\n"}, r"t:1: a question is its id, a tab and its text"),
        ({"topics": "q1\tOne?\nq1\tTwo?\n"}, r"t:2: the question 'q1' is given twice"),
        ({"topics": "q1\t \n"}, r"t:1: the question 'q1' has no text"),
        ({"topics": '{"id": "q1"}\n'}, r"t:1: 'text' is missing; it has 'id'"),
    ],
)
def test_what_is_wrong_in_qrels(changed: dict[str, Any], said: str, tmp_path: Path) -> None:
    qrels = written(tmp_path / "q", changed.get("qrels", QRELS))
    with pytest.raises(SuiteError, match=said) as caught:
        QRELS_FORMAT.imported(qrels, written(tmp_path / "t", changed.get("topics", TOPICS)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ("q1 Q0 d1 1 9.5\n", r"run:1: a line is `question Q0 document rank score system`"),
        ("q1 Q0 d1 1 best x\n", r"run:1: a line is `question Q0 document rank score system`"),
        ("q1 Q0 d1 1 nan x\n", r"run:1: the score of 'd1' is no number"),
        ("q1 Q0 d1 1 2 x\nq1 Q0 d1 2 1 x\n", r"run:2: 'd1' is ranked twice for 'q1'"),
        ("q9 Q0 d1 1 2 x\n", r"run: 1 of its questions are not in the suite, the first is 'q9'"),
        (
            "q1 Q0 d1 1 2 x\nq1 Q0 d8 2 1 x\nq/2 Q0 d9 1 1 x\n",
            r"run: it names 2 documents that are not in the archive, the first is 'd8'",
        ),
        ("\n", "run: the file is empty"),
    ],
)
def test_what_is_wrong_in_a_run(
    run: str, said: str, ferry: tuple[Suite, Assistant], tmp_path: Path
) -> None:
    suite, opened = ferry
    with pytest.raises(SuiteError, match=said) as caught:
        RUN_FORMAT.results(written(tmp_path / "run", run), suite, opened.archive)
    assert "\n" not in str(caught.value)
