"""Takes the disguises off a text: other letters, figures, hidden signs, codes, mirror writing."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]")
_SMUGGLED = re.compile("(?<!\U0001f3f4)[\U000e0001-\U000e007f]|[\u202d\u202e]|[\u200b-\u200d]{8}")
_BLOB = re.compile(r"(?<![\w/.=+])[A-Za-z0-9+/_\-]{24,}={0,2}(?![\w/.])")
# Readable letters have codes from 20 to 7e.
_HEX_PAIRS = re.compile(r"[2-7][0-9a-fA-F][\s:]?[2-7][0-9a-fA-F][\s:]?[2-7][0-9a-fA-F]")
_HEX = re.compile(r"(?<!\w)(?:[0-9a-fA-F]{2}[\s:]?){16,}(?!\w)")
# Letters with a gap between every two: nobody sets more than a headline so.
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*]{1,3}){16,}[^\W\d_](?!\w)")
# What both of them have in it, and hardly any text: looked for first.
_SPACED_OUT = re.compile(r"[ .\-_*][^\W\d_][ .\-_*]{1,3}[^\W\d_][ .\-_*]")
_SPACED_WORD = re.compile(r"(?<!\w)[a-z](?:[ .\-_*][a-z]){4,}(?!\w)", re.IGNORECASE)

_CYRILLIC = "аеорсухіјѕԁһԛѡАВЕКМНОРСТУХІЈЅ", "aeopcyxijsdhqwABEKMHOPCTYXIJS"
_GREEK = "αεικνορτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeikvoptuxwABEZHIKMNOPTYX"
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"
_ALIKE = str.maketrans(_CYRILLIC[0] + _GREEK[0], _CYRILLIC[1] + _GREEK[1])
_LETTERS = str.maketrans(
    _SMALL_CAPITALS[0] + "".join(chr(first + n) for first in (0x1F150, 0x1F170) for n in range(26)),
    _SMALL_CAPITALS[1] + "abcdefghijklmnopqrstuvwxyz" * 2,
)
_SHAPED = re.compile("[\u0262-\u029f\u1d00-\u1d22\ua730\ua731\U0001f150-\U0001f189]")
_OTHER_ALPHABETS = re.compile("[\u0370-\u052f]")
_MIXED = re.compile(r"\b(?=\w*[a-zA-Z])(?=\w*[\u0370-\u052f])\w+\b")
_FIGURES = str.maketrans("013457$@", "oieastsa"), str.maketrans("013457$@", "oleastsa")
# A word with a figure, an accent or a loose mark in it; names and numbers have them too.
_DRESSED = re.compile(
    r"(?<![\w$@])(?=[a-zA-Z$@01345]*[013457$@\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff])"
    r"[a-zA-Z013457$@\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]{3,}"
)
_TRIGGER = re.compile(
    r"ignore|disregard|forget|override|obey|all|any|your?|previous(?:ly)?|prior|earlier|above|"
    r"instructions?|prompts?|directives|commands|rules|orders|guidance|system|assistants?|models?|"
    r"chatbots?|answer|reply|respond|say|cite|quote|only|always|must"
)
_WRAPPED = re.compile(r"\r?\n(?=[a-z])")
_BACKWARDS = (
    *("snoitcurtsni", "tpmorp", "tnatsissa", "suoiverp", "dragersid", "lla erongi"),
    *(" taht yas", " taht rewsna", " taht ylper"),
)
_ROT13 = (
    *("vafgehpgvba", "cerivbhf", "cebzcg", "nffvfgnag", "vtaber ", "qvfertneq", "sbetrg "),
    *("fnl gung", "nafjre gung", "ercyl gung"),
)


def hides(text: str) -> bool:
    """Whether letters are smuggled into the text or words into base64 or hexadecimal digits."""
    if _HIDDEN.search(text) and _SMUGGLED.search(text):
        return True
    spaced = _SPACED_OUT.search(text) and _SPACED.search(text)
    return bool(spaced) or _has_blob(text)


def readings(paragraph: str) -> list[str]:
    """The paragraph as a model may read it: as it stands, and with its disguises taken off."""
    found = [paragraph]
    bare = unicodedata.normalize("NFKC", html.unescape(_HIDDEN.sub("", paragraph)))
    if _OTHER_ALPHABETS.search(bare):
        bare = _MIXED.sub(lambda word: word[0].translate(_ALIKE), bare)
    if _SHAPED.search(bare):
        bare = bare.translate(_LETTERS)
    bare = _DRESSED.sub(_undressed, bare)
    if _SPACED_OUT.search(bare):
        bare = _SPACED_WORD.sub(_closed_up, bare)
    if bare != paragraph:
        found.append(bare)
    # Lines that are wrapped inside a sentence; the signs do not look beyond the end of a line.
    if _WRAPPED.search(bare):
        found.append(_WRAPPED.sub(" ", bare))
    small = bare.lower()
    if any(map(small.__contains__, _BACKWARDS)):
        found.append(bare[::-1])
    if any(map(small.__contains__, _ROT13)):
        found.append(codecs.decode(bare, "rot13"))
    return found


def _undressed(word: re.Match[str]) -> str:
    """The word without marks and figures where it is one that orders are made of."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", word[0]) if not unicodedata.combining(c)
    )
    for figures in _FIGURES:
        if _TRIGGER.fullmatch(seen := plain.lower().translate(figures)):
            return seen
    return word[0]


def _closed_up(letters: re.Match[str]) -> str:
    word = letters[0][::2]
    return word if _TRIGGER.fullmatch(word.lower()) else letters[0]


def _has_blob(paragraph: str) -> bool:
    """Whether readable words are hidden in base64 or in hexadecimal digits."""
    if any(_is_prose(_from_base64(blob)) for blob in _BLOB.findall(paragraph)):
        return True
    return _HEX_PAIRS.search(paragraph) is not None and any(
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
