"""Bootstrap intervals: how often they hold the truth, and inputs that leave nothing to draw."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.evaluation.intervals import Interval, mean_interval, paired_difference

VALUES = st.lists(st.floats(0, 1, allow_subnormal=False), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("share", "size", "level", "least", "most"),
    [
        # Of 200 samples some 190 hold the true mean at 95 per cent; the bounds are three standard
        # deviations of that count, sqrt(200 * 0.95 * 0.05) = 3.1, and two more below: percentile
        # intervals of shares are a little narrow.
        (0.5, 60, 0.95, 0.90, 1.0),
        (0.3, 100, 0.95, 0.90, 1.0),
        # 160 of 200 at 80 per cent, give or take 3 * sqrt(200 * 0.8 * 0.2) = 17.
        (0.5, 60, 0.80, 0.71, 0.89),
    ],
)
def test_so_many_intervals_hold_the_mean_as_they_say(
    share: float, size: int, level: float, least: float, most: float
) -> None:
    drawn = np.random.default_rng(7).random((200, size)) < share
    found = [mean_interval(row.tolist(), 0, level) for row in drawn]
    held = sum(each.low <= share <= each.high for each in found) / len(found)
    assert least <= held <= most


def test_the_interval_is_about_as_wide_as_theory_has_it() -> None:
    """For 200 values of 0 and 1, half each: 1.96 * 0.5 / sqrt(200) = 0.0693 to either side."""
    found = mean_interval([0.0, 1.0] * 100, 0)
    assert found.value == 0.5
    assert found.low == pytest.approx(0.5 - 0.0693, abs=0.01)
    assert found.high == pytest.approx(0.5 + 0.0693, abs=0.01)


def test_the_same_seed_gives_the_same_interval() -> None:
    values = np.random.default_rng(1).random(40).tolist()
    assert mean_interval(values, 3) == mean_interval(values, 3)
    assert mean_interval(values, 3) != mean_interval(values, 4)
    assert mean_interval(values, 3).value == mean_interval(values, 4).value


def test_a_larger_sample_is_drawn_in_batches_and_gives_one_interval() -> None:
    values = np.random.default_rng(2).random(5_000).tolist()
    found = mean_interval(values, 0)
    # 1.96 * sqrt(1/12) / sqrt(5000) = 0.008
    assert found.high - found.low == pytest.approx(0.016, abs=0.002)


@settings(deadline=None, max_examples=40)
@given(VALUES)
def test_the_mean_is_inside(values: list[float]) -> None:
    found = mean_interval(values, 0)
    assert found.value == pytest.approx(sum(values) / len(values))
    assert min(values) - 1e-9 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= max(values) + 1e-9


@pytest.mark.parametrize("values", [[0.25], [0.25, 0.25], [0.0] * 50, [1.0] * 3])
def test_values_that_do_not_differ_have_an_interval_without_width(values: list[float]) -> None:
    mean = values[0]
    assert mean_interval(values, 0) == Interval(mean, mean, mean)


def test_no_values_have_no_mean() -> None:
    with pytest.raises(ValueError, match="no values"):
        mean_interval([], 0)
    with pytest.raises(ValueError, match="no values"):
        paired_difference([], [], 0)


def test_a_pair_has_two() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired_difference([0.0, 1.0], [0.0], 0)


def test_a_difference_is_after_less_before() -> None:
    before = [0.0, 0.0, 0.5, 1.0, 0.0, 0.0] * 4
    after = [1.0, 0.5, 0.5, 1.0, 1.0, 0.0] * 4
    better = paired_difference(before, after, 0)
    worse = paired_difference(after, before, 0)
    # (1 + 0.5 + 0 + 0 + 1 + 0) / 6
    assert better.value == pytest.approx(2.5 / 6)
    assert worse.value == pytest.approx(-2.5 / 6)
    assert better.excludes_zero
    assert worse.excludes_zero
    assert better.low > 0 > worse.high


def test_pairs_show_what_two_intervals_would_not() -> None:
    """Cases that differ much among themselves, and all gain a little."""
    before = np.linspace(0.0, 0.9, 30)
    after = before + np.where(np.arange(30) % 2, 0.04, 0.06)
    one, other = mean_interval(before.tolist(), 0), mean_interval(after.tolist(), 0)
    assert one.high > other.low  # the two intervals overlap
    assert paired_difference(before.tolist(), after.tolist(), 0).excludes_zero


def test_what_only_varies_is_no_difference() -> None:
    changes = [1.0, -1.0] * 20
    found = paired_difference([0.0] * 40, changes, 0)
    assert found.value == 0.0
    assert not found.excludes_zero
    assert not paired_difference([0.5] * 9, [0.5] * 9, 0).excludes_zero


@pytest.mark.parametrize(
    ("low", "high", "excludes"),
    [(0.1, 0.2, True), (-0.2, -0.1, True), (-0.1, 0.1, False), (0.0, 0.1, False), (0, 0, False)],
)
def test_zero_at_an_end_is_inside(low: float, high: float, excludes: bool) -> None:
    assert Interval(0.0, low, high).excludes_zero is excludes
