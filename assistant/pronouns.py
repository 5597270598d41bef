"""Pronouns of a question that mean something said before it in the thread."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.past import Past, is_plural
from assistant.past import group as last_group
from assistant.past import person as last_person
from assistant.past import subject as last_subject
from assistant.topic import (
    AUXILIARY,
    DAY,
    DETERMINER,
    MONTH,
    NAMES,
    PREPOSITION,
    SAY,
    TIME,
    WH,
    is_actor,
    is_participle,
)

_DUMMY = re.compile(
    r"\bdo\s+you\b|\bit\s+(?:true|likely|unlikely|possible|legal|illegal|safe|clear|certain|"
    r"known|said|take|takes|took|rain\w*|snow\w*)\b|\b(?:is|was)\s+it\s+(?:that|who)\b|\bwhat\s+time\s+is\s+it\b"
    r"|\bdoes\s+it\s+cost\s+(?:to|the|an?)\b|\bhow\s+(?:hot|cold|warm|wet|windy)\b"
    r"|\bit\s+(?:is|was)\s+[\"“]",
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
_CALENDAR = re.compile(
    rf"(?:{DAY}|{MONTH}|week(?:end)?|fortnight|month|season|quarter|year|decade|century|day|time|"
    r"morning|afternoon|evening|night|spring|summer|autumn|winter|term|christmas|easter)s?",
    re.I,
)
_NO_NOUN = frozenset("mean means meant he she they we i you there".split())
# What may stand behind "that vote": behind another noun it is a longer phrase ("that vote count").
_AFTER_NOUN = re.compile(
    rf"\s*$|\s*[,;]|\s+(?:{AUXILIARY}|{PREPOSITION}|{TIME}|happen\w*|true|legal|won|said|made|held|"
    r"paid|built|taken|[a-z]+ed|pass|take|come|go|end|begin|start|mean|affect|cost|succeed|fail)\b",
    re.I,
)
_BEFORE_THAT = re.compile(
    rf"(?:^|\b(?:{AUXILIARY}|{PREPOSITION}|{WH}|whether|if|because|and|but))\s*$", re.I
)
_DO = r"did|does|do|will|would|can|could|should|may|might|must"
_ONLY_PEOPLE = rf"\s+(?:{SAY}|react|respond|agree|disagree|want|know|feel|believe)\b"
_INANIMATE = frozenset(
    "plan bill law report article paper document inquiry budget deal order vote".split()
)
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
            if _points(text, found, subject):
                return _demonstrated(text, found, subject)
            continue
        before = text[: found.start()]
        if re.search(r"\b(?:do|did|does|done|doing)\s+$", before, re.I) and found["that"]:
            continue  # nobody does a plan
        if (found["that"] and _opens_a_clause(text, found)) or (
            found["its"] and _has_owner(before)
        ):
            continue
        if re.search(rf"\b{SAY}\s+$", before, re.I) and found.end() == len(text):
            return f"{before}that about {subject}"
        if found["its"]:
            put = f"{subject}’s" if not subject.endswith("s") else f"{subject}’"
        else:
            put = subject
        return _agreeing(before, subject) + put + text[found.end() :]
    return text


def _points(text: str, found: re.Match[str], subject: str) -> bool:
    """Whether "that vote" points to the thread, and is no clause ("said that prices rose").

    "This vote" is as often one that everybody knows of: it must be what the thread is about.
    """
    noun, before, after = found["noun"], text[: found.start()], text[found.end() :]
    if noun.lower() in _NO_NOUN or noun[0].isupper() or _CALENDAR.fullmatch(noun):
        return False
    if not _AFTER_NOUN.match(after):
        return False
    told = noun.lower() in subject.lower().split()
    demo = found["demo"].lower()
    if not told and (demo in ("this", "these") or re.search(NAMES, after)):
        return False
    behind = re.search(rf"\b(?P<word>{AUXILIARY}|{PREPOSITION})\s+$", before, re.I)
    ends = not after.strip(" ,;")
    if ends and behind and re.fullmatch(_DO, behind["word"], re.I):
        return False  # "who does that help"
    if demo == "that" and is_plural(noun):
        return False
    return told or bool(behind) or ends


def _opens_a_clause(text: str, found: re.Match[str]) -> bool:
    """Whether a lone "that" joins clauses: "firms that were fined", "warned that by June"."""
    if _BEFORE_THAT.search(text[: found.start()]):
        return False
    return not re.match(rf"$|[,;]|\s+(?:happen\w*|true|too|{TIME}$)", text[found.end() :], re.I)


def _has_owner(before: str) -> bool:
    """Whether a name or noun stands before "its" or "their", as in "did police find their"."""
    acts = re.search(rf"\b{AUXILIARY}\s+(?:not\s+)?(?P<who>[\w’'-]+)\s", before, re.I)
    if acts and not re.fullmatch(r"it|they|that|this|he|she|you|be", acts["who"], re.I):
        return not is_participle(acts["who"])
    chosen = rf"(?:which|what|how\s+many|whose)\s+(?!{AUXILIARY}\b)(?:\w+\s+)+\w+\s+$"
    return bool(re.match(chosen, before, re.I))


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
    if _tells_of_itself(text[: found.start()]):
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


def _tells_of_itself(before: str) -> bool:
    """Whether "he" can be who acts in the question: "did the pilot radio that he was lost"."""
    acts = re.search(
        rf"\b{AUXILIARY}\s+{DETERMINER}\s+(?P<noun>\w+)\b.*"
        r"\b(?:that|if|whether|why|when|after|before|because|as)\s+$",
        before,
        re.I,
    )
    return bool(acts and acts["noun"].lower() not in _INANIMATE)


def _theirs_resolved(text: str, past: Sequence[Past]) -> str:
    found = _THEY.search(text)
    if found is None or _has_person(text[: found.start()]) or _has_plural(text[: found.start()]):
        return text
    after = text[found.end() :]
    group = last_group(past, people=bool(re.match(_ONLY_PEOPLE, after, re.I)))
    if group is None or (found["who"].lower() == "their" and _has_owner(text[: found.start()])):
        return text
    put = group
    if found["who"].lower() == "their":
        put = f"{group}’" if group.endswith("s") else f"{group}’s"
    return text[: found.start()] + put + text[found.end() :]


def _has_plural(before: str) -> bool:
    return bool(re.search(r"\b(?!was\b|is\b|has\b|does\b|this\b)[a-z]{3,}s\b", before))
