"""Abbreviations and their long forms: found where an article explains them, or known to all."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What news articles do not explain. Lower-case words of the same letters are something else.
COMMON: dict[str, tuple[str, ...]] = {
    "AI": ("artificial intelligence",),
    "BBC": ("British Broadcasting Corporation",),
    "CDC": ("Centers for Disease Control and Prevention",),
    "CEO": ("chief executive officer", "chief executive"),
    "CIA": ("Central Intelligence Agency",),
    "DOJ": ("Department of Justice", "Justice Department"),
    "ECB": ("European Central Bank",),
    "EU": ("European Union",),
    "FBI": ("Federal Bureau of Investigation",),
    "FDA": ("Food and Drug Administration",),
    "GDP": ("gross domestic product",),
    "GOP": ("Republican Party",),
    "IAEA": ("International Atomic Energy Agency",),
    "ICC": ("International Criminal Court",),
    "ICJ": ("International Court of Justice",),
    "IMF": ("International Monetary Fund",),
    "IOC": ("International Olympic Committee",),
    "IPCC": ("Intergovernmental Panel on Climate Change",),
    "IT": ("information technology",),
    "MP": ("member of parliament",),
    "MPs": ("members of parliament",),
    "NASA": ("National Aeronautics and Space Administration",),
    "NATO": ("North Atlantic Treaty Organization", "North Atlantic Treaty Organisation"),
    "NGO": ("non-governmental organisation", "nongovernmental organization"),
    "NHS": ("National Health Service",),
    "OECD": ("Organisation for Economic Co-operation and Development",),
    "PM": ("prime minister",),
    "SNP": ("Scottish National Party",),
    "UK": ("United Kingdom",),
    "UN": ("United Nations",),
    "UNESCO": ("United Nations Educational, Scientific and Cultural Organization",),
    "UNHCR": ("United Nations High Commissioner for Refugees",),
    "UNICEF": ("United Nations Children's Fund",),
    "US": ("United States",),
    "WHO": ("World Health Organization", "World Health Organisation"),
    "WTO": ("World Trade Organization", "World Trade Organisation"),
}

_BRACKETS = re.compile(r"\(([^()]{2,120})\)")
_WORD = re.compile(r"[^\W_][\w.&'’/\-]*")
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?![a-z])")
_SMALL_WORD = re.compile(r"(?:a|an|and|at|by|for|in|of|on|or|the|to|with)\b")
_CLAUSE = re.compile(r"[,;:()]|[.!?]\s")


def undotted(text: str) -> str:
    """``text`` with "US" for "U.S."; its length may change."""
    return _DOTTED.sub(lambda match: match[0].replace(".", ""), text)


def explained(text: str) -> Iterator[tuple[str, str]]:
    """Pairs of abbreviation and long form that ``text`` explains, in either order.

    Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
    text", PSB 2003: the letters of the short form are matched from the right, and its first one
    must begin a word of the long form.
    """
    text = undotted(text)
    for match in _BRACKETS.finditer(text):
        inside = re.split(r"[,;]\s", match[1])[0].strip(" “”\"'")
        before = _CLAUSE.split(text[max(0, match.start() - 200) : match.start()])[-1]
        words = list(_WORD.finditer(before))
        if not words or not inside:
            continue
        if _is_short(inside):
            # At most this many words for so many letters, by the paper.
            most = min(len(inside) + 5, 2 * len(inside))
            found = _long_form(inside, before[words[-most:][0].start() :].strip(" “”\"'"))
            if found:
                yield inside, found
        elif (
            _is_short(short := words[-1][0])
            and words[-1].end() == len(before.rstrip())
            and _long_form(short, inside) == inside
        ):
            yield short, inside


def _is_short(form: str) -> bool:
    """Two capitals at least: "(left)" and "(Texas)" abbreviate nothing."""
    return (
        2 <= len(form) <= 10
        and " " not in form
        and form[0].isalnum()
        and sum(letter.isupper() for letter in form) >= 2
    )


def _long_form(short: str, candidate: str) -> str | None:
    """The end of ``candidate`` that spells out ``short``, or None."""
    place = len(candidate)
    letters = [letter for letter in short.lower() if letter.isalnum()]
    lowered = candidate.lower()
    for left, letter in zip(range(len(letters) - 1, -1, -1), reversed(letters), strict=True):
        place -= 1
        while place >= 0 and not (
            lowered[place] == letter and (left > 0 or _begins(lowered, place))
        ):
            place -= 1
        if place < 0:
            return None
    found = candidate[place:].strip()
    # A "long form" of one word, or of hardly more letters, is a chance find.
    if len(found) < len(short) + 3 or " " not in found or short in found.split():
        return None
    return found


def _begins(text: str, place: int) -> bool:
    """Whether a word of weight begins here: "of" is the O of "ONS" only within its name."""
    if place > 0 and text[place - 1].isalnum():
        return False
    return _SMALL_WORD.match(text, place) is None
