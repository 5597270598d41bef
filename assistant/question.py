"""What a question asks for, by rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.asked import asked_of_people
from assistant.errors import QuestionError
from assistant.fold import fold
from assistant.stance import Side, side_of
from assistant.types import Stance
from assistant.words import QUESTION_WORDS

Kind = Literal[
    "who_held",  # who disputed, denied, backed it
    "what_said",  # what somebody said about it
    "changed",  # whether somebody changed position on it
    "basis",  # what an account is based on
    "summary",  # of a subject
    "timeline",
    "comparison",
    "list",
    "yes_no",
    "why",
    "how_many",  # or how much, how old, which percentage
    "when",
    "where",
    "who",
    "other",  # which, what, how
]

OF_PEOPLE = frozenset(("who_held", "what_said", "changed", "basis"))
"""The kinds of questions whose answer is who says what."""
LONGEST = 2000
_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*")
_WHAT_SAID = re.compile(
    r"\bwhat\s+(?:did|does|do|has|have|had|was|were|is|are)\s+(?P<speaker>.+?)\s+"
    r"(?:say|said|saying|think|claim(?:ed)?|tell|told|argue|announce|reply|think|state"
    r"|(?P<stance>promised?|pledged?|vow(?:ed)?|predict(?:ed)?|forecast|demand(?:ed)?"
    r"|call(?:ed)? for|den(?:y|ied)|disputed?|reject(?:ed)?|confirm(?:ed)?|doubt(?:ed)?))\b"
    r"(?:\s+(?:about|on|of|regarding|over|to|for)\b(?P<subject>.*))?",
    re.IGNORECASE,
)
# The first letters of what somebody does in words, and the stances of the ledger that it is.
_STANCES: dict[str, tuple[Stance, ...]] = {
    "promis": ("promises",),
    "pledge": ("promises",),
    "vow": ("promises",),
    "predic": ("predicts",),
    "foreca": ("predicts",),
    "demand": ("demands",),
    "call": ("demands",),
    "den": ("denies", "disputes"),
    "disput": ("disputes", "denies"),
    "reject": ("disputes", "denies"),
    "confir": ("confirms",),
    "doubt": ("doubts", "disputes"),
}
_VIEW = re.compile(
    r"^what(?: is|'s| was| are| were) (?P<speaker>.+?)(?:'s|s') (?:\w+ )?"
    r"(?:reaction|response|views?|position|stance|opinion) (?:to|on|of|about|over) (?P<subject>.+)"
)
# "What did it cost", but not "what did the report find on the cost".
_COST = (
    r"^what (?:did|does|do|will|would) (?:[^ ]+ ){1,5}?"
    r"(?<!\bthe )(?<!\bof )(?<!\bon )(?<!\bto )(?<!\babout )(?<!\band )(?<!'s )cost(?= |\W*$)"
)
_ENDS = r"(?=\W*$| (?:in|of|for|on|from|at|after|since|among|across|last|this|now)\b)"
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "timeline",
        re.compile(
            r"\btime ?line\b|\bchronolog\w+|\bsequence of events\b|\bin order of (?:date|time)"
            r"|\bhow (?:did|has|have) .{3,80} (?:unfold|develop|evolve|progress)(?:ed)?\b"
        ),
    ),
    (
        "summary",
        re.compile(
            r"\bsummar(?:y|i[sz]e)\b|\boverview\b|\bsum up\b|\brecap\b|\bbrief(?:ing| me)\b"
            r"|\bcatch me up\b|^what(?: is|'s| has been) (?:happening|going on|the latest|new)\b"
            r"|^(?:please )?update (?:me|us) on\b"
            r"|^(?:(?:is|are) there )?any (?:news|updates?) (?:on|about)\b"
            r"|^what do we know about\b|^tell me (?:more )?about\b"
        ),
    ),
    (
        "comparison",
        re.compile(
            r"^compare\b|\bhow (?:do|does|did) .+ (?:compare|differ)\b"
            r"|\bcomparison (?:of|between)\b|\bdifferences? between\b|\bversus\b|\bvs\b"
        ),
    ),
    (
        "list",
        re.compile(
            r"^(?:list|name|enumerate)\b|^(?:give|show) me (?:a list|all|the names)\b"
            r"|^(?:what|which) (?:are|were) (?:all |the (?:names|main|different)\b)"
            r"|^(?:what|which) (?:countries|people|companies|cities|towns|states|teams|groups"
            r"|parties|reasons|steps|measures|demands|ships|banks|roads|schools)\b"
        ),
    ),
    (
        "why",
        re.compile(
            r"\bwhy\b|\bwhat (?:caused|led to)\b|\bhow come\b"
            r"|^what (?:prompted|triggered|(?:is|was|lay) behind)\b"
            r"|^what made (?!up\b|the (?:news|head))"
            r"|\bwhat(?: is|'s| was| are| were) the (?:reasons?|causes?)\b"
        ),
    ),
    (
        "how_many",
        re.compile(
            r"\bhow (?:many|much|large|big|long|old|tall|far|high|fast|deep|wide|often|heavy)\b"
            r"|\b(?:what|which) (?:percentage|share|number|figure|amount|price|size|score|result)\b"
            r"|^what(?: is|'s| was) (?:the|[^ ]+'s) (?:[^ ]+ ){0,3}?"
            rf"(?:death toll|rate|population|turnout|number|cost|price)(?! of living){_ENDS}"
            rf"|{_COST}"
        ),
    ),
    (
        # "Was there a protest when the mill closed?", but not "did the council say when".
        "yes_no",
        re.compile(
            r"^(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|will|would)(?:n't)? "
            r"(?!you\b)(?!.*\b(?:what|which|how|why|whom?|whose|where)\b)(?!.*\b(?:know|known|say|said"
            r"|tell|told|clear|explain|decided?|sure|reveal(?:ed)?|announced?|confirm(?:ed)?"
            r"|disclosed?|asked?|date) when\b).* when\b"
        ),
    ),
    ("when", re.compile(r"\bwhen\b|\b(?:what|which) (?:date|day|month|year|time)\b|\bhow soon\b")),
    ("where", re.compile(r"\bwhere\b|\b(?:what|which) (?:country|city|town|place|state|region)\b")),
    ("who", re.compile(r"\b(?:who|whom|whose)\b")),
    (
        "yes_no",
        re.compile(
            r"^(?:and |but |so )?(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could"
            r"|should)(?:n't)? (?!.*\b(?:what|which|how)\b)"
        ),
    ),
)
_ROLE = re.compile(
    r"^who(?: is|'s| was| are| were) the (?P<role>[a-z][a-z -]*?) (?:of|for|at|in)\b"
    r"|\bname of (?:the )?(?:[^ ]+'s )?(?P<named>[a-z][a-z -]*?)(?: of\b.*)?\W*$"
)
# What opens a question with a capital and names nobody: "Due to a storm, which ...".
_OPENING = frozenset(
    "after although amid as because before despite due during following if once since under while "
    "according".split()
)
_MONEY = re.compile(
    r"\bhow much\b.*\b(?:costs?|pay|paid|earns?|spends?|spent|worth|money|fined?|grant|raised?)\b"
    rf"|\b(?:what|which) price\b|{_COST}"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart.

    ``names`` and ``numbers`` must stand in the evidence of an answer. ``speaker`` is whose words
    are asked for ("what did ... say"), and ``stances`` are those of their words ("demand"), if one
    is asked for. ``side`` is the position that the asked-for people take, and ``subject`` what they
    take it on. ``role`` is what the asked-for person is ("who was the
    captain of ..."), and ``money`` whether a sum is asked for. ``but`` are the names of those who
    are not asked for ("who other than ... spoke about it").
    """

    text: str
    kind: Kind
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    speaker: tuple[str, ...] = ()
    side: Side | None = None
    subject: str = ""
    role: tuple[str, ...] = ()
    money: bool = False
    but: tuple[str, ...] = ()
    stances: tuple[Stance, ...] = ()


def checked(text: str) -> str:
    """The question without outer white space.

    Raises:
        QuestionError: it holds no letter or digit, or is longer than 2,000 characters.
    """
    bare = " ".join(text.replace("\0", " ").encode("utf-8", "replace").decode().split())
    if not any(character.isalnum() for character in bare):
        raise QuestionError(
            "the question is empty; ask in words, for example: who disputed the plan?"
        )
    if len(bare) > LONGEST:
        raise QuestionError(
            f"the question has {len(bare):,} characters; ask in at most {LONGEST:,}"
        )
    return bare


def understand(text: str) -> Question:
    """Take a question apart; the first rule that fits decides its kind."""
    folded = fold(text)
    tokens = _TOKEN.findall(text)
    names = tuple(
        token
        for token in tokens
        if token[0].isupper() and fold(token).removesuffix("'s") not in QUESTION_WORDS | _OPENING
    )
    numbers = tuple(token for token in tokens if token[0].isdigit())
    side, subject = side_of(folded)
    if side is not None:
        return Question(text, "who_held", names, numbers, side=side, subject=subject)
    asked = asked_of_people(folded)
    if asked is not None:
        who, but = tuple(content_words(asked.speaker)), tuple(content_words(asked.but))
        side = "speaks" if asked.kind == "who_held" else None
        return Question(
            text, asked.kind, names, numbers, who, side=side, subject=asked.subject, but=but
        )
    said = _WHAT_SAID.search(folded) or _VIEW.search(folded)
    if said:
        speaker = tuple(content_words(said["speaker"]))
        subject = (said["subject"] or "").strip(" ?.")
        if speaker and speaker != ("people",):
            wanted = _stances(said.groupdict().get("stance") or "")
            return Question(
                text, "what_said", names, numbers, speaker, subject=subject, stances=wanted
            )
    role = _ROLE.search(folded)
    if role:
        who = tuple(content_words(role["role"] or role["named"]))
        return Question(text, "who", names, numbers, role=who)
    return Question(text, _kind(folded), names, numbers, money=bool(_MONEY.search(folded)))


def _stances(verb: str) -> tuple[Stance, ...]:
    return next((each for begins, each in _STANCES.items() if verb.startswith(begins)), ())


def _kind(folded: str) -> Kind:
    for kind, pattern in _KINDS:
        if pattern.search(folded):
            return kind
    return "other"


def content_words(text: str) -> list[str]:
    """The words of ``text`` that are about something, folded, in order."""
    found = [fold(token).removesuffix("'s") for token in _TOKEN.findall(text)]
    return [word for word in found if word not in QUESTION_WORDS]
