"""A follow-up becomes a question that stands alone, by rules over what its thread was about.

A question is only rewritten where it leans on an earlier one: by a pronoun without an antecedent of
its own, by "else" or "instead", or because it is no more than a question word or a name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.past import Past, is_plural
from assistant.past import subject as last_subject
from assistant.pronouns import resolved
from assistant.reask import asked_of
from assistant.reask_sources import about_sources
from assistant.substitute import substituted
from assistant.topic import DETERMINER, PREPOSITION, SAY, WH, bare, is_actor, speaker_of

_LEAD = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|then|also|yes|no|thanks|thank you|now)\b[\s,]*)+", re.I
)
_BARE = re.compile(
    rf"^(?P<wh>{WH}|by\s+whom|who\s+by|since\s+when|how\s+come"
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
# What is asked of the subject at hand without naming it, and the word that leads to its name.
_LEANING = tuple(
    (re.compile(pattern, re.I), preposition)
    for pattern, preposition in (
        (r"(?:what(?:['’]s|\s+is)\s+the\s+latest(?:\s+news)?|any\s+(?:news|updates?))$", "on"),
        (r"who\s+(?:is|was|are|were)\s+(?:responsible|to\s+blame)$", "for"),
        (r"who\s+(?:is|was|are|were)\s+involved$", "in"),
        (r"what\s+(?:are|were)\s+the\s+(?:\w+\s+)?(?:details|facts)$", "of"),
        (r"(?:give|show)\s+me\s+(?:a|the)\s+(?:timeline|summary|chronology|details)$", "of"),
    )
)
_TAKES = (
    (re.compile(r"(?:disagree|agree|complain|protest)(?:d|ed)?", re.I), "about"),
    (re.compile(r"(?:object|respond|react)(?:ed)?|reaction|response", re.I), "to"),
    (re.compile(r"comment(?:ed)?", re.I), "on"),
    (re.compile(r"apologi[sz]ed?|reason", re.I), "for"),
)
# They ask for what somebody makes of it all, and no article tells that.
_IDLE = re.compile(r"^\W*(?:(?:and|but|ok|well|yes)\s+)*(?:so\s+what|why\s+not|what)\W*$", re.I)
_MORE = re.compile(r"^(?:tell me more|more(?: details)?|go on|what more)$", re.I)
_IS_TRUE = re.compile(r"^is\s+(?:that|this|it)\s+(?P<what>true|right|correct|so)$", re.I)


def standalone(question: str, past: Sequence[Past]) -> str:
    """The question with what it leaves unsaid, from ``past`` (oldest first); else as it is."""
    if not past or _IDLE.match(question):
        return question
    text = bare(_LEAD.sub("", question))
    if not text:
        return question
    last = past[-1]
    if found := _BARE.match(text):
        made = _nothing_but_a_word(found, last)
        return _sentence(made) if made else question
    made = (
        about_sources(text, past)
        or _else(text, past)
        or _about_what_came_of_it(text, past)
        or substituted(text, last.question, led=bool(_LEAD.match(question)))
        or _pointing(text, past)
        or _with_topic(text, past, led=bool(_LEAD.match(question)))
    )
    return _sentence(made) if made else question


def _nothing_but_a_word(found: re.Match[str], last: Past) -> str | None:
    """ "Why?" and "when was that?", asked of what the last question takes for granted."""
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
    if leads := _leading_to_it(text):
        return f"{text} {leads} {subject}"
    if _MORE.match(text):
        return f"tell me more about {subject}"
    if true := _IS_TRUE.match(text):
        return f"is what is said about {subject} {true['what']}"
    short = _SHORT.match(text)
    return f"{text} {subject}" if short and short["loose"] else None


def _leading_to_it(text: str) -> str | None:
    """The word between "what was the reaction" or "who won" and what it is asked of."""
    if outcome := _OUTCOME.match(text):
        return _taken_by(outcome["noun"], "of")
    for pattern, preposition in _LEANING:
        if pattern.match(text):
            return preposition
    short = _SHORT.match(text)
    if _ANYBODY.match(text) or (short and not short["loose"]):
        return _taken_by(text.split()[-1], "in")
    return None


def _taken_by(word: str, otherwise: str) -> str:
    """The preposition that a verb or noun takes: one disagrees "about" a plan."""
    return next((found for pattern, found in _TAKES if pattern.fullmatch(word)), otherwise)


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
    # "Critics" and "police" say it of the subject; "critics of the bridge" have their own.
    alone = speaker.islower() and not re.search(rf"\b(?:of|{PREPOSITION}|{DETERMINER})\b", speaker)
    crowd = alone and (is_plural(speaker) or is_actor(speaker))
    if not led and not crowd and not re.match(DETERMINER, speaker, re.I):
        return None
    return f"{text} about {subject}"
