"""Two runs side by side: what is said of differences that are worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from markdown_it import MarkdownIt

from assistant.evaluation.comparison import Comparison, compare
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report.bars import Lean, lean_of
from assistant.evaluation.report.compared import compared_html, compared_markdown
from assistant.evaluation.runs import Kept
from tests.support.kept import answer, citation, kept, scored

METRICS = ("citation_recall", "answer_match", "uncited_sentences", "seconds")
CASES: list[dict[str, Any]] = [
    {"id": f"c{n}", "question": f"question {n}?", "answers": ["a"]} for n in range(6)
]


def run(name: str, recall: list[float], match: list[float], uncited: float, **more: Any) -> Kept:
    """Six cases with these values; the answers say which run they are of."""
    rows = [
        scored(
            f"c{n}",
            answer(f"Said in {name}.", cites=[citation()]),
            {
                "citation_recall": (r, f"recall of {name}"),
                "answer_match": m,
                "uncited_sentences": uncited,
                "seconds": 1.0,
            },
            seconds=1.0,
        )
        for n, (r, m) in enumerate(zip(recall, match, strict=True))
    ]
    return kept(CASES, rows, metrics=METRICS, id=name, **more)


BEFORE = run("one", [1.0] * 6, [0, 0, 0, 0, 0, 1], 0.0)
AFTER = run("two", [0.5] * 6, [1.0] * 6, 0.0, settings={"model": None, "hits": 5})


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(BEFORE, AFTER)


def page_of(text: str) -> Any:
    return lxml.html.document_fromstring(text)


def markdown_of(comparison: Comparison) -> Any:
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    html = parser.render(compared_markdown(comparison))
    return lxml.html.fragment_fromstring(html, create_parent="div")


HEADLINE = "Worse: citation recall 1.000 → 0.500; better: answer match 0.167 → 1.000."
FLIPPED = "Of 6 cases in both runs, 1 fails that passed, 0 pass that failed."


def test_what_got_worse_is_named_first_in_one_sentence(comparison: Comparison) -> None:
    assert page_of(compared_html(comparison)).xpath("//h1")[0].text_content() == HEADLINE
    page = markdown_of(comparison)
    assert page.xpath("//h2")[0].text_content() == HEADLINE
    assert page.xpath("//p")[0].text_content() == FLIPPED
    assert page.xpath("//p")[1].text_content() == "one → two: hits: 10 → 5"


def test_only_better_none_and_neither_have_sentences_of_their_own() -> None:
    def said(before: Kept, after: Kept) -> str:
        return str(page_of(compared_html(compare(before, after))).xpath("//h1")[0].text)

    assert said(BEFORE, BEFORE) == "No metric is better or worse beyond chance."
    same = run("three", [1.0] * 6, [1.0] * 6, 0.0)
    assert said(BEFORE, same) == "Nothing is worse; better: answer match 0.167 → 1.000."
    assert said(same, BEFORE) == "Worse: answer match 1.000 → 0.167; nothing is better."
    bare = run("four", [1.0] * 6, [1.0] * 6, 0.5)
    assert said(same, bare) == "Worse: uncited sentences 0.000 → 0.500; nothing is better."


def test_differences_have_words_and_intervals(comparison: Comparison) -> None:
    page = markdown_of(comparison)
    changed, same = page.xpath("//table")[:2]
    rows = [[td.text_content() for td in row.xpath("td")] for row in changed.xpath(".//tbody/tr")]
    assert rows[0] == [
        *["❌ worse", "citation_recall", "1.000", "0.500", "−0.500"],
        *["−0.500 to −0.500", "6"],
    ]
    assert rows[1][:5] == ["✅ better", "answer_match", "0.167", "1.000", "+0.833"]
    names = [row.xpath("td")[1].text_content() for row in same.xpath(".//tbody/tr")]
    assert names == ["uncited_sentences", "seconds"]
    html = page_of(compared_html(comparison))
    assert [b.text for b in html.xpath("//section[@id='figures']//small/b")] == ["worse", "better"]
    assert html.xpath("//details[@class='rest']/summary")[0].text_content() == (
        "2 metrics without a change beyond chance"
    )


def test_a_difference_leans_from_the_middle(comparison: Comparison) -> None:
    (recall,) = metrics_named(["citation_recall"])
    assert lean_of(comparison.changes[0], recall) == Lean(25, 25, 25)


def test_flipped_cases_stand_side_by_side(comparison: Comparison) -> None:
    # c5 passed by both metrics; now it fails by recall. The others fail in both runs.
    (flip,) = page_of(compared_html(comparison)).xpath("//article")
    assert flip.get("data-id") == "c5"
    assert "now fails" in flip.text_content()
    before, after = (flip.xpath(f".//div[@class='{name}']")[0] for name in ("before", "after"))
    assert "Said in one." in before.text_content()
    assert "Said in two." in after.text_content()
    assert "recall of two" in after.text_content()
    last = markdown_of(comparison).xpath("//details")[-1].text_content()
    assert "c5 now fails (citation_recall): question 5?" in last
    assert "Said in one. [1]" in last
    assert "Said in two. [1]" in last


def test_addresses_do_not_give_away_what_signs_in() -> None:
    settings = {"model": None, "hits": 10, "model_url": "http://me:word@host.example/"}
    other = compare(BEFORE, run("five", [1.0] * 6, [1.0] * 6, 0.0, settings=settings))
    assert any("host.example" in each for each in other.other)
    for text in (compared_html(other), compared_markdown(other)):
        assert "host.example" in text.replace("\u2060", "")
        assert "me:word" not in text


def test_texts_are_only_text() -> None:
    hostile = "<script>alert(1)</script>|<img src=x>"
    rows = [
        replace(each, result=replace(each.result, answer=answer(hostile))) for each in AFTER.scored
    ]
    cases = {name: replace(each, question=hostile) for name, each in AFTER.cases.items()}
    other = compare(BEFORE, replace(AFTER, scored=tuple(rows), cases=cases))
    html = page_of(compared_html(other))
    assert len(html.xpath("//script")) == 1  # ours
    assert not html.xpath("//img")
    assert hostile in html.xpath("//article")[0].text_content()
    page = markdown_of(other)
    assert not page.xpath("//script|//img")
    assert hostile in page.text_content()
