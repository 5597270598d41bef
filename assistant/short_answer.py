"""The short answer to a factual question, cut out of the sentence that gives it."""

from __future__ import annotations

import re

from assistant.candidates import Candidate
from assistant.fold import words
from assistant.polarity import is_denial
from assistant.question import Question

NUMBER = re.compile(
    r"\d|\b(?:no|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    r"hundreds?|thousands?|million|billion|trillion|half|third|quarter|twice|double|twenty|thirty|"
    r"forty|fifty|sixty|seventy|eighty|ninety)\b",
    re.IGNORECASE,
)
TIME = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|(?:yester|to)day|tomorrow|tonight|morning|"
    r"afternoon|evening|noon|midnight|(?:19|20)\d\d|weeks?|weekend|months?|years?|days?|hours?|"
    r"spring|summer|autumn|fall|winter|decades?|minutes?|\d{1,2}[:.]\d\d)\b"
)
MONEY = re.compile(
    r"[$€£¥]|\b(?:dollars?|euros?|pounds?|crowns?|pence|cents?|roubles?|rubles?|yen)\b"
)
_CAPITAL = re.compile(r"\b[^\W\d_a-z]")
_SIGNS = {"how_many": NUMBER, "when": TIME, "who": _CAPITAL}
# What belongs to a figure though a reader may have left it out: "about $2 million".
_BEFORE = re.compile(
    r"(?:\b(?:about|around|approximately|roughly|nearly|almost|over|under|above|below|up to|some|"
    r"(?:no |not )?(?:more|fewer|less) than|at least|at most|an? estimated|as many as|only|"
    r"between)\s+)?"
    r"[$€£¥]?(?:[\d.,]*\d[.,]?)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^(?:[\d.,]*\d)?%?(?:\s*(?:per cent|percent|percentage points?|hundred|thousand|million|"
    r"billion|trillion|dollars|euros|pounds|crowns|degrees|kilomet(?:re|er)s|miles|met(?:re|er)s|feet|tonnes|"
    r"tons|hectares|acres)\b)*",
    re.IGNORECASE,
)
_OTHER_END = re.compile(r"^\s+and\s+[$€£¥]?[\d.,]*\d")  # of "between 40 and 60"
_MEASURES = frozenset(
    "second minute hour day week month year mile kilometre kilometer metre meter foot acre hectare "
    "tonne ton".split()
)
_POINTING = frozenset(
    "he she it they him her them this that these those who which one both he's she's it's".split()
)
_EDGES = " \t\n,.;:–—-"
_PAIRS = (("“", "”"), ("(", ")"), ("[", "]"))
MOST_WORDS = 14


def short_answer(question: Question, candidate: Candidate) -> str:
    """The words of the candidate that answer, as they stand in it; empty where none do.

    They hold what the question asks for (a number, a time, a name), the qualifier of a figure
    ("about", "more than") and its unit, and say more than the question. A sentence that denies
    something has none: of "no sign that 5,100 left", 5,100 is the very figure that nobody gives.
    """
    if candidate.judged is None or candidate.judged.start < 0 or question.kind == "why":
        return ""  # a reason is a clause: its sentence says it better than a piece of it
    text, start, end = candidate.text, candidate.judged.start, candidate.judged.end
    if NUMBER.search(text[start:end]):
        start = _BEFORE.search(text[:start]).start()  # type: ignore[union-attr]  # may be empty
        if text[start:end].lower().startswith("between") and (more := _OTHER_END.match(text[end:])):
            end += more.end()
        end += _AFTER.match(text[end:]).end()  # type: ignore[union-attr]  # may be empty
    span = _balanced(text[start:end].strip(_EDGES))
    sign = MONEY if question.money else _SIGNS.get(question.kind)
    if not span or len(span.split()) > MOST_WORDS or (sign and not sign.search(span)):
        return ""
    if set(_core(span)) <= _POINTING | set(words(question.text)) or _is_in_another_unit(
        question, text, span
    ):
        return ""
    if _belongs_to_a_name(question, text, span):
        return ""
    if is_denial(text.replace(span, " ")) and not is_denial(question.text):
        return ""
    return span


def same_answer(one: str, other: str) -> bool:
    """Whether two short answers say the same: alike but for articles and qualifiers."""
    first, second = _core(one), _core(other)
    return bool(first) and (first == second or " ".join(first) in " ".join(second))


def _belongs_to_a_name(question: Question, text: str, span: str) -> bool:
    """Whether it is the first half of a name whose other half is asked about: "Inner" Mongolia."""
    behind = re.match(r"\s+([^\W\d_a-z][\w’'-]*)", text[text.find(span) + len(span) :])
    return bool(
        behind and span[:1].isupper() and set(words(behind[1])) <= set(words(question.text))
    )


def _is_in_another_unit(question: Question, text: str, span: str) -> bool:
    """Whether minutes are asked for and hours given, or a share and a count."""
    asked = words(question.text)
    unit = _unit_in(text, span)
    if {"percentage", "share"} & set(asked) and NUMBER.search(span):
        return unit not in ("%", "per", "percent") and "cent" not in span
    wanted = next((word.rstrip("s") for word in asked if word.rstrip("s") in _MEASURES), "")
    return bool(wanted and unit in _MEASURES and unit != wanted)


def unit_of(candidate: Candidate, span: str) -> str:
    """What a figure counts: its currency sign, or the word behind its number; empty for none."""
    return _unit_in(candidate.text, span)


def _unit_in(text: str, span: str) -> str:
    if money := re.search(r"[$€£¥%]", span):
        return money[0]
    place = text.find(span)
    tail = text[place:] if place >= 0 else span
    scale = r"(?:\s+(?:hundred|thousand|million|billion))?\s+([a-z]+)"
    if not any(letter.isdigit() for letter in span):  # a number in words ends with its span
        tail = "0" + tail[len(span) :]
    found = re.match(rf"[^\d]*[\d.,]*\d{scale}", tail)
    return found[1].rstrip("s") if found else ""


def _balanced(span: str) -> str:
    """``span`` without a quotation mark or bracket that has no partner in it."""
    for left, right in _PAIRS:
        if span.count(left) != span.count(right):
            span = span.strip(left + right + _EDGES)
        if span.count(left) != span.count(right):
            return ""
    return span if span.count('"') % 2 == 0 else span.strip('"' + _EDGES)


_SMALL = frozenset(
    "a an the about around approximately roughly nearly almost some over more than at least of in "
    "on only".split()
)


def _core(span: str) -> list[str]:
    return [word for word in words(span) if word not in _SMALL]
