"""false_number: a number of a sentence has another digit, and then stands in no cited article.

Numbers in quotation marks and in dates are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.days import days_in
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import changed, given, remade
from assistant.evaluation.results import Result
from assistant.fold import visible
from assistant.quantities import Reading, missing_quantities, quantities
from assistant.quotations import quoted
from assistant.types import Answer, Sentence


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    answer = given(result)
    if answer is None:
        return None
    known = _known(case, answer, archive)
    found = [
        (place, text)
        for place, each in enumerate(answer.sentences)
        if each.citations
        for text in _falsified(each, known)
    ]
    if not found:
        return None
    place, text = rng.choice(found)
    told = replace(answer.sentences[place], text=text)
    return remade(result, changed(answer.sentences, place, told), answer.citations)


def _known(case: Case, answer: Answer, archive: Archive) -> set[Reading]:
    """The numbers that the question and the cited articles have, their dates and titles too."""
    texts = [case.question]
    for article in archive.articles_by_id(c.article_id for c in answer.citations).values():
        day = f"{article.published_at:%-d %B %Y}" if article.published_at else ""
        texts += [article.text, article.title, article.source, day]
    return {reading for each in quantities(visible("\n".join(texts))) for reading in each.readings}


def _falsified(sentence: Sentence, known: set[Reading]) -> Iterator[str]:
    """The sentence with one digit of a true number changed, in every way that makes it false."""
    text = sentence.text
    apart = [(each.start, each.end) for each in days_in(text)]
    inside = quoted(text)
    for number in quantities(text):
        said = text[number.start : number.end]
        if any(a < number.end and number.start < b for a, b in apart):
            continue
        if any(said.strip() in each for each in inside):
            continue
        before = len(missing_quantities(text, known))
        for place in range(number.start, number.end):
            if text[place] not in "0123456789":
                continue
            for digit in "123456789":
                false = f"{text[:place]}{digit}{text[place + 1 :]}"
                if len(missing_quantities(false, known)) > before:
                    yield false


DAMAGE = Damage("false_number", "A number of a sentence is another one.", "false_numbers", _apply)
