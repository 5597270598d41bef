"""Ranking measures of a case by `ir-measures`, over articles or over passages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ir_measures

from assistant.evaluation.cases import Case
from assistant.evaluation.gold import is_placed, relevance
from assistant.evaluation.metric import Family, Metric, Seen
from assistant.evaluation.results import Score


def ranking_of(seen: Seen, level: str) -> list[str]:
    """The ids of what was found, best first, each once: an article stands at its best passage."""
    ids = (
        each.article_id if level == "article" else each.passage_id for each in seen.result.ranking
    )
    return list(dict.fromkeys(ids))


def in_pieces(seen: Seen, level: str) -> tuple[list[str], dict[str, int]]:
    """The ranking and what is relevant, each piece of evidence standing for all its places.

    Of three papers that print one story, of which any will do, a retriever need find one: the
    places of a piece are one document under the name of the first, and pieces with a place in
    common are one. Where no piece has several places this changes nothing.
    """
    pieces: list[set[str]] = []
    for gold in seen.golds:
        piece = set(relevance(gold, level))
        for other in [each for each in pieces if each & piece]:
            pieces.remove(other)
            piece |= other
        if piece:
            pieces.append(piece)
    names = {name: min(piece) for piece in pieces for name in piece}
    ranking = dict.fromkeys(names.get(found, found) for found in ranking_of(seen, level))
    return list(ranking), dict.fromkeys(names.values(), 1)


def ranked(
    name: str,
    about: str,
    measure: Any,
    usual: tuple[str, ...],
    needs_cutoff: bool = True,
    passes: float | None = None,
) -> Family:
    """A family of metrics from a measure of `ir-measures`, such as ``ir_measures.nDCG``."""

    def at(cutoff: int | None, level: str) -> Metric:
        cut = measure @ cutoff if cutoff else measure

        def value(seen: Seen) -> Score:
            ranking, relevant = in_pieces(seen, level)
            return Score(_measured(cut, ranking, relevant), why(ranking, relevant, level))

        full = full_name(name, cutoff, level)
        about_it = f"{about} Over {level}s{f', the first {cutoff}' if cutoff else ''}."
        return Metric(full, "retrieval", about_it, value, applies_to(level), passes=passes)

    return Family(name, at, usual, needs_cutoff=needs_cutoff)


def full_name(name: str, cutoff: int | None, level: str) -> str:
    """The name of one of a family: ``nDCG@10``, ``nDCG@10/passage``."""
    return f"{name}{f'@{cutoff}' if cutoff else ''}{'' if level == 'article' else f'/{level}'}"


def applies_to(level: str) -> Callable[[Case], bool]:
    """Which cases a ranking measure applies to: those with evidence that is exact enough."""
    if level == "article":
        return lambda case: bool(case.evidence)
    return lambda case: bool(case.evidence) and all(map(is_placed, case.evidence))


def why(ranking: list[str], relevant: dict[str, int], level: str) -> str:
    """At which ranks the relevant ones stand."""
    ranks = [str(rank) for rank, found in enumerate(ranking, start=1) if found in relevant]
    if not ranks:
        return f"none of {len(relevant)} relevant {level}s among {len(ranking)}"
    many = "s" if len(ranks) > 1 else ""
    return f"relevant at rank{many} {', '.join(ranks)}; {len(ranks)} of {len(relevant)} found"


def _measured(measure: Any, ranking: list[str], relevant: dict[str, int]) -> float:
    qrels = [ir_measures.Qrel("q", name, grade) for name, grade in relevant.items()]
    # The order alone counts: scores of several retrievers need not fall.
    run = [ir_measures.ScoredDoc("q", name, -rank) for rank, name in enumerate(ranking)]
    if not run or not qrels:
        return 0.0  # the libraries give no value at all
    return float(next(iter(ir_measures.iter_calc([measure], qrels, run))).value)
