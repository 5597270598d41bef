"""swap_citations: two sentences that cite other passages exchange their citations."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import changed, given, remade
from assistant.evaluation.results import Result
from assistant.types import Answer


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case, archive
    answer = given(result)
    pairs = _pairs(answer) if answer else []
    if answer is None or not pairs:
        return None
    one, other = rng.choice(pairs)
    first, second = answer.sentences[one], answer.sentences[other]
    sentences = changed(answer.sentences, one, replace(first, citations=second.citations))
    sentences = changed(sentences, other, replace(second, citations=first.citations))
    return remade(result, sentences, answer.citations)


def _pairs(answer: Answer) -> list[tuple[int, int]]:
    """The pairs of sentences that cite no passage in common."""
    passages = {each.number: each.passage_id for each in answer.citations}
    cited = [{passages[n] for n in each.citations if n in passages} for each in answer.sentences]
    return [
        (one, other)
        for one, other in combinations(range(len(cited)), 2)
        if cited[one] and cited[other] and cited[one].isdisjoint(cited[other])
    ]


DAMAGE = Damage(
    "swap_citations",
    "Two sentences exchange their citations.",
    "citation_precision",
    _apply,
)
