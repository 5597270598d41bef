"""Pronouns of a question that mean something said before it in the thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.past import Past, is_plural
from assistant.past import group as last_group
from assistant.past import person as last_person
from assistant.past import subject as last_subject
from assistant.topic import AUXILIARY, DETERMINER, NAMES, PREPOSITION, SAY, WH, is_actor

_DUMMY = re.compile(
    r"\bdo\s+you\b|\bit\s+(?:true|likely|unlikely|possible|legal|illegal|safe|clear|certain|"
    r"known|said|take|takes|took|rain|snow)\b|\b(?:is|was)\s+it\s+(?:that|who)\b|\bwhat\s+time\s+is\s+it\b"
    r"|\bdoes\s+it\s+cost\s+to\b",
    re.I,
)
_THING = re.compile(
    rf"\b(?P<its>its)\b(?=\s+\w)"
    rf"|\b(?P<demo>that|this|these|those)\s+"
    rf"(?P<noun>(?!(?:{AUXILIARY}|{PREPOSITION}|{DETERMINER}|{WH}|happen\w*|true|too|it|no)"
    r"\b)[a-z]+)\b"
    rf"|\b(?P<it>it)\b"
    rf"|\b(?P<that>that|this)\b(?=$|[,;]|\s+(?:{AUXILIARY}|{PREPOSITION}|happen\w*|true|too)\b)",
    re.I,
)
_CALENDAR = frozenset("week month year day time morning evening night spring summer autumn".split())
_PERSON = re.compile(r"\b(?P<who>he|she|him|her|his|hers)\b(?P<next>\s+\w+)?", re.I)
_THEY = re.compile(r"\b(?P<who>they|them|their)\b", re.I)


def resolved(text: str, past: Sequence[Past]) -> str:
    """The question with each pronoun that has no antecedent in it replaced."""
    made = _calendar_resolved(text, past)
    made = _things_resolved(made, past)
    made = _persons_resolved(made, past)
    return _theirs_resolved(made, past)


def _calendar_resolved(text: str, past: Sequence[Past]) -> str:
    found = re.search(r"\b(?:on\s+)?(?:that|the same)\s+day\b", text, re.I)
    dates = past[-1].dates
    if found is None or not dates:
        return text
    day = f"on {dates[0].day} {dates[0]:%B %Y}"
    return text[: found.start()] + day + text[found.end() :]


def _things_resolved(text: str, past: Sequence[Past]) -> str:
    subject = last_subject(past)
    if subject is None or _DUMMY.search(text):
        return text
    for found in _THING.finditer(text):
        if _has_thing(text[: found.start()], text[found.end() :]):
            return text
        if found["demo"]:
            if found["noun"].lower() in _CALENDAR:
                continue
            return _demonstrated(text, found, subject)
        before = text[: found.start()]
        if re.search(rf"\b{SAY}\s+$", before, re.I) and found.end() == len(text):
            return f"{before}that about {subject}"
        if found["its"]:
            put = f"{subject}’s" if not subject.endswith("s") else f"{subject}’"
        else:
            put = subject
        return _agreeing(before, subject) + put + text[found.end() :]
    return text


def _agreeing(before: str, subject: str) -> str:
    """ "Is" before one thing, "are" before several."""
    if not is_plural(subject):
        return before
    several = {"is": "are", "was": "were", "has": "have", "does": "do"}
    return re.sub(
        r"\b(is|was|has|does)(?=\s+$)", lambda m: several[m[0].lower()], before, flags=re.I
    )


def _demonstrated(text: str, found: re.Match[str], subject: str) -> str:
    """ "That vote" is the subject where it is called so, else the vote about it."""
    noun = found["noun"].lower()
    put = subject if noun in subject.lower().split() else f"the {noun} about {subject}"
    return text[: found.start()] + put + text[found.end() :]


def _has_thing(before: str, after: str) -> bool:
    """Whether something that "it" can mean stands before it; who is asked about is no such thing.

    A name or noun right after the auxiliary is who says or does, as in "did the mayor back it";
    only in a clause of its own is "it" who says so, as in "did the council say it would pay".
    """
    acting = rf"^.*?\b{AUXILIARY}\s+(?:{DETERMINER}\s+\S+|(?-i:{NAMES}))"
    behind = re.sub(acting, "", before, count=1, flags=re.I)
    if re.search(rf"\b{DETERMINER}\s+\w", behind, re.I) or re.search(NAMES, behind[1:]):
        return True
    begins = rf"\b(?:why|how|when|whether|that|if|after|before)\b|\b{SAY}\s+$"
    inner = re.search(begins, behind, re.I) and re.match(r"\s+\w", after)
    return bool(inner and re.search(acting, before, re.I))


def _persons_resolved(text: str, past: Sequence[Past]) -> str:
    found = _PERSON.search(text)
    person = last_person(past)
    if found is None or person is None or _has_person(text[: found.start()]):
        return text
    return _PERSON.sub(lambda match: _named(match, person), text)


def _named(match: re.Match[str], person: str) -> str:
    who, following = match["who"].lower(), match["next"] or ""
    owns = rf"\s+(?:{PREPOSITION}|and|or|{AUXILIARY}|{SAY}|not)$"
    owner = who in ("his", "hers") or (
        who == "her" and following and not re.match(owns, following, re.I)
    )
    return f"{person}{'’s' if owner else ''}{following}"


def _has_person(before: str) -> bool:
    behind = re.sub(rf"^(?:{WH}\b|{AUXILIARY}\b)\s*", "", before, flags=re.I)
    names = re.search(NAMES, behind)
    office = re.search(rf"\b{DETERMINER}\s+(?P<noun>\w+(?:\s+\w+)?)", behind, re.I)
    return bool(names or (office and is_actor(office["noun"])))


def _theirs_resolved(text: str, past: Sequence[Past]) -> str:
    found = _THEY.search(text)
    if found is None or _has_person(text[: found.start()]) or _has_plural(text[: found.start()]):
        return text
    group = last_group(past)
    if group is None:
        return text
    put = group
    if found["who"].lower() == "their":
        put = f"{group}’" if group.endswith("s") else f"{group}’s"
    return text[: found.start()] + put + text[found.end() :]


def _has_plural(before: str) -> bool:
    return bool(re.search(r"\b(?!was\b|is\b|has\b|does\b|this\b)[a-z]{3,}s\b", before))
