"""drop_citation: one sentence loses one of its citations."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import changed, given, remade
from assistant.evaluation.results import Result


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case, archive
    answer = given(result)
    cited = (
        [place for place, each in enumerate(answer.sentences) if each.citations] if answer else []
    )
    if answer is None or not cited:
        return None
    place = rng.choice(cited)
    sentence = answer.sentences[place]
    lost = rng.choice(sentence.citations)
    left = tuple(number for number in sentence.citations if number != lost)
    sentences = changed(answer.sentences, place, replace(sentence, citations=left))
    return remade(result, sentences, answer.citations)


DAMAGE = Damage(
    "drop_citation", "A sentence loses one of its citations.", "citation_recall", _apply
)
