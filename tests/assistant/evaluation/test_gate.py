"""Floors: pinned to a suite's hash, checked, and never lowered by accident."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import RunError
from assistant.evaluation.gate import (
    SLACK,
    Below,
    Floors,
    Kept,
    check,
    pinned,
    read_floors,
    with_floors,
    write_floors,
)
from assistant.evaluation.runs import Run
from tests.support.runs import kept

HASH = "a" * 64


def run(**values: list[float | None]) -> Run:
    """A run with these figures; ``_at_`` stands for the ``@`` of a name.

    Each value is that of fifty cases, so that one of them is worth no more than the slack.
    """
    return kept({name.replace("_at_", "@"): column * 50 for name, column in values.items()}).run


def pins(of: Run, old: Floors | None = None, **options: Any) -> tuple[dict[str, float], list[Kept]]:
    made, left = pinned(old, of, of.figures, **options)
    assert made.suite_hash == of.suite_hash
    return made.floors, left


@pytest.mark.parametrize(
    ("name", "values", "floor"),
    [
        ("hit_at_1", [1.0, 0.5], 0.75 - SLACK),
        ("over_refusal", [0.0, 0.5], 0.25 + SLACK),  # less is better
        ("answer_match", [1.0, 1.0], 1.0 - SLACK),
        ("quote_exactness", [1.0, 1.0], 1.0),  # it has to be 1 everywhere
        ("quote_exactness", [1.0, 0.5], 0.75 - SLACK),
        ("token_f1", [0.3333, 0.3333], 0.313),  # three digits
    ],
)
def test_a_floor_is_a_little_below_what_was_measured(
    name: str, values: list[float | None], floor: float
) -> None:
    floors, left = pins(run(**{name: values}))
    assert floors == {name.replace("_at_", "@"): pytest.approx(floor)}
    assert left == []


def test_a_floor_leaves_room_for_one_case() -> None:
    # A quarter of four cases: one more may fail.
    of = kept({"hit@1": [1.0, 1.0, 1.0, 0.0], "over_refusal": [0.0, 0.0, 1.0]}).run
    assert pins(of)[0] == {"hit@1": 0.5, "over_refusal": 0.667}


def test_costs_and_what_is_neither_better_nor_worse_get_none() -> None:
    of = run(seconds=[1.0], usd=[0.1], tokens=[10.0], citations_per_sentence=[2.0], hit_at_1=[0.5])
    assert pins(of)[0] == {"hit@1": 0.48}


def test_no_floor_is_set_that_nothing_can_be_below() -> None:
    assert pins(run(hit_at_1=[0.0, 0.0], over_refusal=[1.0, 1.0]))[0] == {}
    # Without slack a share that has to be nothing has a floor of nothing.
    assert pins(run(over_refusal=[0.0], hit_at_1=[1.0]), slack=0.0)[0] == {
        "over_refusal": 0.0,
        "hit@1": 1.0,
    }


def test_a_floor_rises_by_itself_and_is_not_lowered() -> None:
    old = Floors("small", HASH, {"hit@1": 0.4, "over_refusal": 0.1, "MRR": 0.9})
    of = run(hit_at_1=[0.5], over_refusal=[0.5])
    floors, left = pins(of, old)
    # hit@1 rises to 0.48. Refusals would be let through up to 0.52; MRR was not measured.
    assert floors == {"hit@1": 0.48, "over_refusal": 0.1, "MRR": 0.9}
    assert left == [Kept("over_refusal", 0.1, 0.52)]
    lowered, left = pins(of, old, allow_lower=True)
    assert lowered == {"hit@1": 0.48, "over_refusal": 0.52, "MRR": 0.9}
    assert left == []


def test_floors_that_hold_are_found_to_hold() -> None:
    of = run(hit_at_1=[0.5], over_refusal=[0.25])
    at_the_floor = Floors("small", HASH, {"hit@1": 0.5, "over_refusal": 0.25})
    assert check(at_the_floor, of, of.figures) == []


def test_each_figure_below_its_floor_is_named() -> None:
    of = run(hit_at_1=[0.5], over_refusal=[0.25], answer_match=[1.0])
    floors = Floors("small", HASH, {"hit@1": 0.51, "over_refusal": 0.24, "answer_match": 1.0})
    below = check(floors, of, of.figures)
    assert below == [Below("hit@1", 0.5, 0.51), Below("over_refusal", 0.25, 0.24)]
    assert str(below[0]) == "hit@1 is 0.500; its floor is 0.51"


def test_a_floor_whose_metric_was_not_measured_is_not_held() -> None:
    of = run(hit_at_1=[0.5], answer_match=[None])
    floors = Floors("small", HASH, {"answer_match": 0.5, "MRR": 0.1})
    below = check(floors, of, of.figures)
    assert [each.metric for each in below] == ["answer_match", "MRR"]
    assert str(below[1]) == "MRR was not measured; its floor is 0.1"


def test_the_floors_of_another_suite_are_refused() -> None:
    of = run(hit_at_1=[0.5])
    other = Floors("small", "c" * 64, {"hit@1": 0.9, "MRR": 0.9})
    said = r"those of small cccccccccccc, the run is of small aaaaaaaaaaaa.*--allow-lower"
    with pytest.raises(RunError, match=said):
        check(other, of, of.figures)
    with pytest.raises(RunError, match=said):
        pinned(other, of, of.figures)
    # Given up as a whole: they were measured on other questions.
    assert pins(of, other, allow_lower=True) == ({"hit@1": 0.48}, [])


@pytest.mark.parametrize(
    ("stopped", "why"), [("", "it was interrupted"), ("the cap is reached", "the cap is reached")]
)
def test_a_run_that_did_not_end_pins_nothing(stopped: str, why: str) -> None:
    of = replace(run(hit_at_1=[0.5]), finished=None, stopped=stopped)
    with pytest.raises(RunError, match=why):
        pinned(None, of, of.figures)
    # Nor does it hold a floor: it has no figures.
    assert [each.value for each in check(Floors("small", HASH, {"hit@1": 0.1}), of, {})] == [None]


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    floors = Floors("small", HASH, {"hit@1": 0.48, "nDCG@10/passage": 0.3})
    file = tmp_path / "floors.json"
    write_floors(file, floors)
    assert read_floors(file) == floors
    assert [each.name for each in tmp_path.iterdir()] == ["floors.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"suite": "small"}', '{"floors": {"hit@1": "x"}}']
)
def test_a_file_that_holds_no_floors_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "floors.json"
    file.write_text(text)
    with pytest.raises(RunError, match=r"floors\.json is no file of floors"):
        read_floors(file)


def test_a_file_that_is_not_there_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="--pin` writes floors"):
        read_floors(tmp_path / "floors.json")


def test_figures_show_their_floors() -> None:
    of = run(hit_at_1=[0.5], over_refusal=[0.25], MRR=[1.0])
    shown = with_floors(of.figures, {"hit@1": 0.6, "over_refusal": 0.3, "MAP": 0.1})
    assert {name: (each.floor, each.passed) for name, each in shown.items()} == {
        "hit@1": (0.6, False),
        "over_refusal": (0.3, True),
        "MRR": (None, None),
    }
