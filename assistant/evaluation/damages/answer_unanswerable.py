"""answer_unanswerable: an abstention becomes an answer that cites the nearest passage.

It is the sentence of that passage that has most words of the question, with its true citation: what
a model says that answers whatever it finds.
"""

from __future__ import annotations

from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import cite, remade
from assistant.evaluation.results import Result
from assistant.types import Sentence


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del rng
    answer = result.answer
    if not case.unanswerable or answer is None or answer.outcome == "answered":
        return None
    for hit in answer.hits:
        citation = cite(case.question, hit.passage, archive, 1)
        if citation:
            said = Sentence(" ".join(citation.quote.split()), (1,), "supported")
            return remade(result, [said], [citation])
    return None


DAMAGE = Damage(
    "answer_unanswerable",
    "A question that cannot be answered gets the nearest passage for an answer.",
    "refusal",
    _apply,
)
