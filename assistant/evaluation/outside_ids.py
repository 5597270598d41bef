"""The names that other tools give to questions and documents, as ids of ours and back.

Our ids have no white space, and those of cases few marks. A name that cannot be an id is escaped:
every character that is no letter, digit or underscore becomes its code point as ``+u0020+``. A name
that looks escaped is escaped too, so that each id stands for one name.
"""

from __future__ import annotations

import re
import unicodedata

from assistant.errors import SuiteError
from assistant.neighbours import Span

_ESCAPE = re.compile(r"\+u((?:10|[0-9A-F])?[0-9A-F]{4})\+")
_CASE_MARKS = ".:@+-"
_LONGEST_CASE, _LONGEST_ARTICLE = 120, 200


def case_id(name: str, place: str = "") -> str:
    """The id of a case for a question of this name.

    Raises:
        SuiteError: it is empty, or too long for an id.
    """
    fits = all(is_letter(c) or c in _CASE_MARKS for c in name)
    return _sized(_either(name, fits), _LONGEST_CASE, place)


def article_id(name: str, place: str = "") -> str:
    """The id of an article for a document of this name; errors as `case_id` has them."""
    fits = _is_plain(name) and not name.startswith("/") and any(map(is_letter, name))
    return _sized(_either(name, fits), _LONGEST_ARTICLE, place)


def original(own: str) -> str:
    """The name that an id of a case or an article stands for."""
    return _ESCAPE.sub(_character, own)


def original_passage(own: str) -> str:
    """The id of a passage with its article as that was named."""
    span = Span.read(own)
    if span is None:
        return original(own)
    return str(Span(original(span.article_id), span.version, span.start, span.end))


def passage_id(name: str, place: str = "") -> str | None:
    """Our id of the passage that a document's name stands for; None where it is no passage's."""
    span = Span.read(name)
    if span is None:
        return None
    return str(Span(article_id(span.article_id, place), span.version, span.start, span.end))


def to_trec(name: str) -> str:
    """A name as a column of a TREC file, which white space ends."""
    return _either(name, bool(name) and _is_plain(name))


def from_trec(column: str) -> str:
    """The name that `to_trec` made a column of; a column of other makers stays as it is."""
    return original(column)


def _either(name: str, fits: bool) -> str:
    if fits and not _ESCAPE.search(name):
        return name
    return "".join(c if is_letter(c) else f"+u{ord(c):04X}+" for c in name)


def _is_plain(name: str) -> bool:
    return name.isprintable() and not any(c.isspace() for c in name)


def is_letter(c: str) -> bool:
    """Whether a character is a letter, a digit or an underscore, as a case's patterns have it."""
    # Not str.isalnum, which takes raised digits for some that those patterns do not match.
    return c == "_" or unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lm", "Lo", "Nd")


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    # Half of a surrogate pair cannot be written to a file.
    return match[0] if 0xD800 <= number <= 0xDFFF else chr(number)


def _sized(own: str, longest: int, place: str) -> str:
    if not own:
        raise SuiteError("an id is empty", place)
    if len(own) > longest:
        raise SuiteError(f"the id {own[:40]!r}… has {len(own)} characters, over {longest}", place)
    return own
