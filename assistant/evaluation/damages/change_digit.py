"""change_digit: one digit of a citation's quote is another one; its offsets stay."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import given, remade
from assistant.evaluation.results import Result

_DIGITS = "0123456789"


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case, archive
    answer = given(result)
    places = [
        (each, place)
        for each in (answer.citations if answer else ())
        for place, character in enumerate(each.quote)
        if character in _DIGITS
    ]
    if answer is None or not places:
        return None
    citation, place = rng.choice(places)
    quote = citation.quote
    digit = rng.choice([each for each in _DIGITS[1:] if each != quote[place]])
    false = replace(citation, quote=f"{quote[:place]}{digit}{quote[place + 1 :]}")
    citations = [false if each is citation else each for each in answer.citations]
    return remade(result, answer.sentences, citations)


DAMAGE = Damage("change_digit", "A digit of a quote is another one.", "quote_exactness", _apply)
