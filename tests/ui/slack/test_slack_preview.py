"""The page that shows what Slack is sent: it must not make a payload look safer than it is."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from tests.support.golden import FOLDER
from tests.support.slack_gallery import drawn
from tests.support.slack_preview import block, markdown, mrkdwn, page

_TAGS = {"html", "meta", "title", "style", "article", "section", "header", "footer", "div", "span"}
_TAGS |= {"p", "b", "i", "s", "a", "code", "ol", "ul", "li", "blockquote", "time", "svg", "path"}
_TAGS |= {"h3", "hr", "small", "br", "strong"}


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses |= {value or "" for name, value in attrs if name == "href"}


def test_what_slack_would_notify_or_link_shows() -> None:
    assert markdown("<!channel> &lt;!here&gt;").count('class="mention"') == 1
    assert mrkdwn("<!channel> &lt;!here&gt;").count('class="mention"') == 1
    assert '<a href="http://evil.example">' in markdown("[x](http://evil.example)")
    assert '<a href="http://evil.example">x</a>' in mrkdwn("<http://evil.example|x>")
    assert mrkdwn("*a* _b_ \u00ad*c*") == "<b>a</b> <i>b</i> \u00ad*c*"


def test_a_new_kind_of_block_is_noticed() -> None:
    with pytest.raises(KeyError, match="carousel"):
        block({"type": "carousel"})


@pytest.mark.parametrize("file", sorted(FOLDER.glob("answer_*.json")), ids=lambda file: file.stem)
def test_the_golden_answers_can_be_drawn(file) -> None:  # type: ignore[no-untyped-def]
    shown = list(drawn(json.loads(file.read_text(encoding="utf-8"))))
    drawing = _Page(page(*shown))
    assert shown
    assert drawing.tags <= _TAGS
    assert not any(
        "evil" in each.partition("#")[0] for each in drawing.addresses if "desk" not in each
    )
