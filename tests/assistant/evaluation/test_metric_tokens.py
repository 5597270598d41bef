"""tokens: those in and those out."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.results import Usage
from tests.support.seen import applies, seen, value, without_answer


def test_both_are_added() -> None:
    usage = Usage(calls=2, input_tokens=1000, output_tokens=34)
    assert value("tokens", seen("x", result={"usage": usage})) == 1034.0
    assert value("tokens", seen()) == 0.0


def test_a_case_that_failed_has_used_them_too(tmp_path: Path) -> None:
    # 100 in and 20 out.
    assert without_answer("tokens", tmp_path) == (120.0, False)
    assert applies("tokens")
    assert applies("tokens", unanswerable=True)
