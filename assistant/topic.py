"""What a question is about, by rules: whose words, which thing, and what is said to have happened.

Only questions that stand alone are taken apart here; see `followup` for those that do not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

AUXILIARY = (
    r"(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)"
)
WH = r"(?:who|whom|whose|what|which|when|where|why|how(?:\s+(?:many|much|long|often))?)"
SAY = r"(?:say|said|think|claim|tell|told|argue|promise|announce|reply|state|write|add|answer)"
NAME = r"[A-ZÀ-Þ][\w.’'-]*"
NAMES = rf"{NAME}(?:\s+(?:(?:of|de|van|von|da|al)\s+)?{NAME})*"
DETERMINER = r"(?:the|a|an|its|his|her|their|this|that|these|those)"
PREPOSITION = (
    r"(?:in|on|at|during|since|before|after|by|for|from|near|under|over|with|against|about|to|"
    r"until|between|within|around|across|into|through|without|behind)"
)
DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
TIME = (
    rf"(?:(?:(?:in|on|during|since|before|after|by|until|from)\s+)?"
    rf"(?:(?:early|late|mid|the\s+(?:start|end)\s+of)[\s-]+)?"
    rf"(?:(?:last|this|next|that)\s+(?:week|month|year|{DAY}|{MONTH}|spring|summer|autumn|winter)"
    rf"|yesterday|today|{DAY}|\d{{1,2}}\s+{MONTH}(?:\s+\d{{4}})?|{MONTH}(?:\s+\d{{4}})?"
    rf"|(?:19|20)\d\d)(?!\w))"
)
_OFFICES = (
    "mayor minister governor president chancellor secretary spokesperson judge lawyer prosecutor "
    "treasurer chief chair captain coach manager director commander ambassador analyst owner "
    "founder author leader head"
).split()
_BODIES = (
    "ministry government police council court party opposition coastguard company firm union "
    "mission operator observers monitors officials residents drivers passengers critics experts "
    "scientists others"
).split()
_OFFICE = re.compile(rf"\b(?:{'|'.join(_OFFICES)}|\w+(?:ist|man|woman))\b", re.IGNORECASE)
_BODY = re.compile(rf"\b(?:{'|'.join(_BODIES)}|(?-i:[A-Z]{{2,}}))\b", re.IGNORECASE)
_SAID = re.compile(
    rf"^(?:what|which|who|when|where|why|how)\b.*?\b{AUXILIARY}\s+(?P<who>.+?)"
    rf"(?<!\bthe)(?<!\ba)(?<!\bits)(?<!\bthis)(?<!\bthat)(?<!\btheir)\s+(?P<verb>{SAY})\b\s*(?:that\s+)?"
    r"(?:(?:about|on|of|regarding|over|concerning)\s+(?P<subject>.+))?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:(?:can|could)\s+you\s+|please\s+)*(?:"
    r"(?:tell|show|give)\b.*?\b(?:about|of|on)\s+"
    r"|(?:summari[sz]e|recap|explain|describe|sum\s+up)\s+"
    r"|what\s+(?:has\s+)?(?:happened|went\s+wrong)\s+(?:in|to|with|at|on|during|after|before)\s+"
    r"|what(?:['’]s|\s+(?:is|was|has\s+been))\s+(?:happening|going\s+on|new|the\s+latest)\s+"
    r"(?:in|to|with|at|on|about)\s+"
    r"|update\s+(?:me|us)\s+on\s+|(?:(?:is|are)\s+there\s+)?any\s+(?:news|updates?)\s+(?:on|about)\s+"
    r"|what\s+(?:do\s+you|does\s+the\s+archive)\s+(?:know|say)\s+(?:about|of)\s+"
    r"|what\s+is\s+(?:known|said)\s+(?:about|of)\s+)(?P<subject>.+)$",
    re.IGNORECASE,
)
_IS = re.compile(r"^(?:what|who)(?:['’]s|\s+(?:is|are|was|were))\s+(?P<rest>.+)$", re.IGNORECASE)
_WHO = re.compile(
    r"^(?:who|which\s+\w+)\s+(?:else\s+)?(?P<verb>(?!(?:is|are|was|were)\b)[a-z]+)\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
# "How many people died in the floods", "what caused the blackout": no auxiliary shows the clause.
_TOLD = re.compile(
    r"^(?:how\s+(?:many|much)|which|what)\s+(?:[\w’'-]+\s+){0,3}?(?!made\b)"
    rf"(?:[a-z]+ed|fell|rose|left|went|led|lost|won|took|came|broke)\s+(?:{PREPOSITION}\s+)?"
    r"(?P<rest>(?:the|an?)\s+.+)$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^to\s+\w+\s+(?:on|about|to|for)\s+(?:whether\s+)?", re.IGNORECASE)
_CLAUSE = re.compile(
    rf"^(?:(?:by|in|on|at|for|from|to)\s+)?(?P<wh>(?:how\s+(?:many|much)|which|what)\s+"
    rf"(?P<noun>(?!{AUXILIARY}\b)[\w’' -]+?)|how\s+(?:many|much|long|"
    rf"often|far|old|soon)|since\s+when|what|why|when|where|how|whom?)\s+"
    rf"(?P<aux>{AUXILIARY})\s+(?P<rest>.+)$",
    re.IGNORECASE,
)
_YES_NO = re.compile(rf"^(?P<aux>{AUXILIARY})\s+(?P<rest>.+)$", re.IGNORECASE)
_PARTICIPLE = r"[a-z]+ed|[a-z]{2,}(?:own|ken|ven|ten)|won|said|made|held|paid|built"
_BE = frozenset("is are was were has have had".split())


@dataclass(frozen=True, slots=True)
class Clause:
    """What a question takes for granted: ``aux`` and the words behind it, as in "did she leave".

    ``noun`` is what it counts or chooses among ("how many troops", "which library"), or empty.
    """

    aux: str
    rest: str
    noun: str = ""


def bare(question: str) -> str:
    """A question without its mark and the white space around it."""
    return " ".join(question.split()).rstrip(" ?.!")


def clause_of(question: str) -> Clause | None:
    """The clause behind the question word, or None: "who won?" and headings have none."""
    found = _CLAUSE.match(bare(question)) or _YES_NO.match(bare(question))
    if found is None:
        return None
    noun = found.groupdict().get("noun") or ""
    return Clause(found["aux"].lower(), found["rest"], noun)


def speaker_of(question: str) -> str | None:
    """Whose words a question asks for, as it names them ("the mayor"), or None."""
    found = _SAID.match(bare(question))
    if found is None or found["who"].lower() in ("people", "anyone", "anybody", "they"):
        return None
    return found["who"].removeprefix("else ")


def people_in(question: str) -> list[str]:
    """The names in a question that a person can have, the one who acts first."""
    speaker = speaker_of(question)
    clause = clause_of(question)
    acting = re.match(NAMES, clause.rest) if clause else None
    found = [speaker] if speaker else []
    found += [acting[0]] if acting else []
    return list(dict.fromkeys(_without_possessive(name) for name in found))


def names_in(question: str) -> list[str]:
    """The runs of capitalised words of a question, but for the word that opens it."""
    text = bare(question)
    opening = re.match(rf"(?:{WH}|{AUXILIARY})\s+(?=[A-ZÀ-Þ])", text, re.IGNORECASE)
    begin = opening.end() if opening else 0
    found = re.finditer(NAMES, text[begin:])
    return [match[0] for match in found if begin + match.start() > 0]


def is_actor(phrase: str) -> bool:
    """Whether a phrase names somebody who can say something: a name, an office, a body."""
    return bool(re.match(NAMES, phrase) or _OFFICE.search(phrase) or _BODY.search(phrase))


def is_person(phrase: str) -> bool:
    """Whether a phrase names one person: a name of several words, or an office."""
    office = _OFFICE.search(phrase) and not _BODY.search(phrase)
    return bool(office or re.fullmatch(rf"{NAME}(?:\s+\S+)*\s+{NAME}", phrase))


def is_participle(word: str) -> bool:
    """Whether a word has the form of a past participle ("closed", "won")."""
    return bool(re.fullmatch(_PARTICIPLE, word))


_SPOKE = re.compile(
    r"^(?:who\b.*?\b(?:spoke|commented)\s+(?:about|on)|what\s+(?:is|was)(?=.+\bbased\s+on$)"
    r"|(?:has|have|had|did)\s+.+?\s+chang\w+\s+position\s+on)\s+(?P<subject>.+?)(?:\s+based\s+on)?$",
    re.IGNORECASE,
)


def subject_of(question: str) -> str | None:
    """The thing that a question is about ("the withdrawal"), or None."""
    text = bare(question)
    said = _SAID.match(text)
    if said:
        return _trimmed(said["subject"])
    about = _ABOUT.match(text)
    if about:
        return _trimmed(about["subject"])
    clause = clause_of(text)
    if clause and not _IS.match(text):
        return _subject_in(clause)
    found = _IS.match(text)
    if found:
        return _trimmed(_without_participle(found["rest"]))
    spoke = _SPOKE.match(text)
    if spoke:
        return _trimmed(spoke["subject"])
    found = _WHO.match(text)
    if found:
        rest = re.sub(r"^(?:that|whether)\s+", "", _COMMENT.sub("", found["rest"]))
        acted = re.split(rf"\s{AUXILIARY}\s", f" {rest}")[0]
        thing = _trimmed(acted)  # "resigned in Velmar last week"
        return re.sub(rf"^{PREPOSITION}\s+", "", thing) if thing else None
    told = _TOLD.match(text)
    if told:
        return _trimmed(re.split(rf"\s(?:{AUXILIARY}|{WH}|that|because)\s", told["rest"])[0])
    if re.match(r"(?:who|what|which|when|where|why|how)\b", text, re.IGNORECASE):
        names = names_in(text)
        return names[-1] if names else None
    if re.match(rf"{DETERMINER}\s|[A-ZÀ-Þ]|\d", text) or len(text.split()) > 4:
        return text or None
    return f"the {text}"


def told_of(question: str) -> str | None:
    """What a question asks the news of ("what is happening with the strike"), or None."""
    found = _ABOUT.match(bare(question))
    return _trimmed(found["subject"]) if found else None


def _subject_in(clause: Clause) -> str | None:
    """The object of a clause where it has one, else who or what acts."""
    begins = [match.start() for match in re.finditer(rf"\b{DETERMINER}\s", clause.rest)]
    if len(begins) > 1 or (begins and begins[0] > 0):
        return _trimmed(clause.rest[begins[1] if begins[0] == 0 else begins[0] :])
    if begins:
        acting = re.split(rf"\s{PREPOSITION}\s", clause.rest)[0]
        cut = _without_participle(acting) if clause.aux in _BE else acting.rpartition(" ")[0]
        return _trimmed(cut if " " in cut else acting)
    if clause.noun:
        return f"the {clause.noun}"
    names = re.findall(NAMES, clause.rest)
    return names[-1] if names else None


def _trimmed(phrase: str | None) -> str | None:
    """A noun phrase without the time and the loose words that may follow it."""
    if not phrase:
        return None
    cut = re.sub(rf"\s+{TIME}\s*$", "", phrase, flags=re.IGNORECASE)
    cut = re.sub(rf"(?:\s+(?:{PREPOSITION}|instead|exactly|so far|now))+$", "", cut)
    return cut.strip(" ,;:") or None


def _without_participle(phrase: str) -> str:
    words = phrase.split()
    for place, word in enumerate(words[1:], start=1):
        if re.fullmatch(_PARTICIPLE, word):
            return " ".join(words[:place])
    return phrase


def _without_possessive(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)
