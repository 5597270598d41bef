"""The short answer of an answer, and SQuAD's way of comparing it (Rajpurkar et al. 2016)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable

from assistant.evaluation.cases import Case, Number, Text
from assistant.evaluation.matching import forms
from assistant.evaluation.metric import Seen
from assistant.evaluation.results import Score

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


def short_answer(seen: Seen) -> str:
    """What stands for a span in SQuAD: the answer's first sentence, without "according to ..."."""
    first = seen.sentences[0].text if seen.sentences else ""
    return _ACCORDING.sub("", first)


def golds(case: Case) -> list[str]:
    """The expected answers that are words or numbers, with all aliases."""
    found = [form for each in case.answers if isinstance(each, Text) for form in forms(each)]
    return found + [f"{each.number:.12g}" for each in case.answers if isinstance(each, Number)]


def applies(case: Case) -> bool:
    """Whether a case has an answer to compare with; a pattern is none."""
    return bool(golds(case))


def best(seen: Seen, compare: Callable[[str, str], float]) -> Score:
    """The best comparison of the short answer with an expected one."""
    said = short_answer(seen)
    if not said:
        return Score(0.0, "nothing is answered")
    value, gold = max((compare(said, gold), gold) for gold in golds(seen.case))
    return Score(value, f"“{said}” beside “{gold}”")
