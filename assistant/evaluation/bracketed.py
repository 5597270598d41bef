"""Answers with citation marks in brackets, "... [1][2].", as ALCE has them: read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.sentences import sentence_spans

_MARK = re.compile(r"\s*\[(\d{1,6}(?:\s*[,;]\s*\d{1,6})*)\]")
_NUMBER = re.compile(r"\d+")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*$")


def read_marks(text: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a text without their marks, and the numbers that stand in each, once.

    A mark belongs to the sentence that has words before it, also where it stands behind the full
    stop; one at the very beginning to the first. ``[1, 2]`` are two.
    """
    pieces, marks, length, last = [], [], 0, 0
    for match in _MARK.finditer(text):
        pieces.append(text[last : match.start()])
        length += match.start() - last
        last = match.end()
        if text[match.start() - 1 : match.start()].isalnum() and text[last : last + 1].isalnum():
            pieces.append(" ")
            length += 1
        marks += [(length, int(number)) for number in _NUMBER.findall(match[1])]
    bare = "".join([*pieces, text[last:]])
    spans = sentence_spans(bare)
    found: list[list[int]] = [[] for _ in spans]
    for place, number in marks:
        before = [at for at, (start, _) in enumerate(spans) if start < place]
        if spans:
            found[before[-1] if before else 0].append(number)
    return [
        (bare[start:end], tuple(dict.fromkeys(numbers)))
        for (start, end), numbers in zip(spans, found, strict=True)
    ]


def write_marks(sentence: str, numbers: Iterable[int]) -> str:
    """A sentence in one line with its marks before its full stop, which it gets if it has none.

    A reader that splits at full stops then finds each mark in its sentence.
    """
    line = " ".join(sentence.split())
    marks = "".join(f"[{number}]" for number in numbers)
    end = _END.search(line)
    body, stop = (line[: end.start()], end[0]) if end else (line, ".")
    return f"{body} {marks}{stop}" if marks else f"{body}{stop}"
