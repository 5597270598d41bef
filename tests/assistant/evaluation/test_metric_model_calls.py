"""model_calls: taken from what the case used."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.results import Usage
from tests.support.seen import applies, seen, value, without_answer


def test_they_are_counted() -> None:
    assert value("model_calls", seen("x", result={"usage": Usage(calls=2)})) == 2.0
    assert value("model_calls", seen()) == 0.0


def test_a_case_that_failed_has_made_some_too(tmp_path: Path) -> None:
    assert without_answer("model_calls", tmp_path) == (3.0, False)
    assert applies("model_calls")
    assert applies("model_calls", unanswerable=True)
