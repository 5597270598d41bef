"""token_f1: the words that the short answer and an expected answer have in common, as F1.

SQuAD's F1 (Rajpurkar et al. 2016): small letters, without marks and articles; the best of the
expected answers and their aliases. The short answer is the first sentence, with or without what
follows "according to"; a number is compared as the answer writes it.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score
from assistant.evaluation.squad import applies, best, f1


def _measure(seen: Seen) -> Score:
    return best(seen, f1)


METRIC = Metric(
    "token_f1",
    "answers",
    "The words that the short answer shares with an expected one (SQuAD F1).",
    _measure,
    applies,
)
