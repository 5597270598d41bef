"""Text between people, articles and Slack: escaped on the way in, plain on the way out.

Slack reads two languages: Markdown in streamed text and ``markdown`` blocks, and its own mrkdwn in
text objects and in the plain text of a message. Where a text can be a ``rich_text`` block it needs
neither: what stands there is literal.
"""

from __future__ import annotations

import re

from ui.console import printable
from ui.slack.splitting import split

__all__ = ["clipped", "markdown", "mrkdwn", "one_line", "plain", "split", "unescaped"]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What opens a list, a heading or an underline where a line begins, or where a piece begins that a
# long text is split into, or where a stream goes on with a number that it has broken off in.
_OPENING = re.compile(r"(?<!\S)(?:[-+#=.)]|:(?=-)|(?P<number>\d{1,9})(?P<end>[.)])(?=\s|\Z))")
# What becomes a link or an emoji by itself: "://", "a@b", "www.x", "evil.com", ":tada:".
_BY_ITSELF = re.compile(
    r":(?=//)|@(?=[\w!])|(?<=\w)\.(?=[a-z]{2})|(?<=www)\.|:(?=[\w+'-]+:)", re.IGNORECASE
)
_MARKS = re.compile(r"[\\`*_{}\[\]~|]")
_OUTER_MARK = re.compile(r"(?<!\w)[*_~]|[*_~](?!\w)")
_SLACK_TOKEN = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_SLACK_ENTITY = re.compile(r"&(amp|lt|gt);")
_SOFT_HYPHEN = "\u00ad"


def markdown(text: str) -> str:
    """Markdown that shows ``text`` literally: no mention, no link, no formatting, no emoji.

    Pieces of a text, joined after this, show the joined text. White space at the edges of a line is
    not kept, nor how many lines are empty between two paragraphs.
    """
    text = _lines(text)
    return "".join(map(_escaped, re.split(r"(\n+)", text.replace("\t", " "))))


def mrkdwn(text: str) -> str:
    """mrkdwn that shows ``text`` as it stands; see `markdown`.

    mrkdwn has no escape for its own marks. A soft hyphen, which no screen shows, keeps them from
    being marks; a grave accent that stands for itself keeps backticks from being code. Addresses
    become links to themselves, unless the text object is ``verbatim``.
    """
    text = _OUTER_MARK.sub(lambda found: _SOFT_HYPHEN + found[0], _lines(text))
    text = re.sub(r":(?=[\w+'-]+:)", ":" + _SOFT_HYPHEN, text).replace("`", "ˋ")
    text = re.sub(r"^(?=\s*>)", _SOFT_HYPHEN, text, flags=re.MULTILINE)
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], text)


def clipped(text: str, limit: int) -> str:
    """At most ``limit`` characters of ``text``, cut between words: for titles, never for quotes."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole = text[limit - 1].isspace() or " " not in cut[limit // 2 :]
    return (cut if whole else cut[: cut.rfind(" ")]).rstrip() + "…"


def plain(text: str) -> str:
    """``text`` without control characters, for the literal elements of ``rich_text``."""
    return printable(re.sub(r"\r\n?", "\n", text))


def one_line(text: str) -> str:
    """``text`` on one line, `plain`, with single spaces."""
    return " ".join(plain(text).split())


def unescaped(text: str) -> str:
    """What Slack sends, in plain words: mentions, links and dates as a person reads them."""
    words = _SLACK_TOKEN.sub(lambda found: _word(found[1], found[2]), text)
    return _SLACK_ENTITY.sub(lambda found: {"amp": "&", "lt": "<", "gt": ">"}[found[1]], words)


def _lines(text: str) -> str:
    """`plain` lines without white space at their edges; a gap that a piece begins or ends with,
    which is a space between two pieces, stays."""
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", plain(text))
    return re.sub(r"\A[ \t]+|[ \t]+\Z", " ", text)


def _escaped(part: str) -> str:
    if part.startswith("\n"):
        # One line break alone is a space in Markdown, unless two spaces stand before it.
        return "  \n" if part == "\n" else part
    part = _MARKS.sub(r"\\\g<0>", part)
    part = _BY_ITSELF.sub(r"\\\g<0>", part)
    part = _OPENING.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[0]}", part)
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], part)


def _word(target: str, label: str | None) -> str:
    if target.startswith(("@", "#")):
        return f"{target[0]}{label}" if label else target
    if target.startswith("!"):
        named = label or f"@{target[1:].partition('^')[0]}"
        return named if target.startswith(("!date", "!subteam")) else f"@{named.lstrip('@')}"
    return label or target.removeprefix("mailto:")
