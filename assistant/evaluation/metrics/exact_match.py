"""exact_match: whether the short answer is an expected answer, word for word.

SQuAD's exact match (Rajpurkar et al. 2016): small letters, without marks and articles; the best of
the expected answers and their aliases. The short answer is the first sentence, with or
without what follows "according to"; a number is compared as the answer writes it. An answer in
whole sentences seldom is one: compare it between runs.
"""

from __future__ import annotations

from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score
from assistant.evaluation.squad import applies, best, exact


def _measure(seen: Seen) -> Score:
    return best(seen, exact)


METRIC = Metric(
    "exact_match",
    "answers",
    "Whether the short answer is an expected one (SQuAD).",
    _measure,
    applies,
)
