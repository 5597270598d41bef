"""Who a source is that is no pronoun: by name, by description, or by its words as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.statements.cast import Cast, Person, gender_in
from assistant.statements.layout import Layout
from assistant.statements.mentions import Mention
from assistant.statements.nouns import (
    ASIDE,
    DETERMINERS,
    HEADS,
    OFFICES,
    TAKEN_UP,
    bag_of,
    differ,
    head_of,
    is_group,
    is_person,
    words_of,
)
from assistant.statements.phrase import (
    Phrase,
    determiner_of,
    is_counted,
    is_named_group,
    kind_of_phrase,
    lowered,
    parts_of,
    phrase_of,
)
from assistant.statements.roles import core_of, is_role, tidy
from assistant.statements.salience import Salience
from assistant.statements.speaker import Found, Speaker
from assistant.types import Span

_NOT_NAMED = r"(?:not )?(?:to )?be (?:named|identified)"
_ANONYMOUS = re.compile(
    rf"\b(?:conditions? of anonymity|spoke anonymously|not {_NOT_NAMED}"
    rf"|(?:asked|requested|declined|refused|wish\w*|want\w*) (?:for )?(?:anonymity|{_NOT_NAMED})"
    r"|not authori[sz]ed to (?:speak|discuss|comment))",
    re.I,
)
_LONGEST_SENTENCE = 1_000  # characters that are searched for such words
_SPOKEN_FOR = re.compile(r"\b(?:for|from|of|at|with)\s+(?:the\s+)?(?P<body>[^,;]{2,80})")
_SPEAKS = re.compile(r"^spokes(?:man|woman|person|people|men|women)$")
_OFTEN = 10  # mentions, from which somebody is one of the main persons of an article
_TOLD = 4.0  # how much better somebody fits of whom part of a description has been said
_FEW_WORDS = 3  # of a description that may take up an earlier one
_PARAGRAPH = 2_000  # characters, within which somebody is still the last speaker
_OWNED_BY_ONE = frozenset(("his", "her"))
_OWNERS = _OWNED_BY_ONE | {"their", "its"}
_ADDRESS = frozenset("mr mrs ms dr the a".split())
# "the ferry's operator, Sound & Isles Ferries": who is named behind the comma.
_APPOSED = re.compile(
    r"(?:the |an? )?(?P<role>(?!.*\bby\b)[^,]{3,60}), (?P<name>[^\W\d_a-z][^,]{2,60})"
)


class Descriptions:
    """Reads the sources of one article in its order, and remembers those that have no name.

    ``group`` is what "they" would mean, ``last_source`` the one before, and where it stands.
    """

    def __init__(self, layout: Layout, cast: Cast, salience: Salience) -> None:
        self._layout = layout
        self._cast = cast
        self._salience = salience
        self._described: dict[str, Found] = {}  # by head noun
        self.last_source: tuple[Found, int] | None = None
        self.group: Found | None = None

    def resolve(self, phrase: Phrase, span: Span) -> Found:
        """Who the source ``phrase`` is that stands at ``span``."""
        if parts := parts_of(phrase):
            both = self._several(parts, span[1])
            if both is not None:
                return both
        if phrase.mention is not None:
            return self._named(phrase, phrase.mention, span)
        if (appositive := self._appositive(phrase, span[1])) is not None:
            return appositive
        anonymous = self._is_anonymous(span)
        person = None if anonymous else self.meant(phrase, self._layout.sentence(span[0]))
        return Found.person(person) if person else self._described_source(phrase, span, anonymous)

    def meant(self, phrase: Phrase, sentence: int) -> Person | None:
        """The person by name whom a definite description means, if any."""
        return (
            self._fitting(phrase, sentence)
            or self._of_office(phrase, sentence)
            or self._taken_up(phrase, sentence)
        )

    def _is_anonymous(self, span: Span) -> bool:
        place = self._layout.sentence(span[0])
        if place < 0:
            return False
        start, end = self._layout.sentences[place]
        start, end = max(start, span[0] - _LONGEST_SENTENCE), min(end, span[0] + _LONGEST_SENTENCE)
        return bool(_ANONYMOUS.search(self._layout.text, start, end))

    def _several(self, parts: Sequence[str], at: int) -> Found | None:
        """Several people by name; None where one of them has none."""
        people = []
        for part in parts:
            mention = phrase_of(part, False).mention
            person = self._cast.find(mention, at) if mention is not None else None
            if person is None:
                return None
            people.append(person)
        return Found(Speaker(" and ".join(each.name for each in people), "", True), tuple(people))

    def _named(self, phrase: Phrase, mention: Mention, span: Span) -> Found:
        person = self._cast.find(mention, span[1])
        local = _role_in(phrase, mention)
        if person is not None and person.may_be(mention):
            return Found(Speaker(person.name, person.role or local, True), (person,))
        if mention.sort == "person" or local:
            name = phrase.core[mention.start : mention.end]
            return Found(Speaker(name, local, True))
        return self._described_source(phrase, span, False)

    def _appositive(self, phrase: Phrase, at: int) -> Found | None:
        """The name behind a description: "its director, Ada Quill"."""
        if not phrase.rest or not (is_role(phrase.chunk) or phrase.head in ("them", "these")):
            return None
        behind = phrase_of(phrase.rest, False)
        if behind.mention is None or behind.mention.sort == "body" or parts_of(behind):
            return None
        person = self._cast.find(behind.mention, at)
        role = tidy(phrase.chunk) if is_role(phrase.chunk) else ""
        if person is None:
            name = behind.core[behind.mention.start : behind.mention.end]
            return Found(Speaker(name, role, True))
        return Found(Speaker(person.name, person.role or role, True), (person,))

    def _fitting(self, phrase: Phrase, sentence: int) -> Person | None:
        """The person whom a definite description fits: "the mayor"."""
        definite = determiner_of(phrase)
        owned = definite in ("his", "her", "their", "its") or phrase.owner is not None
        if definite not in ("the", "this", "that") and not owned:
            return None
        if not (is_person(phrase.head) or phrase.head.endswith("-old")):
            return None
        bag, head = bag_of(phrase.core), head_of(phrase.head)
        needed = 2 if owned else 1
        found = [
            each
            for each in self._cast.called(head)
            if len(bag & each.bag) >= needed and not differ(bag, each.bag)
        ]
        if not found or (head == "winner" and len(found) > 1):  # of one contest or of another
            return None
        return max(
            found,
            key=lambda each: (len(bag & each.bag), self._salience.of(each, sentence), each.times),
        )

    def _of_office(self, phrase: Phrase, sentence: int) -> Person | None:
        """Whom "their chief" or "the NATO secretary-general" means: "NATO chief Ada Quill"."""
        head, determiner = head_of(phrase.head), determiner_of(phrase)
        if determiner in _OWNERS and len(words_of(phrase.words)) <= _FEW_WORDS:
            found = self._holders(head)
            if determiner in _OWNED_BY_ONE:  # of whom the article says no more than that
                found = [each for each in found if core_of(each.role) == [phrase.head]]
            return found[0] if len(found) == 1 else None
        if determiner != "the" or self.last_source is None or head not in OFFICES:
            return None
        last, at = self.last_source
        start = self._layout.sentences[sentence][0] if sentence >= 0 else 0
        apart = start - at > _PARAGRAPH or self._layout.text.find("\n", at, start) >= 0
        if len(last.people) != 1 or apart:
            return None
        body = bag_of(phrase.core) - {head}
        fits = body and body <= last.people[0].bag and last.people[0] in self._holders(head)
        return last.people[0] if fits else None

    def _holders(self, head: str) -> list[Person]:
        """Whose office the article calls by a noun, or by one of the same meaning."""
        if head not in OFFICES and not is_person(head):
            return []
        others = OFFICES if head in HEADS else HEADS if head in OFFICES else ()
        found = {each: None for noun in (head, *others) for each in self._cast.called(noun)}
        offices = {head, *others}
        return [each for each in found if head_of((core_of(each.role) or [""])[-1]) in offices]

    def _taken_up(self, phrase: Phrase, sentence: int) -> Person | None:
        """Whom "the candidate" takes up, where the article calls nobody so: the one in mind."""
        if determiner_of(phrase) != "the" or phrase.head not in TAKEN_UP or phrase.owner:
            return None
        if len(phrase.words) > len(phrase.core) or "only" in phrase.core:
            return None
        bag, gender = bag_of(phrase.core), gender_in(phrase.core)

        def fit(person: Person) -> float:
            if not person.named or differ(bag, person.bag) or ASIDE & person.bag - bag:
                return 0.0
            if self._salience.is_new(person, sentence):
                return 0.0
            return float(min(person.times, _OFTEN) ** 0.5) * (_TOLD if bag & person.bag else 1.0)

        return self._salience.best(gender, sentence, fit)

    def _described_source(self, phrase: Phrase, span: Span, anonymous: bool) -> Found:
        kind = kind_of_phrase(phrase)
        name = lowered(phrase)
        definite = determiner_of(phrase) in ("the", "this", "that", "these", "those")
        if (
            definite
            and phrase.head in self._described
            and len(words_of(phrase.words)) <= _FEW_WORDS
        ):
            return self._described[phrase.head]
        if (apposed := _APPOSED.fullmatch(name)) is not None:
            found = Found(Speaker(apposed["name"], apposed["role"], True))
            self._described[phrase.head] = found
            return found
        of_people = kind in ("person", "people") or is_group(phrase.head) or is_counted(phrase)
        named = not of_people or (is_named_group(phrase) and not anonymous)
        speaker = Speaker(name, self._spoken_for(phrase, named), named)
        single = kind == "person" and not named
        found = Found(speaker, (self._unnamed(speaker, span),) if single else ())
        self._described[phrase.head] = found
        if kind == "people":
            self.group = found
        return found

    def _unnamed(self, speaker: Speaker, span: Span) -> Person:
        """A person without a name, whom a pronoun may mean."""
        gender = gender_in(speaker.name)
        return Person(
            speaker.name, (), "", "", "", span[0], gender, speaker.role, named=False, sure=True
        )

    def _spoken_for(self, phrase: Phrase, named: bool) -> str:
        """The body of a spokesman without a name."""
        if named or not _SPEAKS.match(phrase.head):
            return ""
        if behind := _SPOKEN_FOR.search(phrase.chunk, len(phrase.core)):
            return behind["body"]
        before = re.sub(r"['’]s?$", "", phrase.core.rpartition(" ")[0])
        first, _, rest = before.partition(" ")
        return rest if words_of(first)[:1] and words_of(first)[0] in DETERMINERS else before


def _role_in(phrase: Phrase, mention: Mention) -> str:
    """The role in the words before a name: "council spokesman", "Fjord News's"."""
    words = tidy(phrase.core[: mention.start])
    if _ADDRESS.issuperset(words_of(words)):
        return ""
    owner = re.sub(r"['’]s?$", "", words)
    return owner.strip() if owner != words or mention.title or is_role(words) else ""
