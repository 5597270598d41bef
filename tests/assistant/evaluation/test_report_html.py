"""The report of a run as a page in a real browser, opened as a file."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from assistant.assistant import Assistant
from assistant.evaluation.comparison import compare
from assistant.evaluation.figures import figures_of
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report.compared import compared_html
from assistant.evaluation.report.html import html
from assistant.evaluation.report.model import make_report
from assistant.evaluation.results import Score
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import Kept, RunStore
from tests.support.kept import QUOTE, answer, citation, small
from tests.support.suites import made

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="needs Chromium (apt install chromium)"
)

LISTED = "[...document.querySelectorAll('.case:not([hidden])')].map((each) => each.dataset.id)"
ATTACK = "<script>document.title='run'</script><img src=x onerror=alert(1)></mark>"
PAGE = f"It was calm.\n\n{ATTACK} & “so” it &amp; ended."
ATTACK_QUOTE = f"{ATTACK} & “so” it &amp;"


def attacked() -> Kept:
    """A run in which every text is markup, with an address that is a script."""
    run = small()
    cited = citation(
        quote=ATTACK_QUOTE,
        passage=PAGE,
        title=ATTACK,
        source=ATTACK,
        url="javascript:alert('url')",
        speaker=ATTACK,
        role="<b>minister</b>",
        named=False,
    )
    said = answer(ATTACK, cites=[cited], notes=(ATTACK,), standalone=ATTACK, model=ATTACK)
    rows = list(run.scored)
    passages = {cited.passage_id: replace(rows[1].excerpts["a1/1/1"], text=PAGE)}
    scores = {**rows[1].scores, "answer_match": Score(0.0, ATTACK)}
    result = replace(rows[1].result, answer=said)
    rows[1] = replace(rows[1], result=result, scores=scores, excerpts=passages)
    rows[3] = replace(rows[3], result=replace(rows[3].result, error=ATTACK))
    case = replace(
        run.cases["hurt"], question=ATTACK, type=ATTACK, turns=(ATTACK,), speakers=(ATTACK,)
    )
    return replace(
        run,
        run=replace(run.run, suite=ATTACK, judge=ATTACK, settings={"model": ATTACK}),
        plan=replace(run.plan, about=ATTACK),
        cases={**run.cases, "hurt": replace(case, note=ATTACK)},
        scored=tuple(rows),
    )


@pytest.fixture(scope="module")
def asked(opened: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Four cases asked of the sample archive."""
    return run_suite(made(), opened, RunStore(tmp_path_factory.mktemp("runs")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@dataclass
class Visit:
    """A page with everything that it asked for, said and popped up."""

    page: Any
    address: str
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def cases(self) -> list[str]:
        """The ids of the cases that are shown, in their order."""
        found: list[str] = self.page.evaluate(f"() => {LISTED}")
        return found

    def follow(self, click: Callable[[], Any], cases: list[str]) -> None:
        """Click a link of the page, which changes the cases when the browser comes to it."""
        click()
        self.page.wait_for_function(f"(cases) => {LISTED}.join() === cases", arg=",".join(cases))

    @property
    def shown(self) -> str:
        return str(self.page.locator("#shown").inner_text())

    @property
    def fragment(self) -> str:
        return str(self.page.evaluate("location.hash"))

    def case(self, name: str) -> Any:
        return self.page.locator(f".case[data-id='{name}']")


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Visit]]:
    """Opens a page of a text; at the end it has said nothing and loaded nothing but itself."""
    visits: list[Visit] = []

    def open_page(text: str, fragment: str = "", **context: Any) -> Visit:
        file = tmp_path / f"{len(visits)}.html"
        file.write_text(text, encoding="utf-8")
        page = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | context)
        seen = Visit(page.new_page(), file.as_uri())
        seen.page.on("request", lambda request: seen.requests.append(request.url))
        seen.page.on("console", lambda told: seen.said.append(told.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("dialog", lambda box: (seen.said.append(box.message), box.dismiss()))
        seen.page.goto(f"{seen.address}{fragment}")
        visits.append(seen)
        return seen

    yield open_page
    for seen in visits:
        seen.page.context.close()
        assert seen.said == []
        assert {url.partition("#")[0] for url in seen.requests} == {seen.address}


def report_of(run: Kept, *before: Kept, floors: dict[str, float] | None = None) -> str:
    return html(make_report(run, [each.run for each in before], floors))


def many(number: int) -> Kept:
    """The small run's cases over and over."""
    run = small()
    names = list(run.cases)
    cases, rows = {}, []
    for n in range(number):
        name, new = names[n % len(names)], f"{names[n % len(names)]}-{n}"
        cases[new] = replace(run.cases[name], id=new)
        row = run.scored[n % len(names)]
        rows.append(replace(row, result=replace(row.result, case_id=new)))
    figures = figures_of(rows, metrics_named(run.run.metrics))
    changed = replace(run.run, cases=number, figures=figures)
    return replace(run, run=changed, cases=cases, scored=tuple(rows))


@needs_chromium
def test_filters_narrow_the_cases_and_say_how_many(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    assert seen.cases == ["sank", "hurt", "mars", "crash", "late"]
    assert seen.shown == "5 cases"
    seen.page.get_by_label("Failures only").check()
    assert seen.cases == ["hurt", "crash", "late"]
    assert seen.shown == "3 of 5 cases"
    seen.page.get_by_label("Type").select_option("who")
    assert seen.cases == ["hurt", "late"]
    seen.page.get_by_label("Outcome").select_option("timed out")
    assert seen.cases == ["late"]
    assert seen.fragment == "#failed=1&type=who&outcome=timed+out"
    seen.page.get_by_label("Outcome").select_option("abstained")
    assert seen.cases == []
    assert seen.shown == "0 of 5 cases"
    show_all = seen.page.get_by_role("link", name="Show all")
    seen.follow(show_all.click, ["sank", "hurt", "mars", "crash", "late"])


@needs_chromium
def test_a_metric_puts_its_worst_case_first(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    # Recall: hurt, crash and late have 0, sank has 1, and mars none.
    seen.page.get_by_role("combobox", name="Metric").select_option("citation_recall")
    assert seen.cases == ["hurt", "crash", "late", "sank"]
    assert seen.case("hurt").locator(".chosen").text_content() == "citation recall 0.000"
    # Of over-refusal less is better: crash and late have 1.
    seen.page.get_by_role("combobox", name="Metric").select_option("over_refusal")
    assert seen.cases == ["crash", "late", "sank", "hurt"]
    seen.page.get_by_label("Failures only").check()
    assert seen.cases == ["crash", "late"]
    # Seconds have no mark to pass: those that fail by anything, the slowest first.
    seen.page.get_by_role("combobox", name="Metric").select_option("seconds")
    assert seen.cases == ["crash", "late", "hurt"]


@needs_chromium
def test_words_are_looked_for_in_questions_answers_and_quotes(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    box = seen.page.get_by_label("Text")
    for words, cases in {
        "MARS": ["mars"],
        "two were hurt": ["hurt"],
        "nobody was hurt": ["sank", "hurt"],
        "too long": ["late"],
        "zebra": [],
    }.items():
        box.fill(words)
        assert seen.cases == cases, words


@needs_chromium
def test_the_address_holds_the_state(visit: Callable[..., Visit]) -> None:
    text = report_of(small())
    seen = visit(text, "#failed=1&order=worst&q=the+ferry+sank&case=hurt")
    assert seen.cases == ["hurt"]
    assert seen.page.get_by_label("Failures only").is_checked()
    assert seen.page.get_by_label("Text").input_value() == "the ferry sank"
    assert seen.case("hurt").locator(".body").is_visible()
    seen = visit(text, "#metric=no_such&type=zebra&case=zebra&x=%ff")
    assert seen.shown == "5 cases"
    name = seen.page.locator("#figures").get_by_role("link", name="citation recall")
    seen.follow(name.click, ["hurt", "crash", "late", "sank"])
    assert seen.fragment == "#metric=citation_recall"
    worst = seen.page.get_by_role("link", name="the worst first")
    seen.follow(worst.click, ["crash", "late", "hurt"])
    seen.follow(seen.page.go_back, ["hurt", "crash", "late", "sank"])


@needs_chromium
def test_a_dot_and_a_listed_error_open_their_case(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    seen.page.locator(".problem").get_by_role("link", name="crash").click()
    seen.case("crash").locator(".body").wait_for()
    assert seen.fragment == "#case=crash"
    seen.page.locator("#plots a", has=seen.page.locator("title", has_text="sank: 0.50 s")).click()
    seen.case("sank").locator(".body").wait_for()


@needs_chromium
def test_the_keyboard_is_enough(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    keys = seen.page.keyboard
    keys.press("f")
    assert seen.cases == ["hurt", "crash", "late"]
    keys.press("j")
    keys.press("j")
    keys.press("k")
    keys.press("Enter")
    assert seen.case("hurt").locator(".body").is_visible()
    assert seen.fragment == "#failed=1&case=hurt"
    keys.press("/")
    keys.type("jfk")
    assert seen.page.get_by_label("Text").input_value() == "jfk"
    keys.press("Escape")
    keys.press("f")
    assert not seen.page.get_by_label("Failures only").is_checked()


@needs_chromium
def test_a_number_shows_its_citation(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()), "#case=sank")
    case = seen.case("sank")
    case.get_by_role("button", name="Show citation 1").click()
    assert case.locator(".source.lit mark").inner_text() == QUOTE
    link = case.get_by_role("link", name="at the publisher")
    assert link.get_attribute("href").startswith("https://ledger.example/ferry#:~:text=")
    assert link.get_attribute("rel") == "noopener noreferrer"


@needs_chromium
def test_what_others_wrote_never_runs(visit: Callable[..., Visit]) -> None:
    run = attacked()
    other = replace(run, run=replace(run.run, id="other"))
    seen = visit(report_of(run, small()), "#case=hurt")
    case = seen.case("hurt")
    assert case.locator("mark").evaluate("each => each.textContent") == ATTACK_QUOTE
    assert case.locator("blockquote").evaluate("each => each.textContent") == PAGE
    assert case.locator(".question").evaluate("each => each.textContent") == ATTACK
    assert case.locator(".sentence").evaluate("each => each.textContent") == ATTACK
    for place in ("cite", ".speaker", ".turns", ".expected", ".scores", ".taken >> nth=0"):
        assert ATTACK in case.locator(place).evaluate("each => each.textContent"), place
    assert case.locator("a").count() == 0
    assert seen.page.locator("img, b b, [onerror], [style]").count() == 0
    assert seen.page.locator("script").count() == 2  # ours
    assert seen.page.title() == f"{ATTACK}: evaluation report"
    beside = visit(compared_html(compare(other, run)))
    assert beside.page.locator("img, [onerror]").count() == 0


@needs_chromium
def test_the_policy_runs_no_script_but_ours(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(small()))
    seen.page.evaluate(
        """() => {
            window.broken = new Set();
            document.addEventListener("securitypolicyviolation", (each) =>
                window.broken.add(each.effectiveDirective));
            const add = (markup) => document.body.append(
                document.createRange().createContextualFragment(markup));
            add("<script>document.title = 'run'<\\/script>");
            add("<style>body { color: red }</style>");
            add("<img src='https://host.example/x.png'>");
            add("<b onclick='document.title = 1'>x</b>");
            document.body.lastElementChild.click();
            fetch("https://host.example/").catch(() => {});
        }"""
    )
    directives = ["connect-src", "img-src", "script-src-attr", "script-src-elem", "style-src-elem"]
    seen.page.wait_for_function(
        "(wanted) => [...window.broken].sort().join() === wanted", arg=",".join(directives)
    )
    assert seen.page.title() == "small: evaluation report"
    seen.said.clear()
    seen.requests.remove("https://host.example/x.png")  # it is told of, and was barred


@needs_chromium
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_only_down(visit: Callable[..., Visit], scheme: str) -> None:
    look: dict[str, Any] = {
        "viewport": {"width": 390, "height": 844},
        "color_scheme": scheme,
        "has_touch": True,
    }
    floors = {"citation_recall": 0.9, "refusal": 1.0}
    long = replace(attacked(), plan=replace(small().plan, about="w" * 400))
    before = replace(small(), run=replace(small().run, id="before"))
    for text in (report_of(small(), before, floors=floors), report_of(long, before)):
        seen = visit(text, "#case=hurt", **look)
        width = "document.documentElement.scrollWidth"
        assert seen.page.evaluate(width) == 390
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert seen.page.evaluate(width) == 390
    beside = visit(compared_html(compare(before, attacked_like(before))), **look)
    beside.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert beside.page.evaluate(width) == 390
    light = beside.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert light == {"light": "rgb(246, 243, 236)", "dark": "rgb(22, 21, 19)"}[scheme]


def attacked_like(run: Kept) -> Kept:
    """The run with the first case failing, so that it flips."""
    first = run.scored[0]
    scores = {**first.scores, "citation_recall": Score(0.0, "w" * 300)}
    return replace(run, scored=(replace(first, scores=scores), *run.scored[1:]))


@needs_chromium
def test_a_thousand_cases_are_filtered_at_once(visit: Callable[..., Visit]) -> None:
    seen = visit(report_of(many(1000)))
    assert seen.shown == "1,000 cases"
    seen.page.get_by_label("Failures only").check()
    assert seen.shown == "600 of 1,000 cases"
    # A case that was not opened is not laid out.
    assert seen.page.evaluate("document.querySelectorAll('.body')[900].offsetHeight") == 0
    seen.page.get_by_label("Text").fill("two were hurt")
    assert seen.shown == "200 of 1,000 cases"
    seen.page.get_by_role("combobox", name="Metric").select_option("answer_match")
    assert seen.shown == "200 of 1,000 cases"


@needs_chromium
def test_many_types_do_not_widen_the_page(visit: Callable[..., Visit]) -> None:
    run = many(60)
    cases = {
        name: replace(case, type=f"a rather long type {n % 40}")
        for n, (name, case) in enumerate(run.cases.items())
    }
    seen = visit(report_of(replace(run, cases=cases)), viewport={"width": 1000, "height": 800})
    assert seen.page.evaluate("document.documentElement.scrollWidth") == 1000


@needs_chromium
def test_quotes_of_a_real_run_are_marked_exactly(
    visit: Callable[..., Visit], asked: Kept, opened: Assistant
) -> None:
    seen = visit(report_of(asked))
    read = "each => [each.textContent, each.closest('blockquote').textContent]"
    marks = [
        each.evaluate(read)
        for each in (
            seen.case(name).locator("mark").nth(n)
            for name in asked.cases
            for n in range(seen.case(name).locator("mark").count())
        )
    ]
    citations = [
        each for row in asked.scored if row.result.answer for each in row.result.answer.citations
    ]
    assert len(citations) >= 3
    passages = opened.archive.passages_by_id({each.passage_id for each in citations})
    assert marks == [[each.quote, passages[each.passage_id].text] for each in citations]


def test_it_is_one_file_without_addresses_of_its_own() -> None:
    page = lxml.html.document_fromstring(report_of(small()))
    assert not page.xpath("//link|//*[@src]|//iframe|//object|//base|//form[@action]|//*[@style]")
    outside = {each for each in page.xpath("//a/@href") if not each.startswith("#")}
    assert outside == {"https://ledger.example/ferry#:~:text=The%20ferry%20sank%20on%20Monday."}
    style, *scripts = page.xpath("//style/text()|//script/text()")
    assert len(scripts) == 2
    assert "http" not in style.lower()
    assert not re.search(r"url\(|@import", style)


def test_figures_stand_under_their_groups_with_floors_and_intervals() -> None:
    floors = {"citation_recall": 0.9, "refusal": 1.0, "hit@10": 0.5}
    page = lxml.html.document_fromstring(report_of(small(), floors=floors))
    assert page.xpath("//h1")[0].text_content().startswith("2 of 3 floors are missed")
    tables = page.xpath("//section[@id='figures']//table")
    captions = [each.xpath("caption")[0].text for each in tables]
    assert captions == ["Citations", "Answers", "Refusing", "Cost and speed"]
    (row,) = tables[0].xpath(".//tbody/tr")
    assert row.get("class") == "missed"
    cells = [" ".join(each.text_content().split()) for each in row.xpath("td")]
    assert cells == ["0.250", "", "0.000 to 0.750", "n = 42 defaulted", "✗ ≥ 0.9missed"]
    assert row.xpath(".//rect[@class='bar']/@width") == ["25.0%"]
    assert row.xpath(".//line[@class='floor']/@x1") == ["90.0%"]
    assert "Floors without a figure: hit@10 (0.5)." in page.text_content()


def test_types_are_a_table_of_cells() -> None:
    page = lxml.html.document_fromstring(report_of(small()))
    (table,) = page.xpath("//table[@class='heat']")
    heads = [each.text_content() for each in table.xpath(".//thead/tr/th")]
    assert heads == ["Metric", "unanswerable1 case", "when1 case", "who2 cases", "why1 case"]
    recall = table.xpath(".//tbody/tr[th='citation recall']/td")
    assert [(each.get("class"), each.text) for each in recall] == [
        ("empty", None),
        ("heat-0", "1.00"),
        ("heat-10", "0.00"),
        ("heat-10", "0.00"),
    ]


def test_expectations_and_reasons_are_told() -> None:
    run = small()
    fields = {
        "id": "full",
        "question": "q",
        "turns": ["before"],
        "as_of": "2026-02-05",
        "filters": {"after": "2026-01-01", "sources": ["The Ledger"], "speaker": "Tolvik"},
        "answers": [245, {"number": 7, "tolerance": 1}, {"regex": "a+"}, "x"],
        "points": [["p", "r"]],
        "evidence": ["Ferry sinks", {"any": [{"article": "a1", "quote": QUOTE}, "Other"]}],
        "speakers": ["Maren Tolvik"],
        "note": "hard",
    }
    suite = made([fields])
    row = replace(run.scored[0], result=replace(run.scored[0].result, case_id="full"))
    whole = replace(run, cases={"full": suite.cases[0]}, scored=(row,))
    (case,) = lxml.html.document_fromstring(report_of(whole)).xpath("//article")
    told = {
        each.xpath("dt")[0].text: [" ".join(dd.text_content().split()) for dd in each.xpath("dd")]
        for each in case.xpath(".//dl[@class='expected']/div")
    }
    assert told == {
        "Any answer of": ["245", "7 ± 1", "/a+/", "x"],
        "Points, all of": ["p · or r"],
        "Speaker": ["Maren Tolvik"],
        "Evidence": ["Ferry sinks", f"{QUOTE} Ferry sinks or Other"],
        "Filters": ["from 1 January 2026", "The Ledger", "said by Tolvik"],
        "As of": ["5 February 2026"],
        "Note": ["hard"],
    }
    assert "1 of 1 sentences are entailed" in case.text_content()
    assert [each.text for each in case.xpath(".//ol[@class='turns']/li")] == ["before"]
