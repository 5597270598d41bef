"""The HTML of the web chat: escaped, exact, and true to the record."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.archive import Archive
from assistant.types import Answer, Article, Citation, Hit, Passage, Sentence
from ui.web import markup
from ui.web.panel import EMPTY, panel, paragraphs
from ui.web.transcript import turn_html, welcome
from ui.web.turn import Turn, nearest

ARTICLE = Article(
    id="a1",
    url="https://paper.example/story",
    title="A <b>bold</b> claim",
    source="Paper & Sons",
    authors=("A", "B", "C"),
    published_at=datetime(2026, 2, 3, tzinfo=UTC),
    fetched_at=datetime(2026, 2, 4, tzinfo=UTC),
    language="en",
    text="First line.\r\n\r\nSecond line, and more of it.\nThird.",
)


class Marks(HTMLParser):
    """Collects the text of a page and of each of its marks, by number."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.text = ""
        self.marked: dict[str, str] = {}
        self._open: str | None = None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "mark":
            self._open = dict(attrs)["data-number"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "mark":
            self._open = None

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open is not None:
            self.marked[self._open] = self.marked.get(self._open, "") + data


def cite(number: int, start: int, end: int, article: Article = ARTICLE) -> Citation:
    return Citation(
        number=number,
        article_id=article.id,
        passage_id=f"{article.id}/1/0",
        quote=article.text[start:end],
        start=start,
        end=end,
        title=article.title,
        source=article.source,
        url=article.url,
        published_at=article.published_at,
    )


@pytest.fixture
def archive(folder: Path) -> Archive:
    opened = Archive.open(folder)
    opened.put([(ARTICLE, (), ())])
    return opened


@given(st.text(max_size=300), st.data())
def test_every_quote_is_marked_word_for_word(text: str, data: st.DataObject) -> None:
    article = replace(ARTICLE, text=text)
    edges = st.integers(min_value=0, max_value=len(text))
    start, end = sorted((data.draw(edges), data.draw(edges)))
    other = sorted((data.draw(edges), data.draw(edges)))
    page = paragraphs(text, [cite(1, start, end, article), cite(2, *other, article)], chosen=1)
    seen = Marks(page)
    lines = [line for line in re.split(r"[\r\n]", text) if line.strip()]
    assert seen.tags <= {"p", "mark"}
    # The parser reads NUL and lone surrogates as a browser does, so the escaped page is compared.
    shown = "".join(unescape(markup.text(line)) for line in lines)
    assert unescape(re.sub(r"</?(?:p|mark)\b[^>]*>", "", page)) == shown
    chosen = "".join(re.findall(r'<mark class="chosen"[^>]*>(.*?)</mark>', page))
    kept = [
        text[max(start, found.start()) : min(end, found.end())]
        for found in re.finditer(r"[^\r\n]*\S[^\r\n]*", text)
    ]
    assert chosen == "".join(markup.text(part) for part in kept)


def test_the_panel_shows_all_quotes_and_the_chosen_one_stronger(archive: Archive) -> None:
    turn = Turn("q", citations=(cite(1, 0, 11), cite(2, 15, 27)))
    page = panel(archive, turn, 0, 2)
    assert Marks(page).marked == {"1": "First line.", "2": "Second line,"}
    assert '<mark class="chosen" data-number="2">' in page
    assert '<mark data-number="1">' in page
    assert "By A, B and C" in page
    assert "A &lt;b&gt;bold&lt;/b&gt; claim" in page
    assert panel(archive, turn, 0, 3) == EMPTY


def test_the_panel_says_when_the_article_has_changed_or_gone(archive: Archive) -> None:
    turn = Turn("q", citations=(cite(1, 0, 11),))
    archive.put([(replace(ARTICLE, text="Quite another text."), (), ())])
    changed = panel(archive, turn, 0, 1)
    assert "has changed since the answer" in changed
    assert "<blockquote>First line.</blockquote>" in changed
    assert "<mark" not in changed
    archive.remove("a1")
    gone = panel(archive, turn, 0, 1)
    assert "no longer in the archive" in gone
    assert "<blockquote>First line.</blockquote>" in gone


@pytest.mark.parametrize(
    "address",
    [None, "", "javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "file:///etc",
     "//host/x", "https://", "http://[", "JavaScript:alert(1)"],
)  # fmt: skip
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert markup.link(address, "there", "out") == ""


def test_a_link_opens_apart_and_cannot_leave_its_attribute() -> None:
    made = markup.link('https://x.example/"onclick="alert(1)', "there", "out")
    assert 'href="https://x.example/&quot;onclick=&quot;alert(1)"' in made
    assert 'target="_blank" rel="noopener noreferrer"' in made


def test_a_bracketed_number_inside_a_quotation_is_left_alone() -> None:
    sentence = "It said “see [1] below”."
    said = Answer(
        question="q",
        outcome="answered",
        text=f"{sentence} [1]\n\nNo such [7] note.",
        sentences=(Sentence(sentence, (1,), "supported"),),
        citations=(cite(1, 0, 11),),
        hits=(),
        model="m",
    )
    page = turn_html(Turn("q", answer=said, citations=said.citations), 0)
    prose = page[page.index('class="prose"') : page.index("<h3>")]
    assert "see [1] below" in prose
    assert prose.count('class="cite"') == 1
    assert "No such [7] note." in prose


@pytest.mark.parametrize("outcome", ["answered", "abstained"])
def test_how_a_question_was_taken_stands_under_it(
    outcome: Literal["answered", "abstained"],
) -> None:
    said = Answer(
        question="and what did she say?",
        outcome=outcome,
        text="It said so. [1]",
        sentences=(Sentence("It said so.", (1,), "supported"),),
        citations=(cite(1, 0, 11),) if outcome == "answered" else (),
        hits=(),
        model="m",
        standalone="What did <b>she</b> say?",
        notes=("Nothing from last week answers this.",),
    )
    page = turn_html(Turn(said.question, answer=said, citations=said.citations), 0)
    taken = re.findall(r'<p class="taken" dir="auto">(.*?)</p>', page)
    assert taken == [
        "Taken as: What did &lt;b&gt;she&lt;/b&gt; say?",
        "Nothing from last week answers this.",
    ]
    assert page.index("</h2>") < page.index('class="taken"') < page.index('class="prose"')
    plain = turn_html(Turn("q", answer=replace(said, question="q", standalone="q", notes=())), 0)
    assert 'class="taken"' not in plain


def test_the_nearest_passages_are_the_best_of_each_article(archive: Archive) -> None:
    other = replace(ARTICLE, id="a2", title="Other", url=None)
    archive.put([(other, (), ())])
    spans = [("a2", 0, 11), ("a1", 15, 21), ("a2", 15, 21), ("gone", 0, 5)]
    hits = [
        Hit(Passage(f"{a}/1/{n}", a, ARTICLE.text[s:e], s, e, n), 1.0 / n, n, "dense")
        for n, (a, s, e) in enumerate(spans, start=1)
    ]
    found = nearest(archive, hits)
    assert [(each.number, each.article_id, each.start) for each in found] == [
        (1, "a2", 0),
        (2, "a1", 15),
    ]


def test_a_long_question_is_clipped_and_an_empty_archive_says_so() -> None:
    page = turn_html(Turn("word " * 20_000), 0)
    assert len(page) < 2000
    assert "onrecord ingest" in welcome(0, ("q",))
    assert "data-example" not in welcome(0, ("q",))
