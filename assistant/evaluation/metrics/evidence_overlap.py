"""evidence_overlap: the share of the expected evidence's characters that the citations quote.

For each piece of evidence the characters of its span that lie in the quote of a citation, over its
length; of several places that will do, the best. The mean over the pieces. Applies to cases whose
evidence is a quote, a span or a passage. Of evidence that is a whole passage few citations quote
all: compare it between runs.
"""

from __future__ import annotations

from statistics import fmean

from assistant.evaluation.cases import Case
from assistant.evaluation.gold import Spot, is_placed, shared
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _applies(case: Case) -> bool:
    return bool(case.evidence) and all(map(is_placed, case.evidence))


def _measure(seen: Seen) -> Score:
    shares = [max(_covered(seen, spot) for spot in gold) for gold in seen.golds]
    why = ", ".join(f"{value:.0%}" for value in shares)
    return Score(fmean(shares), f"quoted of the evidence: {why}")


def _covered(seen: Seen, spot: Spot) -> float:
    assert spot.span is not None
    start, end = spot.span
    held = {
        place
        for each in seen.answer.citations
        if each.article_id == spot.article_id and shared((each.start, each.end), spot.span)
        for place in range(max(start, each.start), min(end, each.end))
    }
    return len(held) / (end - start)


METRIC = Metric(
    "evidence_overlap",
    "citations",
    "The share of the expected evidence's characters that is quoted.",
    _measure,
    _applies,
)
