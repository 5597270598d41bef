"""Builds kept runs from the values that their cases got."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.evaluation.figures import figures_of
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.results import Result, Score, Scored
from assistant.evaluation.runs import Kept, Run
from assistant.evaluation.suite import Plan
from tests.support.seen import case_of

BEGUN = datetime(2026, 5, 4, 9, tzinfo=UTC)


def run(metrics: Sequence[str] = (), **changes: Any) -> Run:
    """A run that ended."""
    fields: dict[str, Any] = {
        "id": "small-20260504-090000-abcdef",
        "suite": "small",
        "suite_hash": "a" * 64,
        "archive_hash": "b" * 64,
        "settings": {},
        "versions": {},
        "judge": "lexical/1",
        "metrics": tuple(metrics),
        "seed": 0,
        "cases": 0,
        "started": BEGUN,
        "finished": BEGUN,
    }
    return Run(**{**fields, **changes})


def kept(values: Mapping[str, Sequence[float | None]], **changes: Any) -> Kept:
    """A run of the cases c0, c1, ... with each metric's values; None where it does not apply."""
    number = max(map(len, values.values()))
    names = [f"c{place}" for place in range(number)]
    rows = tuple(
        Scored(
            Result(case_id, None),
            {
                name: Score(given)
                for name, column in values.items()
                if place < len(column) and (given := column[place]) is not None
            },
        )
        for place, case_id in enumerate(names)
    )
    made = run(list(values), **{"cases": number, **changes})
    figures = figures_of(rows, metrics_named(made.metrics), seed=made.seed)
    cases = {case_id: case_of(id=case_id) for case_id in names}
    return Kept(replace(made, figures=figures), Plan(), cases, rows, Path())
