"""seconds: taken from the result as it is."""

from __future__ import annotations

from pathlib import Path

from tests.support.seen import applies, seen, value, without_answer


def test_it_is_what_was_measured() -> None:
    assert value("seconds", seen("x", result={"seconds": 4.0, "first_text": 1.5})) == 4.0
    assert value("seconds", seen(result={"seconds": 4.0})) == 4.0


def test_a_case_that_failed_took_its_time_too(tmp_path: Path) -> None:
    assert without_answer("seconds", tmp_path) == (9.5, False)
    assert applies("seconds")
    assert applies("seconds", unanswerable=True)
