"""Who took a side on a subject: the sentences of each speaker who did, by the stances."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from assistant.candidates import Candidate, Shown, Terms, share
from assistant.fold import words
from assistant.names import BODIES
from assistant.question import Question, content_words
from assistant.stance import Side
from assistant.words import BACKING_VERBS, DECLINE_VERBS, DISPUTE_MARKS, DISPUTE_VERBS

MOST = 8
_DISPUTING = frozenset(("disputes", "denies", "doubts"))
_SIDES: dict[Side, tuple[frozenset[str], frozenset[str]]] = {
    # the stances of the ledger, and the verbs where the article has not been read for it yet
    "disputes": (_DISPUTING, DISPUTE_VERBS),
    "backs": (frozenset(("confirms",)), BACKING_VERBS),
    "declines": (frozenset(("declines",)), DECLINE_VERBS),
    "demands": (frozenset(("demands",)), frozenset()),
    "promises": (frozenset(("promises",)), frozenset()),
    "predicts": (frozenset(("predicts",)), frozenset()),
}
# What may be said against an account without a word for disputing it.
_NEGATING = frozenset(
    """
    not no never none nothing nobody false untrue wrong misleading lie lies isn't aren't wasn't
    weren't hasn't haven't hadn't don't doesn't didn't won't can't cannot fewer failed failure
    contrary
    """.split()
)
_PLAIN = frozenset(("asserts", "predicts"))
# Who admits something confirms it, and backs nobody.
_YIELDING = frozenset(
    "admit admits admitted admitting concede concedes conceded conceding acknowledge acknowledges "
    "acknowledged acknowledging".split()
)
_CLAIMING = frozenset(("asserts", "confirms"))
_DECLINED = re.compile(r"\b(?:declin|refus)(?:ed|es|ing) to\b")
_ABOUT = 0.5  # of the subject's words, by their rarity, that an article must have
_NEAREST = 2  # passages whose articles are about it in whatever words
# Of the words of a subject of several, in a sentence that shows doubt without a verb for it; one
# word is said once in an article and meant in all of it.
_COVERED = 0.5
_WHEN = frozenset("last next past month year yesterday today".split())
_NEAR = 0.25  # the least score of a position, averaged with the best of its passage
_ITSELF = 0.4  # the same where the side is told by what is said, without a verb for it
_CLAIMED = 0.6  # what the scores of a claimant's sentences must come to

Score = Callable[[list[Candidate]], list[Candidate]]
"""Candidates to the likeliest of them with their scores."""


def positions(
    question: Question,
    candidates: list[Candidate],
    shown: Sequence[Shown],
    terms: Terms,
    scored: Score,
) -> tuple[list[Candidate], list[Candidate]]:
    """The claim where others dispute it; and who takes the asked-for side, oldest first.

    Sources without a name come last. The article must speak of the subject, and the sentence be
    near it, by itself or by its passage. Where nobody is on record as disputing it, a dispute also
    shows in a negation or a doubt, of somebody who is not the subject.
    """
    about = _articles_about(question.subject, shown, terms)
    left_out = set(question.but)
    spoken = [
        c
        for c in candidates
        if c.speaker and c.place in about and not left_out & set(words(c.speaker))
    ]
    likely = scored(candidates)
    sided = scored([c for c in spoken if _takes(c, question.side)])
    taken = [c for c in _near(sided, likely) if c.score >= _ITSELF or _says_so(c, question.side)]
    if question.side == "disputes":
        claims = _claim(question, spoken, shown, scored, {c.speaker for c in taken})
        known = {_last(c.speaker) for c in (*taken, *claims)}
        doubting = [
            c
            for c in _doubting(question, spoken)
            if not known & set(content_words(c.speaker or "")) and (c.stances or not taken)
        ]
        taken += _near(scored(doubting), likely)
    by_speaker: dict[str, list[Candidate]] = {}
    for candidate in sorted(taken, key=lambda c: -c.score):
        by_speaker.setdefault(candidate.speaker or "", []).append(candidate)
    held = [pair for said in by_speaker.values() for pair in _introduced(said)][:MOST]
    if not held:
        return [], []
    ordered = sorted(held, key=lambda c: (not c.named, shown[c.place].date or "9"))
    return _claim(question, spoken, shown, scored, by_speaker), ordered


def _takes(candidate: Candidate, side: Side | None) -> bool:
    if side == "speaks":
        return True
    stances, verbs = _SIDES[side or "disputes"]
    if candidate.stances:
        yields = side == "backs" and bool(set(words(candidate.cue)) & _YIELDING)
        return not stances.isdisjoint(candidate.stances) and not yields
    declined = side != "declines" or _DECLINED.search(candidate.text) is not None
    return candidate.cue in verbs and declined


def _says_so(candidate: Candidate, side: Side | None) -> bool:
    """Whether the very verb of the side is used: who "conceded" something backs only that."""
    return side not in _SIDES or bool(set(words(candidate.cue)) & _SIDES[side][1])


def _doubting(question: Question, spoken: list[Candidate]) -> list[Candidate]:
    """Whose sentences have a negation or a doubt, of those who are not the subject."""
    own = set(content_words(question.subject)) - _WHEN
    return [
        c
        for c in spoken
        if set(words(_said(c))) & (_NEGATING if c.stances else DISPUTE_MARKS)
        and _PLAIN.issuperset(c.stances)
        and (len(own) < 2 or c.coverage >= _COVERED)
        and not own & set(words(c.speaker or ""))
    ]


def _claim(
    question: Question,
    spoken: list[Candidate],
    shown: Sequence[Shown],
    scored: Score,
    disputing: Collection[str | None],
) -> list[Candidate]:
    """What is disputed, in the first words of who claims it; none where that is not plain.

    The claimant is who says most that is near the subject, and does not dispute it.
    """
    if question.side != "disputes":
        return []
    theirs = {_last(each) for each in disputing}
    of: dict[str, list[Candidate]] = {}
    for c in scored([c for c in spoken if c.stances[:1] and c.stances[0] in _CLAIMING and c.named]):
        if c.score >= _NEAR and _last(c.speaker) not in theirs:
            of.setdefault(_last(c.speaker), []).append(c)
    said = max(of.values(), key=lambda each: sum(c.score for c in each), default=[])
    if sum(c.score for c in said) < _CLAIMED:
        return []
    return [min(said, key=lambda c: (shown[c.place].date or "9", -c.score))]


def _near(taken: list[Candidate], likely: list[Candidate]) -> list[Candidate]:
    """Those whose score, averaged with the best of their passage, is high enough."""
    nearest: dict[int, float] = {}
    for c in (*likely, *taken):
        nearest[c.place] = max(nearest.get(c.place, 0.0), c.score)
    return [c for c in taken if (c.score + nearest[c.place]) / 2 >= _NEAR]


def _articles_about(subject: str, shown: Sequence[Shown], terms: Terms) -> set[int]:
    """The places of the passages from articles that have most of the subject's words."""
    found: dict[tuple[str, str], set[str]] = {}
    for each in shown:
        here = terms.stem(f"{each.title} {each.text}")
        found.setdefault((each.title, each.source), set()).update(here)
    weights = terms.weights(subject)
    nearest = {(each.title, each.source) for each in shown[:_NEAREST]}
    return {
        place
        for place, each in enumerate(shown)
        if not weights
        or (each.title, each.source) in nearest
        or share(weights, found[each.title, each.source]) > _ABOUT
    }


def _introduced(said: list[Candidate]) -> list[Candidate]:
    """Of one speaker's sentences, best first: one with the full name, and one with a quotation."""
    full = next((c for c in said if c.speaker and c.speaker in c.text), said[0])
    quotes = [c for c in said if c is not full and any(mark in c.text for mark in '“"')]
    has_quote = any(mark in full.text for mark in '“"')
    return [full] if has_quote or not quotes else [full, quotes[0]]


def _last(speaker: str | None) -> str:
    """The last name of a speaker; of a ministry or a council that word."""
    parts = content_words(speaker or "")
    return next((part for part in parts if part in BODIES), parts[-1] if parts else "")


def _said(candidate: Candidate) -> str:
    """The sentence without what it says of its speaker: "an official who is not named said"."""
    if not candidate.cue:
        return candidate.text
    return re.sub(rf"\bwho\b[^“”\"]{{0,120}}?\b{re.escape(candidate.cue)}\b", "", candidate.text)
