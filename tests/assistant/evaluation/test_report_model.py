"""What a report tells of a run, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from assistant.evaluation.cases import Evidence
from assistant.evaluation.figures import Figure
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.provenance import changed, facts, without_keys
from assistant.evaluation.report import wording
from assistant.evaluation.report.axis import Axis, powers, upto
from assistant.evaluation.report.bars import Bar, bar_of, shade
from assistant.evaluation.report.case_view import Quoted, marks_of, quoted, spoken, titles_of
from assistant.evaluation.report.model import Report, make_report, worst_first
from assistant.evaluation.report.plots import cost_plot, history_plots
from assistant.evaluation.report.verdict import verdict_of
from assistant.evaluation.results import Excerpt
from assistant.evaluation.runs import Run
from tests.support.kept import PASSAGE, QUOTE, START, answer, citation, small


def reported(floors: dict[str, float] | None = None, **more: Any) -> Report:
    return make_report(small(**more), (), floors)


def earlier(run: Run, day: int, **more: Any) -> Run:
    moment = datetime(2026, 2, day, tzinfo=UTC)
    return replace(run, id=f"run-{day}", started=moment, **more)


def test_figures_are_means_over_every_case_that_a_metric_applies_to() -> None:
    report = reported()
    # citation_recall: 1, 0 and two defaults of 0. over_refusal: 0, 0 and two defaults of 1.
    assert report.figures["citation_recall"].value == 0.25
    assert report.figures["citation_recall"].defaulted == 2
    assert report.figures["over_refusal"].value == 0.5
    assert report.figures["refusal"].n == 1
    # seconds: 0.5, 0.5, 1, 1, 1.
    assert report.figures["seconds"].value == pytest.approx(0.8)


def test_floors_given_come_before_those_of_the_suite() -> None:
    plan = {"floors": {"citation_recall": 0.2, "refusal": 1.0}}
    report = reported({"citation_recall": 0.3, "hit@10": 0.9}, plan=plan)
    assert report.figures["citation_recall"].floor == 0.3
    assert report.figures["citation_recall"].passed is False
    assert report.figures["refusal"].passed is True
    assert report.figures["seconds"].passed is None
    assert report.unmeasured == {"hit@10": 0.9}
    assert report.floors == 3
    assert [each.metric for each in report.missed] == ["citation_recall"]


def test_rows_say_what_each_case_fails_by() -> None:
    rows = {row.case.id: row for row in reported().rows}
    assert rows["sank"].failures == ()
    assert rows["hurt"].failures == ("citation_recall", "answer_match")
    # It has three metrics with a mark to pass, and passes one.
    assert rows["hurt"].quality == pytest.approx(1 / 3)
    assert rows["mars"].type == "unanswerable"
    assert rows["crash"].defaulted == ("citation_recall", "over_refusal")
    outcomes = [row.outcome for row in rows.values()]
    assert outcomes == ["answered", "answered", "abstained", "crashed", "timed out"]


def test_cases_without_an_answer_are_listed_and_come_first() -> None:
    report = reported()
    assert [row.case.id for row in report.errors] == ["crash", "late"]
    assert [row.case.id for row in report.failed] == ["hurt", "crash", "late"]
    ordered = [row.case.id for row in worst_first(report.rows)]
    assert ordered == ["crash", "late", "hurt", "sank", "mars"]


def test_types_have_figures_of_their_own() -> None:
    by_type = reported().by_type
    assert list(by_type) == ["unanswerable", "when", "who", "why"]
    # The two of type who: 0 and a default of 0.
    assert by_type["who"]["citation_recall"].value == 0.0
    assert by_type["who"]["citation_recall"].n == 2
    assert "refusal" not in by_type["who"]


def test_history_is_of_the_same_suite_and_finished() -> None:
    kept = small()
    runs = [
        earlier(kept.run, 9),
        earlier(kept.run, 3),
        earlier(kept.run, 4, suite_hash="6" * 64),
        earlier(kept.run, 5, finished=None),
        earlier(kept.run, 6, figures={}),
    ]
    history = make_report(kept, runs).history
    assert [run.id for run in history] == ["run-3", "run-9", kept.run.id]
    assert len(make_report(kept, [*runs, kept.run]).history) == 3


def test_a_run_that_was_stopped_has_figures_of_what_is_done() -> None:
    report = reported(finished=None, stopped="the cap is reached", cases=9)
    assert report.figures["citation_recall"].value == 0.25
    assert report.waiting == 4
    assert report.history == ()
    verdict = verdict_of(report)
    assert verdict.state == "open"
    assert verdict.sentence == (
        "The run did not end (the cap is reached). 2 of 5 cases pass; 2 have no answer; "
        "4 were not asked."
    )
    assert verdict.more == "No floors are set."


@pytest.mark.parametrize(
    ("floors", "state", "sentence"),
    [
        ({"refusal": 1.0}, "good", "The one floor holds."),
        ({"refusal": 1.0, "seconds": 0.9}, "good", "All 2 floors hold."),
        (
            {"refusal": 1.0, "seconds": 0.7},
            "bad",
            "1 of 2 floors is missed: seconds is 0.80 s (over 0.7).",
        ),
        (
            {"citation_recall": 0.9, "hit@10": 0.5},
            "bad",
            "2 of 2 floors are missed: citation recall is 0.250 (under 0.9) and hit@10 was not "
            "measured.",
        ),
        (
            {"citation_recall": 0.9, "over_refusal": 0.1, "answer_match": 1.0, "seconds": 0.1},
            "bad",
            "4 of 4 floors are missed: citation recall is 0.250 (under 0.9), answer match is 0.500 "
            "(under 1), over refusal is 0.500 (over 0.1) and 1 more.",
        ),
    ],
)
def test_the_first_sentence_says_which_floors_hold(
    floors: dict[str, float], state: str, sentence: str
) -> None:
    verdict = verdict_of(reported(floors))
    assert (verdict.state, verdict.sentence) == (state, sentence)
    assert verdict.more == "2 of 5 cases pass; 2 have no answer."


def test_without_floors_the_cases_are_the_verdict() -> None:
    verdict = verdict_of(reported())
    assert (verdict.state, verdict.sentence, verdict.more) == (
        "open",
        "2 of 5 cases pass; 2 have no answer.",
        "No floors are set.",
    )


def test_scores_that_fail_come_first() -> None:
    report = reported()
    hurt, crash = report.rows[1], report.rows[3]
    marks = marks_of(hurt, report.metrics)
    assert [(each.metric, each.state) for each in marks] == [
        ("citation_recall", "fails"),
        ("answer_match", "fails"),
        ("over_refusal", "passes"),
        ("seconds", ""),
    ]
    assert (marks[0].shown, marks[0].why) == ("0.000", "the number 2 is missing")
    marks = marks_of(crash, report.metrics)
    assert [each.defaulted for each in marks] == [True, True, False]
    assert [each.why for each in marks] == ["", "", ""]  # "broken" stands beside them already


def test_a_quote_is_cut_out_of_its_passage() -> None:
    first = citation()
    excerpts = {first.passage_id: Excerpt(PASSAGE, START, START + len(PASSAGE))}
    assert quoted(first, excerpts) == Quoted("The day was calm.\n\n", QUOTE, " Nobody was hurt.")
    moved = replace(first, start=first.start + 1, end=first.end + 1)
    assert quoted(moved, excerpts) == Quoted("", QUOTE, "")
    before = replace(first, start=START - 5, end=START - 5 + len(QUOTE))
    assert quoted(before, excerpts) == Quoted("", QUOTE, "")
    assert quoted(first, {}) == Quoted("", QUOTE, "")


def test_evidence_is_named_by_its_title_where_that_is_known() -> None:
    titles = titles_of(small().scored)
    assert titles == {"a1": "Ferry sinks"}
    read = TypeAdapter(Evidence).validate_python
    places = {
        "Ferry sinks": {"article": "a1"},
        "a2, characters 1,000 to 1,010": {"article": "a2", "start": 1000, "end": 1010},
        "passage a1/1/2 of Ferry sinks": {"passage": "a1/1/2"},
        "passage a2/1/2": {"passage": "a2/1/2"},
    }
    for told, given in places.items():
        assert wording.place_expected(read(given), titles) == told


def test_sentences_keep_their_paragraphs() -> None:
    said = answer("It sank.", "It lies there.", cites=[citation()])
    assert [before for before, _ in spoken(said)] == ["", " \n\n"]
    other = replace(said, text="something else")
    assert [before for before, _ in spoken(other)] == [" ", " "]


def test_bars_are_on_the_scale_of_what_they_show() -> None:
    recall, seconds = metrics_named(["citation_recall", "seconds"])
    assert bar_of(Figure("citation_recall", 0.5, 0.25, 0.75, 4, floor=0.9), recall) == Bar(
        50, 25, 75, 90
    )
    # The scale goes to 1.1 times the largest, which is the floor of 2.
    assert bar_of(Figure("seconds", 1.1, 0.55, 1.65, 4, floor=2.0), seconds) == Bar(
        50, 25, 75, 90.91
    )
    assert bar_of(Figure("seconds", 0.0, 0.0, 0.0, 4), seconds) == Bar(0, 0, 0, None)


def test_a_cell_is_darker_the_further_it_is_from_the_best() -> None:
    recall, refused, per = metrics_named(
        ["citation_recall", "over_refusal", "citations_per_sentence"]
    )
    assert shade(Figure("citation_recall", 0.7, 0, 1, 3), recall) == 3
    assert shade(Figure("over_refusal", 0.7, 0, 1, 3), refused) == 7
    assert shade(Figure("citations_per_sentence", 0.7, 0, 1, 3), per) == 0


def test_axes_have_round_marks() -> None:
    assert Axis(0, 1, 0, 100).ticks() == [
        (0.0, "0"),
        (20.0, "0.2"),
        (40.0, "0.4"),
        (60.0, "0.6"),
        (80.0, "0.8"),
        (100.0, "1"),
    ]
    assert [text for _, text in upto(0.83, 0, 100).ticks()][-1] == "1"
    assert upto(0.0, 0, 100) == Axis(0, 1, 0, 100)
    spread = powers([0.05, 120.0], 0, 100)
    assert spread.ticks() == [
        (0.0, "0.01"),
        (20.0, "0.1"),
        (40.0, "1"),
        (60.0, "10"),
        (80.0, "100"),
        (100.0, "1000"),
    ]
    assert spread.at(1.0) == 40.0
    assert Axis(0, 1, 0, 100).at(7) == 100


def test_cost_is_drawn_against_quality() -> None:
    plot = cost_plot(reported())
    assert plot is not None
    dots = {dot.case: dot for dot in plot.dots}
    assert dots["sank"].y == 14.0
    assert dots["crash"].y == 228.0
    assert dots["crash"].x == 406.0
    assert (dots["hurt"].kind, dots["mars"].kind) == ("fails", "passes")
    assert dots["sank"].tip.startswith("sank: 0.50 s, passes 100% of its metrics")


def test_history_is_drawn_from_two_runs_on() -> None:
    kept = small()
    assert history_plots(make_report(kept, [], {"citation_recall": 0.5})) == ()
    worse = {"citation_recall": Figure("citation_recall", 0.0, 0.0, 0.0, 4)}
    before = earlier(kept.run, 3, figures=worse)
    (plot,) = history_plots(make_report(kept, [before], {"citation_recall": 0.5}))
    assert plot.title == "citation recall"
    assert [dot.kind for dot in plot.dots] == ["", "own"]
    assert plot.dots[0].y > plot.dots[1].y  # it rose
    assert plot.floor is not None
    assert plot.floor < plot.dots[1].y


def test_what_changed_between_runs_is_named() -> None:
    run = small().run
    other = replace(
        run,
        archive_hash="b" * 64,
        settings={"model": "openai:m", "hits": 10},
        versions={"python": "3.12.0"},
    )
    assert changed(run, other) == [
        f"archive: {'a' * 12} → {'b' * 12}",
        "model: unset → openai:m",
        "version of python: 3.11.9 → 3.12.0",
    ]
    assert changed(run, run) == []


def test_addresses_lose_what_signs_in_to_them() -> None:
    secret = "https://me:word@host.example/v1?key=abc&mode=x#top"
    assert without_keys(secret) == "https://host.example/v1?key=…&mode=…#top"
    run = replace(small().run, settings={"model_url": secret})
    assert "word" not in facts(run)["model_url"]
    assert "abc" not in facts(run)["model_url"]


def test_figures_are_written_with_their_units() -> None:
    assert wording.amount(-0.0) == "0.000"
    assert wording.amount(0.25) == "0.250"
    assert wording.amount(1234.4, "tokens") == "1,234"
    assert wording.amount(0.0031, "USD") == "$0.0031"
    assert wording.difference(-0.25) == "−0.250"
    assert wording.difference(0.25, "s") == "+0.25 s"
    assert wording.difference(0.0) == "0.000"
    assert wording.listed(["a"]) == "a"
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([]) == ""
