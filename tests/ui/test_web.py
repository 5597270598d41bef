"""The web chat in a real browser against a real server; the assistant's events are scripted."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from assistant.archive import Archive
from assistant.errors import ModelUnavailable
from assistant.types import (
    Answer,
    Article,
    Citation,
    Delta,
    Event,
    Hit,
    Passage,
    Sentence,
    Step,
    Support,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt install chromium)")

FILLER = "\n\n".join(
    f"Paragraph {n} tells what the council heard on the matter, at some length and in order."
    for n in range(40)
)
HOSTILE = "<b>Bold</b> <script>alert('title')</script> *stars* $x^2$ [link](javascript:alert(1))"


def article(number: int, title: str, text: str, **more: Any) -> Article:
    fields: dict[str, Any] = {
        "id": f"a{number}",
        "url": f"https://paper{number}.example/story",
        "title": title,
        "source": f"Paper {number}",
        "authors": ("Ida Holm", "Jan Oss"),
        "published_at": datetime(2026, 1, 30, tzinfo=UTC),
        "fetched_at": datetime(2026, 2, 1, tzinfo=UTC),
        "language": "en",
        "text": text,
    }
    return Article(**(fields | more))


ARTICLES = (
    article(1, "Ministry announces withdrawal", f"They have left, it said.\n\n{FILLER}"),
    article(
        2,
        "Minister disputes the count",
        f"{FILLER}\n\nShe said: “They were moved, not withdrawn.” Then she left.\n\n{FILLER}",
    ),
    article(
        3,
        HOSTILE,
        f"<img src=x onerror=alert('text')> is the first line.\n\n{FILLER}\n\n"
        "<script>alert('quote')</script> `code` **not bold** $a$ was said.",
        url="javascript:alert('url')",
        source="<i>Gazette</i>",
        authors=("<u>Nobody</u>",),
    ),
)


def citation(number: int, of: Article, quote: str, speaker: str | None = None) -> Citation:
    start = of.text.index(quote)
    return Citation(
        number=number,
        article_id=of.id,
        passage_id=f"{of.id}/1/0",
        quote=quote,
        start=start,
        end=start + len(quote),
        title=of.title,
        source=of.source,
        url=of.url,
        published_at=of.published_at,
        speaker=speaker,
    )


FIRST = citation(1, ARTICLES[0], "They have left, it said.")
SECOND = citation(2, ARTICLES[1], "“They were moved, not withdrawn.”", "Signe Aldqvist")
THIRD = citation(3, ARTICLES[1], "Then she left.")
HOSTILE_QUOTE = "<script>alert('quote')</script> `code` **not bold** $a$ was said."


def answer(
    question: str,
    sentences: list[tuple[str, tuple[Citation, ...], Support]],
    **more: Any,
) -> Answer:
    text = " ".join(
        said
        + "".join(f" [{each.number}]" for each in cited)
        + (" [unsupported]" if support == "unsupported" else "")
        for said, cited, support in sentences
    )
    fields: dict[str, Any] = {
        "question": question,
        "outcome": "answered",
        "text": text,
        "sentences": tuple(
            Sentence(said, tuple(each.number for each in cited), support)
            for said, cited, support in sentences
        ),
        "citations": tuple(dict.fromkeys(each for _, cited, _ in sentences for each in cited)),
        "hits": (),
        "model": "scripted",
    }
    return Answer(**(fields | more))


def streamed(whole: Answer) -> list[Event]:
    pieces = re.findall(r"\S+\s*", whole.text)
    deltas = [Delta(piece, whole.citations if n == 0 else ()) for n, piece in enumerate(pieces)]
    return [Step("Searching the archive"), Step("Reading 3 articles"), *deltas, whole]


DISPUTED = answer(
    "who disputed it?",
    [
        ("The ministry says its troops have left.", (FIRST,), "supported"),
        ("Signe Aldqvist disputed that.", (SECOND, THIRD), "supported"),
        ("It happened on 4 March.", (), "unsupported"),
    ],
)
ATTACKED = answer(
    "hostile",
    [(f"It said: “{HOSTILE_QUOTE}”", (citation(1, ARTICLES[2], HOSTILE_QUOTE),), "supported")],
)
ABSTAINED = answer(
    "what about cricket?",
    [],
    outcome="abstained",
    text="The archive does not say. Searched 3 articles for “cricket”.",
    hits=(Hit(Passage("a2/1/0", "a2", ARTICLES[1].text[:80], 0, 80, 0), 0.3, 1, "dense"),),
)


@dataclass
class Scripted:
    """Stands in for the assistant: the same interface, answers by rote."""

    archive: Archive
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    def stream(self, question: str, *, thread: str | None = None) -> Iterator[Event]:
        self.asked.append((question, thread))
        if question == "slow":
            yield Step("Searching the archive")
            self.go_on.wait(30)
            yield Delta("The ministry says", (FIRST,))
            self.go_on.clear()
            self.go_on.wait(30)
            self.go_on.clear()
            yield DISPUTED
        elif question == "model down":
            yield Step("Searching the archive")
            raise ModelUnavailable("the model at http://localhost:9 does not answer; try again")
        elif question == "bug":
            raise ZeroDivisionError
        else:
            script = {"hostile": ATTACKED, "what about cricket?": ABSTAINED}
            yield from streamed(script.get(question, DISPUTED))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripted]:
    with Archive.open(tmp_path_factory.mktemp("archive")) as archive:
        archive.put([(each, (), ()) for each in ARTICLES])
        yield Scripted(archive)


@pytest.fixture(scope="module")
def address(assistant: Scripted) -> Iterator[str]:
    """The address of a running server."""
    from ui.web.app import mount

    app = FastAPI()
    app.get("/api/health")(lambda: {"ok": True})
    config = uvicorn.Config(
        mount(app, assistant, examples=("who disputed it?",)),  # type: ignore[arg-type]
        port=0,
        log_level="warning",
    )
    server = uvicorn.Server(config)
    ready = threading.Event()
    started = server.startup

    async def startup(sockets: Any = None) -> None:
        await started(sockets)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    assert ready.wait(60)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(30)


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
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def ask(self, question: str) -> None:
        box = self.page.get_by_label("Your question")
        box.fill(question)
        box.press("Enter")

    def finished(self, kind: str = "answered", count: int = 1) -> Any:
        from playwright.sync_api import expect

        turns = self.page.locator(f"#transcript .turn.{kind}")
        expect(turns).to_have_count(count, timeout=30_000)
        return turns.last


@pytest.fixture(scope="module")
def desktop(browser: Any) -> Any:
    """A browser context that keeps what it has loaded once."""
    return browser.new_context(viewport={"width": 1280, "height": 800})


@pytest.fixture
def visit(browser: Any, desktop: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens the chat, in a context of its own where one is described; the console stays clean."""
    visits: list[Visit] = []

    def open_page(**context: Any) -> Visit:
        page = (browser.new_context(**context) if context else desktop).new_page()
        seen = Visit(page)
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda said: seen.console.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: seen.console.append(f"error: {error}"))
        page.on("dialog", lambda box: (seen.dialogs.append(box.message), box.dismiss()))
        page.goto(address)
        page.get_by_role("heading", name="OnRecord").wait_for()
        page.locator(".welcome").wait_for()
        visits.append(seen)
        return seen

    yield open_page
    for seen in visits:
        seen.page.close()
        assert not [line for line in seen.console if line.startswith(("error", "warning"))]
        assert not seen.dialogs


def in_view(page: Any, inner: str, outer: str) -> bool:
    """Whether the box of ``inner`` lies within the visible box of ``outer``."""
    a, b = page.locator(inner).bounding_box(), page.locator(outer).bounding_box()
    return bool(a["y"] >= b["y"] and a["y"] + a["height"] <= b["y"] + b["height"])


def test_an_answer_ends_with_its_sources_and_opens_the_first(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.page.get_by_role("button", name="who disputed it?").click()
    turn = seen.finished()
    assert "Signe Aldqvist disputed that.23 It happened" in turn.locator(".prose").inner_text()
    rows = turn.locator(".sources li")
    assert rows.count() == 3
    assert "Minister disputes the count" in rows.nth(1).inner_text()
    assert "Paper 2 · 30 January 2026 · said by Signe Aldqvist" in rows.nth(1).inner_text()
    out = rows.nth(1).get_by_role("link")
    assert out.get_attribute("href").startswith("https://paper2.example/story#:~:text=")
    assert out.get_attribute("target") == "_blank"
    assert "noopener" in out.get_attribute("rel")
    seen.page.locator("#reader mark.chosen").wait_for()
    assert seen.page.locator("#reader mark.chosen").inner_text() == FIRST.quote
    assert "Ministry announces withdrawal" in seen.page.locator("#reader h2").inner_text()
    assert "By Ida Holm and Jan Oss" in seen.page.locator("#reader header").inner_text()


def test_a_number_opens_its_article_at_the_quote(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.ask("who disputed it?")
    turn = seen.finished()
    second = turn.locator(".prose").get_by_role("button", name="Show citation 2")
    second.focus()
    second.press("Enter")
    mark = seen.page.locator("#reader mark.chosen[data-number='2']")
    mark.wait_for()
    assert mark.inner_text() == SECOND.quote
    assert "Minister disputes the count" in seen.page.locator("#reader h2").inner_text()
    assert seen.page.locator("#reader mark:not(.chosen)").inner_text() == THIRD.quote
    assert in_view(seen.page, "#reader mark.chosen", "#reader .page")
    assert second.get_attribute("aria-current") == "true"
    seen.page.get_by_role("button", name="Next citation").click()
    seen.page.locator("#reader mark.chosen[data-number='3']").wait_for()
    assert "Citation 3 of 3" in seen.page.locator("#reader").inner_text()


def test_an_unsupported_sentence_is_marked(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.ask("who disputed it?")
    turn = seen.finished()
    assert turn.locator(".prose .unsupported").inner_text() == "It happened on 4 March."
    assert turn.locator(".prose .badge").inner_text() == "unsupported"


def test_steps_and_text_show_while_the_answer_is_on_its_way(
    visit: Callable[..., Visit], assistant: Scripted
) -> None:
    seen = visit()
    seen.ask("slow")
    seen.page.locator("#live .steps", has_text="Searching the archive").wait_for()
    assert seen.page.get_by_role("button", name="Answering").is_disabled()
    with seen.page.expect_response(lambda reply: "/queue/join" in reply.url):
        seen.ask("too soon")
    assistant.go_on.set()
    seen.page.locator("#live .prose", has_text="The ministry says").wait_for()
    assert seen.page.locator("#live .steps").count() == 0
    assistant.go_on.set()
    seen.finished()
    assert "too soon" not in [question for question, _ in assistant.asked]
    assert seen.page.get_by_label("Your question").input_value() == "too soon"
    assert seen.page.locator("#live").inner_text().strip() == ""
    assert seen.page.get_by_role("button", name="Ask", exact=True).is_enabled()


def test_a_new_chat_leaves_the_answer_under_way(
    visit: Callable[..., Visit], assistant: Scripted
) -> None:
    seen = visit()
    seen.ask("slow")
    seen.page.locator("#live .steps", has_text="Searching the archive").wait_for()
    seen.page.get_by_role("button", name="New chat").click()
    seen.page.locator(".welcome").wait_for()
    seen.ask("who disputed it?")  # while the question left behind still waits
    seen.finished()
    assistant.go_on.set()
    seen.ask("and then?")
    seen.finished(count=2)
    assistant.go_on.clear()


def test_an_abstention_looks_like_one_and_shows_the_nearest_passages(
    visit: Callable[..., Visit],
) -> None:
    seen = visit()
    seen.ask("what about cricket?")
    turn = seen.finished("abstained")
    assert "Not in the archive" in turn.inner_text()
    assert "Searched 3 articles for “cricket”." in turn.inner_text()
    assert "Minister disputes the count" in turn.inner_text()
    turn.get_by_role("button", name="Show citation 1").click()
    seen.page.locator("#reader mark.chosen").first.wait_for()
    assert "Passage 1 of 1" in seen.page.locator("#reader").inner_text()


@pytest.mark.parametrize(
    ("question", "line"),
    [("model down", "does not answer; try again"), ("bug", "Something went wrong")],
)
def test_an_error_is_one_line_and_the_chat_goes_on(
    visit: Callable[..., Visit], question: str, line: str
) -> None:
    seen = visit()
    seen.ask(question)
    assert line in seen.finished("failed").locator(".problem").inner_text()
    seen.ask("who disputed it?")
    seen.finished()


def test_an_empty_question_is_told_kindly(visit: Callable[..., Visit], assistant: Scripted) -> None:
    seen = visit()
    before = len(assistant.asked)
    seen.ask("   ")
    seen.page.locator(".notice", has_text="Type a question first").wait_for()
    assert len(assistant.asked) == before
    seen.ask("who disputed it?")
    seen.finished()
    assert seen.page.locator(".notice").count() == 0


def test_what_an_article_says_is_only_ever_text(visit: Callable[..., Visit]) -> None:
    seen = visit()
    seen.ask("hostile")
    turn = seen.finished()
    assert HOSTILE in turn.locator(".sources .title").inner_text()
    assert HOSTILE_QUOTE in turn.locator(".prose").inner_text()
    seen.page.locator("#reader mark.chosen").wait_for()
    assert seen.page.locator("#reader h2").inner_text() == HOSTILE
    assert seen.page.locator("#reader mark.chosen").inner_text() == HOSTILE_QUOTE
    assert "<img src=x onerror=alert('text')>" in seen.page.locator("#reader .body").inner_text()
    drawn = seen.page.locator("#desk")
    assert drawn.locator("script, img, i, u, b, em, .katex, a[href^=javascript]").count() == 0
    seen.ask("<img src=x onerror=alert('question')> **bold**")
    asked = seen.finished(count=2).locator(".question").inner_text()
    assert "<img src=x onerror=alert('question')> **bold**" in asked


def test_nothing_is_asked_of_another_host(visit: Callable[..., Visit], address: str) -> None:
    seen = visit()
    seen.ask("who disputed it?")
    seen.finished()
    outside = [url for url in seen.requests if not url.startswith((address, "data:", "blob:"))]
    assert outside == []


def test_the_policy_runs_no_script_of_the_page(visit: Callable[..., Visit], address: str) -> None:
    seen = visit()
    reply = seen.page.request.get(address)
    policy = reply.headers["content-security-policy"]
    script = next(part for part in policy.split(";") if part.strip().startswith("script-src"))
    assert "unsafe-inline" not in script
    assert "http" not in policy
    assert seen.page.request.get(f"{address}/api/health").json() == {"ok": True}
    blocked = seen.page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener("securitypolicyviolation", (broken) =>
                resolve(broken.effectiveDirective));
            document.body.insertAdjacentHTML("beforeend", '<b onclick="alert(1)">x</b>');
            document.body.lastElementChild.click();
        })"""
    )
    assert blocked == "script-src-attr"
    seen.console.clear()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_scrolls_only_down(visit: Callable[..., Visit], scheme: str) -> None:
    seen = visit(viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not seen.page.evaluate(too_wide)
    seen.ask("hostile")
    seen.finished()
    seen.page.locator("#reader mark.chosen").wait_for()
    assert not seen.page.evaluate(too_wide)
    chat, reader = (seen.page.locator(each).bounding_box() for each in ("#chat", "#reader"))
    assert reader["y"] >= chat["y"] + chat["height"]
    seen.page.locator(".prose .cite").first.tap()
    seen.page.wait_for_function(
        "document.getElementById('reader').getBoundingClientRect().top < 10"
    )
    assert in_view(seen.page, "#reader mark.chosen", "#reader .page")
    seen.page.get_by_role("button", name="Back to the answer").tap()
    seen.page.wait_for_function(
        "document.getElementById('reader').getBoundingClientRect().top > 400"
    )


def test_each_browser_has_its_own_thread(visit: Callable[..., Visit], assistant: Scripted) -> None:
    one, other = visit(locale="en-GB"), visit(locale="en-GB")
    first = len(assistant.asked)
    one.ask("who disputed it?")
    one.finished()
    other.ask("who disputed it?")
    other.finished()
    one.ask("and then?")
    one.finished(count=2)
    threads = [thread for _, thread in assistant.asked[first:]]
    assert threads[0] == threads[2]
    assert threads[0] != threads[1]
    assert all(threads)
    one.page.get_by_role("button", name="New chat").click()
    one.page.locator(".welcome").wait_for()
    assert one.page.locator(".turn").count() == 0
    one.ask("who disputed it?")
    one.finished()
    assert assistant.asked[-1][1] not in threads
