"""Whether somebody denies, disputes or doubts in a sentence what a claim says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.checking.meant import Meant
from assistant.checking.numbers import numbers_in
from assistant.checking.sources import Source
from assistant.checking.speaking import is_by
from assistant.checking.taken_apart import Apart, Terms, Word
from assistant.checking.values import Bearing, Why
from assistant.fold import words
from assistant.polarity import has_negation
from assistant.question import content_words
from assistant.types import Stance

_GENERIC = frozenset(
    """
    claim claims report reports account accounts allegation allegations accusation accusations idea
    suggestion suggestions statement statements story version figure figures number numbers
    announcement ministry government news rumour rumours sign signs evidence anything monday tuesday
    wednesday thursday friday saturday sunday
    """.split()
)
_OBJECT = 0.5  # of what is disputed, that the claim must have
_AROUND = 0.75  # of the claim, names aside, that the passage must have
_CLAIMED = 0.35  # of the claim, that what is disputed must have
_DOUBTED = 0.5  # the same of what is doubted, which is told in many more words
_NAMED = 0.5  # of the claim's names, beside its number
_WONDERING = re.compile(r"\W*(?:why|how|who|when|where|what|which)\b", re.IGNORECASE)
_SIDE = {"disputes": frozenset(("denies", "disputes", "doubts")), "backs": frozenset(("confirms",))}
_WHY: dict[Stance, Why] = {
    "denies": "denies it",
    "disputes": "disputes it",
    "doubts": "doubts it",
}


def disputed(meant: Meant, source: Source, terms: Terms) -> tuple[Bearing, Why] | None:
    """How the dispute in this sentence bears on the claim; None where it is of something else."""
    if meant.side:
        return _taken_side(meant, source, terms)
    saying = source.saying
    if saying is None or meant.quotes or (meant.speaker and is_by(meant.speaker, source)):
        return None
    for each in source.contrary:
        # What the claim tells of somebody's refusing is not refused by it.
        told = meant.said.plain.issuperset(words(each.cue)) and bool(each.cue)
        if told or _WONDERING.match(each.content):
            continue
        about = terms.apart(each.content, _GENERIC)
        if has_negation(meant.said.text):
            continue  # who disputes what a claim denies is not against it
        if _is_of_it(meant, source, about, each.stance, terms):
            return "against", _WHY[each.stance]
    return None


def _taken_side(meant: Meant, source: Source, terms: Terms) -> tuple[Bearing, Why] | None:
    """Whether who is said to back or dispute something does so, or the opposite."""
    if source.saying is None or not is_by(meant.speaker, source):
        return None
    stances = set(source.saying.stances)
    for side, those in _SIDE.items():
        if stances & those and _is_near(meant, source, terms):
            return ("for", "says so") if side == meant.side else ("against", "says the opposite")
    return None


def _is_near(meant: Meant, source: Source, terms: Terms) -> bool:
    if numbers_in(meant.said, source.apart) == "missing" and meant.said.counted:
        return False
    names = [w for w in meant.said.names if not source.around.has(w)]
    has = [w for w in meant.said.rest if source.apart.has(w)]
    return not names and _weight(has, terms) >= _OBJECT * _weight(meant.said.rest, terms)


def _is_of_it(meant: Meant, source: Source, about: Apart, stance: Stance, terms: Terms) -> bool:
    """Whether what is disputed is what the claim says."""
    claim = meant.said
    shared = [word for word in about.words if claim.has(word)]
    if not any(not word.name for word in shared):
        return False
    if about.counted and numbers_in(about, claim) != "held":
        return False
    if not set(content_words(meant.speaker)) <= source.around.plain:
        return False
    known = sum(map(source.around.has, claim.names))
    # The very number makes it the same matter in an article that leaves a name out.
    if known < len(claim.names) * (_NAMED if about.counted else 1):
        return False
    if _weight(shared, terms) < _OBJECT * _weight(about.words, terms):
        return False
    around = [word for word in claim.rest if source.around.has(word)]
    if _weight(around, terms) < _AROUND * _weight(claim.rest, terms):
        return False
    # "The withdrawal" stands for all that a claim says which has "withdrew"; the charges that
    # somebody denies may be any.
    if stance == "disputes" and any(
        word.plain not in claim.plain for word in shared if not word.name
    ):
        return True
    ours = [word for word in claim.words if about.has(word)]
    least = _DOUBTED if stance == "doubts" else _CLAIMED
    return _weight(ours, terms) >= least * _weight(claim.words, terms)


def _weight(words: Iterable[Word], terms: Terms) -> float:
    return sum(map(terms.weight, words))
