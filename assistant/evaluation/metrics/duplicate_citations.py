"""duplicate_citations: the share of an answer's citations that quote again what another quotes.

A citation is a duplicate where an earlier one, of the same article, has at least half of its
characters. ALCE's precision lets these pass, since each of them entails. Lower is better.
"""

from __future__ import annotations

from assistant.evaluation.gold import shared
from assistant.evaluation.metric import Metric, Seen, share
from assistant.evaluation.results import Score
from assistant.types import Citation


def _measure(seen: Seen) -> Score:
    citations = seen.answer.citations
    again = [
        f"[{each.number}] is [{first.number}] again"
        for place, each in enumerate(citations)
        if (first := _same(each, citations[:place]))
    ]
    why = f"{len(again)} of {len(citations)} are duplicates"
    return Score(share(len(again), len(citations)), "; ".join([why, *again]))


def _same(citation: Citation, earlier: tuple[Citation, ...]) -> Citation | None:
    length = citation.end - citation.start
    for each in earlier:
        common = shared((each.start, each.end), (citation.start, citation.end))
        if each.article_id == citation.article_id and 2 * common >= length:
            return each
    return None


METRIC = Metric(
    "duplicate_citations",
    "citations",
    "The share of citations that repeat another.",
    _measure,
    applies=lambda _: True,
    better="lower",
    default=1.0,
    passes=0.0,
)
