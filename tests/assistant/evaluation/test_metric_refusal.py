"""refusal, worked out by hand."""

from __future__ import annotations

from pathlib import Path

from tests.support.seen import applies, seen, value, without_answer

NAME = "refusal"


def test_an_abstention_is_one() -> None:
    assert value(NAME, seen(unanswerable=True)) == 1.0
    assert value(NAME, seen("It sank.", unanswerable=True)) == 0.0


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    # A case that broke down was not refused.
    assert without_answer(NAME, tmp_path, unanswerable=True) == (0.0, True)
    assert applies(NAME, unanswerable=True)
    assert not applies(NAME)
