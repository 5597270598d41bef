"""remove_speaker: a sentence gives as a fact what it had given as somebody's statement.

What is left of it is the statement's content, by the ledger's spans, without quotation marks around
it. What somebody denies, or declines to do, is no content that a sentence could assert.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.gold import shared
from assistant.evaluation.remade import changed, given, remade
from assistant.evaluation.results import Result
from assistant.fold import find_words
from assistant.types import Answer, Sentence, Statement

_ASSERTED = frozenset({"asserts", "confirms", "promises", "predicts"})
_MARKS = "“”\"„«»‘’'"
_EDGE = f" ,;:—–-{_MARKS}"
_LEAST = 4  # words; fewer are a term rather than a claim
# What begins with one of these is half a clause: "declined to say more", "would raise pay".
_NO_SUBJECT = frozenset(
    "to whether if would will could should had has have was were is are for of by in on as".split()
)


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case
    answer = given(result)
    facts = list(_facts(answer, archive)) if answer else []
    if answer is None or not facts:
        return None
    place, fact = rng.choice(facts)
    told = replace(answer.sentences[place], text=fact)
    return remade(result, changed(answer.sentences, place, told), answer.citations)


def _facts(answer: Answer, archive: Archive) -> Iterator[tuple[int, str]]:
    """The places of the sentences that give a statement, with that statement alone."""
    by_number = {each.number: each for each in answer.citations}
    said = archive.ledger.of_articles(each.article_id for each in answer.citations)
    for place, sentence in enumerate(answer.sentences):
        for number in sentence.citations:
            citation = by_number[number]
            for told in said.get(citation.article_id, ()):
                here = (citation.start, citation.end)
                if all(shared(span, here) for span in told.content_spans):
                    yield from ((place, fact) for fact in _as_fact(told, sentence))


def _as_fact(told: Statement, sentence: Sentence) -> Iterator[str]:
    if not told.speaker or not (told.direct or told.stance in _ASSERTED):
        return
    parts = [
        told.content[start - told.start : end - told.start].strip(_EDGE)
        for start, end in told.content_spans
    ]
    whole = " ".join(part.removeprefix("that ") for part in parts)
    if len(whole.split()) < _LEAST or whole.split()[0] in _NO_SUBJECT:
        return
    if not all(find_words(part, sentence.text) for part in parts):
        return
    fact = whole[0].upper() + whole[1:]
    yield fact if fact.endswith((".", "!", "?")) else f"{fact}."


DAMAGE = Damage(
    "remove_speaker",
    "A sentence gives somebody's statement as a fact.",
    "unattributed",
    _apply,
)
