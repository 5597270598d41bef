"""The side that a question asks for: "who opposed it?", "which towns did not back the plan?"."""

from __future__ import annotations

import re
from typing import Literal

from assistant.topic import AUXILIARY, DETERMINER, PREPOSITION, is_person
from assistant.words import BACKING_VERBS, DECLINE_VERBS, DISPUTE_VERBS

Side = Literal["disputes", "backs", "declines", "demands", "promises", "predicts", "speaks"]

_OPENERS = {"who", "anyone", "anybody", "somebody", "someone"}
_OPPOSING = frozenset("doubt oppose opposes opposed opposing criticise criticize condemn".split())
_DEMANDING = "demanded demands demand urged urges urge".split()
_PROMISING = "promised promises promise pledged pledges pledge vowed vows vow".split()
_PREDICTING = "predicted predicts predict forecast forecasts".split()
_VERBS: tuple[tuple[Side, frozenset[str]], ...] = (
    ("demands", frozenset(_DEMANDING)),
    ("promises", frozenset(_PROMISING)),
    ("predicts", frozenset(_PREDICTING)),
    ("declines", DECLINE_VERBS),
    ("disputes", DISPUTE_VERBS | _OPPOSING),
    ("backs", BACKING_VERBS),
)
# Longer ways to say it; "voted against" is said of a bill, "spoke out against" of anything.
_PHRASES: tuple[tuple[Side, re.Pattern[str]], ...] = (
    (
        "disputes",
        re.compile(
            r"(?:vot(?:e|es|ed|ing)|spoke(?: out)?|speak(?: out)?|campaign(?:ed|s|ing)?"
            r"|protest(?:ed|s|ing)?) against|object(?:s|ed|ing)? to|critical of"
            r"|(?:is|are|was|were|be|been) (?:strongly |firmly |still )?against|opposed to"
        ),
    ),
    ("backs", re.compile(r"(?:vot(?:e|es|ed|ing) |is |are |was |were |be |been )?in favou?r of")),
)
# Persons are dismissed and questioned, and seats contested, without any stance.
_OF_PERSONS = re.compile(r"(?:dismiss|question|contest|challeng)(?:es|s|ed|e)?")
_PERSONS = frozenset(
    "suspect suspects witness witnesses seat seats champion champions striker referee employee "
    "employees worker workers staff boss teacher driver player players man woman men women "
    "teenager election race presidency leadership title case charges lawsuit".split()
)
_BE = frozenset("is are was were be been being".split())
_LINK = re.compile(rf"{AUXILIARY}|not|never|no|longer|also|else|\w+ly|\w+n't|{DETERMINER}")
_FIRST, _LAST = 1, 6  # how far from the beginning a verb still belongs to the question word


def side_of(folded: str) -> tuple[Side | None, str]:
    """The stance that a folded question asks for, and on what; None and "" where it asks none."""
    words = folded.rstrip(" ?.!").split()
    chooses = bool(words) and words[0] in ("which", "what")
    if not chooses and not _OPENERS & set(words[:3]):
        return None, ""
    for place in range(2 if chooses else _FIRST, min(_LAST, len(words))):
        side, width = _at(words, place)
        if side is None:
            continue
        if chooses and not _is_of_the_chosen(words, place, width):
            return None, ""
        subject = " ".join(words[place + width :])
        return _turned(side, words[:place], subject)
    return None, ""


def _at(words: list[str], place: int) -> tuple[Side | None, int]:
    """The side that begins at a place, and how many words say so."""
    word, before, after = words[place], words[place - 1], " ".join(words[place + 1 :])
    if word in ("said", "claimed") or re.fullmatch(DETERMINER, before):  # "the question"
        return None, 0
    rest = " ".join(words[place:])
    for side, pattern in _PHRASES:
        found = re.match(rf"(?:{pattern.pattern})(?= |$)", rest)
        if found:
            return side, len(found[0].split())
    if word in DECLINE_VERBS and after and not re.match(r"to |comment", after):
        return None, 0  # whoever refused an offer gave an answer
    if (before in _BE or _passive(words, place)) and word.endswith("ed"):
        return None, 0
    if _OF_PERSONS.fullmatch(word) and _is_person_or_seat(after):
        return None, 0
    return next(((side, 1) for side, verbs in _VERBS if word in verbs), (None, 0))


def _passive(words: list[str], place: int) -> bool:
    """ "Was anyone dismissed" asks of whom it was done to."""
    return place == 2 and words[0] in _BE and words[1] in _OPENERS


def _is_person_or_seat(after: str) -> bool:
    phrase = re.split(rf" (?:{PREPOSITION}|of|who|and) ", f"{after} ")[0].split()
    return bool(phrase) and (phrase[-1] in _PERSONS or is_person(phrase[-1]))


def _is_of_the_chosen(words: list[str], place: int, width: int) -> bool:
    """Whether those asked for take the side: not in "which plan did Velmar reject"."""
    verb, after = words[place], words[place + width] if place + width < len(words) else ""
    noun = next((n for n, word in enumerate(words[1:], 1) if re.fullmatch(AUXILIARY, word)), place)
    if noun > 3 or not all(_LINK.fullmatch(word) for word in words[noun:place]):
        return False
    if after == "by" or re.fullmatch(AUXILIARY, after):
        return False
    return width > 1 or verb.endswith("ed") or bool(re.fullmatch(f"{DETERMINER}|it|with", after))


def _turned(side: Side, before: list[str], subject: str) -> tuple[Side | None, str]:
    """The side with a "not" before it: who did not back a plan disputes it, as far as is known."""
    negated = {"not", "never", "cannot"} & set(before) or any(w.endswith("n't") for w in before)
    if not negated and " no longer" not in f" {' '.join(before)}":
        return side, subject
    return ("disputes", subject) if side == "backs" else (None, "")
