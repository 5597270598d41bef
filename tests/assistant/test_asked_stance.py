"""What somebody demanded, predicted or denied, by the stances of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings


@pytest.fixture(scope="module")
def opened(samples: Path, settings: Settings) -> Iterator[Assistant]:
    with Assistant.open(samples, settings) as assistant:
        yield assistant


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        # No article has the word of the question: the ledger knows the stance.
        ("What did Mirela Kostán demand?", "to summon the quartermaster"),
        ("What did Piers Vandenholt predict for tram fares?", "rise by 10 pence in the summer"),
        ("What did Signe Aldqvist deny?", "disputed the withdrawal"),
    ],
)
def test_what_somebody_says_with_a_stance(opened: Assistant, question: str, quote: str) -> None:
    answer = opened.ask(question)
    assert answer.outcome == "answered"
    (citation,) = answer.citations
    assert quote in citation.quote
    assert citation.speaker is not None
    assert citation.speaker.split()[-1] in question


def test_who_has_said_nothing_of_the_kind_is_not_made_to(opened: Assistant) -> None:
    assert opened.ask("What did the mayor promise?").outcome == "abstained"
