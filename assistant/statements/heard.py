"""What of an article can be a speaker or whom one means: sources, names, pronouns, descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.statements.layout import Layout
from assistant.statements.mentions import Mention
from assistant.statements.nouns import is_people
from assistant.statements.relations import Relation
from assistant.types import Span

SOURCE, NAME, HE_OR_SHE, THE_ONE, PEOPLE = range(5)  # at one place, in this order
# A place, what stands there, and: which relation's source, a name, a match, or an end.
Heard = tuple[int, int, int | Mention | re.Match[str]]

# With a set of first letters, and none before, a pattern is several times as fast.
PRONOUN = re.compile(
    r"[HhSs](?<!\w.)(?i:(?<=h)(?:e|im|is|imself|er|ers|erself)|(?<=s)he)\b", re.DOTALL
)
_THE = re.compile(r"[Tt](?<!\w.)(?i:he|his)((?:[ \u00a0]+[^\W_][\w.'’\-]*){1,5})", re.DOTALL)
_ENDING = re.compile(r"[SsEeNn](?!\w)(?:(?<=[A-Za-z]{3}[Ss])|(?i:(?<=people)|(?<=men)))")
_LAST_WORD = re.compile(r"(?<!\w)[A-Za-z]+\Z")
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
_LONGEST_NOUN = 24  # letters
_BEFORE_NOUN = 24  # characters


def heard(layout: Layout, relations: Sequence[Relation]) -> list[Heard]:
    """All up to the last source in the order of the text, a source before the word it begins with.

    What stands behind the last source is never asked for.
    """
    found: list[Heard] = []
    sources = set()
    for place, relation in enumerate(relations):
        if span := layout.first_span(relation.source):
            found.append((span[0], SOURCE, place))
            sources.add(span[0])
    last, quoted = max(sources, default=-1), layout.quoted
    found.extend((each.start, NAME, each) for each in layout.mentions_in(0, last + 1))
    for kind, pattern in ((HE_OR_SHE, PRONOUN), (THE_ONE, _THE)):
        for match in pattern.finditer(layout.text):
            start = match.start()
            if start > last:
                break
            if start not in sources and start not in quoted:
                found.append((start, kind, match))
    for start, end in _several(layout, last):
        if start not in sources and start not in quoted:
            found.append((start, PEOPLE, end))
    return sorted(found, key=lambda each: each[:2])


def _several(layout: Layout, until: int) -> Iterator[Span]:
    """Where several people without a name are: "some residents"."""
    text = layout.text
    for ending in _ENDING.finditer(text):
        end = ending.end()
        if end > until:
            return
        low = max(0, end - _LONGEST_NOUN)
        word = text[max(low, text.rfind(" ", low, end) + 1) : end]
        if not (word.isalpha() and word.isascii()):
            last = _LAST_WORD.search(text, low, end)
            word = last[0] if last else ""
        start = end - len(word)
        if is_people(word.lower()) and not layout.names_at(start):
            low = max(0, start - _BEFORE_NOUN)
            if ahead := _HOW_MANY.search(text[low:start]):
                start = low + ahead.start()
            yield start, end


def is_governed(text: str, start: int) -> bool:
    """Whether a preposition stands before a noun and its article."""
    words = text[max(0, start - _BEFORE_NOUN) : start]
    if not words[-1:].isspace():
        return False
    before = words.split()[-2:]
    if len(before) > 1 and before[-1].lower() == "the":
        before.pop()
    word = _LETTERS_AT_END.search(before[-1]) if before else None
    return word is not None and word[0].lower() in _GOVERNING
