"""uncited_sentence: a sentence without a citation stands at the end of the answer.

It is one of a cited article, so that it sounds true and is; it has no number and no quotation, for
which other metrics would ask for evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import given, remade
from assistant.evaluation.results import Result
from assistant.instructions import instructed_spans
from assistant.quantities import quantities
from assistant.quotations import quoted
from assistant.sentences import sentence_spans
from assistant.types import Answer, Sentence

_LEAST = 5  # words, so that it claims something


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case
    answer = given(result)
    found = list(_sentences(answer, archive)) if answer else []
    if answer is None or not found:
        return None
    added = Sentence(rng.choice(found), (), "supported")
    return remade(result, [*answer.sentences, added], answer.citations)


def _sentences(answer: Answer, archive: Archive) -> Iterator[str]:
    """The plain sentences of the cited articles that no citation quotes."""
    cited = archive.articles_by_id(each.article_id for each in answer.citations)
    for name in sorted(cited):
        text = cited[name].text
        taken = [(c.start, c.end) for c in answer.citations if c.article_id == name]
        taken += instructed_spans(text)
        for start, end in sentence_spans(text):
            said = " ".join(text[start:end].split())
            if any(start < last and first < end for first, last in taken):
                continue
            if len(said.split()) >= _LEAST and said.endswith(".") and not _needs_evidence(said):
                yield said


def _needs_evidence(said: str) -> bool:
    return bool(quantities(said) or quoted(said)) or any(mark in said for mark in '“”"')


DAMAGE = Damage(
    "uncited_sentence",
    "A sentence without a citation is added.",
    "uncited_sentences",
    _apply,
)
