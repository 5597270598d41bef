"""Bootstrap intervals of means, and of differences between two runs of the same cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean with the ends of its interval, which are those of the mean where there is one case."""

    value: float
    low: float
    high: float

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low > 0 or self.high < 0


def mean_interval(values: Sequence[float], seed: int, level: float = LEVEL) -> Interval:
    """The mean and its percentile bootstrap interval (Efron and Tibshirani 1993, chapter 13).

    The same values and seed give the same interval. An interval over fewer than ten cases is
    narrower than it should be: the bootstrap knows only the cases that it has.

    Raises:
        ValueError: there are no values.
    """
    from scipy.stats import bootstrap  # half a second that a run spends once

    data = np.asarray(values, dtype=float)
    if not data.size:
        raise ValueError("no values have no mean")
    mean = float(data.mean())
    if data.size < 2 or float(np.ptp(data)) == 0.0:
        return Interval(mean, mean, mean)
    found = bootstrap(
        (data,),
        np.mean,
        n_resamples=RESAMPLES,
        batch=max(1, 2_000_000 // data.size),
        confidence_level=level,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return Interval(mean, float(found.low), float(found.high))


def paired_difference(
    before: Sequence[float], after: Sequence[float], seed: int, level: float = LEVEL
) -> Interval:
    """The mean of ``after - before`` over cases, with its paired bootstrap interval.

    Raises:
        ValueError: there are no values, or not as many of one as of the other.
    """
    differences = [b - a for a, b in zip(before, after, strict=True)]
    return mean_interval(differences, seed, level)
