"""all_evidence@k: whether every piece of evidence of a case is among the first k.

For questions that need several: 1 where one place of each piece is found, else 0. Applies to cases
with two pieces or more. Parameters: k, and whether articles or passages are ranked.
"""

from __future__ import annotations

from assistant.evaluation.cases import Case
from assistant.evaluation.gold import relevance
from assistant.evaluation.metric import Family, Metric, Seen
from assistant.evaluation.ranked import applies_to, full_name, ranking_of
from assistant.evaluation.results import Score


def _at(cutoff: int | None, level: str) -> Metric:
    def measure(seen: Seen) -> Score:
        found = set(ranking_of(seen, level)[:cutoff])
        have = [bool(found & relevance(gold, level).keys()) for gold in seen.golds]
        return Score(float(all(have)), f"{sum(have)} of {len(have)} pieces of evidence found")

    def applies(case: Case) -> bool:
        return len(case.evidence) > 1 and applies_to(level)(case)

    about = f"Whether all evidence is among the first {cutoff} {level}s, where several is needed."
    name = full_name("all_evidence", cutoff, level)
    return Metric(name, "retrieval", about, measure, applies)


METRIC = Family("all_evidence", _at, ("all_evidence@10",))
