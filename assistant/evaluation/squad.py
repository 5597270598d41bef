"""The short answer of an answer, and SQuAD's way of comparing it (Rajpurkar et al. 2016)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable

from assistant.evaluation.cases import Case, Number, Text
from assistant.evaluation.matching import forms, is_near, values_in
from assistant.evaluation.metric import Seen
from assistant.evaluation.results import Score
from assistant.fold import visible
from assistant.quantities import quantities

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_MARKS = frozenset(string.punctuation + "“”‘’–—")
_ACCORDING = re.compile(r",? according to .*", re.DOTALL)


def tokens(text: str) -> list[str]:
    """The words of a text as SQuAD compares them: small letters, no marks, no articles."""
    bare = "".join(c for c in text.lower() if c not in _MARKS)
    return _ARTICLES.sub(" ", bare).split()


def f1(said: str, gold: str) -> float:
    """The harmonic mean of precision and recall over the words of both, each as often as it stands.

    Two texts without words are the same; one without words has none of the other.
    """
    ours, theirs = tokens(said), tokens(gold)
    if not ours or not theirs:
        return float(ours == theirs)
    common = sum((Counter(ours) & Counter(theirs)).values())
    if not common:
        return 0.0
    precision, recall = common / len(ours), common / len(theirs)
    return 2 * precision * recall / (precision + recall)


def exact(said: str, gold: str) -> float:
    """1 where both are the same words, else 0."""
    return float(tokens(said) == tokens(gold))


def short_answers(seen: Seen) -> list[str]:
    """What stands for a span in SQuAD: the first sentence, without and with "according to ..."."""
    first = seen.sentences[0].text if seen.sentences else ""
    return list(dict.fromkeys(filter(None, [_ACCORDING.sub("", first), first])))


def golds(case: Case, said: str = "") -> list[str]:
    """The expected answers that are words or numbers, with all aliases.

    A number that ``said`` gives is written as there: "eleven" for 11.
    """
    found = [form for each in case.answers if isinstance(each, Text) for form in forms(each)]
    numbers = [each for each in case.answers if isinstance(each, Number)]
    return found + [_written(each, said) or f"{each.number:.12g}" for each in numbers]


def applies(case: Case) -> bool:
    """Whether a case has an answer to compare with; a pattern is none."""
    return bool(golds(case))


def best(seen: Seen, compare: Callable[[str, str], float]) -> Score:
    """The best comparison of the short answer with an expected one."""
    compared = [
        (compare(said, gold), said, gold)
        for said in short_answers(seen)
        for gold in golds(seen.case, said)
    ]
    if not compared:
        return Score(0.0, "nothing is answered")
    value, said, gold = max(compared, key=lambda each: each[0])
    return Score(value, f"“{said}” beside “{gold}”")


def _written(expected: Number, said: str) -> str:
    """How a text writes an expected number, or nothing where it does not name it."""
    text = visible(said)
    for each in quantities(text):
        part = text[each.start : each.end]
        if any(is_near(value, expected) for value in values_in(part)):
            return part
    return ""
