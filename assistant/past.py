"""What a thread was about so far: the memory that a follow-up leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.fold import words
from assistant.names import BODIES
from assistant.topic import clause_of, is_person, names_in, people_in, speaker_of, subject_of


@dataclass(frozen=True, slots=True)
class Past:
    """An answered question of a thread, as it was searched for, and what its answer cited.

    ``speakers`` are named, first cited first; ``dates`` are those of the cited articles. ``people``
    are the names in what was cited first where nobody speaks there: whoever won, fell or resigned.
    """

    question: str
    speakers: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    dates: tuple[date, ...] = ()
    people: tuple[str, ...] = ()


def subject(past: Sequence[Past]) -> str | None:
    """The thing that the thread was last about."""
    return next((found for each in reversed(past) if (found := subject_of(each.question))), None)


def person(past: Sequence[Past]) -> str | None:
    """Who was last asked about, or else the first named speaker who was cited last."""
    known = {name for each in past for name in each.speakers}
    surnames = {name.split()[-1] for name in known}
    for each in reversed(past):
        for name in people_in(each.question):
            if is_person(name) or name in surnames:
                return name
        for name in names_in(each.question):
            if name in known or name in surnames:
                return name
        for name in (*filter(_may_be_she, each.speakers), *each.speakers, *each.people):
            return name
    return next((name for each in reversed(past) for name in people_in(each.question)), None)


def _may_be_she(speaker: str) -> bool:
    """Whether a speaker may be a person: not "the defence ministry", not "a senior official"."""
    return speaker[:1].isupper() and not BODIES & set(words(speaker))


def group(past: Sequence[Past], *, people: bool = False) -> str | None:
    """Whom "they" means: who is counted or asked about, else several things, else those cited.

    ``people`` says that "they" say, want or do what only people can.
    """
    last = past[-1]
    clause = clause_of(last.question)
    if clause and clause.noun:
        return f"the {clause.noun}"
    spoke = speaker_of(last.question) or next(iter(people_in(last.question)), None)
    about = subject(past)
    if spoke and not is_person(spoke):
        return spoke
    if about and is_plural(about) and not (people and last.speakers):
        return about
    return _listed(last.speakers[:3]) if last.speakers else spoke or about


def is_plural(phrase: str) -> bool:
    """Whether a noun phrase is of several things, by its ending."""
    return bool(re.search(r"[^sui]s$", phrase.split(" of ")[0]))


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
