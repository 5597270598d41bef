"""unattributed, worked out by hand, with a ledger of two statements and a plain sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.build import article
from tests.support.seen import applies, seen, value, why, without_answer
from tests.support.statements import statement

NAME = "unattributed"
SAFE, SHUT = "The harbour is safe", "The bridge must close"
RAIN = "It rained on Monday."
TEXTS = {"a1": f"{SAFE}, said Maren Tolvik.\n\n{SHUT}, said a dock worker.\n\n{RAIN}"}
OF = article("a1", TEXTS["a1"])
STATEMENTS = [
    statement(OF, SAFE, "Maren Tolvik", role="pilot"),
    statement(OF, SHUT, "a dock worker", named=False),
]
CITES = [f"a1: {SAFE}", f"a1: {SHUT}", f"a1: {RAIN}"]


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        (["The harbour is safe. [1]"], 1.0),
        (["The harbour is safe, said Maren Tolvik. [1]"], 0.0),
        (["Tolvik: the harbour is safe. [1]"], 0.0),
        (["The harbour is safe, the pilot said. [1]"], 0.0),  # by the office
        # Somebody else says so: that is for misattributed to tell.
        (["The harbour is safe, said Odile Brandt. [1]"], 0.0),
        (["The bridge must close. [2]"], 1.0),
        (["A worker said the bridge must close. [2]"], 0.0),  # a source without a name
        (["It rained on Monday. [3]"], 0.0),  # the article's own words
        (["The harbour is safe. [3]"], 0.0),  # not in what it cites
        (["The harbour is safe."], 0.0),  # uncited_sentences tells that
        # Of harbour, crowded, every and summer one of four is in the statement: it is another.
        (["The harbour is crowded every summer. [1]"], 0.0),
        (["The harbour is safe. [1]", "The bridge must close, said a worker. [2]"], 1 / 2),
        (["The harbour is safe. [1]", "It rained. [3]", "The bridge must close. [2]"], 2 / 3),
    ],
)
def test_the_share_of_sentences_that_give_a_statement_as_a_fact(
    says: list[str], expected: float
) -> None:
    of = seen(*says, cites=CITES, texts=TEXTS, statements=STATEMENTS)
    assert value(NAME, of) == pytest.approx(expected)


def test_it_says_whose_statement_it_is() -> None:
    of = seen("The harbour is safe. [1]", cites=CITES, texts=TEXTS, statements=STATEMENTS)
    assert why(NAME, of) == (
        "1 of 1 sentences tell a statement as a fact; “The harbour is safe.” is by Maren Tolvik"
    )


def test_who_gets_it_and_what_without_an_answer(tmp_path: Path) -> None:
    assert without_answer(NAME, tmp_path) == (1.0, True)
    assert value(NAME, seen()) == 0.0
    assert applies(NAME)
    assert not applies(NAME, unanswerable=True)
