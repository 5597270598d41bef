"""Who speaks: from the words of a source to the full name, inside one article and by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.fold import fold
from assistant.statements.cast import Cast, Person
from assistant.statements.descriptions import Descriptions
from assistant.statements.first_names import Gender
from assistant.statements.heard import HE_OR_SHE, PRONOUN, SOURCE, heard, is_governed
from assistant.statements.institutions import Institutions, is_institution
from assistant.statements.layout import Layout
from assistant.statements.mentions import Mention, mentions_of
from assistant.statements.nouns import PREPOSITIONS, Kind, kind_of
from assistant.statements.phrase import next_word, phrase_of
from assistant.statements.relations import Relation
from assistant.statements.relatives import before_who
from assistant.statements.salience import (
    GOVERNED,
    OTHER,
    OWNING,
    QUOTED,
    SPEAKER,
    SUBJECT,
    Salience,
)
from assistant.statements.speaker import NOBODY, Found, Speaker, lower_first
from assistant.types import Span

__all__ = ["Speaker", "speakers"]

_HE = frozenset("he him his himself".split())
_SHE = frozenset("she her hers herself".split())
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_I = frozenset("i me my myself mine we us our ours ourselves you your yours".split())
_ALL_PRONOUNS = _HE | _SHE | _THEY | _IT | _I
_WHO = frozenset("who whom whose which that".split())
_WORD = re.compile(r"(?<!\w)[A-Za-z]+\Z")
_LONGEST_NOUN = 24  # letters
_HOW_MANY = re.compile(
    r"(?:\b(?:some|many|most|several|other|the|two|three|local|all)[ \u00a0]+){1,2}\Z", re.I
)
_GOVERNING = frozenset(
    """
    of for with against by about to from than at near in on like over under behind between after
    before into via and including if whether that
    """.split()
)
_LETTERS_AT_END = re.compile(r"\w+\Z")
_SOURCE, _NAME, _HE_OR_SHE, _THE_ONE, _PEOPLE = range(5)  # what is heard, in this order
_WORD = re.compile(r"[^\s]+")
_OBJECT = re.compile(r"(?i:him\b|her(?=[.,;:]| (?:that|to|in|on|for|at|from|about|with|and|as)\b))")


def speakers(
    text: str, relations: Sequence[Relation], headline: str = "", authors: Sequence[str] = ()
) -> list[Speaker]:
    """The speaker of each relation, in their order.

    What the article says of somebody counts wherever it says it. ``headline`` gives names that the
    text does not have; "I" outside a quotation is the only author, where there is one.
    """
    return _Reader(text, relations, headline, authors).read() if relations else []


class _Reader:
    """One reading of an article from its first word to its last."""

    def __init__(
        self, text: str, relations: Sequence[Relation], headline: str, authors: Sequence[str]
    ) -> None:
        self._text = text
        self._layout = layout = Layout(text)
        self._relations = relations
        self._authors = authors
        sources = {fold(layout.words(each.source)) for each in relations}
        self._cast = Cast.of(text, layout.mentions, sources)
        if headline:
            self._cast.add_headline(headline, mentions_of(headline, [0]))
        self._around = layout.enclosing(relations)
        self._salience = Salience()
        self._institutions = Institutions(text, layout.mentions, sources)
        self._descriptions = Descriptions(layout, self._cast, self._salience)
        self._last = NOBODY
        self._before: tuple[int, Person] | None = None  # the name before, and where it ends
        self._seen_subject = -1  # the sentence whose first name has been met
        self._found: dict[int, Found] = {}
        self._people: dict[int, Person | None] = {}  # by where a name without a title begins

    def read(self) -> list[Speaker]:
        """The speakers, by one pass over names, pronouns and sources in the order of the text."""
        self._learn_genders()
        for start, kind, payload in heard(self._layout, self._relations):
            if isinstance(payload, int):
                if kind == SOURCE:
                    self._hear_source(payload)
                else:
                    self._hear_people(start, payload)
            elif isinstance(payload, Mention):
                self._hear_name(payload)
            elif kind == HE_OR_SHE:
                self._hear_pronoun(payload)
            else:
                self._hear_description(payload)
        self._resolve_quoted()
        return [self._found.get(place, NOBODY).speaker for place in range(len(self._relations))]

    # What is heard

    def _hear_name(self, mention: Mention) -> None:
        person = self._person(mention)
        sentence = self._layout.sentence(mention.start)
        quoted = mention.start in self._layout.quoted
        is_person = person is not None and person.may_be(mention)
        if mention.sort != "person" and not quoted and not (is_person and person and person.sure):
            self._institutions.hear_name(mention, sentence)
        if person is None or not is_person:
            return
        weight = QUOTED if quoted else self._weight(mention.title_start, mention.end, sentence)
        self._salience.touch(person, weight, sentence)
        if not quoted:
            self._hear_pair(mention, person)

    def _person(self, mention: Mention) -> Person | None:
        """Whom a name means at its place; with a title it also depends on what has been learnt."""
        if mention.title:
            return self._cast.find(mention, mention.end)
        if mention.start not in self._people:
            self._people[mention.start] = self._cast.find(mention, mention.end)
        return self._people[mention.start]

    def _weight(self, start: int, end: int, sentence: int) -> float:
        """What the place of somebody in a sentence says of how much they are in mind."""
        if is_governed(self._text, start):
            return GOVERNED
        if self._text[end : end + 2] in ("'s", "’s") or self._text[end : end + 1] in ("'", "’"):
            return OTHER
        if (noun := next_word(self._text, end)) and kind_of(noun) != "thing":
            return GOVERNED  # "a Clinton spokesman", "the Clinton campaign"
        if self._seen_subject == sentence:
            return OTHER
        self._seen_subject = sentence
        return SUBJECT

    def _hear_pronoun(self, match: re.Match[str]) -> None:
        word, sentence = fold(match[0]), self._layout.sentence(match.start())
        person = self._salience.best("m" if word in _HE else "f", sentence)
        if person is not None:
            weight = SUBJECT if word in ("he", "she") else OWNING
            self._salience.touch(person, weight, sentence)

    def _hear_description(self, match: re.Match[str]) -> None:
        """Somebody may be meant by "the mayor", who is then in mind; or a body, by "it"."""
        end, kind = self._head_end(match)
        words = self._text[match.start() : end]
        if kind == "body" and not self._layout.name_at(end - 1):
            sentence = self._layout.sentence(match.start())
            self._institutions.hear_noun(words, match.start(), sentence)
        if kind != "person":
            return
        sentence, phrase = self._layout.sentence(match.start()), phrase_of(words, False)
        person = self._descriptions.meant(phrase, sentence)
        if person is not None:
            weight = self._weight(match.start(), end, sentence)
            self._salience.touch(person, weight, sentence)

    def _head_end(self, match: re.Match[str]) -> tuple[int, Kind]:
        """Where the noun of "the harbour ministry" ends, and its kind."""
        end = match.start()
        found: Kind = "thing"
        for word in _WORD.finditer(self._text, match.start(1), match.end()):
            kind = _kind(word[0])
            if kind is None or (kind == "thing" and found != "thing"):
                break
            if found != "thing" and self._layout.names_at(word.start()):
                break
            if kind != "thing":
                end, found = word.end(), kind
        if self._layout.names_at(end + 1):
            return end, "thing"  # "the mayor Ada Quill"
        return end, found

    def _hear_people(self, start: int, end: int) -> None:
        """Several people without a name, whom "they" may mean."""
        if not is_governed(self._text, start):
            self._descriptions.group = Found.words(self._text[start:end])

    def _hear_pair(self, mention: Mention, person: Person) -> None:
        """Two by name, whom "they" may mean: "Quill and Brandvold"."""
        before, self._before = self._before, (mention.end, person)
        if before is None or self._text[before[0] : mention.title_start] != " and ":
            return
        if before[1] is not person and before[1].sure and person.sure:
            names = f"{before[1].name} and {person.name}"
            self._descriptions.group = Found(Speaker(names, "", True), (before[1], person))

    def _hear_source(self, place: int) -> None:
        span = self._layout.first_span(self._relations[place].source)
        if span is None:
            return
        quoted = span[0] in self._layout.quoted
        words = self._layout.words(self._relations[place].source)
        found = self._resolve(place, words, span, quoted)
        if found is None:
            return
        self._found[place] = found
        sentence = self._layout.sentence(span[0])
        for person in found.people:
            weight = SPEAKER if person.named else SUBJECT
            self._salience.touch(person, QUOTED if quoted else weight, sentence)
        if not quoted:
            self._seen_subject = sentence
            if fold(found.speaker.name) not in _ALL_PRONOUNS:
                self._last = found
                human = any(each.gender or each.role for each in found.people[:1])
                if found.speaker.named and not human and len(found.people) < 2:
                    self._institutions.hear_source(found.speaker.name, sentence)
            self._descriptions.last_source = (found, span[0])

    # What it means

    def _resolve(self, place: int, words: str, span: Span, quoted: bool) -> Found | None:
        """The speaker; None for "I" and "we", which are known only when all others are."""
        plain = fold(words).strip(' \n\t,.:;"“”()[]—–-').replace("'s", "")
        if not plain or not any(map(str.isalnum, plain)):
            return NOBODY
        if plain in _I:
            return None
        if plain in _HE or plain in _SHE:
            but = self._outside(place) if quoted else None
            return self._he_or_she("m" if plain in _HE else "f", words, span, but)
        if plain in _WHO:
            return self._before_who(words, span)
        if plain in _IT:
            return self._it(words)
        if plain in _THEY:
            return self._they(words)
        return self._descriptions.resolve(phrase_of(words, self._layout.opens(span[0])), span)

    def _outside(self, place: int) -> Person | None:
        """Whose words the source of a relation stands in, where a name tells: not "he" in them."""
        outer = self._around.get(place)
        if outer is None:
            return None
        if outer in self._found:
            return next(iter(self._found[outer].people), None)
        words = self._layout.words(self._relations[outer].source)
        mention = phrase_of(words, False).mention if words else None
        return self._cast.find(mention) if mention is not None else None

    def _he_or_she(
        self, gender: Gender, words: str, span: Span, but: Person | None = None
    ) -> Found:
        sentence = self._layout.sentence(span[0])
        person = self._salience.best(gender, sentence, lambda person: float(person is not but))
        if person is None:
            return Found.words(words)
        person.gender = person.gender or gender
        return Found.person(person)

    def _before_who(self, words: str, span: Span) -> Found:
        mention, (start, end) = before_who(self._layout, self._cast, span[0])
        if mention is not None:
            person = self._cast.find(mention, mention.end)
            name = self._text[mention.title_start : mention.end]
            return Found.person(person) if person else Found(Speaker(name, "", True))
        if start == end:
            return Found.words(words)
        phrase = phrase_of(self._text[start:end], False)
        return self._descriptions.resolve(phrase, (start, end))

    def _it(self, words: str) -> Found:
        body = self._institutions.last
        return Found(Speaker(body or lower_first(words), "", bool(body)))

    def _they(self, words: str) -> Found:
        if self._last.speaker.name and not self._last.people:
            return self._last
        if len(self._last.people) > 1:
            return self._last
        if self._descriptions.group is not None:
            return self._descriptions.group
        return Found.words(words)

    # "I" and "we"

    def _resolve_quoted(self) -> None:
        """Give "I" and "we" to whom the quotation belongs that they stand in."""
        for place, relation in enumerate(self._relations):
            span = self._layout.first_span(relation.source)
            if place in self._found or span is None:
                continue
            outer, seen = self._around.get(place), {place}
            while outer is not None and outer not in self._found and outer not in seen:
                seen.add(outer)
                outer = self._around.get(outer)
            if outer is not None and outer in self._found:
                self._found[place] = self._found[outer]
            elif len(self._authors) == 1 and span[0] not in self._layout.quoted:
                self._found[place] = Found(Speaker(self._authors[0], "", True))
            else:
                words = self._layout.words(relation.source)
                self._found[place] = Found.words(words)

    def _learn_genders(self) -> None:
        """Give a name that tells nothing the gender of the pronouns that follow it."""
        found: dict[int, dict[Person, int]] = {}  # by sentence, whom it names and where that ends
        for each in self._layout.mentions:
            person = self._person(each)
            if person is not None and each.start not in self._layout.quoted:
                people = found.setdefault(self._layout.sentence(each.start), {})
                people.setdefault(person, each.end)
        for sentence, people in found.items():
            if len(people) == 1 and not next(iter(people)).gender:
                self._learn_gender(*next(iter(people.items())), *self._layout.sentences[sentence])

    def _learn_gender(self, person: Person, behind: int, start: int, end: int) -> None:
        """From the first pronoun behind a name, but for one of somebody named before it."""
        others = set()
        for match in PRONOUN.finditer(self._text, start, end):
            gender: Gender = "m" if fold(match[0]) in _HE else "f"
            if match.start() < behind or _OBJECT.match(self._text, match.start()):
                others.add(gender)
            elif match.start() not in self._layout.quoted:
                if gender not in others:  # "His lawyer, Ada Quill, said that he"
                    person.gender = gender
                return


@lru_cache(maxsize=1 << 14)
def _kind(word: str) -> Kind | None:
    """The kind of a word in a description; None for a preposition, which ends it."""
    plain = fold(word).rstrip(".")
    if plain in PREPOSITIONS:
        return None
    return "body" if is_institution(plain) else kind_of(plain)
