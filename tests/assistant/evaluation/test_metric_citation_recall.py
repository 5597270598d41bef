"""citation_recall as in Gao et al. 2023, section 3; the judge's verdicts are a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import TableJudge, applies, lettered, seen, value, why, without_answer

NAME = "citation_recall"
TEXTS, CITES = lettered("ABC")
RAIN, WIND = "It rains.", "It blows."


@pytest.mark.parametrize(
    ("says", "table", "expected"),
    [
        ([f"{RAIN} [1]"], [("A", RAIN)], 1.0),
        # Entailed by another passage than the one that is cited.
        ([f"{RAIN} [2]"], [("A", RAIN)], 0.0),
        # A sentence without a citation is not entailed: 1 of 2.
        ([f"{RAIN} [1]", WIND], [("A", RAIN), ("A", WIND)], 1 / 2),
        # Neither alone, but both together: the citations of a sentence are joined.
        ([f"{RAIN} [1][2]"], [("AB", RAIN)], 1.0),
        ([f"{RAIN} [1]", f"{RAIN} [2]"], [("AB", RAIN)], 0.0),
        # Two of three sentences.
        ([f"{RAIN} [1]", f"{WIND} [2]", f"{RAIN} [3]"], [("A", RAIN), ("B", WIND)], 2 / 3),
        # The order and the repetition of the numbers do not matter.
        ([f"{RAIN} [2][1][2]"], [("AB", RAIN)], 1.0),
        # A number that no citation has is none.
        ([f"{RAIN} [9]"], [("A", RAIN)], 0.0),
        ([RAIN], [("A", RAIN)], 0.0),
    ],
)
def test_the_share_of_sentences_that_are_entailed(
    says: list[str], table: list[tuple[str, str]], expected: float
) -> None:
    of = seen(*says, cites=CITES, texts=TEXTS, judge=TableJudge(*table))
    assert value(NAME, of) == pytest.approx(expected)


def test_a_judge_that_fails_entails_nothing() -> None:
    judge = TableJudge(("A", RAIN), failed=True)
    assert value(NAME, seen(f"{RAIN} [1]", cites=CITES, texts=TEXTS, judge=judge)) == 0.0


def test_the_judge_reads_headline_date_and_passage_or_the_quote_alone() -> None:
    texts = {"a": "Passage A. More of it."}
    head = "1 February 2026, The Harbour Ledger: Headline of a\n"
    for premise, expected in (("passage", f"{head}{texts['a']}"), ("quote", f"{head}Passage A.")):
        of = seen("x [1]", cites=["a: Passage A."], texts=texts, premise=premise)
        assert of.premise_of(of.cited(of.sentences[0])) == expected


def test_it_says_which_sentence_is_not_entailed() -> None:
    judge = TableJudge(("A", RAIN))
    of = seen(f"{RAIN} [1]", f"{WIND} [2]", RAIN, cites=CITES, texts=TEXTS, judge=judge)
    assert why(NAME, of) == (
        "1 of 3 sentences are entailed; “It blows.”: B; “It rains.”: nothing is cited"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (0.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
