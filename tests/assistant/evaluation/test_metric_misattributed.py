"""misattributed, worked out by hand, with a ledger of two statements and a plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation.metric import Seen
from tests.support.build import article
from tests.support.seen import applies, seen, value, why, without_answer
from tests.support.statements import statement

NAME = "misattributed"
SAFE, SHUT = "The harbour is safe for ships of every size", "The bridge must close"
TEXTS = {"a1": f"{SAFE}, said Maren Tolvik.\n\n{SHUT}, said Odile Brandt.\n\nIt rained on Monday."}
STATEMENTS = [
    statement(article("a1", TEXTS["a1"]), SAFE, "Maren Tolvik", role="harbour master"),
    statement(article("a1", TEXTS["a1"]), SHUT, "Odile Brandt"),
]


def told(says: list[str], cites: list[str]) -> Seen:
    return seen(*says, cites=cites, texts=TEXTS, statements=STATEMENTS)


@pytest.mark.parametrize(
    ("cites", "expected"),
    [
        ([f"a1: {SAFE} | Maren Tolvik"], 0.0),
        ([f"a1: {SAFE} | Tolvik"], 0.0),
        ([f"a1: {SAFE} | Odile Brandt"], 1.0),
        ([f"a1: {SAFE}"], 1.0),  # somebody says it, and the citation names nobody
        (["a1: It rained on Monday. | Tolvik"], 1.0),  # nobody says it, and one is named
        (["a1: It rained on Monday."], 0.0),  # nobody and nobody: no attribution at all
        ([f"a1: {SAFE} | Tolvik", f"a1: {SHUT} | Tolvik"], 1 / 2),
        ([f"a1: {SAFE} | Tolvik", f"a1: {SHUT} | Tolvik", "a1: It rained"], 1 / 2),
    ],
)
def test_the_speaker_of_a_citation_is_the_ledger_s(cites: list[str], expected: float) -> None:
    assert value(NAME, told(["Something else."], cites)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        # With the citation, which is right, two attributions each.
        ("The harbour is safe for ships of every size, said Maren Tolvik. [1]", 0.0),
        ("The harbour is safe for ships of every size, said Odile Brandt. [1]", 1 / 2),
        (
            "The harbour is safe for ships of every size, said the harbour master. [1]",
            0.0,
        ),  # by the office
        (
            "The harbour is safe for ships of every size, she said. [1]",
            0.0,
        ),  # a pronoun names nobody: one attribution
        ("The harbour is safe for ships of every size. [1]", 0.0),
        # A short statement: without "said Odile Brandt" both of its words are there.
        ("The harbour is safe, said Odile Brandt. [1]", 1 / 2),
        # What the sentence tells is no statement of the citation: nothing to compare with.
        ("It rained for two whole days, said Odile Brandt. [1]", 0.0),
    ],
)
def test_the_source_of_a_sentence_is_the_ledger_s(says: str, expected: float) -> None:
    assert value(NAME, told([says], [f"a1: {SAFE} | Tolvik"])) == pytest.approx(expected)


def test_an_article_that_is_not_read_yet_is_left_out() -> None:
    of = told([], [])
    unread = Seen(**{**vars(seen("x [1]", cites=[f"a1: {SAFE}"], texts=TEXTS)), "statements": {}})
    assert value(NAME, of) == value(NAME, unread) == 0.0


def test_it_says_who_is_given_what() -> None:
    of = told(["x"], [f"a1: {SAFE} | Brandt", f"a1: {SHUT}"])
    assert why(NAME, of) == (
        "2 of 2 attributions are to somebody else; [1] is given to Brandt, not Maren Tolvik; "
        "[2] is given to nobody, not Odile Brandt"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
