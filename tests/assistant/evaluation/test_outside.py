"""Another system's results become a run of a suite."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.errors import RunError, SuiteError
from assistant.evaluation.comparison import compare
from assistant.evaluation.formats import format_named
from assistant.evaluation.outside import keep_outside_run
from assistant.evaluation.results import Result
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import RunStore
from tests.support.suites import CASES, made


def test_our_own_results_get_our_own_figures(opened: Assistant, store: RunStore) -> None:
    """The same scorer: what is kept from outside compares with our run as equal."""
    suite = made()
    ours = run_suite(suite, opened, store)
    told = []
    theirs = keep_outside_run(
        suite,
        opened,
        store,
        [each.result for each in reversed(ours.scored)],
        "them",
        lambda *said: told.append(said),
    )
    assert theirs.run.figures == ours.run.figures
    assert [each.result.case_id for each in theirs.scored] == [case["id"] for case in CASES]
    assert told[-1] == (len(CASES), len(CASES), "again")
    assert theirs.run.settings == {"system": "them"}
    assert store.load("latest").run.id == theirs.run.id
    assert not compare(ours, theirs).flips


def test_metrics_that_nothing_was_given_for_are_left_out(
    opened: Assistant, store: RunStore
) -> None:
    suite = made()
    ours = run_suite(suite, opened, store)
    results = [replace(x.result, ranking=(), seconds=0.0, first_text=None) for x in ours.scored]
    results = [replace(each, usage=type(each.usage)()) for each in results]
    kept = keep_outside_run(suite, opened, store, results, "them")
    groups = {"nDCG@10", "seconds", "tokens"} & set(kept.run.metrics)
    assert not groups
    assert kept.run.figures["citation_recall"] == ours.run.figures["citation_recall"]


def test_speakers_are_not_asked_of_citations_that_name_none(
    opened: Assistant, store: RunStore
) -> None:
    """Other tools have no place for a speaker: that is no fault of the system."""
    ours = run_suite(made(), opened, store)
    results = []
    for result in (each.result for each in ours.scored):
        assert result.answer is not None
        cites = tuple(replace(each, speaker=None) for each in result.answer.citations)
        results.append(replace(result, answer=replace(result.answer, citations=cites)))
    kept = keep_outside_run(made(), opened, store, results, "them")
    left_out = {"speaker_recall", "speaker_precision", "misattributed"}
    assert left_out <= set(ours.run.metrics)
    assert set(kept.run.metrics) == set(ours.run.metrics) - left_out


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["elsewhere"], "them: the suite has no case 'elsewhere'"),
        (["mars", "mars"], "them: two results for the case 'mars'"),
        ([], "no metric of the suite can be measured on these results"),
    ],
)
def test_what_is_no_run(names: list[str], said: str, opened: Assistant, store: RunStore) -> None:
    results = [Result(name, None, error="none") for name in names]
    with pytest.raises(SuiteError, match=said):
        keep_outside_run(made(), opened, store, results, "them")
    assert store.runs() == []


def test_a_stopped_run_is_not_written(
    opened: Assistant, store: RunStore, tmp_path_factory: pytest.TempPathFactory
) -> None:
    kept = run_suite(made(), opened, store)
    stopped = replace(kept, run=replace(kept.run, finished=None, stopped="the cap"))
    folder = tmp_path_factory.mktemp("none")
    with pytest.raises(RunError, match="was stopped; finish it"):
        format_named("ragas").export(stopped, opened.archive, folder)
    assert list(folder.iterdir()) == []
