"""The figures of a run: defaults stay in the mean, types apart, floors."""

from __future__ import annotations

import pytest

from assistant.evaluation.figures import failures_of, figures_by_type, figures_of, type_of
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.results import Result, Score, Scored
from tests.support.runs import kept
from tests.support.seen import case_of

HIT, REFUSED = metrics_named(["hit@1", "over_refusal"])


def test_a_default_counts_like_any_other_value() -> None:
    good = [Scored(Result(f"c{n}", None), {"hit@1": Score(1.0)}) for n in range(3)]
    broken = Scored(Result("c3", None), {"hit@1": Score(0.0)}, defaulted=("hit@1",))
    figure = figures_of([*good, broken], [HIT])["hit@1"]
    # (1 + 1 + 1 + 0) / 4: with the failure left out it would be 1.
    assert (figure.value, figure.n, figure.defaulted) == (0.75, 4, 1)


def test_a_case_that_a_metric_does_not_apply_to_is_not_in_its_mean() -> None:
    run = kept({"hit@1": [1.0, None, 0.0], "over_refusal": [0.0, 0.0, 1.0]})
    assert run.run.figures["hit@1"].n == 2
    assert run.run.figures["hit@1"].value == 0.5
    assert run.run.figures["over_refusal"].value == pytest.approx(1 / 3)


def test_a_metric_without_cases_has_no_figure() -> None:
    run = kept({"hit@1": [None, None], "over_refusal": [0.0, 0.0]})
    assert list(run.run.figures) == ["over_refusal"]
    assert figures_of([], [HIT]) == {}


@pytest.mark.parametrize(
    ("name", "values", "floor", "passed"),
    [
        ("hit@1", [1.0, 0.0], 0.5, True),  # at the floor
        ("hit@1", [1.0, 0.0], 0.51, False),
        ("over_refusal", [1.0, 0.0], 0.5, True),
        ("over_refusal", [1.0, 0.0], 0.49, False),  # the floor of a metric where lower is better
    ],
)
def test_a_floor_is_the_worst_mean_that_passes(
    name: str, values: list[float], floor: float, passed: bool
) -> None:
    rows = kept({name: values}).scored
    figure = figures_of(rows, metrics_named([name]), {name: floor, "MRR": 0.9})[name]
    assert (figure.floor, figure.passed) == (floor, passed)
    assert figures_of(rows, metrics_named([name]))[name].passed is None


def test_the_interval_is_that_of_the_seed() -> None:
    rows = kept({"hit@1": [0.91, 0.07, 0.83, 0.52, 0.26, 0.74, 0.38]}).scored
    first, again, other = (figures_of(rows, [HIT], seed=seed)["hit@1"] for seed in (1, 1, 2))
    assert first == again != other
    assert first.low < first.value < first.high


def test_types_have_figures_of_their_own() -> None:
    run = kept({"hit@1": [1.0, 0.0, 1.0]})
    cases = {name: case_of(id=name, type=kind) for name, kind in zip(run.cases, "bab", strict=True)}
    found = figures_by_type(run.scored, cases, [HIT])
    assert list(found) == ["a", "b"]
    assert {kind: figures["hit@1"].value for kind, figures in found.items()} == {"a": 0.0, "b": 1.0}


def test_a_case_without_a_type_is_of_its_kind_of_question() -> None:
    assert type_of(case_of(type="mine", unanswerable=True)) == "mine"
    assert type_of(case_of(unanswerable=True)) == "unanswerable"
    timeline = type_of(case_of(question="Give me a timeline of the withdrawal"))
    number = type_of(case_of(question="How many people were on the ferry?"))
    assert timeline != number


def test_a_case_fails_by_what_is_worse_than_it_has_to_be() -> None:
    names = ["answer_match", "over_refusal", "token_f1", "citations_per_sentence"]
    values = {"answer_match": [0.0], "over_refusal": [1.0], "token_f1": [0.0]}
    (row,) = kept({**values, "citations_per_sentence": [0.0]}).scored
    # F1 and the number of citations neither pass nor fail a case.
    assert failures_of(row, metrics_named(names)) == ["answer_match", "over_refusal"]
    assert failures_of(row, metrics_named(["quote_exactness"])) == []
