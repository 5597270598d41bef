"""The stance of a statement, by rules: its attributing words, what negates them, what is said.

Where a reader could choose otherwise, the rules choose so:

- A denial that is negated ("did not deny", "did not rule out") asserts: it lets the matter stand
  without confirming it. So do a dispute, a doubt, a demand and a promise that are negated.
- Who does not, or will not, confirm or say ("would neither confirm nor deny") declines; who cannot
  ("could not confirm") doubts, and so does who stops short of confirming or endorsing.
- Who refuses to act ("refused to apologise") disputes the demand; who refuses to speak declines,
  and so does who "declined" to act. Who does not back or believe something disputes it.
- To deny is to reject an accusation or to call a matter false. Who dismisses reports disputes them:
  whom they are about is not known here. Who takes back a claim disputes it.
- A threat and a plan bind the speaker as a promise does. A warning predicts where it is about what
  may come, demands where it tells somebody what to do, and asserts where it is about the present.
- Who asks whether something is so doubts it, but who was asked asserts; who asks or wants somebody
  to do something demands it.
- Only the first sentence of what is said is read for signs, and not its "if" and "who" clauses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.statements.verbs import KINDS, LEXEMES, MODES, STANCES
from assistant.types import Span, Stance

_BEFORE, _AFTER, _CUE, _CONTENT, _SPANS = 120, 80, 200, 240, 8
_QUOTES = "\"“”'‘ "

_MODE = re.compile(
    r"\b(?:(?P<unable>(?:could|can) ?(?:not|n't|neither)|cannot|can't|(?:not|never) able|unable)"
    r"|(?P<short>short of|sh(?:ied|y|ying) away from|reluctant|hesita\w+)"
    r"|(?P<refused>refus\w*|declin\w*|unwilling)"
    r"|(?P<negated>not|\w+n't|never|neither|neither .*|nor|nor \w+ \w+|no|no \w+|nobody|none"
    r"|without|beyond|fail(?:s|ed|ing|ure)?|yet))"
    r"(?: (?:to|be|been|being|have|has|had|having|even|yet|so|far|also|either|ever|any|an?|longer"
    r"|\w+ly))*$"
)
_TRIGGER = re.compile(r"\b(?:refus\w*|declin\w*|short|not|\w+n't|unable|cannot|yet|fail\w*|never)")
_CLAUSE = re.compile(r".*[,;:.!?\"“”()—–]")
_BREAK = re.compile(r"[.!?][\"”’)]?\s|[\r\n]")

_AUXILIARY = (
    r"(?:am|is|are|was|were|have|has|had|do|does|did|will|would|could|can|not|never|no|be|been"
    r"|\w+n't|cannot|\w+ly)"
)
_OPENING = re.compile(rf"(?:that )?(?:i|we|he|she|it|they)(?: {_AUXILIARY})* (?=(\w+))")
_IS = r"(?:\b(?:is|are|was|were|be|been)|'s)(?: \w+ly| all| just| plain| quite)?"
_ASIDE = re.compile(
    r"\b(?:(?:who|which|what|when|how|where|until)(?: \w+)?|(?:if|whether|unless)(?: \w+){0,5}"
    r"|\w that) $"
)


class _Sign:
    """A pattern, and words of which one stands in whatever it matches: they are soon found."""

    def __init__(self, words: str, pattern: str) -> None:
        self.words = tuple(words.split("|"))
        self.pattern = re.compile(pattern)

    def place(self, said: str) -> int | None:
        """Where the first match ends that does not stand in a clause of its own."""
        for word in self.words:
            if word in said:
                break
        else:
            return None
        for match in self.pattern.finditer(said):
            if not _ASIDE.search(said[: match.start()]):
                return match.end()
        return None


# A sign of the first table decides wherever it stands, in this order; of the second table, the
# sign that stands first.
_CLEAR: Mapping[Stance, _Sign] = {
    "declines": _Sign(
        "comment|nothing|discuss|speculate|identify|disclose",
        r"^no comment|\bnothing (?:more |further )?to (?:say|add)\b"
        r"|^(?:that )?(?:i|we|he|she|it|they) (?:do|does|did|will|would|can|could)(?: not|n't)"
        r" (?:discuss|comment|speculate|identify|disclose)\b",
    ),
    "denies": _Sign(
        "truth|true|false|lie|fabricat|baseless|unfounded|groundless|without|made up|innocent"
        "|invention|fiction|nothing|guilty|never",
        rf"\bno truth|{_IS} (?:not true|untrue|false|(?:a )?lies?\b|fabricat|baseless|unfounded"
        r"|groundless|without foundation|made up|innocent\b|(?:\w+ )?(?:invention|fiction))"
        r"|nothing to do with|not guilty"
        r"|^(?:that )?(?:i|we|he|she|they|it)(?: have| had| has|'ve|'d)? never (?:taken|took|met"
        r"|paid|received|touched|said|done|did|had|asked|accepted|sent|signed|used|offered|hit)\b",
    ),
    "disputes": _Sign(
        "wrong|misleading|exaggerated|accurate|correct|overstated|inflated|nonsense|flawed"
        "|mistaken|right|sign|evidence|proof|indication",
        rf"{_IS} (?:wrong|misleading|exaggerated|inaccurate|incorrect|overstated|inflated"
        r"|nonsense|flawed|mistaken|not (?:correct|right|accurate))"
        r"|\bno (?:\w+ )?(?:signs?|evidence|proof|indications?) (?:that|of)\b"
        r".*(?:\d|\banything like)",
    ),
    "doubts": _Sign(
        "evidence|proof|sign|indication|trace|not|unclear|remain|guess|too |see",
        r"\b(?:no|not enough|insufficient) (?:\w+ )?(?:evidence|proof|signs?|indications?|trace)\b"
        r"|\bnot (?:yet )?(?:sure|certain|convinced|clear|known)|\bunclear"
        r"|remains? to be seen|'s guess\b|too (?:early|soon)|\bwe(?:'ll| will) (?:\w+ to )?see\b",
    ),
    "promises": _Sign("word|promise", r"\bmy word\b|\bi promise\b"),
    "confirms": _Sign(
        "yes|indeed|true|correct|accurate|right|admit|acknowledge|confirm",
        rf"^(?:yes|indeed)\b|{_IS} (?:indeed|true|correct|accurate|right)\b|\bindeed\b"
        r"|\bi (?:admit|acknowledge|confirm)\b",
    ),
}
_MODAL: Mapping[Stance, _Sign] = {
    "demands": _Sign(
        "must|should|ought|need|has to|have to|time ",
        r"(?<!\bi )\b(?:(?:must|should)(?! (?:have|you)\b)|ought to|(?<!the )(?<!a )needs? to"
        r"|(?<!n't )(?<!not )(?<!will )(?<!would )(?<!shall )(?<!'ll )(?<!could )(?<!may )"
        r"(?<!might )ha(?:s|ve) to)\b|\btime (?:for|to)\b",
    ),
    "promises": _Sign(
        "will|'ll|shall|won't|going|intend|plan|would",
        r"\b(?:i|we)(?:'ll| will| shall| won't|(?: am| are|'m|'re) going to| intend to"
        r"| plan to)\b(?! (?:probably |likely |soon )?(?:see|know|lose|win|struggle|miss|need|have"
        r"|find|be (?!there|back|\w+ing)))"
        r"|^(?:that )?(?:he|she|they|\w+ (?:government|company|party|club)) (?:would|will)\b"
        r"(?! (?:have|be|like|rather|prefer))"
        r"|^(?:that )?it (?:would|will)\b(?! (?:be|cost|take|mean|have|lead|cause|make))",
    ),
    "predicts": _Sign(
        "will|won't|'ll|going|likely|set |expected|bound|would",
        r"\b(?:will|won't|(?:is|are|was|were) (?:going|likely|unlikely|set|expected|bound) to)\b"
        r"|(?!we)\b\w+'ll\b|^[^\"“]*\bwould\b(?! (?:have(?! to)|like))",
    ),
}
_TO_DO = re.compile(
    r"(?!(?:that|of|about|whether|if|why|what|how|when|where|who|he|she|it|they|we|i|there)\b)"
    r"(?:[\w'-]+ ){0,5}(?:not )?to \w"
)
_THING = re.compile(r"(?:an?|more|fewer|less|better|higher|lower|stricter|tougher) \w")
_WHETHER = re.compile(r"(?:\w+ ){0,4}(?:whether|if)\b")
_WAS_ASKED = re.compile(r"^ ?asked|\b(?:am|is|are|was|were|be|been|being|when|if) asked")
_TO_COME = re.compile(r"^of\b|\b(?:will|would|could|may|might|risk\w*|likely|about to)\b")
_BUT = re.compile(
    r"\bbut (?:\w+ )?(?:held|said|says|argued|ruled|insisted|maintained|denied|disputed|rejected)\b"
    r".*(?:\b(?:no|not|never|wrong)\b|n't\b)"
)
_LATER = re.compile(r",? (?:and|but) that ")
_THINKS = re.compile(r"\b(?:belie|think|thought|know|knew|hop|suggest|suspect)\w*")


def stance_of(text: str, cue: Sequence[Span], content: Sequence[Span]) -> Stance:
    """The stance of a statement of an article towards what it is about.

    ``cue`` and ``content`` are the spans of the attributing words and of what is said; spans that
    lie outside of the text are cut to it. Where the cue is marked too short ("deny" of "did not
    deny"), the words beside it in its sentence count too. Without any sign the speaker asserts.
    """
    pieces = (text[start : min(end, start + _CONTENT)] for start, end in _within(text, content))
    said = _fold(_BREAK.split(" ".join(pieces)[:_CONTENT])[0])
    before, words, after = _surroundings(text, _within(text, cue))
    stance = _of_cue(before, words, after, said.lstrip(_QUOTES))
    if stance == "confirms" and _BUT.search(said):
        return "disputes"  # of what is granted and what is not, the news is the second
    return stance or _of_content(said, thinks=bool(_THINKS.search(words)))


def _within(text: str, spans: Sequence[Span]) -> list[Span]:
    """The first spans of the text, those that are empty left out."""
    cut = ((max(start, 0), min(end, len(text))) for start, end in spans)
    return [(start, end) for start, end in cut if start < end][:_SPANS]


def _surroundings(text: str, cue: list[Span]) -> tuple[str, str, str]:
    """The clause before the cue, the cue, and the rest of its sentence, folded and cut short."""
    if not cue:
        return "", "", ""
    start, end = cue[0][0], cue[-1][1]
    before = _BREAK.split(text[max(start - _BEFORE, 0) : start])[-1]
    after = _BREAK.split(text[end : end + _AFTER])[0]
    words = " ".join(text[first : min(last, first + _CUE)] for first, last in cue)[:_CUE]
    before = _fold(before)
    clause = _CLAUSE.match(before)
    return before[clause.end() if clause else 0 :].lstrip(), _fold(words), _fold(after)


def _fold(text: str) -> str:
    """Lower case, straight apostrophes, and one space for any white space."""
    return " ".join(text.replace("’", "'").lower().split())


def _of_cue(before: str, words: str, after: str, said: str) -> Stance | None:
    """What the cue says, or None where it leaves the stance to the content."""
    start = len(before) + 1
    end = start + len(words)
    window = f"{before} {words} {after}"
    left, reach = None, end
    for found in LEXEMES.finditer(window):
        kind = KINDS.get(found[0]) if found.lastgroup == "word" else found.lastgroup
        if not kind or found.end() <= start:
            continue
        if found.start() >= reach:
            break
        if _TRIGGER.match(found[0]):
            reach, left = end + 40, STANCES[kind][0]
            continue
        mode = _MODE.search(window[: found.start()].rstrip())
        stance = _of_word(kind, (mode and mode.lastgroup) or "plain", window, after, said)
        if stance:
            return stance
    return left


def _of_word(kind: str, mode: str, window: str, after: str, said: str) -> Stance | None:
    if kind in STANCES:
        return STANCES[kind][MODES.index(mode)]
    if mode != "plain":
        return "asserts"
    either = (said, after)
    if kind == "ask" and any(map(_WHETHER.match, either)):
        return "asserts" if _WAS_ASKED.search(window) else "doubts"
    if kind == "want" and _THING.match(said):
        return "demands"
    if kind == "warn" and any(map(_TO_COME.search, either)):
        return "predicts"
    if kind in ("tell", "want") and said.startswith(("to ", "not to ")):
        return "demands" if kind == "tell" else None
    to_do = kind != "tell" and any(map(_TO_DO.match, either))
    return "demands" if to_do or (kind == "ask" and said.startswith("that ")) else None


def _of_content(said: str, thinks: bool) -> Stance:
    """What the words that are said show; of what somebody ``thinks`` nothing is a promise."""
    bare = said.lstrip(_QUOTES)
    first = _of_verb(bare)
    if first:
        return first
    for stance, sign in _CLEAR.items():
        if sign.place(bare) is not None:
            return stance
    clause, _, later = _LATER.sub("\n", bare, count=1).partition("\n")
    if later and (second := _of_verb(later)) in ("confirms", "denies", "disputes"):
        return second
    mark = "" if bare == said else '"'
    found = {
        stance: sign.place(mark + (clause if stance == "predicts" else bare))
        for stance, sign in _MODAL.items()
    }
    if thinks:
        found["promises"] = None
    places = [(place, stance) for stance, place in found.items() if place is not None]
    return min(places, key=lambda sign: sign[0])[1] if places else "asserts"


def _of_verb(clause: str) -> Stance | None:
    """What the first verb says of a clause in which somebody speaks of themselves."""
    opening = _OPENING.match(clause)
    if opening is None or KINDS.get(opening[1]) in ("say", "tell", "ask", "want", "warn"):
        return None
    rest = clause[opening.end(1) + 1 :]
    return _of_cue(clause[: opening.end() - 1], opening[1], rest, "")
