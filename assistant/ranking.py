"""How likely each candidate sentence is to answer, and how sure it is that any does."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.candidates import Candidate, Shown
from assistant.embed import Embedder, Vectors
from assistant.present import freshness, speaks_of_the_present
from assistant.question import Question
from assistant.rerank import Judge, Judged
from assistant.short_answer import NUMBER, TIME, same_answer, short_answer

_PLACE = re.compile(r"\b(?:in|at|near|outside|from|to|off|across)\s+(?:the\s+)?[A-Z]")
_PERSON = re.compile(r"\b[A-Z][\w'’-]+\s+[A-Z][\w'’-]+")
SURVEYS = frozenset({"summary", "timeline"})
# What begins so cannot be understood without the sentence before it.
_DANGLING = re.compile(r"(?:It|Its|He|She|His|Her|They|Their|That|This|These|Those|But|And)\b")
_CAUSE = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|as a result|in order to|so that|caused?|amid|"
    r"over|blam\w+|reasons?|prompt\w+|driven by|led to|fears?|"
    r"to (?:avoid|prevent|protest|pay|save))\b"
)
_TYPE_SIGNS = {
    "how_many": NUMBER, "when": TIME, "where": _PLACE, "who": _PERSON, "why": _CAUSE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; chosen on half of the development questions (see DECISIONS)."""

    words: float = 1.0
    words_surveyed: float = 0.5  # the same in a summary: a lead need not repeat the question
    context: float = 0.1
    answer_type: float = 0.1
    rank: float = 0.3
    role: float = 1.0  # of a name beside the role that was asked for: "Mayor Ada Quill"
    lead: float = 0.6  # of the first sentence of an article, in a summary or a timeline
    dangling: float = 0.5  # taken off there where "it" or "they" opens the sentence
    meaning: float = 1.0
    judged: float = 0.5
    agreeing: float = 0.1  # other articles that give the same short answer
    wordless: float = 0.2  # taken off where there is no short answer of the right kind
    fresh: float = 0.4  # of an article of the day, where the question speaks of the present
    fresh_days: float = 120.0  # in which that falls to a third
    again: float = 0.3  # taken off for each sentence that its article has been cited with
    least: float = 0.8
    # The log-odds that the archive answers at all, fitted on questions with and without an answer.
    sure_judged: float = 1.2
    sure_context: float = 2.77
    sure_agreeing: float = 0.9
    least_sure: float = 2.25
    least_said: float = 0.4  # of a sentence that is known to be in the asked-for speaker's words
    least_context: float = 0.35
    # An article is about the subject of a summary by its words or its nearness to the question,
    # and never where it is far from the question and from the best article as well.
    least_about: float = 0.5
    near: float = 0.45
    far: float = 0.3
    least_told: float = 0.4  # of the best sentence's score
    margin: float = 0.35
    margin_judged: float = 0.6
    share_judged: float = 0.5  # of the best one's context that a further sentence must have
    margin_said: float = 0.7


class Ranker:
    """Scores candidates: by their words, by a judge of sentences, or by their meaning."""

    most_compared = 16
    most_judged = 10

    def __init__(self, embedder: Embedder, judge: Judge, weights: Weights) -> None:
        self._embedder = embedder
        self._judge = judge
        self._weights = weights

    def likely(self, question: Question) -> Callable[[Candidate], float]:
        """A candidate's score before any model has looked at it."""
        w = self._weights
        sign = _TYPE_SIGNS.get(question.kind)
        surveys = question.kind in SURVEYS
        titled = _titled(question.role)
        own = w.words_surveyed if surveys else w.words

        def worth(c: Candidate) -> float:
            fits = bool(sign and sign.search(c.text))
            covered = own * c.coverage + w.context * c.context
            alone = w.lead * c.lead - w.dangling * bool(_DANGLING.match(c.text)) if surveys else 0.0
            role = w.role * bool(titled and titled.search(c.text))
            return covered + w.answer_type * fits + role + alone + w.rank / (1 + c.place)

        return worth

    def judged(
        self, question: Question, candidates: list[Candidate], shown: Sequence[Shown]
    ) -> list[Candidate]:
        """The likeliest candidates as the judge scores them, best first."""
        likely = self.likely(question)
        chosen = sorted(candidates, key=likely, reverse=True)[: self.most_judged]
        judged = self._judge.judge(
            question.text, [c.text for c in chosen], [shown[c.place].title for c in chosen]
        )
        seen = [replace(c, judged=each) for c, each in zip(chosen, judged, strict=True)]
        answers = [short_answer(question, c) for c in seen]
        agreed = _agreed(seen, answers, shown)
        w = self._weights
        fresh = self._freshness(question, shown)
        scored = [
            replace(
                c,
                score=likely(c)
                + w.judged * odds(c.judged)
                + w.agreeing * others
                + w.fresh * fresh[c.place]
                - w.wordless * (not answer),
                agreed=others,
            )
            for c, answer, others in zip(seen, answers, agreed, strict=True)
        ]
        return sorted(scored, key=lambda c: -c.score)

    def _freshness(self, question: Question, shown: Sequence[Shown]) -> list[float]:
        """How new each passage is among those shown, for a question that speaks of the present."""
        days = [date.fromisoformat(each.date) if each.date else None for each in shown]
        newest = max(filter(None, days), default=None)
        if newest is None or not speaks_of_the_present(question.text):
            return [0.0] * len(shown)
        return [freshness(day, newest, self._weights.fresh_days) for day in days]

    def by_meaning(
        self, wanted: Sequence[str], question: Question
    ) -> Callable[[list[Candidate]], list[Candidate]]:
        """The likeliest candidates with their scores, nearness to the ``wanted`` texts included."""
        likely = self.likely(question)

        def scored(candidates: list[Candidate]) -> list[Candidate]:
            chosen = sorted(candidates, key=likely, reverse=True)[: self.most_compared]
            if not chosen:
                return []
            vectors = self._embed([*wanted, *(c.text for c in chosen)])
            meaning = (vectors[len(wanted) :] @ vectors[: len(wanted)].T).max(axis=1)
            return [
                replace(c, score=likely(c) + self._weights.meaning * float(like))
                for c, like in zip(chosen, meaning, strict=True)
            ]

        return scored

    def likeness(self, texts: Sequence[str]) -> Vectors:
        """How near each text is to each other in meaning: cosines, shape (texts, texts)."""
        vectors = self._embed(texts)
        return vectors @ vectors.T

    def sureness(self, best: Candidate) -> float:
        """How sure it is that the archive answers, in log-odds without their constant."""
        w = self._weights
        return (
            w.sure_judged * odds(best.judged)
            + w.sure_context * best.context
            + w.sure_agreeing * best.agreed
        )

    def _embed(self, texts: Sequence[str]) -> Vectors:
        limit = self._embedder.max_pieces
        fitting = []
        for text in texts:
            starts = self._embedder.piece_starts(text)
            fitting.append(text if len(starts) <= limit else text[: starts[limit]])
        return self._embedder.embed(fitting)


def odds(judged: Judged | None) -> float:
    """A judgement between 0 and 1; the slope keeps the judge from being too sure of itself."""
    if judged is None:
        return 0.0
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, judged.score / 4.0))))


def article_of(shown: Shown) -> tuple[str, str]:
    """What tells one article from another among those shown."""
    return shown.title, shown.source


def _titled(role: Sequence[str]) -> re.Pattern[str] | None:
    """A full name beside a role, before it or behind it in an apposition."""
    if not role:
        return None
    office = r"\s+(?:[a-z]+\s+){0,2}".join(f"(?i:{re.escape(word)})" for word in role)
    return re.compile(
        rf"\b{office}(?:\s+of\s+[A-Z][\w’'-]+)?,?\s+{_PERSON.pattern}"
        rf"|{_PERSON.pattern},\s+(?:\w+\s+){{0,4}}?{office}\b"
    )


def _agreed(
    candidates: Sequence[Candidate], answers: Sequence[str], shown: Sequence[Shown]
) -> list[float]:
    """How far other articles give the same short answer as each candidate, 1 at most."""
    best: list[dict[tuple[str, str], float]] = []
    for answer in answers:
        of_article: dict[tuple[str, str], float] = {}
        for other, said in zip(candidates, answers, strict=True):
            if answer and same_answer(answer, said):
                where = article_of(shown[other.place])
                of_article[where] = max(of_article.get(where, 0.0), odds(other.judged))
        best.append(of_article)
    return [
        min(1.0, sum(v for where, v in each.items() if where != article_of(shown[c.place])))
        for c, each in zip(candidates, best, strict=True)
    ]
