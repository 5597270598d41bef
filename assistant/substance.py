"""Whether a sentence says anything that its evidence says, beside names and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.polarity import stems
from assistant.quotations import quoted
from assistant.words import CUE_VERBS

_FEWEST = 3
_SMALL_WORD = re.compile(r"(?<![\w’'\-.@/])[a-z][a-z’'\-]+(?![\w@/])")
# What nobody may say of anybody without a source: one of the words of a row stands for another.
_GRAVE = """
    died dies dying dead death deaths deadly kill killed kills killing killings fatal fatally
    fatality fatalities slain murder murdered murders murdering homicide homicides body bodies
    victim victims casualty casualties perished drowned executed execution assassinated
    assassination suicide massacre massacred funeral lives toll corpse corpses mourning mourned
    obituary shooting shootings shot stabbed stabbing manslaughter lynched genocide late wiped

    arrested arrest arrests detained detention detainees custody jailed jail prison imprisoned
    imprisonment charged charges indicted indictment suspect suspects held caught apprehended
    captured seized sentenced handcuffed bars prosecutors bail

    convicted conviction convictions guilty verdict sentenced sentence pleaded plea jury jailed

    fraud frauds fraudulent defrauded defrauding embezzled embezzlement laundering laundered scam
    scams swindle swindled corruption corrupt bribe bribes bribery bribed cheated theft stole stolen
    fake false falsified scheme

    rape raped rapist assault assaulted abuse abused harassment harassed molested sexual sexually

    resigned resigns resignation resign quit quits stepped steps step stepping leave leaves leaving
    left departure departed ousted fired dismissed sacked removed stand standing stood
    relinquished replaced successor succeed vacated
"""
_ROWS = [frozenset(stems(row)) for row in _GRAVE.split("\n\n")]
_ACCUSES = frozenset(
    stem
    for stem in stems(
        "died dies dead death deaths killed killing murder murdered arrested jailed imprisoned "
        "convicted indicted fraud embezzled embezzlement bribery bribed bribes rape raped resigned "
        "resignation assassinated"
    )
)


def unsupported_words(sentence: str, evidence: Iterable[str]) -> list[str]:
    """Words of ``sentence`` that say what none of the ``evidence`` does, if it is certain.

    All of them, where they are three or more and not one stands there; and grave ones ("killed",
    "arrested") where no word of their kind does. Quoted words are compared elsewhere.
    """
    told = _stems_of(tuple(evidence))
    own = {
        stem: word
        for word in _SMALL_WORD.findall(_unquoted(sentence))
        if word not in CUE_VERBS
        for stem in stems(word)
    }
    if len(own) >= _FEWEST and not own.keys() & told:
        return list(own.values())
    return [
        word
        for stem, word in own.items()
        if stem in _ACCUSES and not any(stem in row and row & told for row in _ROWS)
    ]


def _unquoted(sentence: str) -> str:
    for words in quoted(sentence):
        sentence = sentence.replace(words, " ")
    return sentence


@lru_cache(maxsize=64)
def _stems_of(evidence: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem for text in evidence for stem in stems(text))
