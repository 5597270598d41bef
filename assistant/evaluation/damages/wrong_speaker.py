"""wrong_speaker: the words of a citation are given to somebody else who speaks in the archive.

So are the sentences that cite it, where they name the speaker.
"""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.attribution import is_name
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import given, remade
from assistant.evaluation.results import Result
from assistant.fold import words
from assistant.types import Citation


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del case
    answer = given(result)
    said = [each for each in answer.citations if each.speaker] if answer else []
    if answer is None or not said:
        return None
    citation = rng.choice(said)
    others = _others(citation, archive)
    if not others:
        return None
    old, new = str(citation.speaker), rng.choice(others)
    false = replace(citation, speaker=new, role="", named=True)
    sentences = [
        replace(each, text=_renamed(each.text, old, new))
        if citation.number in each.citations
        else each
        for each in answer.sentences
    ]
    citations = [false if each is citation else each for each in answer.citations]
    return remade(result, sentences, citations)


def _others(citation: Citation, archive: Archive) -> list[str]:
    """The speakers of the archive who share no word with this one; people, where there are any."""
    own = set(words(f"{citation.speaker} {citation.role}"))
    others = [name for name in archive.ledger.speakers() if own.isdisjoint(words(name))]
    people = [name for name in others if " " in name and is_name(name)]
    return people or others


def _renamed(text: str, old: str, new: str) -> str:
    """``text`` with another name in place of this one, and of its last name alone."""
    text = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, text, flags=re.IGNORECASE)
    last = old.split()[-1]
    if not last[0].isupper():
        return text
    return re.sub(rf"(?<!\w){re.escape(last)}(?!\w)", lambda _: new.split()[-1], text)


DAMAGE = Damage(
    "wrong_speaker",
    "Somebody's words are given to another speaker of the archive.",
    "misattributed",
    _apply,
)
