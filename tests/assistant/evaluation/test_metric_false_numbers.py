"""false_numbers, worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.seen import applies, seen, value, why, without_answer

NAME = "false_numbers"
TEXTS = {
    "a1": "The ferry carried 7,000 litres and 12 cars.\n\nIt was built in 1998.",
    "a2": "The fine is 2.4 million crowns, or 8 per cent.",
}
CITES = ["a1: 7,000 litres", "a2: 2.4 million crowns"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (["It carried 7,000 litres. [1]"], 0.0),
        (["It carried seven thousand litres. [1]"], 0.0),
        (["It carried 7 million litres. [1]"], 1.0),
        (["It carried 7,001 litres. [1]"], 1.0),
        (["It carried 12 cars. [1]"], 0.0),  # in the passage, beside the quote
        (["It was built in 1998. [1]"], 1.0),  # in the article, in another passage
        (["It carried 7,000 litres and 13 cars. [1]"], 1 / 2),
        (["It carried 7,000 litres. [2]"], 1.0),  # in what another sentence cites
        (["It carried 7,000 litres. [1][2]"], 0.0),
        (["The fine is 2,400,000 crowns, or 8 %. [2]"], 0.0),
        (["The fine is 8 crowns. [2]"], 1.0),  # a sum is no share
        # Sentences without a citation are left out, whatever they say: 0 of 1, and 1 of 2.
        (["It carried 7,000 litres. [1]", "It carried 9,000 litres."], 0.0),
        (["It carried 7,000 and 13. [1]", "It carried 9,000 and 14."], 1 / 2),
        (["It carried 9,000 litres."], 0.0),
        (["It has 3 decks. [1]"], 0.0),  # the question's own number
        (["On 1 February 2026 it sank. [1]"], 0.0),  # when the article was published
        (["It sank. [1]"], 0.0),
    ],
)
def test_the_share_of_numbers_in_no_cited_passage(says: list[str], expected: float) -> None:
    of = seen(*says, cites=CITES, texts=TEXTS, question="Which ferry has 3 decks?")
    assert value(NAME, of) == pytest.approx(expected)


def test_with_quotes_as_premises_the_rest_of_the_passage_is_none() -> None:
    of = seen("It carried 12 cars. [1]", cites=CITES, texts=TEXTS, premise="quote")
    assert value(NAME, of) == 1.0


def test_it_names_the_numbers() -> None:
    of = seen("It carried 13 cars and 7,000 litres. [1]", cites=CITES, texts=TEXTS)
    assert why(NAME, of) == "1 of 2 numbers are in no cited passage: 13"


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert applies(NAME, unanswerable=True)
