"""Recognises text in an article that addresses an assistant, not a reader, and leaves it out."""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from assistant.orders import FOLLOWS_ON, REPORTED, REPORTS, STRONG, Sign
from assistant.orders_abroad import OTHER_TONGUES

LEFT_OUT = "[A paragraph addressed to AI assistants is left out here.]"
NO_NAME = "[left out: addressed to AI assistants]"

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_SMUGGLED = re.compile("(?<!\U0001f3f4)[\U000e0001-\U000e007f]|[\u202d\u202e]|[\u200b-\u200d]{8}")
_BLOB = re.compile(r"(?<![\w/.=+])[A-Za-z0-9+/_\-]{24,}={0,2}(?![\w/.])")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[\s:]?){16,}(?!\w)")
# Letters with a gap between every two: nobody sets more than a headline so.
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]{1,3}){16,}[^\W\d_](?!\w)")
_ALIKE = str.maketrans("аеорсухіјѕԁһԛѡАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhqwABEKMHOPCTYXIJS")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_MIXED = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[\u0400-\u052f])\w+\b")
_BACKWARDS = re.compile(r"snoitcurtsni|tpmorp|tnatsissa", re.IGNORECASE)

_PARAGRAPH = re.compile(r"[^\r\n]+(?:\r?\n[^\r\n]+)*")
_LINE = re.compile(r"[^\r\n]+")
_FENCED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<tag>system|assistant|instructions?|tool\w*|template)\b"
    r"[^>]*>.*?(?:</(?P=tag)>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_POINTS_BACK = re.compile(
    r"\b(?:above|preceding|previous)\s+(?:paragraph|sentence|line|note|text|section)\b"
    r"|\bparagraph\s+above\b",
    re.IGNORECASE,
)
_LONGEST_BLOCK = 1_200  # lines that belong together; a longer run of lines is a whole article


def addresses_an_assistant(paragraph: str) -> bool:
    """Whether a paragraph gives orders to a language model; it is then no evidence of anything."""
    return _addresses(paragraph, (*STRONG, *OTHER_TONGUES))


@lru_cache(maxsize=512)
def instructed_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the paragraphs of ``text`` that give orders to a language model, in order.

    What a comment or a tag encloses, and paragraphs that carry an order on, are among them. Lines
    without an empty one between them are one paragraph, unless they are very long together.
    """
    blocks = _blocks(text)
    # Most signs can be ruled out at once: none of their letters stands anywhere in the article.
    small = "\n".join(_readings(text)).lower()
    likely = [sign for sign in (*STRONG, *OTHER_TONGUES) if sign.may_stand_in(small)]
    fenced = [match.span() for match in _FENCED.finditer(text)]
    struck = [
        _addresses(text[start:end], likely) or any(a < end and start < b for a, b in fenced)
        for start, end in blocks
    ]
    for place in range(1, len(blocks)):
        start, end = blocks[place]
        if struck[place - 1] and FOLLOWS_ON.match(text[start:end]):
            struck[place] = True
        if struck[place] and _POINTS_BACK.search(text[start:end]):
            struck[place - 1] = True
    return tuple(block for block, hit in zip(blocks, struck, strict=True) if hit)


def without_instructions(text: str, start: int = 0, end: int | None = None) -> str:
    """``text[start:end]`` with `LEFT_OUT` in place of what addresses an assistant."""
    end = len(text) if end is None else end
    kept, last = "", start
    for first, after in instructed_spans(text):
        if after <= start or first >= end:
            continue
        kept += text[last : max(first, start)] + LEFT_OUT
        last = min(after, end)
    return kept + text[last:end]


@lru_cache(maxsize=512)
def blanked(text: str) -> str:
    """``text`` with spaces in place of what addresses an assistant: all offsets stay."""
    for start, end in instructed_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def plain_name(name: str) -> str:
    """A title or a source's name; `NO_NAME` where it gives orders."""
    return NO_NAME if addresses_an_assistant(name) else name


def _blocks(text: str) -> list[tuple[int, int]]:
    found = []
    for block in _PARAGRAPH.finditer(text):
        if len(block[0]) <= _LONGEST_BLOCK:
            found.append(block.span())
        else:
            found += [line.span() for line in _LINE.finditer(text, block.start(), block.end())]
    return found


def _addresses(paragraph: str, signs: Iterable[Sign]) -> bool:
    if LEFT_OUT in paragraph or _SMUGGLED.search(paragraph) or _SPACED.search(paragraph):
        return True
    if any(_orders(reading, signs) for reading in _readings(paragraph)):
        return True
    return _has_blob(paragraph)


def _orders(text: str, signs: Iterable[Sign]) -> bool:
    small = text.lower()
    if any(sign.may_stand_in(small) and sign.pattern.search(text) for sign in signs):
        return True
    return any(
        not REPORTS.search(_sentence_at(text, found))
        for sign in REPORTED
        if sign.may_stand_in(small)
        for found in sign.pattern.finditer(text)
    )


def _sentence_at(text: str, match: re.Match[str]) -> str:
    begin = max(text.rfind(mark, 0, match.start()) for mark in ".!?\n") + 1
    ends = [place for mark in ".!?\n" if (place := text.find(mark, match.end())) >= 0]
    return text[begin : min(ends, default=len(text))]


def _readings(paragraph: str) -> list[str]:
    """The paragraph as a model may read it: as it stands, and with its disguises taken off."""
    readings = [paragraph]
    bare = unicodedata.normalize("NFKC", html.unescape(_HIDDEN.sub("", paragraph)))
    if _CYRILLIC.search(bare):
        bare = _MIXED.sub(lambda word: word[0].translate(_ALIKE), bare)
    if bare != paragraph:
        readings.append(bare)
    if _BACKWARDS.search(bare):
        readings.append(bare[::-1])
    return readings


def _has_blob(paragraph: str) -> bool:
    """Whether readable words are hidden in base64 or in hexadecimal digits."""
    return any(_is_prose(_from_base64(blob)) for blob in _BLOB.findall(paragraph)) or any(
        _is_prose(bytes.fromhex(re.sub(r"[^0-9a-fA-F]", "", digits[0])))
        for digits in _HEX.finditer(paragraph)
    )


def _from_base64(blob: str) -> bytes:
    plain = blob.rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _is_prose(decoded: bytes) -> bool:
    text = decoded.decode("utf-8", "replace")
    letters = sum(c.isalpha() or c.isspace() for c in text)
    return text.count(" ") >= 2 and letters >= 0.8 * len(text)
