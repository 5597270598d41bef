"""A claim or a sentence of an article taken apart: its words, its numbers and its dates."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from assistant.candidates import Frequency, Stem
from assistant.checking.synonyms import alike
from assistant.days import Day, days_in, years_told
from assistant.fold import plain_word
from assistant.names import OPENERS
from assistant.quantities import Quantity, quantities
from assistant.types import Span
from assistant.units import Unit, units_of
from assistant.words import QUESTION_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")
_OPENS = re.compile(r"(?:^|[.!?:“\"‘(])[\s“\"‘]*$")
_STOP = re.compile(r"[;:!?()\[\]“”\"—–]|[.,](?!\d)")
# A number that the sentence sets aside: "3.8 per cent instead of 4.2", "40 of their 60 ships".
_ASIDE = re.compile(
    r"(?:instead of|rather than|not|of (?:its|their|his|her|our)|replac\w+|"
    r"replac\w+ (?:the|an?|its) (?:\w+ )?of|"
    r"nothing like|nowhere near)\s+(?:the\s+|an?\s+|some\s+)?$",
    re.IGNORECASE,
)
# One that points back to what is counted elsewhere, adds to it, or is only a bound, is no other
# count of the same.
_POINTING = re.compile(
    r"\b(?:the|these|those|both|other|further|another|additional|extra|remaining|all|last|first"
    r"|from|under|over|above|below|(?:more|less|fewer) than|at least"
    r"|at most|up to|almost|nearly)\s+$",
    re.IGNORECASE,
)
# "four of its 11 libraries": both count libraries.
_PART_OF = re.compile(r"\s+(?:out )?of\s+(?:(?:its|their|his|her|our|the|all)\s+)?(?:the\s+)?")
# A time of day, or a fraction.
_NO_COUNT = re.compile(
    r"\s*(?:[ap]\.?m\b|o['’]clock|(?:thirds?|quarters?|fifths?|tenths?)\b)", re.IGNORECASE
)
_SEASON = re.compile(r"\b(?:this|last|next|the|in)\s$", re.IGNORECASE)
_IN_NAME = re.compile(r"[^\W\d_]-?$")  # "HR-2216"
_STEM = 5  # letters of a name, to which an ending may be added
_NEAR = 2  # words on each side of a number that tell what it counts
_LITTLE = QUESTION_WORDS | frozenset(
    """
    after before during while until since through over under between among along against because
    if but not no nor never only just even still yet very too more most less least much many few
    some such own same other others another each every both either neither then now here again
    been being be am do done doing having get gets got may might must shall as so out off one him
    himself herself itself ourselves themselves i you we us my your our let per cent mr mrs ms dr
    though although upon within without across around near toward towards cannot go goes going
    plan plans planned want wants wanted intend intends propose proposes proposed expected expects
    due set likely up down over would could should will monday tuesday wednesday thursday friday
    saturday sunday p.m a.m
    """.split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word that means something; ``means`` are the folded words that may stand for it."""

    text: str
    start: int
    stem: str
    plain: str
    means: frozenset[str]
    name: bool

    def is_of(self, other: str) -> bool:
        """Whether another folded word is of the same name: "Kestrovian" and "Kestrovia"."""
        short, long = sorted((self.plain, other), key=len)
        return len(short) >= _STEM and len(long) - len(short) <= 2 and long.startswith(short)


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the words before and after it, in all forms that may stand for them.

    ``aside`` says that the text does not hold it to be so, ``pointing`` that it is no count of its
    own: "the two", "a further 40".
    """

    quantity: Quantity
    text: str
    units: frozenset[Unit]
    before: frozenset[str]
    after: frozenset[str]
    aside: bool
    pointing: bool

    @property
    def kinds(self) -> frozenset[str]:
        """A share, a currency, or a bare number."""
        return frozenset(kind for _, kind in self.quantity.readings)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date with the words beside it, in all forms that may stand for them."""

    day: Day
    beside: frozenset[str]


@dataclass(frozen=True)
class Apart:
    """A text with its words, numbers and dates, each in the order of the text."""

    text: str
    words: tuple[Word, ...]
    counted: tuple[Counted, ...]
    days: tuple[Dated, ...]
    years: frozenset[int]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def plain(self) -> frozenset[str]:
        """Its words, folded."""
        return frozenset(word.plain for word in self.words)

    @property
    def names(self) -> tuple[Word, ...]:
        """The words that name something."""
        return tuple(word for word in self.words if word.name)

    @property
    def rest(self) -> tuple[Word, ...]:
        """The words that name nothing."""
        return tuple(word for word in self.words if not word.name)

    def has(self, word: Word) -> bool:
        """Whether it has the word or, unless it is a name, one that may stand for it."""
        if word.stem in self.stems or word.plain in self.plain:
            return True
        if word.name:
            return any(map(word.is_of, self.plain))
        return not self.plain.isdisjoint(word.means)

    def find(self, word: Word) -> Word | None:
        """The first word of this text that is, or may stand for, the given one."""
        if not self.has(word):
            return None
        return next(
            (w for w in self.words if w.stem == word.stem or w.plain == word.plain),
            next((w for w in self.words if w.plain in word.means), None),
        )

    def places(self, word: Word) -> list[int]:
        """Where the word stands, or one that may stand for it."""
        if not self.has(word):
            return []
        return [
            w.start
            for w in self.words
            if w.stem == word.stem
            or w.plain == word.plain
            or (not word.name and w.plain in word.means)
        ]


class Terms:
    """Takes texts apart, with the stems and the frequencies of the lexical index.

    ``written`` gives a word the capitals that it mostly has in the archive.
    """

    def __init__(
        self, stem: Stem, frequency: Frequency, written: Callable[[str], str] = str
    ) -> None:
        self._stem = lru_cache(maxsize=1 << 14)(stem)
        self._apart = lru_cache(maxsize=1 << 11)(self._taken_apart)
        self._frequency = lru_cache(maxsize=1 << 14)(frequency)
        self._written = lru_cache(maxsize=1 << 12)(written)

    def stems(self, text: str) -> list[str]:
        """The words of ``text`` as the index has them, each once."""
        return self._stem(text)

    def apart(self, text: str, left_out: Collection[str] = (), *, asked: bool = False) -> Apart:
        """``text`` taken apart, without the folded words ``left_out``.

        With ``asked``, a capital that opens a sentence names something only where the archive
        gives the word one as well.
        """
        return self._apart(text, frozenset(left_out), asked)

    def _taken_apart(self, text: str, left_out: frozenset[str], asked: bool) -> Apart:
        days = days_in(text, lists=True)
        years = years_told(text)
        counted = [
            each
            for each in quantities(text)
            if each.start not in years
            and not _IN_NAME.search(text[: each.start])
            and not any(day.start <= each.start < day.end for day in days)
            and not _NO_COUNT.match(text, each.end)
        ]
        taken = [
            *((d.start, d.end) for d in days),
            *((q.start, q.end) for q in counted),
            *((place, place + 4) for place in years),
        ]
        found = [
            self._word(text, match, asked)
            for match in _WORD.finditer(text)
            if not any(start <= match.start() < end for start, end in taken)
        ]
        words = [
            word
            for word in found
            if word.stem and word.plain not in _LITTLE and word.plain not in left_out
        ]
        numbers = tuple(_counted(text, each, words, taken) for each in counted)
        dated = tuple(_dated(text, each, words) for each in days)
        return Apart(text, tuple(words), numbers, dated, frozenset(years.values()))

    def weight(self, word: Word) -> float:
        """How much a word says: the rarer, the more."""
        return 1.0 / math.log2(2.0 + self._frequency(word.stem))

    def matched(self, word: Word, text: Apart) -> float:
        """What it counts that ``text`` has the word: of one that stands for it no more than that.

        A rare word for a common thing, "legalised" for "allowed", proves little.
        """
        found = text.find(word)
        return min(self.weight(word), self.weight(found)) if found else 0.0

    def _word(self, text: str, match: re.Match[str], asked: bool) -> Word:
        token = match[0]
        plain = plain_word(token)
        stems = self._stem(token)
        name = token[0].isupper()
        if name and _OPENS.search(text[: match.start()]):
            follows = _WORD.match(text, match.end() + 1)
            if follows and follows[0][0].isupper():
                name = asked or plain not in OPENERS  # "New Zealand"
            else:
                name = plain not in OPENERS and (not asked or self._has_capital(token, plain))
        means = alike(token)
        if plain == "fall" and _SEASON.search(text[: match.start()]):
            plain, means = "autumn", frozenset()
        return Word(token, match.start(), stems[0] if stems else "", plain, means, name)

    def _has_capital(self, token: str, plain: str) -> bool:
        return not token.istitle() or self._written(plain)[:1].isupper()


def _counted(text: str, number: Quantity, words: Sequence[Word], taken: Sequence[Span]) -> Counted:
    start = max((end for _, end in taken if end <= number.start), default=0)
    whole = _PART_OF.match(text, number.end)
    least = whole.end() + 1 if whole else number.end
    end = min((place for place, _ in taken if place >= least), default=len(text))
    things = [word for word in words if not word.name or word.start == 0] or words
    before, after = _beside(text, number.start, number.end, things)
    ahead = text[: number.start]
    return Counted(
        number,
        text[number.start : number.end].strip(),
        units_of(text, number.start, number.end),
        _all_forms([word for word in before if word.start >= start][-_NEAR:]),
        _all_forms([word for word in after if word.start < end][:_NEAR]),
        _ASIDE.search(ahead) is not None,
        _POINTING.search(ahead) is not None,
    )


def _dated(text: str, day: Day, words: Sequence[Word]) -> Dated:
    before, after = _beside(text, day.start, day.end, words)
    return Dated(day, _all_forms([*before[-_NEAR:], *after[:_NEAR]]))


def _beside(
    text: str, start: int, end: int, words: Sequence[Word]
) -> tuple[list[Word], list[Word]]:
    """The words of its clause before and after ``text[start:end]``."""
    before = [w for w in words if w.start < start and not _STOP.search(text, w.start, start)]
    after = [w for w in words if w.start >= end and not _STOP.search(text, end, w.start)]
    return before, after


def _all_forms(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(form for word in words for form in (word.stem, *word.means))
