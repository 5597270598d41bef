"""Quotation marks of all kinds, made those that English prints."""

from __future__ import annotations

import re

_OPENING, _CLOSING = "❝〝‟「『《｢‹", "❞〞〟」』》｣›"
_TABLE = str.maketrans(
    dict.fromkeys(_OPENING, "“") | dict.fromkeys(_CLOSING, "”") | {"❛": "‘", "❜": "’", "＂": '"'}
)
_TURNED = re.compile(r"›([^‹›\n]*)‹")
_TAGGED = re.compile(r"<\s*(?P<close>/?)\s*q\b[^>]*>|&(?P<name>[lr]dquo|quot|#0*34|#x0*22);", re.I)
# Two strokes are a quotation mark, unless they are the inches or the seconds of a number.
_STROKES = re.compile(r"``|''|‘‘|’’|,,(?=\w)|´´|(?<!\d)[″〃]|[″〃](?=\w)")
_TICKED = re.compile(r"(?<!\w)[`´‚‛](?=\w)([^`´‚‛‘’'\n]*)[`´‘’'](?!\w)")
_MAY_HOLD = re.compile(r"[^\w\s.,;:!?\-–—“”‘’\"'()\[\]$€£%…/]|''|‘‘|’’|,,")


def plain_marks(text: str) -> str:
    """``text`` with “ and ” for every other mark that quotes; its length may change.

    Marks that English articles use (" ' “ ” ‘ ’ « » „) stay.
    """
    if not _MAY_HOLD.search(text):
        return text
    text = _TURNED.sub(r"“\1”", _TAGGED.sub(_untagged, text)).translate(_TABLE)
    return _TICKED.sub(r"‘\1’", _STROKES.sub(_curled, text))


def _untagged(match: re.Match[str]) -> str:
    if match["name"]:
        return {"ldquo": "“", "rdquo": "”"}.get(match["name"].lower(), '"')
    return "”" if match["close"] else "“"


def _curled(match: re.Match[str]) -> str:
    """An opening mark before a word that nothing is joined to, else a closing one."""
    text = match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    opens = bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace() and before not in "([—–:"
    return "“" if opens and not closes else "”"
