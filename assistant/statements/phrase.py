"""The words of a source taken apart: its head, who is named in it, what kind of thing it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.fold import fold, plain_word
from assistant.statements.mentions import Mention, mentions_of
from assistant.statements.nouns import (
    DETERMINERS,
    DOCUMENTS,
    PREPOSITIONS,
    QUANTIFIERS,
    Kind,
    is_group,
    kind_of,
    words_of,
)
from assistant.words import CUE_VERBS

_CHUNK = re.compile(r"\s*[,;:(\[]\s*|\s+[-–—]+\s+|\s+(?=(?:who|whose|which|that)\s)")
_TOKEN = re.compile(r"[^\s,;:()\[\]“”\"]+")
_AND = re.compile(r"(?:,\s*)?\s+(?:and|&|or|und|et)\s+")
_OWNED = re.compile(r"['’]s?(?=\s)")
_MARK = re.compile(r"[.;:!?“”\"()\n]")
_NOUN_AT_END = re.compile(r"(?:^|(?<=\s))(?:[\w'’\-]+\s+){0,5}[\w'’\-]+$")
_NEXT_WORD = re.compile(r"[ \u00a0]+([a-z][a-z\-]+)")
_SOME = frozenset("some many most several other others those two three all".split())
_DETERMINERS = DETERMINERS | QUANTIFIERS
_COUNTS = QUANTIFIERS - {"both"}
_CLAUSE = frozenset("is are was were be been and or but as than if it called named".split())
_MARKS = " \t\r\n\u00a0,;:.-–—\"“”‘’'()[]"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source: ``head`` is its noun, folded, ``mention`` the name that it ends in, if any."""

    words: str
    chunk: str  # up to its first comma
    rest: str  # behind that
    core: str  # of the chunk, what stands before a preposition
    head: str
    mention: Mention | None
    owner: Mention | None  # "Clinton" of "Clinton's campaign"


@lru_cache(maxsize=4096)
def phrase_of(words: str, opening: bool) -> Phrase:
    """Take ``words`` apart; ``opening`` says that they begin a sentence."""
    words = " ".join(words.split()).strip(_MARKS)
    found = mentions_of(words, [0] if opening else [], with_headlines=False)
    chunk = _first_chunk(words, found)
    core = _core(chunk, found)
    inside = [each for each in found if each.start < len(core)]
    last = inside[-1] if inside else None
    named = last if last is not None and _ends(core, last) else None
    owner = inside[0] if inside and named is not inside[0] else None
    if owner is not None and not _OWNED.match(words, owner.end):
        owner = None
    tokens = words_of(core)
    return Phrase(
        words=words,
        chunk=chunk,
        rest=words[len(chunk) :].strip(_MARKS),
        core=core,
        head=tokens[-1] if tokens else "",
        mention=named,
        owner=owner,
    )


def _first_chunk(words: str, found: list[Mention]) -> str:
    for cut in _CHUNK.finditer(words):
        inside_name = any(each.start < cut.start() < each.end for each in found)
        if cut.start() and not inside_name:
            return words[: cut.start()]
    return words


def _core(chunk: str, found: list[Mention]) -> str:
    of_people = False
    for token in _TOKEN.finditer(chunk):
        plain = fold(token[0])
        # "three people briefed on the talks": what follows the noun does not name it
        ends = plain in PREPOSITIONS or (of_people and plain.endswith(("ed", "ing")))
        in_name = any(each.title_start < token.start() < each.end for each in found)
        if token.start() and ends and not in_name:
            return chunk[: token.start()].rstrip()
        of_people = kind_of(plain) in ("person", "people")
    return chunk


def _ends(core: str, mention: Mention) -> bool:
    """Whether the words end with the name, but for a possessive and "himself"."""
    return not re.sub(r"^['’]s?|\s+(?:him|her|it|them)sel(?:f|ves)\b|\W", "", core[mention.end :])


def parts_of(phrase: Phrase) -> list[str]:
    """The members of a source of several: "Trump and Pence"; empty for a single one."""
    parts = [part for part in _AND.split(phrase.core) if part]
    return parts if len(parts) > 1 else []


def determiner_of(phrase: Phrase) -> str:
    first = words_of(phrase.core)[:1]
    return first[0] if first and first[0] in _DETERMINERS else ""


def kind_of_phrase(phrase: Phrase) -> Kind:
    """What kind of thing a source without a personal name is."""
    tokens = words_of(phrase.core)
    if not tokens:
        return "thing"
    head = tokens[-1]
    if head in ("%", "percent") or head.isdigit():
        return "people"
    kind = kind_of(head)
    if kind == "person" and len(tokens) > 1 and tokens[0] in QUANTIFIERS and tokens[0] != "one":
        return "people"
    return kind


def is_named_group(phrase: Phrase) -> bool:
    """Whether the source is a body or a group that goes by a name: "Republicans", "police"."""
    if is_counted(phrase) or kind_of(phrase.head) == "person":
        return False
    last = _TOKEN.findall(phrase.core)[-1:] or [""]
    capital = last[0][:1].isupper() and (len(words_of(phrase.core)) > 1 or is_proper(last[0]))
    return is_group(phrase.head) or capital


def is_counted(phrase: Phrase) -> bool:
    """Whether the source is some of a kind, whatever that is: "two stewards", "88 of them"."""
    tokens = words_of(phrase.core)
    if not tokens or phrase.head in DOCUMENTS:
        return False
    last = _TOKEN.findall(phrase.core)[-1:] or [""]
    if tokens[0][0].isdigit() or tokens[0] in _COUNTS:
        named = len(tokens) > 1 and last[0][:1].isupper() and not is_group(phrase.head)
        return not named
    plural = last[0].islower() and last[0].endswith("s") and not is_group(phrase.head)
    return plural and tokens[0] not in _DETERMINERS and kind_of(phrase.head) == "body"


def is_proper(word: str) -> bool:
    """Whether a word that begins a sentence would have its capital anywhere."""
    plain = plain_word(word)
    return is_group(plain) or kind_of(plain) == "thing" or word.isupper()


def lowered(phrase: Phrase) -> str:
    """The words of a described source, as they would stand inside a sentence."""
    words = phrase.words
    first = _TOKEN.search(words)
    if first is None or not words[0].isupper() or (words[1:2].isupper() and len(first[0]) > 1):
        return words
    plain = words_of(first[0])[:1]
    common = plain and (
        plain[0] in _DETERMINERS
        or plain[0] in PREPOSITIONS
        or (kind_of(plain[0]) in ("person", "people") and not is_group(plain[0]))
        or plain[0] in DOCUMENTS
        or plain[0] in ("police", "polls", "poll", "court", "it", "they", "he", "she", "we", "you")
    )
    return words[0].lower() + words[1:] if common else words


def next_word(text: str, end: int) -> str:
    """The word in small letters behind a name, if one stands there."""
    word = _NEXT_WORD.match(text, end)
    return word[1] if word else ""


def noun_before(text: str) -> str:
    """The noun phrase that ``text`` ends in, from its determiner or its first adjective on."""
    found = _NOUN_AT_END.search(_MARK.split(text)[-1])
    start = len(text)
    for word in reversed(list(_TOKEN.finditer(found[0])) if found else []):
        plain = fold(word[0])
        if plain in PREPOSITIONS or plain in _CLAUSE or plain in CUE_VERBS:
            break
        start = len(text) - len(found[0]) + word.start() if found else start
        if plain in DETERMINERS or plain in _SOME:
            break
    return text[start:]
