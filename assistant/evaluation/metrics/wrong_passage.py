"""wrong_passage: the right article is cited, but never at the expected place.

1 where a citation is from an article of the evidence and no citation from there has a character in
common with the evidence; else 0, also where the article is not cited at all, which `cited_article`
tells. Applies to cases whose evidence is a quote, a span or a passage. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.gold import is_placed, shared
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Score


def _applies(case: Case) -> bool:
    return bool(case.evidence) and all(map(is_placed, case.evidence))


def _measure(seen: Seen) -> Score:
    spots = [spot for gold in seen.golds for spot in gold]
    articles = {spot.article_id for spot in spots}
    there = [each for each in seen.answer.citations if each.article_id in articles]
    if not there:
        return Score(0.0, "no citation is from an article of the evidence")
    touching = [
        each.number
        for each in there
        for spot in spots
        if spot.span and spot.article_id == each.article_id
        if shared((each.start, each.end), spot.span)
    ]
    if touching:
        return Score(0.0, f"[{touching[0]}] is at the evidence")
    return Score(1.0, f"[{there[0].number}] is from the right article, at another place")


METRIC = Metric(
    "wrong_passage",
    "citations",
    "Whether the right article is cited at the wrong place.",
    _measure,
    _applies,
    better="lower",
    default=1.0,
    passes=0.0,
)
