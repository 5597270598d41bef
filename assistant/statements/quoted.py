"""Which parts of a text stand in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_right

_MARK = re.compile(r"([“”„«»\"\n'`‘’])(?:(?<=[“”„«»\"\n])|\1)")
_OPENING = frozenset(("“", "„", "«", "``", "‘‘"))
_CLOSING = frozenset(("”", "»", "’’"))


class Quoted:
    """The quotations of a text; one that is left open ends with its line."""

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        opened = -1
        for mark in _MARK.finditer(text):
            if mark[0] in _OPENING or (opened < 0 and _opens(text, mark)):
                opened = mark.start()
            elif opened >= 0:
                self._starts.append(opened)
                self._ends.append(mark.end())
                opened = -1
        if opened >= 0:
            self._starts.append(opened)
            self._ends.append(len(text))

    def __contains__(self, offset: object) -> bool:
        if not isinstance(offset, int):
            return False
        place = bisect_right(self._starts, offset) - 1
        return place >= 0 and offset < self._ends[place]


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark[0] == "\n" or mark[0] in _CLOSING:
        return False
    if mark[0] in _OPENING:
        return True
    after = text[mark.end() : mark.end() + 1]
    return bool(after) and not after.isspace()
