"""How another system's words for "I do not know" are told from an answer."""

from __future__ import annotations

import pytest

from assistant.evaluation.outside_answer import outside_answer


@pytest.mark.parametrize(
    "output",
    [
        "",
        "The archive does not say.",
        "The context provided does not mention a captain.",
        "I do not know.",
        "I’m sorry, but I cannot find this in the documents.",
        "There is no information about the captain in these articles.",
        "The documents do not contain the answer. It may be elsewhere.",
    ],
)
def test_it_does_not_know(output: str) -> None:
    answer = outside_answer("Who was the captain?", output, [])
    assert answer.outcome == "abstained"
    assert answer.sentences == ()


@pytest.mark.parametrize(
    "output",
    [
        "Ada Quill was the captain.",
        "The archive burned down in 1904.",
        "There is no captain aboard: Ada Quill steers from the shore.",
        "Nobody knows who it was.",
    ],
)
def test_it_answers(output: str) -> None:
    assert outside_answer("Who was the captain?", output, []).outcome == "answered"
