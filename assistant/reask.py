"""Another question word asked of the event that a question takes for granted."""

from __future__ import annotations

import re

from assistant.topic import (
    AUXILIARY,
    DETERMINER,
    NAME,
    SAY,
    Clause,
    bare,
    clause_of,
    speaker_of,
    subject_of,
    told_of,
)

_IS_THE = re.compile(r"(?:who|what)(?:['’]s|\s+(?:is|are|was|were))\s+the\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"who\s+(?:else\s+)?(?P<verb>(?!{AUXILIARY}\b)\w+)\s+(?P<rest>.+)$", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:how many|how much|which|what)\s+(?P<rest>.+)$", re.IGNORECASE)


_HAPPENED = re.compile(r"what\s+(?:has\s+)?happened\s+(?P<where>in|to|at|with|on)\s", re.IGNORECASE)
_CHOSEN = re.compile(r"(?:how many|which)\s+(?P<noun>[\w’'-]+)\s+(?P<rest>.+)$", re.IGNORECASE)
_PEOPLE = re.compile(r"people|persons", re.IGNORECASE)


def asked_of(wh: str, question: str) -> str | None:
    """The question with the word ``wh`` ("why", "how many") in the place of its own.

    None where that makes no sense: "who?" after "what did she say?".
    """
    text = bare(question)
    about = told_of(text)
    if about:
        happened = _HAPPENED.match(text)
        if happened and wh in ("why", "when", "where", "how"):
            return f"{wh} did that happen {happened['where']} {about}"
        return _of_thing(wh, about)
    if re.match(r"who$|how (?:many|much)|which\s|what\s", wh) and speaker_of(text):
        return None
    clause = None if _IS_THE.match(text) else clause_of(text)
    if clause:
        return _of_clause(wh, clause, text)
    told = _TOLD.match(text)
    if told:
        return _of_predicate(wh, told["verb"], told["rest"])
    counted = _COUNTED.match(text)
    if counted and not _IS_THE.match(text):
        return _of_counted(wh, text, counted["rest"])
    return _of_thing(wh, subject_of(question) or text)


def _of_counted(wh: str, text: str, rest: str) -> str | None:
    """ "How many people died in the floods" when, who; "what caused the blackout" when."""
    chosen = _CHOSEN.match(text)
    subject = subject_of(text)
    if chosen is None:
        return _of_thing(wh, subject) if subject else None
    if wh == "who":
        people = _PEOPLE.fullmatch(chosen["noun"])
        return f"who {chosen['rest']}" if people else f"which {rest}"
    if wh in ("how many", "how much"):
        return f"how many {rest}"
    was = "is" if wh in ("why", "since when") else "was"
    return f"{wh} {was} it that {rest}"


def _of_clause(wh: str, clause: Clause, text: str) -> str | None:
    """ "Did the council pass it" when, why, how many."""
    if wh == "who":
        return _who_of_clause(clause)
    if wh == "how many" and not clause.noun:
        return None
    if wh in ("how many", "how much"):
        return f"{wh} {clause.noun} {clause.aux} {clause.rest}"
    rest = clause.rest
    if clause.noun and re.match(r"how (?:many|much)|which", text, re.IGNORECASE):
        acts = re.match(rf"{DETERMINER}\s|{NAME}", rest)
        rest = f"{rest} {clause.noun}" if acts else f"{clause.noun} {rest}"
    elif speaker_of(text):
        rest = re.sub(rf"\b({SAY})\b", r"\1 that", rest, count=1)
    return f"{wh} {clause.aux} {rest}"


def _who_of_clause(clause: Clause) -> str | None:
    """ "Were people hurt in the accident" who; it is not asked of what somebody else did."""
    rest, count = re.subn(r"^any(?:one|body)\s+", "", clause.rest)
    if clause.noun and not re.match(rf"{DETERMINER}\s|{NAME}", rest):
        people = _PEOPLE.fullmatch(clause.noun)
        return f"{'who' if people else f'which {clause.noun}'} {clause.aux} {rest}"
    return f"who {clause.aux} {rest}" if count else None


def _of_predicate(wh: str, verb: str, rest: str) -> str:
    """ "Disputed the withdrawal" when, why, how many."""
    if wh in ("how many", "how much"):
        return f"how many people {verb} {rest}"
    if wh == "who":
        return f"who {verb} {rest}"
    if verb.endswith("ed") and re.match(rf"{DETERMINER}\s", rest):
        return f"{wh} was {rest} {verb}"
    was = "is" if wh == "why" else "was"
    return f"{wh} {was} it that somebody {verb} {rest}"


def _of_thing(wh: str, thing: str) -> str | None:
    if wh == "who":
        return f"who was involved in {thing}"
    if wh == "why" and re.match(NAME, thing):  # a person or a place does not happen
        return None
    if wh == "why":
        return f"why did {thing} happen"
    return None if wh in ("how many", "how much") else f"{wh} was {thing}"
