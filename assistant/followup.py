"""A follow-up becomes a question that stands alone, by rules over what its thread was about.

A question is only rewritten where it leans on an earlier one: by a pronoun without an antecedent of
its own, by "else" or "instead", or because it is no more than a question word or a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.past import Past
from assistant.past import subject as last_subject
from assistant.pronouns import resolved
from assistant.reask import asked_of
from assistant.substitute import substituted
from assistant.topic import DETERMINER, SAY, WH, bare, speaker_of

_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then|also|yes|no|thanks|thank you|now)\b[\s,]*)+", re.I
)
_BARE = re.compile(
    rf"^(?P<wh>{WH}|by\s+whom|who\s+by|since\s+when|how\s+come|why\s+not"
    r"|(?:(?:by|on|in|at|for)\s+)?(?:how\s+(?:many|much)|which|what)\s+(?!article|source|else)\w+"
    r"|who\s+says\s+so|says\s+who|according\s+to\s+whom)"
    r"(?:\s+(?:is|was|were|are|did|does|has)\s+(?:(?:that|this|it|these|those)(?:\s+so)?"
    r"(?:\s+(?:happen(?:ed)?|take\s+place|come\s+about))?))?$",
    re.I,
)
_ELSE = re.compile(r"^(?P<wh>who|whom|what|where|when|which|any(?:one|body|thing))\s+else\b", re.I)
_NEXT = re.compile(
    r"^what\s+(?:happened|came|happens)\s+"
    r"(?:next|then|afterwards?|later|after\s+(?:that|this|it))$",
    re.I,
)
_OUTCOME = re.compile(
    r"^(?:what|who)\s+(?:was|were|is|are)\s+the\s+(?:\w+\s+)?(?P<noun>outcome|result|reaction|"
    r"response|cause|reason|cost|price|penalty|vote|verdict|aim|purpose|plan|decision|winner|"
    r"effect|impact|figure|number|total|score)s?$",
    re.I,
)
_SHORT = re.compile(
    r"^(?:who|how\s+many(?:\s+people)?|what)\s+(?:\w+ed|won|lost|died|left|fell|rose|spoke)"
    r"(?P<loose>\s+(?:against|for|in|on|with|by))?$",
    re.I,
)
_ANYBODY = re.compile(
    r"^(?:was|were|did|is|are|has|have)\s+(?:any|some|every)(?:one|body|thing)\s+\w+$"
    r"|^(?:who|what)\s+(?:was|were)\s+\w+ed$",
    re.I,
)
_MORE = re.compile(r"^(?:tell me more|more(?: details)?|go on|what more)$", re.I)
_IS_TRUE = re.compile(r"^is\s+(?:that|this|it)\s+(?P<what>true|right|correct|so)$", re.I)


def standalone(question: str, past: Sequence[Past]) -> str:
    """The question with what it leaves unsaid, from ``past`` (oldest first); else as it is."""
    if not past:
        return question
    text = bare(_LEAD.sub("", question))
    if not text:
        return question
    last = past[-1]
    made = (
        _nothing_but_a_word(text, last)
        or _else(text, past)
        or _about_what_came_of_it(text, past)
        or substituted(text, last.question, led=bool(_LEAD.match(question)))
        or _pointing(text, past)
        or _with_topic(text, past, led=bool(_LEAD.match(question)))
    )
    return _sentence(made) if made else question


def _nothing_but_a_word(text: str, last: Past) -> str | None:
    """ "Why?" and "when was that?", asked of what the last question takes for granted."""
    found = _BARE.match(text)
    if found is None:
        return None
    wh = re.sub(r"^how come$", "why", found["wh"].lower())
    wh = re.sub(r"^who by$", "by whom", wh)
    if wh in ("who says so", "says who", "according to whom"):
        wondered = re.match(rf"{WH}\b", last.question, re.I)
        whole = bare(last.question)
        return f"who says {whole[0].lower()}{whole[1:]}" if wondered else None
    return asked_of(wh, last.question)


def _else(text: str, past: Sequence[Past]) -> str | None:
    """ "Who else?" repeats the last question with that word, or what is known of its subject."""
    found = _ELSE.match(text)
    if found is None:
        return None
    wh = found["wh"].lower()
    wh = {"anyone": "who", "anybody": "who", "anything": "what"}.get(wh, wh)
    rest = text[found.end() :].strip()
    if rest and not re.fullmatch(r"(?:did|does|has|is|was)?\s*(?:so|that|this|it)?", rest, re.I):
        made = _pointing(text, past) or text
        return _with_topic(made, past, led=True) or made
    for each in reversed(past):
        if re.match(rf"{wh}\b", each.question, re.I):
            return re.sub(rf"^{wh}\b(?:\s+else\b)?", f"{wh} else", bare(each.question), flags=re.I)
    subject = last_subject(past)
    if subject is None:
        return None
    if wh == "who":
        said = speaker_of(past[-1].question)
        return f"who else spoke about {subject}" if said else f"who else was involved in {subject}"
    return f"what else is known about {subject}" if wh == "what" else f"{text} for {subject}"


def _about_what_came_of_it(text: str, past: Sequence[Past]) -> str | None:
    """ "What happened next?", "what was the outcome?", "who voted against?" """
    subject = last_subject(past)
    if subject is None:
        return None
    if _NEXT.match(text):
        return f"what happened after {subject}"
    if _OUTCOME.match(text):
        return f"{text} of {subject}"
    if _MORE.match(text):
        return f"tell me more about {subject}"
    if _ANYBODY.match(text):
        return f"{text} in {subject}"
    if true := _IS_TRUE.match(text):
        return f"is what is said about {subject} {true['what']}"
    short = _SHORT.match(text)
    if short is None:
        return None
    return f"{text} {subject}" if short["loose"] else f"{text} in {subject}"


def _sentence(text: str) -> str:
    words = " ".join(text.split())
    end = "." if re.match(r"tell|show|give|summar|explain|describe|recap", words, re.I) else "?"
    return f"{words[0].upper()}{words[1:]}{end}"


def _pointing(text: str, past: Sequence[Past]) -> str | None:
    made = resolved(text, past)
    return None if made == text else _with_topic(made, past, led=True) or made


def _with_topic(text: str, past: Sequence[Past], *, led: bool) -> str | None:
    """ "What did she say" asks for what she said about the subject at hand.

    Of somebody with a name ("what did NATO say") it does only behind an "and".
    """
    subject, speaker = last_subject(past), speaker_of(text)
    says = re.search(rf"\b{SAY}(?:\s+(?:that|so))?$", text, re.I)
    if not says or subject is None or not speaker or subject in text:
        return None
    if not led and not re.match(DETERMINER, speaker, re.I):
        return None
    return f"{text} about {subject}"
