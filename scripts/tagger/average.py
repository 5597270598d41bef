"""Averages the weights of several training runs, which is better than any of them.

    python -m scripts.tagger.average RUN/tagger.pt RUN/tagger.pt ... OUT/tagger.pt

The runs must begin with the same weights (one --seed) and differ in what comes after: the order
and the length of the windows, the rate (Wortsman and others, "Model soups", 2022).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch


def average(runs: list[Path]) -> dict[str, torch.Tensor]:
    """The mean of each weight."""
    loaded = [torch.load(run, weights_only=True) for run in runs]
    return {
        name: torch.stack([each[name].float() for each in loaded]).mean(0).to(first.dtype)
        for name, first in loaded[0].items()
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("runs", type=Path, nargs="+")
    options.add_argument("out", type=Path)
    chosen = options.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(average(chosen.runs), chosen.out)
    print(f"{chosen.out}: the mean of {len(chosen.runs)}")


if __name__ == "__main__":
    main()
