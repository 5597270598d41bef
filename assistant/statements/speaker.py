"""The value types of who speaks: a speaker, and which persons of an article it is."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.statements.cast import Person


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: ``name`` is the full name, or the words that describe the source.

    ``role`` is an office, a title or a body in the article's own words, or empty. ``named`` is
    False for a source without a name: "a senior official", "critics". All are empty for nobody.
    """

    name: str
    role: str
    named: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A speaker, and the persons of the article that it is."""

    speaker: Speaker
    people: tuple[Person, ...] = ()

    @classmethod
    def person(cls, person: Person) -> Found:
        return cls(Speaker(person.name, person.role, person.named), (person,))

    @classmethod
    def words(cls, words: str) -> Found:
        """A source that nothing in the article explains, in its own words."""
        return cls(Speaker(lower_first(words), "", False))


NOBODY = Found(Speaker("", "", False))


def lower_first(words: str) -> str:
    return words if words == "I" or not words else words[0].lower() + words[1:]
