"""What Slack would make of a text, beyond showing it: mentions, links, formatting, emoji."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_PLAIN = ("paragraph_open", "paragraph_close", "inline", "text", "softbreak", "hardbreak")
_EMOJI = re.compile(r":[\w+'-]+:")
# https://docs.slack.dev/messaging/formatting-message-text: a mark counts at the edge of a word.
_MRKDWN = re.compile(
    r"<[^>]*>|`|(?<![\w\u00ad])([*_~])(?=\S)[^\n]*?(?<=\S)\1(?!\w)|^\s*&gt;|&(?!amp;|lt;|gt;)",
    re.MULTILINE,
)
_BY_ITSELF = re.compile(r"(?<!\\)(?:://|@(?=\w)|\.(?=(?:example|com)\b))")
_OWN_LINK = re.compile(r"\[\\\[\d+\\\]\]\([^()\s]*\)")
_JSON = ("blocks", "view", "chunks", "attachments", "prompts")


def mrkdwn(text: str) -> list[str]:
    """What is no plain word in mrkdwn."""
    return [found[0] for found in _MRKDWN.finditer(text)] + _EMOJI.findall(text)


def markdown(text: str) -> list[str]:
    """What is no plain word in Markdown; a link as its address, the rest by markdown-it's names."""
    found = []
    for token in _tokens(_MARKDOWN.parse(text)):
        if token.type == "link_open":
            found.append(str(token.attrs["href"]))
        elif token.type not in (*_PLAIN, "link_close", "strong_close"):
            found.append(token.type)
    bare = _OWN_LINK.sub("", text)
    found += re.findall(r"<[^>]*>?", bare)
    bare = re.sub(r"<[^>]*>?", "", bare)
    found += _EMOJI.findall(re.sub(r"\\.", "", bare))
    return found + [each[0] for each in _BY_ITSELF.finditer(bare)]


def shown(text: str) -> str:
    """The words that a reader of Markdown sees."""
    tokens = _tokens(_MARKDOWN.parse(text))
    return " ".join(
        "".join(_word(each) for each in tokens if each.type in _PLAIN and not each.children).split()
    )


def live(value: Any) -> Iterator[str]:
    """Everything live in the arguments of a call, or in a part of one.

    Of a link and of a mention it is what they lead to; the elements of ``rich_text`` and plain text
    are literal, but for emoji where those are not turned off.
    """
    if isinstance(value, list | tuple):
        for each in value:
            yield from live(each)
    elif isinstance(value, Mapping):
        kind = value.get("type")
        if kind == "mrkdwn":
            yield from mrkdwn(value["text"])
        elif kind == "markdown" or kind == "markdown_text":
            yield from markdown(value["text"])
        elif kind == "plain_text":
            yield from _EMOJI.findall(value["text"]) if value.get("emoji", True) else ()
        elif kind == "text":
            yield from value.get("style", {})
        else:
            yield from _of_element(kind, value)


def _of_element(kind: Any, value: Mapping[str, Any]) -> Iterator[str]:
    if kind in ("user", "channel", "usergroup", "broadcast", "emoji", "date", "color"):
        yield f"{kind} {value.get('user_id') or value.get('channel_id') or value}"
    for name, each in value.items():
        if name in ("url", "image_url", "title_url"):
            yield str(each)
        elif name == "markdown_text":
            yield from markdown(each)
        elif name == "text" and isinstance(each, str) and kind is None:
            yield from mrkdwn(each)  # what stands for the blocks of a message
        elif name in _JSON and isinstance(each, str):
            yield from live(json.loads(each))
        else:
            yield from live(each)


def _tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _tokens(token.children or [])


def _word(token: Token) -> str:
    return token.content if token.type == "text" else "\n"
