"""first_text: taken from the result; without text it is the seconds to the end."""

from __future__ import annotations

from pathlib import Path

from tests.support.seen import applies, seen, value, without_answer


def test_it_is_what_was_measured() -> None:
    assert value("first_text", seen("x", result={"seconds": 4.0, "first_text": 1.5})) == 1.5
    assert value("first_text", seen("x", result={"seconds": 4.0, "first_text": 0.0})) == 0.0
    assert value("first_text", seen(result={"seconds": 4.0})) == 4.0


def test_a_case_that_failed_took_its_time_too(tmp_path: Path) -> None:
    assert without_answer("first_text", tmp_path) == (9.5, False)
    assert applies("first_text")
    assert applies("first_text", unanswerable=True)
