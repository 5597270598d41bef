"""Two runs side by side: verdicts, flips, and what must not be compared."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.errors import RunError
from assistant.evaluation.comparison import FEWEST, Change, compare
from tests.support.runs import kept

BAD, GOOD = [0.0] * 20, [1.0] * 15 + [0.0] * 5
MIXED = [0.0, 1.0] * 10


def changed(
    before: list[float | None], after: list[float | None], name: str, **changes: Any
) -> Change:
    (change,) = compare(kept({name: before}), kept({name: after}, **changes)).changes
    return change


@pytest.mark.parametrize(
    ("name", "before", "after", "verdict"),
    [
        ("hit@1", BAD, GOOD, "better"),
        ("hit@1", GOOD, BAD, "worse"),
        ("hit@1", GOOD, GOOD, "same"),
        ("hit@1", MIXED, MIXED[::-1], "same"),  # all cases changed, and the mean did not
        ("over_refusal", BAD, GOOD, "worse"),  # a share of which less is better
        ("over_refusal", GOOD, BAD, "better"),
        ("citations_per_sentence", BAD, GOOD, "changed"),  # neither is better
        ("hit@1", BAD, [1.0] + [0.0] * 19, "same"),  # one case of twenty may be chance
    ],
)
def test_a_verdict_is_more_than_chance(
    name: str, before: list[float | None], after: list[float | None], verdict: str
) -> None:
    assert changed(before, after, name).verdict == verdict


def test_a_few_cases_give_no_verdict() -> None:
    number = FEWEST - 1
    few = changed([0.0] * number, [1.0] * number, "hit@1")
    assert (few.verdict, few.difference.value) == ("same", 1.0)
    assert changed([0.0] * FEWEST, [1.0] * FEWEST, "hit@1").verdict == "better"


def test_a_change_has_both_means_and_their_difference() -> None:
    # Means 0.5 and 0.75 over the two cases that have both values; the third has one alone.
    change = changed([0.0, 1.0, 0.0], [0.5, 1.0, None], "hit@1")
    assert (change.before, change.after, change.n) == (0.5, 0.75, 2)
    assert change.difference.value == 0.25


def test_only_cases_of_both_runs_are_compared() -> None:
    before = kept({"answer_match": [0.0, 0.0]})
    after = kept({"answer_match": [1.0, 1.0, 0.0]})
    found = compare(before, after)
    assert found.shared == 2
    assert found.changes[0].n == 2
    assert [flip.case.id for flip in found.flips] == ["c0", "c1"]


def test_only_metrics_of_both_runs_are_compared() -> None:
    before = kept({"answer_match": [0.0], "hit@1": [0.0]})
    after = kept({"answer_match": [0.0], "MRR": [0.0]})
    assert [change.metric for change in compare(before, after).changes] == ["answer_match"]


def test_cases_that_flipped_are_named_the_broken_ones_first() -> None:
    before = kept({"answer_match": [0, 1, 1, 0], "quote_exactness": [1, 1, 1, 0]})
    after = kept({"answer_match": [1, 1, 0, 0], "quote_exactness": [1, 0.5, 0.5, 1]})
    flips = compare(before, after).flips
    # c0 is fixed. c1 and c2 are broken, c2 by both metrics. c3 failed by two and fails by one.
    assert [(flip.case.id, flip.fixed, flip.metrics) for flip in flips] == [
        ("c1", False, ("quote_exactness",)),
        ("c2", False, ("answer_match", "quote_exactness")),
        ("c0", True, ("answer_match",)),
    ]
    assert flips[0].before.result.case_id == flips[0].after.result.case_id == "c1"


def test_what_got_worse_can_be_asked_for() -> None:
    before = kept({"hit@1": GOOD, "MRR": BAD})
    after = kept({"hit@1": BAD, "MRR": GOOD})
    assert [change.metric for change in compare(before, after).worse] == ["hit@1"]


def test_runs_of_two_suites_are_refused() -> None:
    other = kept({"hit@1": [1.0]}, suite="other", suite_hash="c" * 64, id="other-1")
    said = r"small-\S+ is a run of small aaaaaaaaaaaa, other-1 of other cccccccccccc: only runs"
    with pytest.raises(RunError, match=said):
        compare(kept({"hit@1": [1.0]}), other)


def test_runs_without_a_case_in_common_are_refused() -> None:
    with pytest.raises(RunError, match="no case in common"):
        compare(kept({"hit@1": [1.0]}), kept({"hit@1": []}))


def test_what_else_they_differ_in_is_listed() -> None:
    before = kept({"hit@1": [1.0]}, settings={"hits": 10, "model": None}, versions={"python": "1"})
    after = kept(
        {"hit@1": [1.0]},
        settings={"hits": 1, "model": None},
        versions={"python": "1", "torch": "2"},
        archive_hash="d" * 64,
        judge="openai:gpt-test/1",
    )
    assert compare(before, after).other == (
        "archive: bbbbbbbbbbbb → dddddddddddd",
        "judge: lexical/1 → openai:gpt-test/1",
        "hits: 10 → 1",
        "version of torch: unset → 2",
    )
    assert compare(before, before).other == ()
    # A system of others has no settings of ours; what is not set is no difference.
    theirs = kept({"hit@1": [1.0]}, settings={"system": "them"}, versions={"python": "1"})
    assert compare(before, theirs).other == ("hits: 10 → unset", "system: unset → them")
