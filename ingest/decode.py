"""Bytes to text."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from assistant.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64_000


def decode(data: bytes) -> str:
    """The text of ``data``: UTF-8 first, else the encoding that fits best.

    Raises:
        SourceError: it is empty, or no text.
    """
    if not data.strip():
        raise SourceError("it is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode(data, encoding)
    if b"\0" in data[:_SAMPLE]:
        raise SourceError("it is not text but binary data")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(data[:_SAMPLE]).best()
        if best is None:
            raise SourceError("it is not text in any encoding that is known here") from None
        return _decode(data, best.encoding)


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(f"it is not valid {encoding} (byte {error.start})") from error
