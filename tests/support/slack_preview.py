"""Slack's payloads as a page that looks like Slack, to see what they look like.

It draws what OnRecord sends and refuses the rest, so that a new kind of block is noticed. Text is
read as Slack reads it: literal in ``rich_text`` and ``plain_text``, mrkdwn in ``mrkdwn``, and
Markdown in ``markdown`` blocks and in what is streamed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

Json = Mapping[str, Any]

_STYLE = Path(__file__).with_name("slack_preview.css")
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
_THUMB = (
    '<svg width="14" height="14" viewBox="0 0 14 14" fill="none" stroke="currentColor">'
    '<path d="M1 6h2v6H1zM3 6l3-5c2 0 1 3 .5 4H12c1 0 1 1 .8 2L12 11c-.2 1-1 1-1.500 1H3"/></svg>'
)
_TAGS = {"bold": "b", "italic": "i", "strike": "s", "code": "code"}
_TOKEN = re.compile(r"&lt;([^&|]+?)(?:\|(.*?))?&gt;")
_RAW_TOKEN = re.compile(r"<([@#!][^<>|\s]+|https?://[^<>|\s]+)(?:\|([^<>]*))?>")
_MRKDWN = (
    (re.compile(r"(?<![\w\u00ad])\*(\S(?:[^*\n]*\S)?)\*(?!\w)"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w\u00ad])_(\S(?:[^_\n]*\S)?)_(?!\w)"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w\u00ad])~(\S(?:[^~\n]*\S)?)~(?!\w)"), r"<s>\1</s>"),
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
)


def page(*shown: str, dark: bool = False) -> str:
    """A whole page of messages, modals and homes, one below the other, without a resource."""
    theme = "dark" if dark else "light"
    return (
        f'<!doctype html><html lang="en" data-theme="{theme}"><meta charset="utf-8">'
        f"<title>Slack</title><style>{_STYLE.read_text()}</style>{''.join(shown)}</html>"
    )


def message(blocks: Sequence[Json], *, streamed: str = "", text: str = "") -> str:
    """A message: what was streamed, then its blocks; its plain text where it has neither."""
    said = markdown(streamed) if streamed else ""
    body = said + "".join(map(block, blocks)) or f"<p>{mrkdwn(text)}</p>"
    return (
        '<article class="message"><div class="avatar" aria-hidden="true">O</div><div class="body">'
        '<header><b>OnRecord</b><span class="app">APP</span><time>9:41 AM</time></header>'
        f"{body}</div></article>"
    )


def modal(view: Json) -> str:
    """A modal, or the Home tab."""
    blocks = "".join(map(block, view["blocks"]))
    if view["type"] == "home":
        return f'<section class="home">{blocks}</section>'
    buttons = "".join(
        f'<span class="button {style}">{_plain(view[name])}</span>'
        for name, style in (("close", ""), ("submit", "primary"))
        if name in view
    )
    return (
        f'<section class="modal"><header><b>{_plain(view["title"])}</b></header>'
        f'<div class="body">{blocks}</div><footer>{buttons}</footer></section>'
    )


def block(each: Json) -> str:
    """One block; KeyError for a kind that is not drawn."""
    return f'<div class="block {each["type"]}">{_BLOCKS[each["type"]](each)}</div>'


def markdown(text: str) -> str:
    """Markdown, with what Slack reads in it beside: ``<@U1>`` and its like."""
    tokens: list[str] = []

    def kept(found: re.Match[str]) -> str:
        tokens.append(_token(escape(found[1]), found[2] and escape(found[2])))
        return f"\ue000{len(tokens) - 1}\ue001"

    html: str = _MARKDOWN.render(_RAW_TOKEN.sub(kept, text))
    shown = re.sub("\ue000(\\d+)\ue001", lambda found: tokens[int(found[1])], html)
    return f'<div class="markdown">{shown}</div>'


def mrkdwn(text: str) -> str:
    """Slack's own marks."""
    # What arrives escaped stays so; the rest is escaped for this page.
    html = re.sub(r"&amp;(amp|lt|gt);", r"&\1\1;", escape(text, quote=False))
    for marks, shown in _MRKDWN:
        html = marks.sub(shown, html)
    html = _TOKEN.sub(lambda found: _token(found[1], found[2]), html).replace("\n", "<br>")
    return re.sub(r"&(amp|lt|gt)\1;", r"&\1;", html)


def _token(target: str, label: str | None) -> str:
    if target.startswith("!date"):
        return label or target
    if target[0] in "@#!":
        return f'<span class="mention">{label or target.replace("!", "@")}</span>'
    return f'<a href="{target}">{label or target}</a>'


def _plain(text: Json) -> str:
    return escape(text["text"])


def _text_object(text: Json) -> str:
    return mrkdwn(text["text"]) if text["type"] == "mrkdwn" else _plain(text)


def _rich_text(each: Json) -> str:
    return "".join(_PARTS[part["type"]](part) for part in each["elements"])


def _inline(part: Json) -> str:
    return "".join(map(_element, part["elements"]))


def _list(part: Json) -> str:
    tag = "ol" if part["style"] == "ordered" else "ul"
    start = f' start="{part.get("offset", 0) + 1}"' if tag == "ol" else ""
    items = "".join(f"<li>{_inline(item)}</li>" for item in part["elements"])
    return f'<{tag}{start} class="indent{part.get("indent", 0)}">{items}</{tag}>'


def _element(element: Json) -> str:
    kind = element["type"]
    if kind == "user":
        return f'<span class="mention">@{escape(element["user_id"])}</span>'
    if kind == "channel":
        return f'<span class="mention">#{escape(element["channel_id"])}</span>'
    if kind not in ("text", "link"):
        raise KeyError(kind)
    html = escape(element["text"] or element["url"])
    for style in element.get("style", {}):
        html = f"<{_TAGS[style]}>{html}</{_TAGS[style]}>"
    return f'<a href="{escape(element["url"])}">{html}</a>' if kind == "link" else html


def _section(each: Json) -> str:
    text = f"<p>{_text_object(each['text'])}</p>" if "text" in each else ""
    fields = "".join(f"<p>{_text_object(field)}</p>" for field in each.get("fields", []))
    beside = _control(each["accessory"]) if "accessory" in each else ""
    return f'<div class="words">{text}{fields}</div>{beside}'


def _context(each: Json) -> str:
    return "".join(f"<span>{_text_object(text)}</span>" for text in each["elements"])


def _controls(each: Json) -> str:
    return "".join(map(_control, each["elements"]))


def _control(element: Json) -> str:
    kind = element["type"]
    if kind == "button":
        style = element.get("style", "")
        return f'<span class="button {style}">{_plain(element["text"])}</span>'
    if kind == "feedback_buttons":
        return f'<span class="thumb">{_THUMB}</span><span class="thumb down">{_THUMB}</span>'
    if kind == "icon_button":
        return f'<span class="thumb">{_plain(element["text"])}</span>'
    if kind == "plain_text_input":
        return f'<span class="field">{escape(element.get("initial_value", ""))}&nbsp;</span>'
    return f'<span class="field menu">{_chosen(element)}</span>'


def _chosen(element: Json) -> str:
    """What a menu, radio buttons or check boxes show."""
    chosen = [element["initial_option"]] if "initial_option" in element else []
    chosen += element.get("initial_options", [])
    if element["type"] in ("radio_buttons", "checkboxes"):
        return "<br>".join(
            f"{'●' if option in chosen else '○'} {_plain(option['text'])}"
            for option in element["options"]
        )
    if chosen:
        return ", ".join(_plain(option["text"]) for option in chosen)
    named = element.get("initial_conversation") or element.get("initial_channel")
    if named:
        return f"#{escape(named)}"
    return _plain(element["placeholder"]) if "placeholder" in element else element["type"]


def _input(each: Json) -> str:
    hint = f"<small>{_plain(each['hint'])}</small>" if "hint" in each else ""
    return f"<b>{_plain(each['label'])}</b>{_control(each['element'])}{hint}"


_PARTS: dict[str, Callable[[Json], str]] = {
    "rich_text_section": lambda part: f"<p>{_inline(part)}</p>",
    "rich_text_quote": lambda part: f"<blockquote>{_inline(part)}</blockquote>",
    "rich_text_preformatted": lambda part: f"<pre>{_inline(part)}</pre>",
    "rich_text_list": _list,
}
_BLOCKS: dict[str, Callable[[Json], str]] = {
    "rich_text": _rich_text,
    "section": _section,
    "context": _context,
    "actions": _controls,
    "context_actions": _controls,
    "header": lambda each: f"<h3>{_plain(each['text'])}</h3>",
    "divider": lambda each: "<hr>",
    "markdown": lambda each: markdown(each["text"]),
    "input": _input,
}
