"""Invented texts with their sources in [ ] and contents in { }, and who speaks in them."""

from __future__ import annotations

from assistant.statements.people import Speaker, speakers
from assistant.statements.relations import Relation


def marked(text: str) -> tuple[str, list[Relation]]:
    """The text without its marks, and a relation for each source; the contents in their order."""
    plain, spans, since = "", {"[": [], "{": []}, {"[": 0, "{": 0}
    closing = {"]": "[", "}": "{"}
    for character in text:
        if character in spans:
            since[character] = len(plain)
        elif opened := closing.get(character):
            spans[opened].append((since[opened], len(plain)))
        else:
            plain += character
    contents = spans["{"] + [(0, 1)] * len(spans["["])
    return plain, [
        Relation((source,), (), (content,))
        for source, content in zip(spans["["], contents, strict=False)
    ]


def of(text: str, headline: str = "", authors: tuple[str, ...] = ()) -> list[Speaker]:
    return speakers(*marked(text), headline, authors)


def names(text: str, headline: str = "", authors: tuple[str, ...] = ()) -> list[str]:
    return [each.name for each in of(text, headline, authors)]
