"""Who took a side on a subject: the sentences of each speaker who did."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.candidates import Candidate, Shown, Terms, share
from assistant.fold import words
from assistant.question import Question, content_words
from assistant.words import BACKING_VERBS, DECLINE_VERBS, DISPUTE_MARKS, DISPUTE_VERBS

MOST = 8
_DECLINED = re.compile(r"\b(?:declin|refus)(?:ed|es|ing) to\b")
_SIDES = {"disputes": DISPUTE_VERBS, "backs": BACKING_VERBS, "declines": DECLINE_VERBS}
_ABOUT = 0.5  # of the subject's words, by their rarity, that an article must have
# Of the words of a subject of several, in a sentence that shows doubt without a verb for it; one
# word is said once in an article and meant in all of it.
_COVERED = 0.5
_WHEN = frozenset("last next past month year yesterday today".split())
_NEAR = 0.25  # the least score of a position, averaged with the best of its passage

Score = Callable[[list[Candidate]], list[Candidate]]
"""Candidates to the likeliest of them with their scores."""


def positions(
    question: Question,
    candidates: list[Candidate],
    shown: Sequence[Shown],
    terms: Terms,
    scored: Score,
) -> list[Candidate]:
    """The sentences of each speaker who takes the asked-for side on the subject.

    A verb that names the side counts most; where no passage has one, a dispute also shows in a
    negation or a doubt, of somebody who is not the subject. The article must speak of the subject,
    and the sentence be near it, by itself or by its passage.
    """
    about = _articles_about(question.subject, shown, terms)
    spoken = [c for c in candidates if c.speaker and c.place in about]
    sided = [c for c in spoken if c.cue in _SIDES[question.side or "disputes"]]
    if question.side == "declines":
        sided = [c for c in sided if _DECLINED.search(c.text)]
    likely = scored(candidates)
    taken = _near(scored(sided), likely)
    if not taken and question.side == "disputes":
        own = set(content_words(question.subject)) - _WHEN
        doubting = [
            c
            for c in spoken
            if set(words(_said(c))) & DISPUTE_MARKS
            and (len(own) < 2 or c.coverage >= _COVERED)
            and not own & set(words(c.speaker or ""))
        ]
        taken = _near(scored(doubting), likely)
    by_speaker: dict[str, list[Candidate]] = {}
    for candidate in sorted(taken, key=lambda c: -c.score):
        by_speaker.setdefault(candidate.speaker or "", []).append(candidate)
    return [pair for said in by_speaker.values() for pair in _introduced(said)][:MOST]


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
    return {
        place
        for place, each in enumerate(shown)
        if not weights or share(weights, found[each.title, each.source]) > _ABOUT
    }


def _introduced(said: list[Candidate]) -> list[Candidate]:
    """Of one speaker's sentences, best first: one with the full name, and one with a quotation."""
    full = next((c for c in said if c.speaker and c.speaker in c.text), said[0])
    quotes = [c for c in said if c is not full and any(mark in c.text for mark in '“"')]
    has_quote = any(mark in full.text for mark in '“"')
    return [full] if has_quote or not quotes else [full, quotes[0]]


def _said(candidate: Candidate) -> str:
    """The sentence without what it says of its speaker: "an official who is not named said"."""
    if not candidate.cue:
        return candidate.text
    return re.sub(rf"\bwho\b[^“”\"]{{0,120}}?\b{candidate.cue}\b", "", candidate.text)
