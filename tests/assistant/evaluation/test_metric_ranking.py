"""The ranking measures: worked out by hand, by their definitions, and by two other libraries."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
import pytrec_eval
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, ndcg_score

from assistant.evaluation.gold import Spot
from assistant.evaluation.metric import Seen
from tests.support.seen import applies, ranked_seen, seen, value, without_answer

NAMES = [f"a{n}" for n in range(12)]
RANKINGS = st.lists(st.sampled_from(NAMES), min_size=1, unique=True)
RELEVANT = st.sets(st.sampled_from(NAMES), min_size=1)
CUTOFFS = st.sampled_from([1, 2, 3, 5, 10, 20])


def hit(ranking: Sequence[str], relevant: set[str], k: int) -> float:
    return float(any(name in relevant for name in ranking[:k]))


def recall(ranking: Sequence[str], relevant: set[str], k: int) -> float:
    return len(relevant.intersection(ranking[:k])) / len(relevant)


def ndcg(ranking: Sequence[str], relevant: set[str], k: int) -> float:
    gain = sum(1 / math.log2(r + 1) for r, n in enumerate(ranking[:k], 1) if n in relevant)
    best = sum(1 / math.log2(r + 1) for r in range(1, min(k, len(relevant)) + 1))
    return gain / best


def reciprocal_rank(ranking: Sequence[str], relevant: set[str], k: int) -> float:
    return max((1 / r for r, name in enumerate(ranking[:k], 1) if name in relevant), default=0.0)


def average_precision(ranking: Sequence[str], relevant: set[str], k: int) -> float:
    found = [r for r, name in enumerate(ranking[:k], 1) if name in relevant]
    return sum(place / r for place, r in enumerate(found, 1)) / len(relevant)


MEASURES: dict[str, Callable[[Sequence[str], set[str], int], float]] = {
    "hit": hit,
    "recall": recall,
    "nDCG": ndcg,
    "MRR": reciprocal_rank,
    "MAP": average_precision,
}


@pytest.mark.parametrize(("name", "by_definition"), MEASURES.items(), ids=MEASURES)
@settings(deadline=None, max_examples=60)
@given(ranking=RANKINGS, relevant=RELEVANT, cutoff=CUTOFFS)
def test_each_is_what_its_definition_says(
    name: str,
    by_definition: Callable[[Sequence[str], set[str], int], float],
    ranking: list[str],
    relevant: set[str],
    cutoff: int,
) -> None:
    found = value(f"{name}@{cutoff}", ranked_seen(ranking, relevant))
    assert found == pytest.approx(by_definition(ranking, relevant, cutoff), abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(ranking=RANKINGS, relevant=RELEVANT)
def test_they_agree_with_trec_eval(ranking: list[str], relevant: set[str]) -> None:
    theirs = {
        "hit@5": "success_5",
        "recall@5": "recall_5",
        "nDCG@10": "ndcg_cut_10",
        "MRR": "recip_rank",
        "MAP": "map",
        "MAP@5": "map_cut_5",
    }
    qrels = {"q": dict.fromkeys(relevant, 1)}
    run = {"q": {name: float(len(ranking) - rank) for rank, name in enumerate(ranking)}}
    measures = {"success", "recall", "ndcg_cut", "recip_rank", "map", "map_cut"}
    found = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(run)["q"]
    of = ranked_seen(ranking, relevant)
    assert {name: value(name, of) for name in theirs} == pytest.approx(
        {name: found[other] for name, other in theirs.items()}, abs=1e-9
    )


@settings(deadline=None, max_examples=60)
@given(order=st.permutations(NAMES), relevant=RELEVANT, cutoff=CUTOFFS)
def test_they_agree_with_scikit_learn(order: list[str], relevant: set[str], cutoff: int) -> None:
    """Which scores whole rankings alone: here everything is found."""
    truth = np.array([float(name in relevant) for name in order])
    scores = np.arange(len(order), 0.0, -1.0)
    of = ranked_seen(order, relevant)
    expected = ndcg_score([truth], [scores], k=cutoff, ignore_ties=True)
    assert value(f"nDCG@{cutoff}", of) == pytest.approx(expected)
    assert value("MAP", of) == pytest.approx(average_precision_score(truth, scores))


EVIDENCE = [{"article": "a1", "quote": "Nobody was hurt."}]  # in the passage a1/1/0


def test_an_article_stands_at_its_best_passage() -> None:
    # Passages a2/1/0, a2/1/1, a1/1/1, a1/1/0 are the articles a2, a1: relevant at rank 2, its
    # passage at rank 4.
    of = seen("x", ranking=["a2/1/0", "a2/1/1", "a1/1/1", "a1/1/0"], evidence=EVIDENCE)
    assert value("MRR@10", of) == pytest.approx(1 / 2)
    # A later passage of an article that was found does not move it back.
    again = seen("x", ranking=["a1/1/0", "a2/1/0", "a1/1/1"], evidence=EVIDENCE)
    assert value("MRR@10", again) == 1.0
    assert value("MRR@10/passage", of) == pytest.approx(1 / 4)
    assert [value(f"hit@{k}", of) for k in (1, 2)] == [0.0, 1.0]
    assert [value(f"hit@{k}/passage", of) for k in (3, 4)] == [0.0, 1.0]


def test_nothing_found_and_nothing_to_find_are_zero() -> None:
    nothing_found = seen("x", ranking=[], evidence=EVIDENCE)
    of = seen("x", ranking=["a1/1/0"], evidence=EVIDENCE)
    # A span that lies between two passages has none that could be found.
    nowhere = Seen(**{**vars(of), "golds": ((Spot("a1", (42, 44)),),)})
    for name in (f"{base}@3/passage" for base in MEASURES):
        assert value(name, of) == 1.0
        assert value(name, nothing_found) == 0.0
        assert value(name, nowhere) == 0.0


@pytest.mark.parametrize("base", MEASURES)
def test_who_gets_them_and_what_without_an_answer(base: str, tmp_path: Path) -> None:
    by_article, by_passage = f"{base}@3", f"{base}@3/passage"
    assert without_answer(by_article, tmp_path, evidence=EVIDENCE) == (0.0, True)
    assert without_answer(by_passage, tmp_path / "other", evidence=EVIDENCE) == (0.0, True)
    assert applies(by_article, evidence=EVIDENCE)
    assert applies(by_passage, evidence=EVIDENCE)
    # A whole article is no passage.
    assert applies(by_article, evidence=["a1"])
    assert not applies(by_passage, evidence=["a1"])
    assert not applies(by_passage, evidence=[*EVIDENCE, "a2"])
    assert not applies(by_article)
    assert not applies(by_article, unanswerable=True)


@pytest.mark.parametrize("base", MEASURES)
def test_an_abstention_has_a_ranking_all_the_same(base: str) -> None:
    of = seen(ranking=["a1/1/0", "a2/1/0"], evidence=EVIDENCE)
    assert not of.answered
    assert value(f"{base}@3", of) == 1.0
