"""Every metric is tested, and has what a report shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.evaluation import metrics
from assistant.evaluation.metric import GROUPS, Family, Metric
from assistant.evaluation.metrics import declared, metrics_named

MODULES = sorted(file.stem for file in Path(metrics.__file__).parent.glob("[a-z]*.py"))


@pytest.mark.parametrize("module", MODULES)
def test_each_has_a_file_of_hand_worked_values(module: str) -> None:
    assert (Path(__file__).parent / f"test_metric_{module}.py").is_file()


@pytest.mark.parametrize("name", declared())
def test_each_says_what_it_is(name: str) -> None:
    found: Metric | Family = declared()[name]
    for metric in metrics_named(found.usual if isinstance(found, Family) else [name]):
        assert metric.group in GROUPS
        assert metric.about.endswith(".")
        # A failure must not do better than an answer.
        best = metric.passes if metric.passes is not None else 1.0
        assert metric.default is None or metric.better == "neither" or metric.default != best
