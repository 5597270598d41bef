"""neighbour_passage: every citation is of the passage next to its own, with a quote from there.

So an answer comes out whose passages are numbered one too high or too low. A citation whose article
has no other passage, or nothing in the next one that is not cited already, stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import cite, given, overlaps, remade
from assistant.evaluation.results import Result
from assistant.sentences import sentence_spans
from assistant.types import Citation, Passage


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case
    answer = given(result)
    if answer is None:
        return None
    cited = list(answer.citations)
    moved = []
    for each in answer.citations:
        places = list(_elsewhere(each, archive, cited))
        moved.append(rng.choice(places) if places else each)
        cited.append(moved[-1])
    if moved == list(answer.citations):
        return None
    return remade(result, answer.sentences, moved)


def _elsewhere(
    citation: Citation, archive: Archive, cited: Sequence[Citation]
) -> Iterator[Citation]:
    """The sentences of the neighbouring passages that nothing cites, as citations."""
    for passage in _neighbours(citation, archive.passages_of(citation.article_id)):
        for start, end in sentence_spans(passage.text):
            made = cite(passage.text[start:end], passage, archive, citation.number)
            if made and not any(overlaps(made, each) for each in cited):
                yield made


def _neighbours(citation: Citation, passages: Sequence[Passage]) -> list[Passage]:
    own = [p.ordinal for p in passages if p.start < citation.end and citation.start < p.end]
    beside = {min(own) - 1, max(own) + 1} if own else set()
    return [passage for passage in passages if passage.ordinal in beside]


DAMAGE = Damage(
    "neighbour_passage",
    "Every citation is of the passage next to its own.",
    "wrong_passage",
    _apply,
)
