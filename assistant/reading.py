"""Reads passages for the sentences that answer a question, without a chat model."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.attribution import attributions
from assistant.embed import Embedder, Vectors
from assistant.fold import words
from assistant.instructions import instructed_spans
from assistant.question import Question, content_words, understand
from assistant.sentences import sentence_spans
from assistant.words import BACKING_VERBS, DECLINE_VERBS, DISPUTE_MARKS, DISPUTE_VERBS

Stem = Callable[[str], list[str]]
"""Text to the lexical index's terms."""

Frequency = Callable[[str], int]
"""A term to the number of passages that it stands in."""

_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|million|billion|half|third|quarter|twice)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|"
    r"August|September|October|November|December|yesterday|today|tomorrow|morning|evening|noon|"
    r"(?:19|20)\d\d|week|month|year)\b"
)
_PLACE = re.compile(r"\b(?:in|at|near|outside|from|to|off|across)\s+(?:the\s+)?[A-Z]")
_PERSON = re.compile(r"\b[A-Z][\w'’-]+\s+[A-Z][\w'’-]+")
_DECLINED = re.compile(r"\b(?:declin|refus)(?:ed|es|ing) to\b")
_MONEY = re.compile(r"[$€£¥]|\b(?:dollars?|euros?|pounds?|crowns?|pence|cents?|rouble|yen)\b")
_TYPE_SIGNS = {"how_many": _NUMBER, "when": _TIME, "where": _PLACE, "who": _PERSON}
_NEEDED = {"how_many": _NUMBER, "when": _TIME}  # without it a sentence is no answer
_MOST = 0.5

_SIDES = {"disputes": DISPUTE_VERBS, "backs": BACKING_VERBS, "declines": DECLINE_VERBS}


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as a tool shows it to a chat model."""

    key: str
    title: str
    source: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a shown passage; ``speaker`` is None where it is nobody's words.

    ``coverage`` is the share of the question's words in the sentence, by their rarity; ``context``
    that in its passage and title.
    """

    key: str
    place: int
    text: str
    speaker: str | None
    cue: str
    coverage: float
    context: float
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much; chosen on half of the development questions (see DECISIONS)."""

    meaning: float = 1.0
    words: float = 0.7
    context: float = 0.1
    answer_type: float = 0.1
    rank: float = 0.2
    least: float = 0.8
    least_said: float = 0.4  # of a sentence that is known to be in the asked-for speaker's words
    least_context: float = 0.35
    margin: float = 0.35
    margin_said: float = 0.7
    least_position: float = 0.25


class Reader:
    """Chooses the sentences that answer a question, or none where the passages do not say."""

    most_sentences = 3
    most_compared = 16
    most_positions = 8
    most_surveyed = 6

    def __init__(
        self, embedder: Embedder, stem: Stem, frequency: Frequency, weights: Weights | None = None
    ) -> None:
        self._embedder = embedder
        self._stem = stem
        self._frequency = frequency
        self._weights = weights or Weights()

    def read(self, text: str, shown: Sequence[Shown], context: str = "") -> list[Candidate]:
        """The answering sentences in the order in which to say them; empty means abstain.

        ``context`` is the question before a follow-up: its words count, but need not be there.
        """
        question = understand(text)
        if not shown or self._lacks_names(question, shown):
            return []
        wanted = [f"{text} {context}".strip()]
        if question.side and content_words(question.subject):
            wanted.append(question.subject)
        found = self._candidates(wanted, shown)
        if question.kind == "who_held":
            return self._positions(question, wanted, found, shown)
        found = [c for c in found if self._can_answer(question, c, shown)]
        candidates = self._scored(wanted, question, found)
        if question.kind == "summary":
            return self._survey(question, candidates, shown)
        if question.kind == "what_said":
            return self._best(candidates, self._weights.least_said, self._weights.margin_said)
        return self._best(candidates, self._weights.least, self._weights.margin)

    def _can_answer(self, question: Question, candidate: Candidate, shown: Sequence[Shown]) -> bool:
        """Whether a sentence is of the kind that was asked for."""
        if question.kind == "what_said":
            return self._speaks(question, candidate, shown)
        sign = _MONEY if question.money else _NEEDED.get(question.kind)
        has_sign = sign is None or sign.search(candidate.text) is not None
        role = set(self._stem(" ".join(question.role)))
        return has_sign and role <= set(self._stem(candidate.text))

    def _best(self, candidates: list[Candidate], least: float, margin: float) -> list[Candidate]:
        """The best sentences and those within ``margin``; none where it is below ``least``."""
        ranked = sorted(candidates, key=lambda c: -c.score)
        weights = self._weights
        if not ranked or ranked[0].score < least:
            return []
        if max(c.context for c in ranked[: self.most_sentences]) < weights.least_context:
            return []
        return [c for c in ranked if c.score >= ranked[0].score - margin][: self.most_sentences]

    def _survey(
        self, question: Question, candidates: list[Candidate], shown: Sequence[Shown]
    ) -> list[Candidate]:
        """The best sentence of each article that has all the names, oldest article first."""
        best: dict[tuple[str, str], Candidate] = {}
        names = {word for name in question.names for word in words(name)}
        for candidate in sorted(candidates, key=lambda c: -c.score):
            article = shown[candidate.place]
            named = names <= set(words(f"{article.title} {article.text}"))
            if named and candidate.score >= self._weights.least_said:
                best.setdefault((article.title, article.source), candidate)
        chosen = list(best.values())[: self.most_surveyed]
        return sorted(chosen, key=lambda c: shown[c.place].date)

    def _lacks_names(self, question: Question, shown: Sequence[Shown]) -> bool:
        """Whether a name or number of the question stands in none of the passages."""
        known = {
            word
            for each in shown
            for word in words(f"{each.title} {each.source} {each.date} {each.text}")
        }
        known |= {part for word in known for part in word.split("-")}
        known |= set(self._stem(" ".join(known)))
        wanted = {word for name in question.names for word in words(name)}
        missing = [
            word for word in wanted if word not in known and not set(self._stem(word)) & known
        ]
        return bool(missing) and len(missing) * 2 >= len(wanted)

    def _candidates(self, wanted: Sequence[str], shown: Sequence[Shown]) -> list[Candidate]:
        """Every sentence once, compared with the nearest of the ``wanted`` texts; no headlines."""
        weights = [self._term_weights(text) for text in wanted]
        found: list[Candidate] = []
        seen: set[str] = set()
        for place, each in enumerate(shown):
            spoken = {(a.start, a.end): a for a in attributions(each.text)}
            about = set(self._stem(f"{each.title} {each.text}"))
            orders = instructed_spans(each.text)
            for start, end in sentence_spans(each.text):
                sentence = each.text[start:end]
                said = spoken.get((start, end))
                said_in_words = " ".join(words(sentence))
                if len(sentence.split()) < 4 or said_in_words in seen or sentence == each.title:
                    continue
                if any(first <= start < last for first, last in orders):
                    continue
                seen.add(said_in_words)
                own = set(self._stem(sentence))
                found.append(
                    Candidate(
                        each.key,
                        place,
                        sentence,
                        said.speaker if said else None,
                        said.cue if said else "",
                        max(_share(weight, own) for weight in weights),
                        max(_share(weight, about | own) for weight in weights),
                    )
                )
        return found

    def _scored(
        self, wanted: Sequence[str], question: Question, candidates: list[Candidate]
    ) -> list[Candidate]:
        """The most likely candidates with their scores, meaning included."""
        w = self._weights
        sign = _TYPE_SIGNS.get(question.kind)

        def likely(c: Candidate) -> float:
            fits = bool(sign and sign.search(c.text))
            words = w.words * c.coverage + w.context * c.context
            return words + w.answer_type * fits + w.rank / (1 + c.place)

        chosen = sorted(candidates, key=likely, reverse=True)[: self.most_compared]
        if not chosen:
            return []
        vectors = self._embed([*wanted, *(c.text for c in chosen)])
        meaning = (vectors[len(wanted) :] @ vectors[: len(wanted)].T).max(axis=1)
        return [
            replace(c, score=likely(c) + w.meaning * float(like))
            for c, like in zip(chosen, meaning, strict=True)
        ]

    def _positions(
        self,
        question: Question,
        wanted: Sequence[str],
        candidates: list[Candidate],
        shown: Sequence[Shown],
    ) -> list[Candidate]:
        """The sentences of each speaker who takes the asked-for side on the subject.

        A verb that names the side counts most; where no passage has one, a dispute also shows in a
        negation or a doubt. The article must speak of the subject, and the sentence be near it, by
        itself or by its passage.
        """
        about = self._articles_about(question.subject, shown)
        spoken = [c for c in candidates if c.speaker and c.place in about]
        sided = [c for c in spoken if c.cue in _SIDES[question.side or "disputes"]]
        if question.side == "declines":
            sided = [c for c in sided if _DECLINED.search(c.text)]
        likely = self._scored(wanted, question, candidates)
        taken = self._near(self._scored(wanted, question, sided), likely)
        if not taken and question.side == "disputes":
            doubting = [c for c in spoken if set(words(_said(c))) & DISPUTE_MARKS]
            taken = self._near(self._scored(wanted, question, doubting), likely)
        by_speaker: dict[str, list[Candidate]] = {}
        for candidate in sorted(taken, key=lambda c: -c.score):
            by_speaker.setdefault(candidate.speaker or "", []).append(candidate)
        chosen = [pair for said in by_speaker.values() for pair in _introduced(said)]
        return chosen[: self.most_positions]

    def _near(self, taken: list[Candidate], likely: list[Candidate]) -> list[Candidate]:
        """Those whose score, averaged with the best of their passage, is high enough."""
        nearest: dict[int, float] = {}
        for c in (*likely, *taken):
            nearest[c.place] = max(nearest.get(c.place, 0.0), c.score)
        least = self._weights.least_position
        return [c for c in taken if (c.score + nearest[c.place]) / 2 >= least]

    def _articles_about(self, subject: str, shown: Sequence[Shown]) -> set[int]:
        """The places of the passages from articles that have most of the subject's words."""
        terms: dict[tuple[str, str], set[str]] = {}
        for each in shown:
            here = self._stem(f"{each.title} {each.text}")
            terms.setdefault((each.title, each.source), set()).update(here)
        weights = self._term_weights(subject)
        return {
            place
            for place, each in enumerate(shown)
            if not weights or _share(weights, terms[each.title, each.source]) > _MOST
        }

    def _speaks(self, question: Question, candidate: Candidate, shown: Sequence[Shown]) -> bool:
        """Whether the candidate is in the words of the asked-for speaker, near the subject."""
        if candidate.speaker is None:
            return False
        passage = shown[candidate.place]
        subject = set(self._stem(" ".join(content_words(question.subject))))
        if subject and not subject & set(self._stem(f"{passage.title} {passage.text}")):
            return False
        wanted = set(question.speaker)
        if question.speaker[-1] in words(candidate.speaker):
            return True
        before = passage.text[: passage.text.find(candidate.text)]
        return wanted <= set(words(candidate.text)) | set(words(before)) | set(
            words(candidate.speaker)
        )

    def _term_weights(self, text: str) -> dict[str, float]:
        terms = self._stem(" ".join(content_words(text)))
        return {term: 1.0 / np.log2(2.0 + self._frequency(term)) for term in terms}

    def _embed(self, texts: Sequence[str]) -> Vectors:
        limit = self._embedder.max_pieces
        fitting = []
        for text in texts:
            starts = self._embedder.piece_starts(text)
            fitting.append(text if len(starts) <= limit else text[: starts[limit]])
        return self._embedder.embed(fitting)


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


def _share(weights: dict[str, float], present: set[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if term in present) / total if total else 0.0
