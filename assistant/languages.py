"""The languages that articles are marked with, made comparable: "en" of "en-GB", "EN_us" and "eng".

Only what an article says of itself is known. One that says nothing, or nothing that is a language,
is of no known language, and no choice of a language leaves it out: nothing is lost silently.
"""

from __future__ import annotations

import re
from functools import lru_cache

import sqlalchemy as sa

from assistant.errors import UsageError
from assistant.schema import articles

_SUBTAG = re.compile(r"[a-z]{2,3}")
# Undetermined, several, uncoded, and no words at all.
_NO_LANGUAGE = frozenset(("und", "mul", "mis", "zxx"))
_WRITTEN_AS = {"nb": "no", "nn": "no"}  # two ways of writing Norwegian


@lru_cache(maxsize=1024)
def primary(tag: str | None) -> str:
    """The primary tag of a language; empty where ``tag`` names none."""
    from babel.core import get_global  # only where a language is asked for

    first = re.split("[-_]", (tag or "").strip().lower())[0]
    if _SUBTAG.fullmatch(first) is None or first in _NO_LANGUAGE:
        return ""
    known = re.split("[-_]", str(get_global("language_aliases").get(first, first)))[0]
    return _WRITTEN_AS.get(known, known)


def asked_for(language: str) -> str:
    """The primary tag of a language that somebody chose.

    Raises:
        UsageError: it is no tag of a language.
    """
    found = primary(language)
    if not found:
        raise UsageError(f'"{language}" is no tag of a language; write "en", "de" or another one')
    return found


def language_name(tag: str) -> str:
    """A language by its English name; the tag itself where it has none."""
    from babel import Locale

    return str(Locale("en").languages.get(primary(tag), tag))


def known(connection: sa.Connection) -> list[str]:
    """The primary tags that articles are marked with, in order."""
    return sorted({primary(tag) for tag in _tags(connection)} - {""})


def is_other(connection: sa.Connection, language: str) -> sa.ColumnElement[bool]:
    """That an article is marked with another language than this one, a primary tag."""
    others = [tag for tag in _tags(connection) if primary(tag) not in ("", language)]
    return articles.c.language.in_(others)


def _tags(connection: sa.Connection) -> list[str]:
    """Every tag, as articles have it."""
    marked = sa.select(articles.c.language).where(articles.c.language.is_not(None))
    return list(connection.scalars(marked.distinct()))
