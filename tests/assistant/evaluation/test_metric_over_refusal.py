"""over_refusal, worked out by hand."""

from __future__ import annotations

from pathlib import Path

from tests.support.seen import applies, seen, value, without_answer

NAME = "over_refusal"


def test_an_abstention_is_one() -> None:
    assert value(NAME, seen()) == 1.0
    assert value(NAME, seen("It sank.")) == 0.0


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    # Nor was it answered.
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
