"""Who a sentence says is speaking, by rules over cue verbs and the names before and after them."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from assistant.sentences import sentence_spans
from assistant.words import CUE_VERBS

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĖĘĚĜĞĠĢĤĪĮİĶĹĻĽŁŃŅŇŌŐŘŚŜŞŠŢŤŪŮŰŲŹŻŽ"
_CAPITAL = rf"(?:[{UPPER}][^\W_]*(?:[.'’\-][^\W_]+)*\.?)"
_PARTICLE = r"(?:de|da|del|della|van|von|der|den|bin|ibn|al|el|la|le|du|dos|di)"
_NAME = rf"{_CAPITAL}(?:\s+(?:(?:{_PARTICLE}|&)\s+)*{_CAPITAL})*"
_ROLE_NOUN = (
    r"(?:officials?|attorneys?|lawyers?|spokes(?:man|woman|person)|ministry|minister|government|police|prosecutors?|"
    r"authorities|source|sources|president|secretary|commander|chief|judge|union|company|"
    r"council|mayor|governor|adviser|aide|diplomats?|analysts?|resident|witness(?:es)?|"
    r"report|statement|court|people|person)"
)
_OFFICE = (
    r"(?:Ministry|Department|Office|Bureau|Board|Chamber|Bank|University|Institute|Council|Court|"
    r"Association|Federation|Union|Minister|Secretary|Governor)"
)
_BODY = rf"{_OFFICE}\s+of\s+(?:the\s+)?{_NAME}"
_NOUN_PHRASE = (
    rf"\b(?:[Aa]n?|[Tt]he|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome|[Ss]everal)\s+"
    rf"(?:[^\W\d_][\w'’\-]*\s+){{0,4}}?{_ROLE_NOUN}\b(?:\s+of\s+{_NAME})?"
    rf"|{_NAME}(?<=['’]s)\s+(?:[^\W\d_][\w\-]*\s+){{0,3}}?{_ROLE_NOUN}\b"
)
_PRONOUN = r"(?:he|she|they|He|She|They)"
_CUE = rf"(?:{'|'.join(sorted(CUE_VERBS, key=len, reverse=True))})"
_SOURCE = rf"(?:{_NOUN_PHRASE}|{_BODY}|{_NAME}|\b{_PRONOUN}\b)"
_ADVERB = r"(?:\s+(?:has|have|had|also|later|then|again|publicly|flatly|told|repeatedly|quickly))*"
_OUTSIDE = r"[^,.;:“”\"]"  # of a clause set apart

_BEFORE = re.compile(
    # the source, perhaps an apposition between commas or a relative clause, then the cue
    rf"(?P<source>{_SOURCE})"
    rf"(?:,[^,“”\"]{{2,120}},|,(?=\s+who\b)|\s+who\s{_OUTSIDE}{{2,120}}?(?=\s+(?:said|told)\b)"
    # whom somebody speaks for: "a lawyer for Ada Quill", "a person close to the talks"
    rf"|\s+(?:for|representing|defending|advising|close\s+to|with|from|at|of|on)\s{_OUTSIDE}{{2,80}}?"
    r"(?=\s+(?:ha[sd]\s+|have\s+)?(?:said|says|told|asked|added)\b))?"
    rf"(?:\s+who\b)?{_ADVERB}\s+(?P<cue>{_CUE})\b"
)
_GOVERNED = re.compile(
    r"\b(?:for|of|with|representing|against|by|about|to|from|than|at|near|in|on|defending|advising)"
    r"\s+(?:the\s+)?(?:[^\W\d_][\w.'’\-]*\s+and\s+)?$"
)
# The name is itself the apposition: "its director, Ada Quill, said".
_APPOSED = re.compile(rf"(?<=,\s)(?P<source>{_NAME}),{_ADVERB}\s+(?P<cue>{_CUE})\b")
# The cue before its source follows a quotation; plain saying follows a comma as well, where the
# source ends the clause: in "the mayor, it said the council had" nobody says anything to a comma.
_AFTER = re.compile(
    rf"(?:[”\"]\s*(?P<cue>{_CUE})\s+(?P<source>{_BODY}|{_NAME}|{_NOUN_PHRASE})"
    rf"|[,?!]\s+(?P<plain>said|says|added)\s+(?P<plain_source>{_BODY}|{_NAME}|{_NOUN_PHRASE})"
    r"(?=[,.;:]|$|\s+(?:in|on|at|as|to|who|from|during|after|before|outside|last|this)\b))"
)
_ACCORDING = re.compile(rf"[Aa]ccording to (?:the )?(?P<source>{_BODY}|{_NAME}|{_NOUN_PHRASE})")
# A quotation that is given to somebody without a verb of saying.
_BYLINES = (
    re.compile(rf"^\W*(?:{_CAPITAL}\s+)*?(?P<who>{_NAME})(?:\s+[a-z]+ed)?:\s*[“\"‘]"),
    re.compile(rf"[”\"’][.,]?\s*(?:[—–-]+|~)\s*(?P<who>{_NAME})\s*[.,]?\s*(?=$|,|\()"),
    re.compile(rf"[”\"’][.,]?\s*\((?P<who>{_NAME})(?:,[^()]*)?\)"),
    re.compile(rf"\b[Ii]n\s+(?P<who>{_NAME})['’]s?\s+(?:own\s+)?words\b"),
    re.compile(
        rf"\b(?:words|quote|quotation|remark|statement)\s+(?:of|by|from)\s+(?P<who>{_NAME})"
    ),
    re.compile(rf"(?P<who>{_NAME})\s+(?:is|was)\s+quoted\s+as\s+saying\b"),
    re.compile(rf"[”\"’],?\s+so\s+(?P<who>{_NAME})\s*[.,]?$"),
)
_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Prof(?:essor)?|President|Minister|Secretary|State|"
    r"Governor|Mayor|Senator|Representative|Councillor|Judge|Justice|General|Secretary-General|"
    r"Colonel|Captain|Chief|Chancellor|Director|Chairman|Chairwoman|King|Queen|Prince|Princess)"
)
_TITLED = re.compile(rf"^.*\b{_TITLE}\.?\s+(?={_CAPITAL})")
_ONLY_TITLE = re.compile(rf"(?:^|\s){_TITLE}$")
_OPENING = re.compile(
    r"^(?:The|But|And|In|On|At|As|What|Why|How|Who|Where|That|Meanwhile|However|Yet|When|While|After|Earlier|Later|If|For|US|UK)\s+"
)
_NOBODY = re.compile(
    r"^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|It|This|That|There|Here|What|We|I|You|The|"
    r"But|And|As|Another|Her|His|Its|Their|Our|My|Your|These|Those|Nobody|Everyone|Other|Others)$"
)
_ARTICLE = re.compile(
    rf"(?:An?|The|One|Two|Three|Some|Several)\s+(?:[^\W\d_][\w'’\-]*\s+)*?{_ROLE_NOUN}\b", re.I
)
_OPENING_WORDS = 40  # characters, enough to know a sentence of a passage by
_OPENS_WITH_NAME = re.compile(
    rf"(?P<name>{_CAPITAL}\s+{_NAME})(?=,|\s+(?:who|had|[a-z]+(?:s|ed))\b)"
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """A sentence with somebody's words: the offsets of the sentence, who, and the cue verb."""

    start: int
    end: int
    speaker: str
    cue: str


@lru_cache(maxsize=2048)  # articles: some 10 MB of text
def attributions(text: str) -> tuple[Attribution, ...]:
    """The attributed sentences of an article, in order.

    A surname or a pronoun is resolved to the full name that stands earlier in the article. The
    sentence that follows a quotation and continues it belongs to the same speaker.
    """
    found: list[Attribution] = []
    memory = _Memory()
    for start, end in sentence_spans(text):
        new_paragraph = "\n" in text[max(0, start - 2) : start]
        who, cue = memory.speaker_of(text[start:end], new_paragraph)
        if who is not None:
            found.append(Attribution(start, end, who, cue or ""))
    return tuple(found)


class _Memory:
    """What a reader has in mind of the people of an article, sentence by sentence."""

    def __init__(self) -> None:
        self._full_names: dict[str, str] = {}  # by surname
        self._last: str | None = None  # who spoke last
        self._person: str | None = None  # the person whom "he" or "she" would mean
        self._quoting = False  # a quotation is open at the end of the sentence before

    def speaker_of(self, sentence: str, new_paragraph: bool) -> tuple[str | None, str | None]:
        """Who speaks in the next sentence, and the cue verb; both None for nobody."""
        if new_paragraph:
            self._quoting = self._quoting and sentence[0] in '“"'
        written, cue = source_of(sentence)
        who = self._resolved(written, sentence, new_paragraph)
        self._remember(who, sentence)
        return who, cue

    def _resolved(self, who: str | None, sentence: str, new_paragraph: bool) -> str | None:
        if who is None:
            return self._last if self._quoting or _is_all_quoted(sentence) else None
        if who in ("he", "she", "they"):
            return self._person or self._last
        if not who[0].isupper():
            return who
        if _ONLY_TITLE.search(who) and not new_paragraph and self._person:
            return self._person
        return self._full_names.get(who.split()[-1], who) if is_name(who) else who

    def _remember(self, who: str | None, sentence: str) -> None:
        for name in re.findall(_NAME, sentence):
            parts = _bare(name).split()
            if len(parts) > 1:
                self._full_names.setdefault(parts[-1], " ".join(parts))
        subject = _OPENS_WITH_NAME.match(sentence)
        self._last = who or self._last
        if who is not None and " " in who and is_name(who):
            self._person = who
        elif subject:
            name = _bare(subject["name"])
            self._person = self._full_names.get(name.split()[-1], name) if name else self._person
        self._quoting = sentence.count("“") > sentence.count("”")


def speaker_at(text: str, start: int, end: int) -> str | None:
    """Who speaks in ``text[start:end]``, or None where the article itself does."""
    found = attributions(text)
    place = bisect_right(found, start, key=lambda each: each.start) - 1
    for each in found[max(0, place) :]:
        if each.start >= end:
            break
        if each.end > start:
            return each.speaker
    return None


def said_between(text: str, start: int, end: int) -> list[dict[str, str]]:
    """Who says what in a passage, for a model: by, cue, and the first words of each sentence."""
    return [
        {"by": each.speaker, "cue": each.cue, "words": text[each.start : each.end][:_OPENING_WORDS]}
        for each in attributions(text)
        if start <= each.start < end
    ]


def source_of(sentence: str) -> tuple[str | None, str | None]:
    """The source and the cue of a sentence as they are written; a pronoun in small letters."""
    outside = _without_quoted(sentence)
    for pattern in (_AFTER, _APPOSED, _BEFORE, _ACCORDING):
        for match in pattern.finditer(outside):
            groups = match.groupdict()
            cue = groups.get("cue") or groups.get("plain") or "according to"
            who = groups["source"] or groups["plain_source"]
            if pattern is _BEFORE and _GOVERNED.search(outside[: match.start("source")]):
                continue  # "a lawyer for Ada Quill said": it is not she who says so
            if who.lower() in ("he", "she", "they"):
                return who.lower(), cue
            who = _described(who) if _ARTICLE.match(who) else _bare(who)
            if who and not _NOBODY.match(who):
                return who, cue
    return None, None


def source_before(words: str) -> tuple[int, int] | None:
    """The offsets of the source of the cue that ``words`` end with, as it is written; or None."""
    outside = _without_quoted(words)
    for match in _BEFORE.finditer(outside):
        if match.end("cue") == len(words) and not _GOVERNED.search(
            outside[: match.start("source")]
        ):
            return match.span("source")
    return None


def byline_of(sentence: str) -> str | None:
    """Whom a quotation is given to by its form: “...” — Ada Quill; Ada Quill: “...”."""
    outside = _without_quoted(sentence)
    for pattern in _BYLINES:
        match = pattern.search(outside)
        who = re.sub(r"['’]s?$", "", _bare(match["who"])) if match else ""
        if who and not _NOBODY.match(who):
            return who
    return None


def _described(who: str) -> str:
    return who[0].lower() + who[1:]


def is_name(who: str) -> bool:
    return re.fullmatch(_NAME, who) is not None and not re.search(rf"{_ROLE_NOUN}$", who, re.I)


def _bare(name: str) -> str:
    """A name without the titles and sentence openers before it, or the full stop behind it."""
    bare = _OPENING.sub("", _TITLED.sub("", name)).strip()
    return re.sub(r"(?<=\w{3})\.$", "", bare)


def _without_quoted(sentence: str) -> str:
    """The sentence with the words inside quotation marks blanked, at the same offsets."""
    return re.sub(r"(?<=“)[^”]*|(?<=\")[^\"]*(?=\")", lambda m: " " * len(m[0]), sentence)


def _is_all_quoted(sentence: str) -> bool:
    return sentence[0] in '“"' and sentence[-1] in '”"'
