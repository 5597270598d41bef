"""Whether the names, numbers and dates of a sentence stand in its evidence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from assistant.days import CALENDAR_WORDS, WEEKDAYS, Day, days_in, is_held, years_told
from assistant.fold import fold, plain_word, visible, words
from assistant.instructions import NO_NAME, blanked, plain_name
from assistant.names import OPENERS, Persons, also_called
from assistant.quantities import Quantity, Reading, missing_quantities, quantities
from assistant.types import Article, Passage
from assistant.units import Unit, is_other, units_of

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*\.?")
_LIST_MARK = re.compile(r"\A\s*(?:[*_#>\-•–]+\s+|\(?\d{1,2}[.)]\s+)+")
_OPENING = re.compile(r"(?:^|[.!?:;“\"(\[*])[\s*_“\"]*$")
# "one" that stands for somebody or something, and counts nothing.
_NO_COUNT_BEFORE = re.compile(
    r"\b(?:no|any|every|some|each|the|this|that|which|another|first|second|third|last|next|only|"
    r"square|day)[\s\-]+$",
    re.IGNORECASE,
)
_NO_COUNT_AFTER = re.compile(
    r"(?:\s*(?:[.,;:!?)”\"’\-–—]|$)|['’]s\b|\s+(?:of|another|who|whom|that|which|whose|by|or|and|in|"
    r"on|to|for|from|at|is|was|has|had|as|day|side|hand|thing|such|more|way|reason|after|"
    r"\w+\s+(?:who|that|which|whom|whose))\b)",
    re.IGNORECASE,
)
_COURTESY = frozenset({"mr", "mrs", "ms"})
# What an article tells in words of the numbers that it does not write.
_PARTS = {"half": "0.5", "quarter": "0.25", "third": "0.3333", "thirds": "0.6667"}


@dataclass(frozen=True, slots=True)
class Voucher:
    """What a citation vouches for: what is said, names of those who published it, and when."""

    texts: tuple[str, ...]
    names: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


def evidence_of(passage: Passage, article: Article, cited: str = "") -> Voucher:
    """What a citation of this passage vouches for: its words, and who published it when.

    What the article says to language models vouches for nothing. The weekday of publication
    vouches for nothing where the ``cited`` words name a weekday themselves.
    """
    said = blanked(article.text)[passage.start : passage.end]
    title, *names = (_name(each) for each in (article.title, article.source, *article.authors))
    if article.published_at is None:
        return Voucher((said, title), tuple(names))
    names.append(f"{article.published_at:%B}")
    if not WEEKDAYS & set(words(cited)):
        names.append(f"{article.published_at:%A}")
    return Voucher((said, title), tuple(names), (article.published_at.date(),))


@lru_cache(maxsize=1024)
def _name(name: str) -> str:
    """A title or a name as evidence; empty where it gives orders to a language model."""
    return "" if plain_name(name) == NO_NAME else name


def unsupported_terms(
    sentence: str,
    evidence: Iterable[str],
    names: Iterable[str] = (),
    published: Iterable[date] = (),
) -> list[str]:
    """The names, numbers and dates of ``sentence`` that stand in none of the ``evidence`` texts.

    In order. Words are compared without case and accents, numbers with their scale and unit:
    `seven` is `7`, but `7,000` is not `7 million`, nor 3 days 3 weeks. Dates and names of persons
    are compared as a whole. ``names`` vouch for names alone, days of publication for dates alone.
    """
    known = _known(tuple(evidence), tuple(names))
    days = tuple(published)
    sentence = visible(_LIST_MARK.sub("", sentence, count=1))
    dates = days_in(sentence)
    missing = {
        each.start: sentence[each.start : each.end]
        for each in dates
        if not is_held(each, known.days, days, known.text)
    }
    counted = quantities(sentence)
    for each in _missing_numbers(sentence, counted, dates, known, days):
        missing[each[0]] = each[1]
    apart = [*((q.start, q.end) for q in counted), *((d.start, d.end) for d in dates)]
    told = _published_weekdays(dates, days)
    for match in _TOKEN.finditer(sentence):
        if any(start <= match.start() < end for start, end in apart):
            continue
        if not (_is_known(match, known) or plain_word(match[0]) in told):
            missing[match.start()] = match[0]
    for place, name in known.persons.mixed(sentence, known.small):
        missing.setdefault(place, name)
    return [missing[place] for place in sorted(missing)]


@dataclass(frozen=True, slots=True)
class _Known:
    """What some texts hold; ``text`` is all of them, and ``words`` also has what names vouch for.

    ``units`` are those of each number, by its value; ``small`` are words in small letters.
    """

    text: str
    words: frozenset[str]
    small: frozenset[str]
    numbers: set[Reading]
    units: dict[str, list[frozenset[Unit]]]
    days: frozenset[Day]
    names: str
    persons: Persons


@lru_cache(maxsize=64)
def _known(evidence: tuple[str, ...], names: tuple[str, ...]) -> _Known:
    texts = tuple(map(visible, evidence))
    text = "\n".join(texts)
    own = set(words("\n".join((text, *names))))
    own |= {part for word in own for part in word.split("-")} | also_called(text)
    days = days_in(text, lists=True)
    of_days = {place for day in days for place in range(day.start, day.end)}
    numbers = {(value, "") for word, value in _PARTS.items() if word in own}
    units: dict[str, list[frozenset[Unit]]] = {}
    for each in quantities(text):
        numbers |= each.readings
        if each.start in of_days:
            continue
        unit = units_of(text, each.start, each.end)
        for value in {value for value, _ in each.readings}:
            units.setdefault(value, []).append(unit)
    return _Known(
        text,
        frozenset(own),
        frozenset(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text)),
        numbers,
        units,
        frozenset(days),
        f" {' '.join(words(' '.join(names)))} ",
        Persons.of((*texts, *names)),
    )


def _missing_numbers(
    sentence: str,
    counted: Sequence[Quantity],
    dates: Sequence[Day],
    known: _Known,
    published: Sequence[date],
) -> list[tuple[int, str]]:
    """Numbers that are not in the evidence, or there only in other units: place and words."""
    years = {
        place for place, year in years_told(sentence).items() if year in {d.year for d in published}
    }
    absent = {each.start for each in missing_quantities(sentence, known.numbers)}
    found: list[tuple[int, str]] = []
    for each in counted:
        said = sentence[each.start : each.end].strip()
        if any(day.start <= each.start < day.end for day in dates) or each.start in years:
            continue
        if each.start in absent:
            if not (_in_name(sentence, each.start, known) or _counts_nothing(sentence, each)):
                found.append((each.start, said))
        elif _in_other_units(sentence, each, known):
            found.append((each.start, f"{said} in this unit"))
    return found


def _in_other_units(sentence: str, number: Quantity, known: _Known) -> bool:
    """Whether the evidence has this number, but only with other units of the same kind."""
    unit = units_of(sentence, number.start, number.end)
    if not unit:
        return False
    told = [each for value, _ in number.readings for each in known.units.get(value, ())]
    if any(not each or each & unit for each in told):
        return False
    return any(is_other(unit, each) for each in told)


def _counts_nothing(sentence: str, number: Quantity) -> bool:
    if sentence[number.start : number.end].strip().lower() != "one":
        return False
    before, after = sentence[: number.start], sentence[number.start :].lstrip()[3:]
    return bool(_NO_COUNT_BEFORE.search(before) or _NO_COUNT_AFTER.match(after))


def _in_name(sentence: str, start: int, known: _Known) -> bool:
    """Whether a number belongs to a name, as in `Covid-19` or `A320`: that is looked up whole."""
    before = re.search(r"[^\W_][^\s“”\"()]*$", sentence[:start])
    if not before:
        source = re.search(r"([^\W\d_]+)\s+$", sentence[:start])
        number = re.match(r"\S*\w", sentence[start:])
        name = f" {fold(source[1])} {number[0].lower()} " if source and number else ""
        return bool(name) and name in known.names
    token = _TOKEN.match(sentence, before.start())
    if token is None or token.end() <= start:
        return False
    return any(map(str.isupper, token[0])) or plain_word(token[0]) in known.words


def _published_weekdays(dates: Iterable[Day], published: Sequence[date]) -> set[str]:
    """The weekdays of days of publication that the sentence names with their day and month."""
    told = {(each.day, each.month) for each in dates}
    return {f"{day:%A}".lower() for day in published if (day.day, day.month) in told}


def _is_known(match: re.Match[str], known: _Known) -> bool:
    """Whether a word is no name, or one that the evidence has."""
    token = match[0]
    word = plain_word(token)
    if any(unicodedata.category(letter) == "Lo" for letter in token if letter not in "ªº"):
        return word in known.words or token in known.text
    if not any(map(str.isupper, token)) and word not in CALENDAR_WORDS:
        return True
    if len(word) == 1 or match.string[match.end() : match.end() + 1] == "$":
        return True
    if _has(word, known.words) or word in _COURTESY:
        return True
    opens = _OPENING.search(match.string[: match.start()]) is not None
    if opens and word in OPENERS:
        return True
    named = [part for part in token.split("-") if any(c.isupper() or c.isdigit() for c in part)]
    return "-" in token and all(
        _has(plain_word(part), known.words) or (opens and plain_word(part) in OPENERS)
        for part in named
    )


def _has(word: str, known: frozenset[str]) -> bool:
    """Whether a word is known, in the singular or the plural."""
    if word in known:
        return True
    return len(word) > 4 and (f"{word}s" in known or (word[-1] == "s" and word[:-1] in known))
