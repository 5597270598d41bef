"""judge_agreement, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import TableJudge, applies, lettered, seen, value, why, without_answer

NAME = "judge_agreement"
TEXTS, CITES = lettered("AB")
SAYS = ["One. [1]", "Two. [2]", "Three. [1][2]"]
ALL = [("A", "One."), ("B", "Two."), ("AB", "Three.")]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (ALL, ALL, 1.0),
        ([], [], 1.0),  # two that refuse everything agree
        (ALL, ALL[:2], 2 / 3),
        (ALL[:1], ALL[1:], 0.0),
    ],
)
def test_the_share_of_sentences_on_which_both_say_the_same(
    first: list[tuple[str, str]], second: list[tuple[str, str]], expected: float
) -> None:
    judges = {"judge": TableJudge(*first), "second": TableJudge(*second)}
    of = seen(*SAYS, "Without a citation.", cites=CITES, texts=TEXTS, **judges)
    assert value(NAME, of) == pytest.approx(expected)


@pytest.mark.parametrize("failing", ["judge", "second"])
def test_a_verdict_that_failed_agrees_with_nothing(failing: str) -> None:
    judges = {"judge": TableJudge(), "second": TableJudge(), failing: TableJudge(failed=True)}
    assert value(NAME, seen(*SAYS, cites=CITES, texts=TEXTS, **judges)) == 0.0


def test_it_shows_the_sentence_and_both_reasons() -> None:
    of = seen(SAYS[0], cites=CITES, texts=TEXTS, judge=TableJudge(ALL[0]), second=TableJudge())
    assert why(NAME, of) == "they agree on 0 of 1; “One.”: A; A"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (0.0, True)
    assert value(NAME, seen(second=TableJudge())) == 1.0
    assert value(NAME, seen("One.", second=TableJudge())) == 1.0
    assert value(NAME, seen(*SAYS, cites=CITES, texts=TEXTS)) == 1.0  # there is no second judge
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
