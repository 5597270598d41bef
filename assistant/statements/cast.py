"""The people of one article: who a name in it means, and what the article says that they are."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.fold import fold, plain_word
from assistant.statements.first_names import Gender, gender_of
from assistant.statements.mentions import Mention
from assistant.statements.nouns import (
    FEMALE_WORDS,
    MALE_WORDS,
    bag_of,
    is_group,
    is_people,
    kind_of,
    words_of,
)
from assistant.statements.roles import role_at

_CLEARLY_MORE = 2  # mentions in full, by which one of two namesakes is the one of the article
_MOST_OF_A_KIND = 50  # "senators" who are told apart
_PREPOSITION = re.compile(r"\s(?:of|for|to|who|from|at)\s")
_LONG_ENOUGH = 5  # letters, for a surname to be misspelled
_NICKNAMES = {
    one: other
    for pair in """
    bernie:bernard bill:william bob:robert rob:robert joe:joseph mike:michael tim:timothy tom:thomas
    jim:james dick:richard rick:richard ted:edward tony:antony chuck:charles ed:edward
    dan:daniel dave:david steve:steven ben:benjamin matt:matthew chris:christopher greg:gregory
    jeff:jeffrey ken:kenneth larry:lawrence liz:elizabeth beth:elizabeth kate:katherine sue:susan
    jen:jennifer debbie:deborah pat:patricia andy:andrew fred:frederick sam:samuel don:donald
    """.split()
    for one, other in [pair.split(":")]
}


@dataclass(slots=True, eq=False)
class Person:
    """Somebody in the article; ``bag`` are the words, as `nouns.bag_of`, that it uses of them."""

    name: str
    words: tuple[str, ...]
    first: str  # folded; empty where only the surname is known
    last: str
    suffix: str
    since: int  # where the article first names them in full
    gender: Gender = ""
    role: str = ""
    bag: set[str] = field(default_factory=set)
    full: int = 0  # mentions in full
    times: int = 0
    named_at: list[int] = field(default_factory=list)  # where mentions in full stand
    named: bool = True
    sure: bool = False  # it is clear that this is a person, not a body

    def latest_before(self, at: int | None) -> int:
        """Where the latest mention in full stands before an offset; -1 for nowhere."""
        place = len(self.named_at) if at is None else bisect_left(self.named_at, at)
        return self.named_at[place - 1] if place else -1

    def may_be(self, mention: Mention) -> bool:
        """Whether a name found for this person is no part of the name of a body."""
        if mention.sort != "body" or self.words == mention.words:
            return True
        return len(mention.words) == 1 and bool(self.first) and mention.last == self.last


class Cast:
    """Everybody whom an article names, found by any part of the name."""

    def __init__(self) -> None:
        self.people: list[Person] = []
        self._by_last: dict[str, list[Person]] = {}
        self._by_first: dict[str, list[Person]] = {}
        self._by_word: dict[str, list[Person]] = {}
        self._near: dict[str, list[Person]] = {}  # by surname less a letter
        self._near_to: dict[str, list[Person]] = {}  # by word, what has been found so

    @classmethod
    def of(cls, text: str, mentions: Sequence[Mention], known: Iterable[str] = ()) -> Cast:
        """The people of ``text``; ``known`` are folded names that are those of sources."""
        cast, sources = cls(), frozenset(known)
        body = {each.last for each in mentions if not each.in_headline}
        full = [each for each in mentions if len(each.words) > 1 and each.sort != "body"]
        full = [each for each in full if not each.in_headline or not body or each.last in body]
        for mention in sorted(full, key=lambda each: each.in_headline):  # the body counts first
            cast._meet(text, mention, sources)
        for mention in mentions:
            cast._hear(text, mention, sources)
        cast._mend()
        for person in cast.people:
            for word in person.bag:
                known_so = cast._by_word.setdefault(word, [])
                if len(known_so) < _MOST_OF_A_KIND:
                    known_so.append(person)
        return cast

    def add_headline(self, headline: str, mentions: Sequence[Mention]) -> None:
        """Take from a headline those whom the article itself never names in full."""
        for mention in mentions:
            if len(mention.words) < 2 or mention.sort != "person" or self._same(mention):
                continue
            alone = [each for each in self._by_last.get(mention.last, ()) if not each.first]
            self._meet(headline, mention, frozenset())
            full = self._by_last[mention.last].pop() if len(alone) == 1 else None
            if full is not None:
                alone[0].name, alone[0].words, alone[0].first = full.name, full.words, full.first
                alone[0].gender = alone[0].gender or full.gender
                alone[0].sure = True

    def find(self, mention: Mention, at: int | None = None) -> Person | None:
        """Whom a mention means, with regard to what the article has said before ``at``."""
        if len(mention.words) > 1:
            same = self._same(mention)
            if same is not None:
                return same
            if gender_of(mention.words[0]) or plain_word(mention.words[0]).endswith("."):
                return None
        word = mention.last
        found = self._by_last.get(word) or self._by_first.get(word) or []
        if not found and len(mention.words) == 1 and not mention.definite:
            found = self._misspelled(word)
        return self._chosen(found, mention, at)

    def called(self, word: str) -> list[Person]:
        """The first people of whom the article uses a word, as in `nouns.bag_of`."""
        return self._by_word.get(word, [])

    def _chosen(self, found: list[Person], mention: Mention, at: int | None) -> Person | None:
        if len(found) < 2:
            return found[0] if found else None
        if gender := gender_in(mention.title):
            found = [each for each in found if each.gender in (gender, "")] or found
        if len(found) > 1 and (title := bag_of(mention.title)):
            found = [each for each in found if title & each.bag] or found
        if len(found) > 1 and at is not None:
            found = [each for each in found if each.since < at] or found
        if len(found) < 2:
            return found[0] if found else None
        often, next_often = sorted(found, key=lambda each: -each.full)[:2]
        if often.full >= next_often.full + _CLEARLY_MORE:
            return often
        return max(found, key=lambda each: each.latest_before(at))

    def _mend(self) -> None:
        """Know misspelled surnames from now on, and take those met so far for the right ones."""
        for each in self.people:
            if each.first and each.times == each.full and len(each.last) >= _LONG_ENOUGH:
                for key in _less_a_letter(each.last):
                    self._near.setdefault(key, []).append(each)
        for each in self.people:
            meant = [] if each.first else self._misspelled(each.last)
            if len(meant) == 1:
                meant[0].sure = True
                self._by_last[each.last] = meant

    def _misspelled(self, word: str) -> list[Person]:
        """Whose surname is one letter off, where nothing calls them by the right one alone."""
        if len(word) < _LONG_ENOUGH or not self._near:
            return []
        if word not in self._near_to:
            near = {each: None for key in _less_a_letter(word) for each in self._near.get(key, ())}
            self._near_to[word] = [each for each in near if not _is_plural(word, each.last)]
        return self._near_to[word]

    def _same(self, mention: Mention) -> Person | None:
        """The person of exactly this name, but for middle names and nicknames."""
        called = self._by_last.get(mention.last)
        if not called:
            return None
        first, suffix = mention.first, mention.suffix
        for each in called:
            if each.first and each.suffix == suffix and _alike(first, each.first):
                return each
        name = f" {fold(' '.join(mention.words))}"
        for each in called:
            if not suffix and name in f" {fold(each.name)}":
                return each
        return None

    def _meet(self, text: str, mention: Mention, sources: frozenset[str]) -> None:
        person = self._same(mention)
        if person is None:
            person = self._new(text, mention, mention.first)
            self._by_first.setdefault(mention.first, []).append(person)
        person.full += 1
        if person.name.isupper() and not mention.words[-1].isupper():
            person.name = " ".join(text[mention.start : mention.end].split())
        person.sure = (
            person.sure
            or mention.sort == "person"
            or fold(person.name) in sources
            or bool(role_at(text, mention).words)
        )

    def _hear(self, text: str, mention: Mention, sources: frozenset[str]) -> None:
        """Learn from a mention, also of a surname alone, what its bearer is."""
        person = self.find(mention, mention.end)
        if person is None:
            if len(mention.words) > 1 or (mention.definite and not mention.title):
                return
            alone = fold(text[mention.start : mention.end])
            known = mention.sort == "person" or (alone in sources and _is_own(text, mention))
            if not known and not _is_introduced(text, mention):
                return
            person = self._new(text, mention, "")
            person.sure = person.sure or mention.sort == "person"
        if len(mention.words) > 1:
            person.named_at.append(mention.start)
        person.times += 1
        if not person.may_be(mention):
            return
        role = role_at(text, mention)
        aged = "-year-old" in role.more or role.more.endswith("who")
        surname = len(mention.words) == 1 and not mention.definite and bool(person.first)
        surname = surname and mention.last == person.last
        told = aged or surname or bool(role.words)
        person.sure = person.sure or mention.sort == "person" or told
        person.role = person.role or role.words
        person.bag |= bag_of(f"{role.words} {role.more}")
        if not person.gender:
            person.gender = gender_in(f"{mention.title} {role.words}") or gender_in(role.more)

    def _new(self, text: str, mention: Mention, first: str) -> Person:
        name = " ".join(text[mention.start : mention.end].split())
        person = Person(name, mention.words, first, mention.last, mention.suffix, mention.start)
        told: Gender = gender_of(mention.words[0]) if first or not mention.title else ""
        person.gender = gender_in(mention.title) or told
        person.sure = bool(told) and not mention.title
        self.people.append(person)
        self._by_last.setdefault(mention.last, []).append(person)
        return person


def _less_a_letter(word: str) -> set[str]:
    """The word, and the word without one of its letters but the first."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(1, len(word)))}


def _is_plural(one: str, other: str) -> bool:
    return one in (f"{other}s", f"{other}es") or other in (f"{one}s", f"{one}es")


def _is_own(text: str, mention: Mention) -> bool:
    """Whether the capital of a source of one word is its own, not that of its sentence."""
    if mention.sort == "body" and (is_group(mention.last) or is_people(mention.last)):
        return False
    inside = text[max(0, mention.start - 2) : mention.start - 1].islower()
    return inside or kind_of(mention.last) == "thing"


def _is_introduced(text: str, mention: Mention) -> bool:
    """Whether a first name alone has an age or a description: "her father, Tom, 39"."""
    if mention.sort == "body" or not gender_of(mention.words[0]):
        return False
    role = role_at(text, mention)
    return bool(role.words) or "-year-old" in role.more


@lru_cache(maxsize=4096)
def gender_in(phrase: str) -> Gender:
    """What a title or a description tells of somebody's gender."""
    if not phrase or phrase.isspace():
        return ""
    plain = words_of(_PREPOSITION.split(phrase)[0].replace(".", ""))
    if FEMALE_WORDS.intersection(plain):
        return "f"
    return "m" if MALE_WORDS.intersection(plain) else ""


def _alike(one: str, other: str) -> bool:
    return one == other or _NICKNAMES.get(one, one) == _NICKNAMES.get(other, other)
