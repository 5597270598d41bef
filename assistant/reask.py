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
)

_IS_THE = re.compile(r"(?:who|what)(?:['’]s|\s+(?:is|are|was|were))\s+the\b", re.IGNORECASE)
_TOLD = re.compile(
    rf"who\s+(?:else\s+)?(?P<verb>(?!{AUXILIARY}\b)\w+)\s+(?P<rest>.+)$", re.IGNORECASE
)
_COUNTED = re.compile(r"(?:how many|how much|which|what)\s+(?P<rest>.+)$", re.IGNORECASE)


def asked_of(wh: str, question: str) -> str:
    """The question with the word ``wh`` ("why", "how many") in the place of its own."""
    text = bare(question)
    clause = None if _IS_THE.match(text) else clause_of(text)
    if clause:
        return _of_clause(wh, clause, text)
    told = _TOLD.match(text)
    if told:
        return _of_predicate(wh, told["verb"], told["rest"])
    counted = _COUNTED.match(text)
    if counted and not _IS_THE.match(text):
        return f"{wh} is it that {counted['rest']}"
    return _of_thing(wh, subject_of(question) or text)


def _of_clause(wh: str, clause: Clause, text: str) -> str:
    """ "Did the council pass it" when, why, how many."""
    if wh in ("how many", "how much"):
        return f"{wh} {clause.noun} {clause.aux} {clause.rest}"
    rest = clause.rest
    if clause.noun and re.match(r"how (?:many|much)|which", text, re.IGNORECASE):
        acts = re.match(rf"{DETERMINER}\s|{NAME}", rest)
        rest = f"{rest} {clause.noun}" if acts else f"{clause.noun} {rest}"
    elif speaker_of(text):
        rest = re.sub(rf"\b({SAY})\b", r"\1 that", rest, count=1)
    if wh == "who":
        rest = re.sub(r"^any(?:one|body)\s+", "", rest)
    return f"{wh} {clause.aux} {rest}"


def _of_predicate(wh: str, verb: str, rest: str) -> str:
    """ "Disputed the withdrawal" when, why, how many."""
    if wh in ("how many", "how much"):
        return f"how many people {verb} {rest}"
    if verb.endswith("ed") and re.match(rf"{DETERMINER}\s", rest):
        return f"{wh} was {rest} {verb}"
    was = "is" if wh == "why" else "was"
    return f"{wh} {was} it that somebody {verb} {rest}"


def _of_thing(wh: str, thing: str) -> str:
    if wh == "who":
        return f"who was involved in {thing}"
    if wh == "why":
        return f"why did {thing} happen"
    return f"{wh} in {thing}" if wh in ("how many", "how much") else f"{wh} was {thing}"
