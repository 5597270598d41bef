"""cited_article@k: whether one of the first k citations is from an article of the evidence.

What a reader sees first: 1 or 0 for a case. Parameter: k.
"""

from __future__ import annotations

from assistant.evaluation.metric import Family, Metric, Seen
from assistant.evaluation.results import Score


def _at(cutoff: int | None, level: str) -> Metric:
    del level

    def measure(seen: Seen) -> Score:
        wanted = {spot.article_id for gold in seen.golds for spot in gold}
        good = [c.number for c in seen.answer.citations[:cutoff] if c.article_id in wanted]
        return Score(float(bool(good)), f"[{good[0]}] is from it" if good else "none is from it")

    about = f"Whether one of the first {cutoff} citations is from an article of the evidence."
    return Metric(
        f"cited_article@{cutoff}",
        "citations",
        about,
        measure,
        lambda case: bool(case.evidence),
        passes=1.0,
    )


METRIC = Family("cited_article", _at, ("cited_article@3",), levels=("article",))
