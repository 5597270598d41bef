"""cite_everything: every sentence cites every passage that was retrieved.

A passage that is cited already is not cited again; of the others the sentence is quoted that is
nearest to the answer's first.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import cite, given, overlaps, remade
from assistant.evaluation.results import Result


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case, rng
    answer = given(result)
    if answer is None or not answer.sentences:
        return None
    citations = list(answer.citations)
    cited = {each.passage_id for each in citations}
    for hit in answer.hits:
        number = max((each.number for each in citations), default=0) + 1
        made = cite(answer.sentences[0].text, hit.passage, archive, number)
        if made and made.passage_id not in cited and not any(overlaps(made, c) for c in citations):
            citations.append(made)
    if len(citations) == len(answer.citations):
        return None
    every = tuple(each.number for each in citations)
    # Its own citations stay first, as a reader who counts on them would have it.
    sentences = [
        replace(each, citations=tuple(dict.fromkeys((*each.citations, *every))))
        for each in answer.sentences
    ]
    return remade(result, sentences, citations)


DAMAGE = Damage(
    "cite_everything",
    "Every sentence cites all that was retrieved.",
    "citation_precision",
    _apply,
)
