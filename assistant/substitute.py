"""A follow-up that names one thing only: "and Ada Quill?", "and in March?", "what about NATO?"."""

from __future__ import annotations

import re

from assistant.topic import (
    AUXILIARY,
    DETERMINER,
    NAME,
    NAMES,
    PREPOSITION,
    TIME,
    bare,
    clause_of,
    is_actor,
    names_in,
    speaker_of,
    subject_of,
)

_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.I)
_TAIL = re.compile(r"\s*,?\s+(?:instead|then|too|as\s+well|though|rather)$", re.I)
_TIME = re.compile(rf"^{TIME}$", re.I)
_PLACED = re.compile(rf"^(?P<preposition>{PREPOSITION})\s+(?P<what>.+)$", re.I)
_NOUN = re.compile(rf"^(?:{DETERMINER}\s+[\w’'-]+(?:\s+[\w’'-]+){{0,3}}|{NAMES})$")
_PARTY = re.compile(r"(?i:the)\s+[A-Z][\w-]*s")  # "the Greens"
_VERB = re.compile(rf"\b(?:{AUXILIARY}|who|what|why|when|where|how)\b", re.I)


def substituted(text: str, last: str, *, led: bool) -> str | None:
    """The last question with one thing changed for what ``text`` names; None where it is not so.

    ``led`` says that "and" or the like stood before ``text``: a name alone may be a heading.
    """
    named = _ABOUT.sub("", text)
    instead = _TAIL.sub("", named)
    leaning = led or named != text or instead != named
    if not leaning or _VERB.search(instead):
        return None
    if _TIME.match(instead):
        return at_time(bare(last), instead)
    placed = _PLACED.match(instead)
    if placed:
        return _at_place(bare(last), placed["preposition"], placed["what"])
    return _of_another(bare(last), instead) if _NOUN.match(instead) else None


def at_time(question: str, time: str) -> str:
    """The question of another time."""
    put = time
    if re.match(r"\d|(?:19|20)\d\d", time) or re.match(r"[A-Z]\w+day", time):
        put = f"{'in' if re.fullmatch(r'(?:19|20)[0-9]{2}', time) else 'on'} {time}"
    elif re.match(r"[A-Z][a-z]+(?:\s+\d{4})?$", time) and "day" not in time:
        put = f"in {time}"
    replaced, count = re.subn(rf"\b{TIME}", lambda _: put, question, count=1, flags=re.I)
    return replaced if count else f"{question} {put}"


def _at_place(question: str, preposition: str, what: str) -> str:
    put = f"{preposition} {what}"
    place = rf"\b{preposition}\s+(?:{DETERMINER}\s+)?(?:(?-i:{NAMES})(?:\s+\w+)?|\w+(?:\s+\w+)?)$"
    if preposition.lower() in ("about", "on", "of", "regarding") and (
        subject := subject_of(question)
    ):
        return question.replace(subject, what, 1)
    asked, when = _without_time(question)
    replaced, count = re.subn(place, lambda _: put, asked, count=1, flags=re.I)
    replaced = f"{replaced}{when}"
    return replaced if count else f"{question} {put}"


def _without_time(question: str) -> tuple[str, str]:
    """A question without the time at its end, and that time."""
    found = re.search(rf"\s+{TIME}$", question, re.I)
    return (question[: found.start()], found[0]) if found else (question, "")


def _of_another(question: str, named: str) -> str:
    """The question asked of somebody or something else."""
    speaker, subject = speaker_of(question), subject_of(question)
    actor = is_actor(named) or bool(_PARTY.fullmatch(named))
    if speaker and actor:
        return question.replace(speaker, named, 1)
    if subject and re.match(r"who\b(?!\s+(?:is|are|was|were)\b)", question, re.I):
        if actor:
            return f"what did {named} say about {subject}"
        return question.replace(subject, named, 1)
    clause = clause_of(question)
    if re.match(NAME, named) and names_in(question):
        return _of_another_name(question, named)
    if actor and subject and not is_actor(clause.rest if clause else subject):
        return f"what did {named} say about {subject}"
    acting = clause.rest if clause else subject or ""
    first = re.match(rf"{DETERMINER}\s+[\w’'-]+|{NAMES}", acting) if actor else None
    old = first[0] if first else subject
    return question.replace(old, named, 1) if old else f"{question}, {named}"


def _of_another_name(question: str, named: str) -> str:
    """In the place of a name with as many words, else of the last name."""
    names = names_in(question)
    alike = [name for name in names if len(name.split()) == len(named.split())]
    return question.replace(alike[0] if alike else names[-1], named, 1)
