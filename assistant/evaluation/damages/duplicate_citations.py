"""duplicate_citations: every citation stands twice, under two numbers."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import given, remade
from assistant.evaluation.results import Result


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case, archive, rng
    answer = given(result)
    if answer is None or not answer.citations:
        return None
    last = max(each.number for each in answer.citations)
    twins = [replace(each, number=last + each.number) for each in answer.citations]
    sentences = [
        replace(each, citations=tuple(n for own in each.citations for n in (own, last + own)))
        for each in answer.sentences
    ]
    return remade(result, sentences, [*answer.citations, *twins])


DAMAGE = Damage(
    "duplicate_citations", "Every citation stands twice.", "duplicate_citations", _apply
)
