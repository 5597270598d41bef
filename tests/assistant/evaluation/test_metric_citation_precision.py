"""citation_precision as in Gao et al. 2023, section 3; the judge's verdicts are a table.

A citation is precise where its sentence is entailed by all its citations and it is not irrelevant:
irrelevant is one that does not entail alone while the others entail without it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import TableJudge, applies, lettered, seen, value, why, without_answer

NAME = "citation_precision"
TEXTS, CITES = lettered("ABC")
RAIN, WIND = "It rains.", "It blows."
Table = list[tuple[str, str]]


def everything_with(letters: str) -> Table:
    """A table in which every set of passages that holds these entails "It rains."."""
    return [(every, RAIN) for every in _subsets("ABC") if set(letters) <= set(every)]


def _subsets(letters: str) -> list[str]:
    return [
        "".join(letter for place, letter in enumerate(letters) if bits >> place & 1)
        for bits in range(1, 1 << len(letters))
    ]


@pytest.mark.parametrize(
    ("says", "table", "expected"),
    [
        ([f"{RAIN} [1]"], everything_with("A"), 1.0),
        # The sentence is not entailed: its citation gets 0.
        ([f"{RAIN} [2]"], everything_with("A"), 0.0),
        # A entails alone; B does not, and without it A still does: B is irrelevant, 1 of 2.
        ([f"{RAIN} [1][2]"], everything_with("A"), 1 / 2),
        # Neither alone, both together: without either the other does not entail. Both are precise.
        ([f"{RAIN} [1][2]"], [("AB", RAIN)], 1.0),
        # Each entails alone: no citation is irrelevant, however many there are.
        ([f"{RAIN} [1][2]"], [("A", RAIN), ("B", RAIN), ("AB", RAIN)], 1.0),
        # A and B are needed together, C is not: A and B of three.
        ([f"{RAIN} [1][2][3]"], everything_with("AB"), 2 / 3),
        # A alone is enough: of three, B and C are irrelevant.
        ([f"{RAIN} [1][2][3]"], everything_with("A"), 1 / 3),
        # Not entailed together, though A would alone: recall comes first, and all get 0.
        ([f"{RAIN} [1][2]"], [("A", RAIN)], 0.0),
        # The mean is over citations, not over sentences: 1 of 1 and 0 of 2 make 1 of 3.
        ([f"{RAIN} [1]", f"{WIND} [2][3]"], everything_with("A"), 1 / 3),
        # A sentence without a citation has none that could be wrong.
        ([f"{RAIN} [1]", WIND], everything_with("A"), 1.0),
        # One number twice is one citation.
        ([f"{RAIN} [1][1]"], everything_with("A"), 1.0),
        # A citation at two sentences is counted at each: precise at the first alone.
        ([f"{RAIN} [1]", f"{WIND} [1]"], everything_with("A"), 1 / 2),
        ([RAIN], everything_with("A"), 0.0),
    ],
)
def test_the_share_of_citations_that_are_precise(
    says: list[str], table: Table, expected: float
) -> None:
    of = seen(*says, cites=CITES, texts=TEXTS, judge=TableJudge(*table))
    assert value(NAME, of) == pytest.approx(expected)


def test_the_judge_is_asked_for_no_more_than_the_definition_needs() -> None:
    judge = TableJudge(*everything_with("A"))
    value(NAME, seen(f"{RAIN} [1][2]", f"{WIND} [2][3]", cites=CITES, texts=TEXTS, judge=judge))
    # A alone entails and needs no more. B does not, so it is left out. The second sentence is
    # not entailed: its citations are not looked at one by one.
    asked = [("AB", RAIN), ("A", RAIN), ("B", RAIN), ("A", RAIN), ("BC", WIND)]
    assert judge.asked == asked


def test_it_says_which_are_wrong() -> None:
    judge = TableJudge(*everything_with("A"))
    of = seen(f"{RAIN} [1][2]", f"{WIND} [3]", cites=CITES, texts=TEXTS, judge=judge)
    assert why(NAME, of) == (
        "1 of 3 are precise; [2] is irrelevant; [3] at a sentence that they do not entail"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (0.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
