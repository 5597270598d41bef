"""Two rankings of passages, by meaning and by words, made one."""

from __future__ import annotations

from collections.abc import Sequence

Ranking = Sequence[tuple[str, float]]
"""Ids with their scores, best first."""

# Bruch, Gai and Ingber, "An analysis of fusion functions for hybrid retrieval", TOIS 42 (2023): a
# weighted sum of scores, each scaled from the least that it can be to the best one found. It keeps
# what reciprocal ranks throw away, by how much a passage is ahead. The weight was chosen on the
# even-numbered questions of the development data, for the first four and ten articles: what reads
# the passages puts the best one first, but cannot bring in one that is not among them.
MEANING_WEIGHT = 0.82
_LEAST_COSINE = -1.0
_LEAST_BM25 = 0.0


def fuse(by_meaning: Ranking, by_words: Ranking) -> list[tuple[str, float]]:
    """All ids of both rankings, best first, with a score from 0 to 1; of equals the first stays.

    A passage that a ranking lacks was beaten by its last one, and is scored like that one.
    """
    parts = [
        (MEANING_WEIGHT, _scaled(by_meaning, _LEAST_COSINE)),
        (1 - MEANING_WEIGHT, _scaled(by_words, _LEAST_BM25)),
    ]
    scores = dict.fromkeys([found for _, part in parts for found in part], 0.0)
    for weight, part in parts:
        last = min(part.values(), default=0.0)
        for found in scores:
            scores[found] += weight * part.get(found, last)
    return sorted(scores.items(), key=lambda item: -item[1])


def _scaled(ranking: Ranking, least: float) -> dict[str, float]:
    width = max((score for _, score in ranking), default=least) - least
    return {found: (score - least) / width if width > 0 else 0.0 for found, score in ranking}
