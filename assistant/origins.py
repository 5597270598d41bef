"""Near copies of one statement, such as a wire story in many papers, told once with its origins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from rapidfuzz import fuzz

from assistant.fold import fold, words
from assistant.ledger import Recorded, person_of
from assistant.numbers import numbers
from assistant.polarity import polarity

# The share of letters, from 0 to 100, that two wordings of one statement have in common, in order.
# Papers that print a wire story spell a word in another way, or change one: another word of eight
# letters leaves a statement of eighty just 90. Rather two rows for one statement than one for two.
ALIKE = 90.0
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|without)\b|n't\b"
)
_Key = tuple[str, tuple[str, str]]  # a last name, two neighbouring words
_NUMBER = re.compile(r"[\d.]+")
_WORD = re.compile(r"[^\W_]+(?:[.'’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Told:
    """One statement, as it was first told, and the same in other articles."""

    first: Recorded
    also: tuple[Recorded, ...] = ()

    @property
    def articles(self) -> int:
        """In how many articles it stands."""
        return len({each.statement.article_id for each in self._all})

    @property
    def origins(self) -> int:
        """In how many stories it stands; near copies of one article are one story."""
        return len({each.story for each in self._all})

    @property
    def _all(self) -> tuple[Recorded, ...]:
        return (self.first, *self.also)


def together(found: Sequence[Recorded]) -> list[Told]:
    """Statements with their near copies, in the order of the first of each.

    Copies stand in different articles, are by the same speaker and say the same in nearly the same
    words; with another number, name or "not" they never are. Of several, the one of a story's
    original is shown before those of its copies, and the earliest published before later ones.
    """
    every = [_Said(each) for each in found]
    common = Counter(key for said in every for key in said.keys)
    groups: list[_Group] = []
    by_key: dict[_Key, list[_Group]] = {}
    for said in every:
        keys = _rarer(said.keys, common)
        group = _group_of(said, keys, by_key)
        if group is None:
            group = _Group(said)
            groups.append(group)
            for key in keys:
                by_key.setdefault(key, []).append(group)
        else:
            group.members.append(said)
    return [group.told() for group in groups]


class _Said:
    """A statement with what is compared of it, each part made when it is first needed."""

    def __init__(self, recorded: Recorded) -> None:
        self.recorded = recorded
        self.person, self.last_name = person_of(recorded.statement.speaker)
        self.words = words(recorded.statement.content)
        self.text = " ".join(self.words)

    @cached_property
    def keys(self) -> list[_Key]:
        """The pairs of neighbouring words, each once; of a single word that word."""
        pairs = zip(self.words, self.words[1:], strict=False)
        return [(self.last_name, pair) for pair in dict.fromkeys(pairs) or [(self.text, "")]]

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(numbers(self.recorded.statement.content).values)

    @cached_property
    def negations(self) -> int:
        return len(
            _NEGATION.findall(fold(self.recorded.statement.content).replace("cannot", "not"))
        )

    @cached_property
    def marked(self) -> frozenset[str]:
        """The words that name something, with a capital letter, or count it otherwise: "3-2"."""
        return frozenset(
            folded
            for word in _WORD.findall(self.recorded.statement.content)
            if any(c.isupper() or c.isdigit() for c in word) and not _NUMBER.fullmatch(word)
            for folded in words(word)
        )


class _Group:
    """A statement and its copies so far; the first of them decides what is one."""

    def __init__(self, first: _Said) -> None:
        self.members = [first]

    def takes(self, said: _Said) -> bool:
        first = self.members[0]
        return (
            all(_may_be_one(said, each) for each in self.members)
            and fuzz.ratio(first.text, said.text, score_cutoff=ALIKE) > 0
            and _mean_the_same(first, said)
        )

    def told(self) -> Told:
        first, *also = sorted((said.recorded for said in self.members), key=_precedence)
        return Told(first, tuple(also))


def _rarer(keys: Sequence[_Key], common: Mapping[_Key, int]) -> list[_Key]:
    """A little more than half of the pairs, the rare ones.

    Two statements that have half of their pairs in common have at least one of these in common:
    what many say ("we will") need not be looked up.
    """
    return sorted(keys, key=lambda key: (common[key], key))[: len(keys) // 2 + 1]


def _group_of(
    said: _Said, keys: Sequence[_Key], by_key: Mapping[_Key, Sequence[_Group]]
) -> _Group | None:
    tried: set[int] = set()
    for key in keys:
        for group in by_key.get(key, ()):
            if id(group) not in tried and group.takes(said):
                return group
            tried.add(id(group))
    return None


def _may_be_one(said: _Said, other: _Said) -> bool:
    """Whether two statements are in different articles and by the same speaker.

    Without a speaker it can be the same one only in copies of the same story.
    """
    one, two = said.recorded, other.recorded
    if one.statement.article_id == two.statement.article_id:
        return False
    if not said.person or not other.person:
        return said.person == other.person and one.story == two.story
    if one.statement.named != two.statement.named:
        return False
    return said.person == other.person or said.last_name in (said.person, other.person)


def _mean_the_same(one: _Said, two: _Said) -> bool:
    own, other = one.marked - set(two.words), two.marked - set(one.words)
    if (own and other) or one.negations != two.negations or one.numbers != two.numbers:
        return False
    return one.text == two.text or "opposite" not in (
        polarity(one.recorded.statement.content, two.recorded.statement.content),
        polarity(two.recorded.statement.content, one.recorded.statement.content),
    )


def _precedence(each: Recorded) -> tuple[bool, bool, datetime | None]:
    when = each.published_at
    return each.story != each.statement.article_id, when is None, when
