"""The words that tell a stance: what each kind of verb says by itself, and after "not"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.types import Stance

# What a kind of word says by itself, and after "not", "could not", "refused to", "stopped short
# of". None leaves it to the content.
STANCES: Mapping[str, tuple[Stance | None, Stance, Stance, Stance, Stance]] = {
    "confirm": ("confirms", "declines", "doubts", "declines", "doubts"),
    "approve": ("confirms", "disputes", "disputes", "disputes", "doubts"),
    "deny": ("denies", "asserts", "asserts", "asserts", "asserts"),
    "dispute": ("disputes", "asserts", "asserts", "asserts", "asserts"),
    "doubt": ("doubts", "asserts", "asserts", "asserts", "asserts"),
    "demand": ("demands", "asserts", "asserts", "asserts", "asserts"),
    "promise": ("promises", "asserts", "doubts", "declines", "doubts"),
    "predict": ("predicts", "predicts", "doubts", "declines", "doubts"),
    "decline": ("declines", "declines", "declines", "declines", "declines"),
    "respond": (None, "declines", "declines", "declines", "declines"),
    "say": (None, "declines", "doubts", "declines", "declines"),
    "know": (None, "doubts", "doubts", "doubts", "doubts"),
    "believe": (None, "disputes", "disputes", "disputes", "doubts"),
    "refuse": ("disputes", "disputes", "disputes", "disputes", "disputes"),  # refused an act
}
MODES = ("plain", "negated", "unable", "refused", "short")

# Words in their base form ("admit+" doubles its last letter); irregular forms stand as they are.
_WORDS: Mapping[str, str] = {
    "confirm": "confirm acknowledge admit+ concede verify corroborate authenticate affirm reaffirm "
    "recognise recognize confess confirmation admission acknowledgment acknowledgement concession "
    "confession",
    "approve": "agree back support endorse defend welcome uphold upheld approve accept applaud "
    "praise hail concur+ ratify vouch favour favor echo endorsement approval acceptance",
    "deny": "deny disclaim disavow denial",
    "dispute": "dispute reject contest contradict dismiss refute rebut+ counter challenge oppose "
    "criticise criticize condemn object disagree denounce decry repudiate rebuff retract backtrack "
    "attack assail mock overturn deplore slam+ blast deride ridicule "
    "discredit debunk downplay scorn disapprove protest opposition objection rejection dismissal "
    "contradiction rebuttal retraction criticism condemnation disagreement repudiation rubbish",
    "doubt": "doubt query mistrust distrust wonder questions questioned questioning doubtful "
    "sceptical skeptical scepticism skepticism sceptic skeptic unconvinced unsure uncertain "
    "uncertainty unpersuaded dubious unclear",
    "demand": "demand urge order instruct command implore request petition beg+ require exhort "
    "recommend encourage plea ultimatum recommendation",
    "promise": "promise vow pledge commit+ guarantee undertake undertook undertaken undertakings "
    "intend commitment intention assurance",
    "predict": "predict forecast expect anticipate foresee foresaw foreseen envisage envision "
    "projected projecting projects projection prediction expectation likely unlikely outlook",
    "decline": "decline sidestep+ evade dodge unavailable unreachable",
    "respond": "comment respond reply answer react elaborate response available",
    "say": "say said disclose reveal specify divulge discuss explain identify name state speculate "
    "detail",
    "know": "know knew sure certain convinced persuaded",
    "believe": "believe think thought consider",
    "warn": "warn caution fear threaten threat",
    "ask": "ask",
    "want": "want",
    "tell": "tell told",
    "refuse": "refuse refusal",
}
_ACCUSED = (
    r"(?:\w+ )?(?:accusations?|allegations?|charges?"
    r"|(?:claims?|suggestions?|reports?) that (?:he|she|they|it|we|i))"
)
_PHRASES: Mapping[str, str] = {
    "decline": r"too (?:early|soon) to (?:discuss|comment|speculate|talk)"
    r"|confirm\w* n?or den\w+|den\w+ n?or confirm\w*|(?:not|n't) be (?:reached|drawn)"
    r"|(?:remain|stay|keep|kept)\w* (?:silent|quiet|mum|tight-lipped)|sa(?:id|ying) nothing"
    r"|(?:not|n't) (?:immediately )?return\w*|with(?:held|hold\w*) comment",
    "confirm": r"plead\w* guilty|own\w* up|b(?:ea|o)re?s? out",
    "approve": r"st(?:oo|an)d\w* (?:by|behind)|sid(?:e|ing)\w* with|in favou?r of",
    "deny": r"rul(?:e|ing)\w* out|plead\w* not guilty|(?:his|her|their|its) innocence"
    rf"|(?:reject|refut)\w* {_ACCUSED}|dismiss\w* (?:\w+ )?(?:accusations?|allegations?|charges?)",
    "dispute": r"(?:walk|row|push|fir)\w* (?:\w+ )?back|(?:hit|shot)\w* (?:back|out)|lash\w* out"
    r"|back\w* (?:away|down|off|out)|t(?:ake|ook|aking)\w* (?:issue|exception)|critical of"
    r"|(?:spoke|speak|vot|came out|argu|rail|appeal)\w* against|distanc\w+ \w+sel\w+"
    r"|(?:play|climb)\w* down|pour\w* (?:scorn|cold water)",
    "doubt": r"cast\w* (?:\w+ )?doubts?|rais(?:e|ing)\w* (?:\w+ )?(?:doubts|questions)|no evidence"
    r"|remains to be seen|too (?:early|soon) to \w+|(?:not|n't|far from) (?:\w+ )?clear"
    r"|(?:to|would|will|could) question",
    "demand": r"appeal\w* (?:\w+ )?(?:to|for)|call\w* (?:\w+ly )?(?:on|upon|for)|calls? to"
    r"|(?:push|press|ask|plea|warn)\w* (?:for|with|against)|s(?:eek|ought)\w* (?!to )|insist\w* on",
    "promise": r"agree\w* to (?!the |an? |this |that |these |his |her |its )|plan\w* (?:to|for|on)"
    r"|(?:offer|volunteer|threat|aim)\w* to|sw(?:o|ea)r\w* to|(?:resolved|determined) to",
    "predict": r"(?:set|poised|bound|due|scheduled) to",
}


def _forms(word: str) -> set[str]:
    """A word in its regular forms, and in some that no one writes."""
    base = word.rstrip("+")
    stem = base + base[-1] if base != word else re.sub(r"(?:e|(?<=[^aeo])y)$", "", base)
    endings = ("ed", "es", "ing", "ies", "ied", "ying")
    return {base, base + "s"} | {part + ending for part in (base, stem) for ending in endings}


KINDS = {
    form: kind for kind, words in _WORDS.items() for word in words.split() for form in _forms(word)
}
LEXEMES = re.compile(
    r"\b(?:"
    + "|".join(rf"(?P<{kind}>(?:{pattern})\b)" for kind, pattern in _PHRASES.items())
    + r"|(?P<word>[\w'-]+))"
)
