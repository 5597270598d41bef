"""The JUnit XML of a run, read back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from junitparser import Error, Failure, JUnitXml
from lxml import etree

from assistant.evaluation.report.junit import junit
from assistant.evaluation.report.model import make_report
from assistant.evaluation.runs import Kept
from tests.support.kept import answer, citation, small

UNWRITABLE = "a\x00b\x08c\x1bd\ufffee\ud800f ]]> <x> & \"q\" 'r'"


def read(run: Kept, floors: dict[str, float] | None = None) -> dict[str, dict[str, Any]]:
    """The tests by suite and name."""
    xml = JUnitXml.fromstring(junit(make_report(run, (), floors)).encode())
    return {suite.name: {test.name: test for test in suite} for suite in xml}


def test_each_case_is_a_test() -> None:
    tests = read(small())["small.cases"]
    assert list(tests) == ["sank", "hurt", "mars", "crash", "late"]
    assert tests["sank"].is_passed
    assert tests["mars"].is_passed
    assert tests["sank"].classname == "small.cases"
    assert tests["sank"].time == 0.5


def test_a_failure_names_the_metrics_and_why() -> None:
    (failure,) = read(small())["small.cases"]["hurt"].result
    assert isinstance(failure, Failure)
    assert failure.message == "fails by citation recall and answer match"
    assert failure.text.splitlines() == [
        "question: who was hurt?",
        "outcome: answered",
        "answer: Two were hurt. [1]",
        "citation_recall: 0.000 (the number 2 is missing)",
        "answer_match: 0.000 (it says none of: nobody)",
    ]


def test_crashes_and_timeouts_are_errors() -> None:
    tests = read(small())["small.cases"]
    for name, message, kind in (
        ("crash", "broken", "crashed"),
        ("late", "too long", "timed out"),
    ):
        (error,) = tests[name].result
        assert isinstance(error, Error)
        assert (error.message, error.type) == (message, kind)


def test_each_floor_is_a_test() -> None:
    floors = {"citation_recall": 0.9, "refusal": 1.0, "over_refusal": 0.1, "hit@10": 0.5}
    tests = read(small(), floors)["small.floors"]
    assert tests["refusal"].is_passed
    messages = {name: test.result[0].message for name, test in tests.items() if test.result}
    assert messages == {
        "citation_recall": "citation_recall is 0.250; its floor is ≥ 0.9",
        "over_refusal": "over_refusal is 0.500; its floor is ≤ 0.1",
        "hit@10": "hit@10 was not measured; its floor is 0.5",
    }
    assert {type(test.result[0]) for test in tests.values() if test.result} == {Failure}
    assert "small.floors" not in read(small())


def test_the_whole_is_counted() -> None:
    root = etree.fromstring(junit(make_report(small(), (), {"refusal": 1.0})).encode())
    counted = {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")}
    assert counted == {"tests": "6", "failures": "1", "errors": "2", "skipped": "0"}
    assert root.xpath("//property[@name='suite_hash']/@value")[0] == "5" * 64


def test_a_run_that_did_not_end_is_an_error() -> None:
    tests = read(small(finished=None, stopped="the cap is reached", cases=9))["small.cases"]
    (error,) = tests["the run ends"].result
    assert error.message == "the run did not end: the cap is reached"
    assert error.text == "4 of 9 cases were not asked"


def test_any_text_makes_valid_xml() -> None:
    run = small()
    rows = list(run.scored)
    said = answer(UNWRITABLE, cites=[citation()])
    rows[1] = replace(rows[1], result=replace(rows[1].result, answer=said))
    rows[3] = replace(rows[3], result=replace(rows[3].result, error=UNWRITABLE))
    hostile = replace(
        run,
        cases={**run.cases, "hurt": replace(run.cases["hurt"], question=f"q {UNWRITABLE[:7]}")},
        scored=tuple(rows),
    )
    tests = read(hostile)["small.cases"]
    shown = "a�b�c�d�e�f ]]> <x> & \"q\" 'r'"
    assert tests["crash"].result[0].message == shown
    text = tests["hurt"].result[0].text
    assert f"answer: {shown} [1]" in text
    assert "question: q a�b�c�d" in text
