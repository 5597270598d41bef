"""Compares the suite's ranking measures with those of `ranx` on random runs.

    pip install 'onrecord[bench]'
    python tests/bench/ranking_agreement.py [--runs 200] [--seed 0]

For each measure it prints the largest difference over all runs; the exit status is 1 where one is
more than rounding. CI leaves it out: ranx compiles its measures first, which takes half a minute.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ranx import Qrels, Run, evaluate

from assistant.evaluation.metrics import metrics_named
from tests.support.seen import ranked_seen

# Ours by theirs.
NAMES = {
    "hit@5": "hit_rate@5",
    "recall@5": "recall@5",
    "nDCG@5": "ndcg@5",
    "nDCG@10": "ndcg@10",
    "MRR@5": "mrr@5",
    "MRR": "mrr",
    "MAP@5": "map@5",
    "MAP": "map",
}
ROUNDING = 1e-6


def main() -> int:
    """Print the largest difference of each measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    made = random.Random(given.seed)
    cases = [_case(made) for _ in range(given.runs)]
    begun = time.perf_counter()
    theirs = {name: _theirs(cases, name) for name in NAMES.values()}
    print(f"{given.runs} runs; ranx took {time.perf_counter() - begun:.1f} s")
    worst = 0.0
    for ours, name in NAMES.items():
        (metric,) = metrics_named([ours])
        own = [metric.measure(ranked_seen(*case)).value for case in cases]
        most = max(abs(a - b) for a, b in zip(own, theirs[name], strict=True))
        mean = statistics.fmean(own)
        print(f"{ours:10} {name:12} mean {mean:.4f}, largest difference {most:.1e}")
        worst = max(worst, most)
    return int(worst > ROUNDING)


def _case(made: random.Random) -> tuple[list[str], set[str]]:
    """A ranking of up to 15 of 20 articles, and those that are relevant."""
    names = [f"a{place}" for place in range(20)]
    ranking = made.sample(names, made.randint(1, 15))
    return ranking, set(made.sample(names, made.randint(1, 6)))


def _theirs(cases: Sequence[tuple[Sequence[str], set[str]]], name: str) -> list[float]:
    qrels: Mapping[str, Mapping[str, int]] = {
        f"q{place:04}": dict.fromkeys(sorted(relevant), 1)
        for place, (_, relevant) in enumerate(cases)
    }
    runs: Mapping[str, Mapping[str, float]] = {
        f"q{place:04}": {found: float(-rank) for rank, found in enumerate(ranking)}
        for place, (ranking, _) in enumerate(cases)
    }
    found = evaluate(Qrels(qrels), Run(runs), name, return_mean=False)
    return [float(value) for value in found]


if __name__ == "__main__":
    raise SystemExit(main())
