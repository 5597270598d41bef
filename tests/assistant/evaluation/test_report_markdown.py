"""The Markdown of a run, read by a Markdown parser as a pull request's page would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from markdown_it import MarkdownIt

from assistant.evaluation.cases import Case
from assistant.evaluation.report.markdown import markdown
from assistant.evaluation.report.markdown_text import escaped
from assistant.evaluation.report.model import make_report
from assistant.evaluation.results import Score
from assistant.evaluation.runs import Kept
from tests.support.kept import CASES, kept, small

HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> | a | ![p](http://x.example/p.png) "
    "[l](javascript:alert(3)) `code` **bold** _it_ ~~gone~~ </details> @somebody #12 &lt; \\"
)


def rendered(text: str) -> Any:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return lxml.html.fragment_fromstring(parser.render(text), create_parent="div")


def told(run: Kept, floors: dict[str, float] | None = None) -> Any:
    return rendered(markdown(make_report(run, (), floors)))


def cells(page: Any, table: int = 0) -> list[list[str]]:
    rows = page.xpath("//table")[table].xpath(".//tr")
    return [[cell.text_content() for cell in row.xpath("th|td")] for row in rows]


def test_the_verdict_comes_first_and_missed_floors_before_those_held() -> None:
    page = told(small(), {"refusal": 1.0, "citation_recall": 0.9, "hit@10": 0.5})
    assert page.xpath("//h2")[0].text_content() == (
        "❌ small: 2 of 3 floors are missed: citation recall is 0.250 (under 0.9) and hit@10 was "
        "not measured."
    )
    rows = cells(page)
    assert rows[0] == ["", "metric", "value", "95 % interval", "floor", "cases"]
    assert [row[:2] for row in rows[1:]] == [
        ["❌", "hit@10"],
        ["❌", "citation_recall"],
        ["✅", "refusal"],
    ]
    assert rows[2][2:] == ["0.250", "0.000 to 0.750", "≥ 0.9", "4 (2 defaulted)"]


def test_what_fails_is_counted_and_the_worst_cases_can_be_opened() -> None:
    page = told(small())
    # hurt, crash and late fail by recall; crash and late by refusing; hurt by its answer.
    assert page.xpath("//p")[0].text_content() == (
        "No floors are set. What cases fail by: citation recall (3), over refusal (2), answer "
        "match (1)."
    )
    folds = {
        fold.xpath("./summary")[0].text_content(): fold.text_content()
        for fold in page.xpath("//details")
    }
    assert list(folds) == [
        "All 5 figures",
        "2 cases without an answer",
        "1 case that fails with an answer",
    ]
    assert "late (who, timed out): too long" in folds["2 cases without an answer"]
    worst = folds["1 case that fails with an answer"]
    assert "hurt (who, answered) “who was hurt?”" in worst
    assert "citation_recall 0.000: the number 2 is missing" in worst
    assert "over_refusal" not in worst


def test_all_figures_are_in_one_table_by_group() -> None:
    rows = cells(told(small()))
    assert [row[0] for row in rows[1:]] == [
        "Citations",
        "Answers",
        "Refusing",
        "Refusing",
        "Cost and speed",
    ]
    assert rows[5][3] == "0.80 s"


def test_a_report_of_many_floors_shows_only_those_missed() -> None:
    names = [f"hit@{n}" for n in range(1, 15)]
    scores = {name: Score(1.0) for name in names}
    row = replace(small().scored[0], scores=scores)
    page = told(kept(CASES[:1], [row], metrics=names), {**dict.fromkeys(names, 0.9), "hit@3": 1.1})
    assert [row[1] for row in cells(page)[1:]] == ["hit@3"]
    assert "✅ 13 floors held." in page.text_content()


def test_a_run_without_failures_is_short() -> None:
    run = small()
    good = [each for each in run.scored if each.result.case_id in ("sank", "mars")]
    text = markdown(make_report(kept([CASES[0], CASES[2]], good), ()))
    assert text.startswith("## ▫️ small: 2 of 2 cases pass.\n\nNo floors are set.\n")
    assert text.count("<details>") == 1


def test_texts_are_only_text() -> None:
    run = small()
    case: Case = replace(run.cases["hurt"], question=HOSTILE, type=HOSTILE)
    rows = list(run.scored)
    rows[1] = replace(rows[1], scores={**rows[1].scores, "answer_match": Score(0.0, HOSTILE)})
    rows[3] = replace(rows[3], result=replace(rows[3].result, error=HOSTILE))
    hostile = replace(
        run,
        run=replace(run.run, suite=HOSTILE, judge=HOSTILE, settings={"model": HOSTILE}),
        cases={**run.cases, "hurt": case},
        scored=tuple(rows),
    )
    page = told(hostile)
    assert not page.xpath("//script|//img|//a|//s|//em")
    assert {each.text_content() for each in page.xpath("//strong")} == {"hurt", "crash", "late"}
    assert len(page.xpath("//details")) == 3
    shown = page.text_content().replace("\u2060", "")
    assert shown.count(HOSTILE) == 7  # suite, judge, model, question, type, reason, error


@pytest.mark.parametrize("text", ["@somebody", "see #12", "https://x.example", "www.x.example"])
def test_nobody_is_called_and_nothing_linked(text: str) -> None:
    assert "\u2060" in escaped(text)
    assert rendered(escaped(text)).xpath("p")[0].text.replace("\u2060", "") == text


def test_words_stay_as_they_are() -> None:
    plain = "The count (4,200) of how_many-06 is under 0.9 - or hit@10!"
    assert escaped(plain) == plain
    assert escaped("two\nlines\n\n# no heading") == "two lines # no heading"
