"""The page of an article that links quote from: over real HTTP, and in a real browser."""

from __future__ import annotations

import html
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount

from assistant.archive import Archive, passage_id
from assistant.types import Article, Citation, Passage, Statement
from tests.support.build import article
from ui.links import desk_link, mark_of, passage_link
from ui.web.article_page import article_routes, paragraphs
from ui.web.headers import SecurityHeaders
from ui.web.quoted import Aim, Quoted

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (apt install chromium)")

FILLER = "\n\n".join(f"Paragraph {n} tells of the ferry and its pier in order." for n in range(30))
QUOTE = "“The pier was closed,” said Ida Holm. “It still is.”"
TEXT = f"{FILLER}\n\nShe spoke on Monday. {QUOTE} Nobody answered.\n\n{FILLER}"
HOSTILE = (
    "<script>document.title = 'taken'</script><img src=x onerror=alert(1)> & \"quoted\" {{ 7*7 }}"
)
ARABIC = "قال العمدة إن الرصيف مغلق. لم يجب أحد."

PLAIN = article("a1", TEXT)
EVIL = article(
    "evil",
    f"Before it. {HOSTILE} After it.\r\nA second line.",
    title=HOSTILE,
    source=HOSTILE,
    authors=(HOSTILE, "Jan Oss"),
    url=f'javascript:alert("{HOSTILE}")',
    language='en"><script>',
)
RTL = article("rtl", f"{ARABIC}\n\nEnglish words.", title="الرصيف مغلق", language="ar")
SLASH = article("news/2026/../a b%2F?x#y".replace(" ", "_"), "The ferry sank. It was raised.")
BARE = article("bare", "Nothing is known of it.", url=None, authors=(), published_at=None)


def citation(of: Article, quote: str, version: int = 1) -> Citation:
    start = of.text.index(quote)
    return Citation(
        number=1,
        article_id=of.id,
        passage_id=passage_id(of.id, version, start, start + len(quote)),
        quote=quote,
        start=start,
        end=start + len(quote),
        title=of.title,
        source=of.source,
        url=of.url,
        published_at=of.published_at,
    )


@dataclass(frozen=True)
class Desk:
    """A running server and its archive."""

    archive: Archive
    url: str

    def link(self, of: Article, quote: str, version: int = 1) -> str:
        found = desk_link(self.url, citation(of, quote, version))
        assert found is not None
        return found

    def get(self, path: str, **query: str) -> httpx.Response:
        address = path if path.startswith("http") else self.url + path
        return httpx.get(address, params=query or None)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with Archive.open(tmp_path_factory.mktemp("archive")) as archive:
        archive.put([(each, (), ()) for each in (PLAIN, EVIL, RTL, SLASH, BARE)])
        start = TEXT.index(QUOTE)
        end = start + len(QUOTE)
        said = Statement(
            "s1", "a1", "Ida Holm", "harbour master", True, "said", "asserts", TEXT[start:end],
            True, start, end, ((start + 25, start + 33),), ((start + 20, start + 24),),
            ((start, end),),
        )  # fmt: skip
        archive.ledger.write([(PLAIN, [said])])
        with served(archive) as url:
            yield Desk(archive, url)


@contextmanager
def served(archive: Archive) -> Iterator[str]:
    """The page as `serve` has it: before what is mounted at "/", within the same middleware."""

    def rest(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"chat {request.url.path}")

    chat = Mount("/", Starlette(routes=[Mount("/", rest_app(rest))]))
    app = Starlette(
        routes=[*article_routes(archive), chat], middleware=[Middleware(SecurityHeaders)]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    ready = threading.Event()
    started = server.startup

    async def startup(sockets: Any = None) -> None:
        await started(sockets)
        ready.set()

    server.startup = startup  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run)
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(30)


def rest_app(endpoint: Callable[[Request], PlainTextResponse]) -> Any:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await endpoint(Request(scope, receive))(scope, receive, send)

    return app


def marked(page: httpx.Response | str) -> str:
    """The words that are marked, joined."""
    text = page if isinstance(page, str) else page.text
    return "".join(html.unescape(each) for each in re.findall(r"<mark[^>]*>([^<]*)</mark>", text))


def cautions(page: httpx.Response) -> str:
    return " ".join(re.findall(r'class="caution[ a-z]*"[^>]*>([^<]*)<', page.text))


# The page


def test_the_quote_is_marked_with_its_speaker_and_the_publisher(desk: Desk) -> None:
    page = desk.get(desk.link(PLAIN, QUOTE))
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert marked(page) == QUOTE
    assert page.text.count('id="quote"') == 1
    assert "said by <bdi>Ida Holm, harbour master</bdi>" in page.text
    assert 'href="https://news.example/a1#:~:text=' in page.text
    assert "1 February 2026" in page.text
    assert "By <bdi>Ada Quill</bdi>" in page.text
    assert cautions(page) == ""


def test_the_article_is_there_in_full(desk: Desk) -> None:
    page = desk.get(desk.link(PLAIN, QUOTE))
    body = page.text[page.text.index('<div class="body"') :]
    shown = [
        html.unescape(re.sub(r"<[^>]+>", "", each))
        for each in re.findall(r'<p dir="auto">(.*?)</p>', body, re.DOTALL)
    ]
    assert "\n\n".join(shown) == TEXT


def test_a_quote_over_paragraphs_is_marked_in_each(desk: Desk) -> None:
    quote = "Nobody answered.\n\nParagraph 0 tells of the ferry"
    page = desk.get(desk.link(PLAIN, quote))
    assert marked(page) == quote.replace("\n\n", "")
    assert page.text.count("<mark") == 2
    assert page.text.count('id="quote"') == 1


def test_without_a_quote_nothing_is_marked(desk: Desk) -> None:
    page = desk.get("/articles/a1")
    assert page.status_code == 200
    assert marked(page) == cautions(page) == ""
    assert 'href="https://news.example/a1"' in page.text


def test_what_is_not_known_of_an_article_leaves_no_gap(desk: Desk) -> None:
    page = desk.get(desk.link(BARE, "Nothing is known"))
    assert marked(page) == "Nothing is known"
    for absent in ("By ", "None", "said by", 'class="out"', "<time"):
        assert absent not in page.text


@pytest.mark.parametrize("path", ["/articles/none", "/articles/", "/articles/a1/", "/articles/A1"])
def test_an_unknown_article_is_a_page_that_says_so(desk: Desk, path: str) -> None:
    page = desk.get(path, quote="0-5", v="1")
    assert page.status_code == 404
    assert "not in the archive" in page.text
    assert "<mark" not in page.text


def test_an_id_is_looked_up_and_never_a_path(desk: Desk, tmp_path: Path) -> None:
    for path in ("../archive.db", "..%2Farchive.db", "%2Fetc%2Fpasswd", "a1%00", "%", "%ff%fe"):
        page = desk.get(f"/articles/{path}")
        assert page.status_code in (404, 200)
        assert "SQLite" not in page.text
        assert page.status_code == 404 or page.text.startswith("chat ")
    found = desk.get(desk.link(SLASH, "It was raised."))
    assert marked(found) == "It was raised."


@pytest.mark.parametrize(
    "quote",
    ["0-99999999", "99999999-999999999", "5-5", "9-3", "-1-4", "1-", "a-b", "", "1-2-3",
     "9" * 40 + "-1", "0-٣"],
)  # fmt: skip
@pytest.mark.parametrize("version", ["1", "2", "", "x", "9" * 40, "-1"])
def test_offsets_that_mean_nothing_mark_nothing(desk: Desk, quote: str, version: str) -> None:
    page = desk.get("/articles/a1", quote=quote, v=version)
    assert page.status_code == 200
    assert marked(page) == ""
    assert "Nothing is marked" in cautions(page)


def test_words_between_are_not_taken_for_the_quoted_ones(desk: Desk) -> None:
    page = desk.get("/articles/a1", quote="0-11", v="1", **{"is": mark_of("other words")})
    assert marked(page) == ""
    assert "Nothing is marked" in cautions(page)


def test_the_space_between_paragraphs_is_no_quote(desk: Desk) -> None:
    gap = TEXT.index("\n\n")
    page = desk.get("/articles/a1", quote=f"{gap}-{gap + 2}", v="1")
    assert "Nothing is marked" in cautions(page)


# Articles that change


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[Desk]:
    with Archive.open(tmp_path) as archive:
        archive.put([(PLAIN, (), ())])
        with served(archive) as url:
            yield Desk(archive, url)


def test_words_that_moved_are_marked_where_they_are_now(changing: Desk) -> None:
    link = changing.link(PLAIN, QUOTE)
    straight = TEXT.replace("“", '"').replace("”", '"')
    changing.archive.put([(replace(PLAIN, text=f"A correction.\n\n{straight}"), (), ())])
    page = changing.get(link)
    assert marked(page) == QUOTE.replace("“", '"').replace("”", '"')
    assert "changed since it was quoted. The quoted words still stand" in cautions(page)


def test_words_at_the_same_place_of_a_later_version(changing: Desk) -> None:
    first = "Paragraph 0 tells of the ferry and its pier in order."
    link = changing.link(PLAIN, first)
    changing.archive.put([(replace(PLAIN, text=TEXT + " One more."), (), ())])
    page = changing.get(link)
    assert marked(page) == first
    assert "still stand" in cautions(page)


def test_words_that_are_gone_are_shown_as_what_it_then_said(changing: Desk) -> None:
    link = changing.link(PLAIN, QUOTE)
    changing.archive.put([(replace(PLAIN, text=FILLER), (), ())])
    page = changing.get(link)
    assert marked(page) == ""
    assert "no longer in it" in cautions(page)
    assert QUOTE in html.unescape(page.text)
    assert page.text.count('id="quote"') == 1
    assert "said by" not in page.text


def test_a_link_without_a_mark_means_the_words_of_its_version(changing: Desk) -> None:
    for words in ("First words.", "Second words.", "Third words."):
        changing.archive.put([(replace(PLAIN, text=words), (), ())])
    said = [changing.get("/articles/a1", quote="0-12", v=str(v)).text for v in (2, 3, 4, 5)]
    assert ["First words." in said[0], "Second words" in said[1]] == [True, True]
    assert "Second words" not in said[0]
    assert marked(said[2]) == "Third words."
    assert "Nothing is marked" in said[3]


def test_a_removed_article_is_gone(changing: Desk) -> None:
    link = changing.link(PLAIN, QUOTE)
    changing.archive.remove("a1")
    assert changing.get(link).status_code == 404


def test_an_article_that_comes_again_with_other_words_is_not_what_was_quoted(
    changing: Desk,
) -> None:
    link = changing.link(PLAIN, QUOTE)
    changing.archive.remove("a1")
    changing.archive.put([(replace(PLAIN, text=TEXT.replace("closed", "opened")), (), ())])
    assert changing.archive.article("a1").version == 1
    page = changing.get(link)
    assert marked(page) == ""
    assert "Nothing is marked" in cautions(page)


def test_an_archive_that_was_filled_anew_knows_the_words_again(changing: Desk) -> None:
    page = changing.get(changing.link(PLAIN, QUOTE, version=7))
    assert marked(page) == QUOTE
    assert "still stand" in cautions(page)


# Texts that are no markup


def test_a_script_in_title_text_source_and_author_is_text(desk: Desk) -> None:
    page = desk.get(desk.link(EVIL, HOSTILE))
    assert marked(page) == HOSTILE
    assert html.unescape(page.text).count(HOSTILE) == 7  # in <title>, twice above, in the article
    assert re.findall(r"<(script|img)", page.text) == []
    assert "49" not in page.text  # what a template would make of {{ 7*7 }}
    assert "javascript" not in page.text
    assert re.findall(r'lang="([^"]*)"', page.text) == ["en"]
    assert "sha256" not in page.headers["content-security-policy"]


def test_the_policies_of_page_and_server_both_hold(desk: Desk) -> None:
    page = desk.get(desk.link(PLAIN, QUOTE))
    own = re.search(r'Content-Security-Policy" content="([^"]+)"', page.text)
    assert own is not None
    policy = html.unescape(own[1])
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "private, no-cache"
    assert page.headers["x-robots-tag"] == "noindex"


def test_the_rest_of_the_address_space_is_the_chats(desk: Desk) -> None:
    assert desk.get("/").text == "chat /"
    assert desk.get("/articlesque").text == "chat /articlesque"
    assert httpx.head(f"{desk.url}/articles/a1").status_code == 200


def test_a_record_that_cannot_be_read_is_a_page_that_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive, served(archive) as url:
        archive.put([(PLAIN, (), ())])
        archive.close()
        for part in ("archive.db", "archive.db-wal", "archive.db-shm"):
            (tmp_path / part).unlink(missing_ok=True)
        (tmp_path / "archive.db").write_text("no database " * 900)
        page = httpx.get(f"{url}/articles/a1")
    assert page.status_code == 503
    assert "archive.db cannot be read" in page.text


_lines = st.text(st.sampled_from("ab \n\r<&\"'“\u2028\u202eש"), max_size=40)


@given(text=_lines, start=st.integers(0, 45), length=st.integers(0, 45))
def test_pieces_joined_are_the_text_and_what_is_marked_is_the_quote(
    text: str, start: int, length: int
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    shown = paragraphs(text, Quoted("here", text[start:end], (start, end)))
    lines = ["".join(piece for piece, _ in pieces) for pieces in shown]
    assert "\n".join(lines).split() == text.split()
    said = "".join(piece for pieces in shown for piece, mark in pieces if mark)
    assert "".join(said.split()) == "".join(text[start:end].split())
    assert all(piece for pieces in shown for piece, _ in pieces)


@given(query=st.dictionaries(st.sampled_from(("quote", "v", "is", "x")), st.text(max_size=20)))
def test_any_query_can_be_read(query: dict[str, str]) -> None:
    aim = Aim.read(query)
    assert (aim is None) == ("quote" not in query)


# Links


def test_a_link_names_article_offsets_version_and_place() -> None:
    link = desk_link("https://desk.example/", citation(PLAIN, QUOTE, version=3))
    start = TEXT.index(QUOTE)
    assert link == (
        f"https://desk.example/articles/a1?quote={start}-{start + len(QUOTE)}"
        f"&is={mark_of(QUOTE)}&v=3#quote"
    )


def test_a_passage_is_linked_like_a_quote(desk: Desk) -> None:
    passage = Passage(passage_id("a1", 1, 0, 53), "a1", TEXT[:53], 0, 53, 0)
    link = passage_link(desk.url, passage)
    assert link is not None
    assert marked(desk.get(link)) == TEXT[:53]


@pytest.mark.parametrize("public_url", [None, ""])
def test_there_is_no_link_without_an_address(public_url: str | None) -> None:
    assert desk_link(public_url, citation(PLAIN, QUOTE)) is None


def test_there_is_no_link_that_a_browser_would_shorten() -> None:
    dots = article("..", "The ferry sank.")
    assert desk_link("https://desk.example", citation(dots, "The ferry sank.")) is None


# In a browser


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


@pytest.fixture
def look(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens an address; no page may ask another server, complain or pop up."""
    pages: list[Any] = []
    seen: list[str] = []

    def open_page(address: str, width: int = 1280, **context: Any) -> Any:
        size = {"width": width, "height": 800}
        page = browser.new_context(viewport=size, **context).new_page()
        page.on("console", lambda said: seen.append(said.text))
        page.on("pageerror", lambda error: seen.append(str(error)))
        page.on("dialog", lambda box: (seen.append(box.message), box.dismiss()))
        document, _, _ = address.partition("#")
        page.on("request", lambda asked: asked.url == document or seen.append(asked.url))
        page.goto(address)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.context.close()
    assert seen == []


@in_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_opens_at_the_quote(look: Callable[..., Any], desk: Desk, width: int) -> None:
    page = look(desk.link(PLAIN, QUOTE), width)
    quote = page.locator("#quote")
    assert quote.inner_text() == QUOTE
    box = quote.bounding_box()
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("window.scrollY") > 0


@in_browser
def test_a_caution_is_in_view_with_the_words(look: Callable[..., Any], changing: Desk) -> None:
    link = changing.link(PLAIN, QUOTE)
    changing.archive.put([(replace(PLAIN, text=f"A correction.\n\n{TEXT}"), (), ())])
    page = look(link, 390)
    caution, quote = (page.locator(each).bounding_box() for each in (".caution", "#quote"))
    assert page.evaluate("window.scrollY") > 400
    assert 0 <= caution["y"] <= caution["y"] + caution["height"] <= quote["y"] <= 800


@in_browser
def test_nothing_of_an_article_runs(look: Callable[..., Any], desk: Desk) -> None:
    page = look(desk.link(EVIL, HOSTILE), 390)
    assert page.title().startswith("<script>document.title = 'taken'")
    assert page.locator("mark").inner_text() == HOSTILE
    assert page.locator("script, img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@in_browser
def test_the_policy_stops_what_would_slip_in(browser: Any, desk: Desk) -> None:
    page = browser.new_context(bypass_csp=False).new_page()
    page.goto(desk.link(PLAIN, QUOTE))
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'document.title = 1';"
        " document.body.append(s); const i = document.createElement('div');"
        " i.setAttribute('style', 'position: fixed'); i.id = 'slipped'; document.body.append(i); }"
    )
    assert page.title() == "Headline of a1 – OnRecord"
    position = "getComputedStyle(document.querySelector('#slipped')).position"
    assert page.evaluate(position) == "static"
    page.context.close()


@in_browser
def test_words_from_right_to_left_stand_at_the_right(look: Callable[..., Any], desk: Desk) -> None:
    quote = "قال العمدة إن الرصيف مغلق."
    page = look(desk.link(RTL, quote))
    assert page.locator("#quote").inner_text() == quote
    directions = "[...document.querySelectorAll('.body p')].map(p => getComputedStyle(p).direction)"
    assert page.evaluate(directions) == ["rtl", "ltr"]
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    assert page.locator("h1").get_attribute("lang") == "ar"


@in_browser
def test_it_is_dark_where_the_reader_likes_it_dark(look: Callable[..., Any], desk: Desk) -> None:
    grounds = [
        look(desk.link(PLAIN, QUOTE), color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(246, 243, 236)", "rgb(22, 21, 19)"]
