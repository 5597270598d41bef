"""Whether two sentences of articles are one, as in the papers that print a wire story."""

from __future__ import annotations

from rapidfuzz import fuzz

from assistant.archive import story_of
from assistant.checking.sources import Source
from assistant.fold import words
from assistant.ledger import person_of
from assistant.origins import ALIKE


def is_same(one: Source, other: Source) -> bool:
    """Whether both say the same in nearly the same words, with the same numbers.

    What one person says twice in the same story is told once as well.
    """
    if _speaker(one) and _speaker(one) == _speaker(other) and _story(one) == _story(other):
        return True
    if one.entry.article.id == other.entry.article.id:
        return False
    if [each.quantity.readings for each in one.apart.counted] != [
        each.quantity.readings for each in other.apart.counted
    ]:
        return False
    plain = [" ".join(words(each.text)) for each in (one, other)]
    return fuzz.ratio(*plain, score_cutoff=ALIKE) > 0


def _speaker(source: Source) -> str:
    return person_of(source.saying.speaker)[0] if source.saying else ""


def _story(source: Source) -> str:
    return story_of(source.entry.article)
