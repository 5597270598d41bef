"""Reads passages for the sentences that answer a question, without a chat model."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.candidates import Candidate, Frequency, Shown, Stem, Terms
from assistant.compose import Line, changed, claimed, dated, factual, survey, told
from assistant.embed import Embedder
from assistant.fold import words
from assistant.positions import positions
from assistant.question import Question, content_words, understand
from assistant.quotations import stands_in
from assistant.ranking import SURVEYS, Ranker, Weights, article_of
from assistant.rerank import Judge
from assistant.short_answer import MONEY, NUMBER, TIME
from assistant.wording import quoted

_NEEDED = {"how_many": NUMBER, "when": TIME}  # without it a sentence is no answer
# What the packaged reader was trained on; the rest is chosen by meaning.
_FACTUAL = {"how_many", "when", "where", "who", "why", "list", "other"}
_BEGINNING = 300  # characters of an article that, with its title, tell what it is about
# Where an account is from, without a speaker.
_BASED = re.compile(
    r"\b(?:based on|according to|citing|cited|evidence|documents?|records?|analysis|data|images?"
    r"|figures? from|report(?:s|ed)?|leaked|obtained|seen by)\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:between|compare|of)\s+(?P<one>.+?)\s+(?:and|with|to|versus|vs\.?|against)\s+(?P<other>.+)"
)


class Reader:
    """Chooses the sentences that answer a question, or none where the passages do not say."""

    most_sentences = 3
    most_listed = 6

    def __init__(
        self,
        embedder: Embedder,
        stem: Stem,
        frequency: Frequency,
        judge: Judge,
        weights: Weights | None = None,
    ) -> None:
        self._terms = Terms(stem, frequency)
        self._weights = weights or Weights()
        self._rank = Ranker(embedder, judge, self._weights)

    def read(self, text: str, shown: Sequence[Shown]) -> list[Line]:
        """The lines of an answer in the order in which to say them; empty means abstain."""
        question = understand(text)
        if not shown or self._lacks_names(question, shown):
            return []
        wanted = [text]
        if (question.side or question.kind == "basis") and content_words(question.subject):
            wanted.append(question.subject)
        found = self._holding(quoted(text), self._terms.candidates(wanted, shown))
        if question.kind == "who_held":
            by_meaning = self._rank.by_meaning(wanted, question)
            claim, held = positions(question, found, shown, self._terms, by_meaning)
            return [claimed(c, shown) for c in claim] + [told(c, shown) for c in held]
        found = [c for c in found if self._can_answer(question, c, shown)]
        if question.kind in _FACTUAL:
            return self._factual(question, found, shown)
        return self._told(question, wanted, found, shown)

    def _holding(self, phrases: Sequence[str], found: list[Candidate]) -> list[Candidate]:
        """Those with the quoted phrases of the question word for word, where any has them all."""
        holding = [c for c in found if all(stands_in(phrase, [c.text]) for phrase in phrases)]
        return holding or found

    def _factual(
        self, question: Question, found: list[Candidate], shown: Sequence[Shown]
    ) -> list[Line]:
        """The short answer and the sentences that give it, those of other articles included."""
        scored = self._rank.judged(question, found, shown)
        if not scored or self._rank.sureness(scored[0]) < self._weights.least_sure:
            return []
        most = self.most_listed if question.kind == "list" else self.most_sentences
        return factual(question, self._spread(scored, shown)[:most], shown)

    def _spread(self, scored: Sequence[Candidate], shown: Sequence[Shown]) -> list[Candidate]:
        """The candidates within the margin, best first, an article that was cited counting less."""
        w = self._weights
        left = [
            c
            for c in scored
            if c.score >= scored[0].score - w.margin_judged
            and c.context >= w.share_judged * scored[0].context
        ]
        chosen: list[Candidate] = []
        cited: Counter[tuple[str, str]] = Counter()

        def worth(c: Candidate) -> float:
            return c.score - w.again * cited[article_of(shown[c.place])]

        while left:
            best = max(left, key=worth)
            left.remove(best)
            chosen.append(best)
            cited[article_of(shown[best.place])] += 1
        return chosen

    def _told(
        self,
        question: Question,
        wanted: Sequence[str],
        found: list[Candidate],
        shown: Sequence[Shown],
    ) -> list[Line]:
        """What is answered by telling: somebody's words, a summary, a comparison, yes or no."""
        w = self._weights
        surveys = question.kind in SURVEYS
        if surveys:
            found = self._few_of_each(question, found, shown)
        candidates = self._rank.by_meaning(wanted, question)(found)
        if surveys:
            best = self._survey(question, candidates, shown)
            newest_first = question.kind == "summary"
            best.sort(key=lambda c: shown[c.place].date, reverse=newest_first)
            return survey(best, shown) if newest_first else [dated(c, shown) for c in best]
        if question.kind == "what_said":
            # Of an article that is not read yet no stance is known.
            if question.stances and any(c.stances for c in candidates):
                return [told(c, shown) for c in self._taking(question, candidates, shown)]
            return [told(c, shown) for c in self._spoken(candidates, shown)]
        if question.kind == "changed":
            return changed(self._spoken(candidates, shown, self.most_listed), shown)
        if question.kind == "basis":
            best = self._best(candidates, w.least_said, w.margin_said)
            return [told(c, shown) for c in _by_date(best, shown)]
        if question.kind == "comparison":
            sides = self._sides(question, candidates)
            if sides:
                return [dated(c, shown) for c in sides]
        chosen = self._best(candidates, w.least, w.margin)
        return factual(question, chosen, shown) if chosen else []

    def _spoken(
        self, candidates: list[Candidate], shown: Sequence[Shown], most: int | None = None
    ) -> list[Candidate]:
        """The best of the asked-for speaker's sentences, oldest first."""
        w = self._weights
        best = self._best(candidates, w.least_said, w.margin_said, most)
        return _by_date(best, shown)

    def _taking(
        self, question: Question, candidates: Sequence[Candidate], shown: Sequence[Shown]
    ) -> list[Candidate]:
        """What the asked-for speaker demands, denies, promises, oldest first.

        The ledger knows the stance, so that the words of the question need not be near; what names
        the subject goes before what does not.
        """
        wanted, stem = set(question.stances), self._terms.stem
        subject = set(stem(" ".join(content_words(question.subject))))
        taking = [c for c in candidates if wanted & set(c.stances)]
        taking = [c for c in taking if subject & set(stem(c.text))] or taking
        best = sorted(taking, key=lambda c: -c.score)[: self.most_sentences]
        return _by_date(best, shown)

    def _can_answer(self, question: Question, candidate: Candidate, shown: Sequence[Shown]) -> bool:
        """Whether a sentence is of the kind that was asked for."""
        if question.kind in ("what_said", "changed"):
            return self._speaks(question, candidate, shown)
        if question.kind == "basis":
            return candidate.speaker is not None or _BASED.search(candidate.text) is not None
        sign = MONEY if question.money else _NEEDED.get(question.kind)
        has_sign = sign is None or sign.search(candidate.text) is not None
        stem = self._terms.stem
        return has_sign and set(stem(" ".join(question.role))) <= set(stem(candidate.text))

    def _best(
        self, candidates: list[Candidate], least: float, margin: float, most: int | None = None
    ) -> list[Candidate]:
        """The best sentences and those within ``margin``; none where it is below ``least``."""
        ranked = sorted(candidates, key=lambda c: -c.score)
        if not ranked or ranked[0].score < least:
            return []
        top = ranked[: most or self.most_sentences]
        if max(c.context for c in top) < self._weights.least_context:
            return []
        return [c for c in top if c.score >= ranked[0].score - margin]

    def _survey(
        self, question: Question, candidates: list[Candidate], shown: Sequence[Shown]
    ) -> list[Candidate]:
        """The best sentence of each article that is about the subject."""
        about = self._about(question, candidates, shown)
        best: dict[tuple[str, str], Candidate] = {}
        for candidate in sorted(candidates, key=lambda c: -c.score):
            which = article_of(shown[candidate.place])
            if which in about:
                best.setdefault(which, candidate)
        chosen = list(best.values())
        least = self._weights.least_told * chosen[0].score if chosen else 0.0
        return [c for c in chosen if c.score >= least][: self.most_listed]

    def _about(
        self, question: Question, candidates: Sequence[Candidate], shown: Sequence[Shown]
    ) -> set[tuple[str, str]]:
        """The articles that have all the names, and are about the subject by words or meaning."""
        w = self._weights
        names = {word for name in question.names for word in words(name)}
        texts: dict[tuple[str, str], set[str]] = {}
        for each in shown:
            texts.setdefault(article_of(each), set()).update(words(f"{each.title} {each.text}"))
        covered = {article_of(shown[c.place]) for c in candidates if c.context >= w.least_about}
        near, akin = self._nearness(question, shown)
        return {
            which
            for which, text in texts.items()
            if names <= text
            and (which in covered or near[which] >= w.near)
            and max(near[which], akin[which]) >= w.far
        }

    def _nearness(
        self, question: Question, shown: Sequence[Shown]
    ) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], float]]:
        """How near each article's beginning is to the question, and to that of the first one."""
        begins: dict[tuple[str, str], str] = {}
        for each in shown:
            begins.setdefault(article_of(each), each.title)
            if each.part == 0:
                begins[article_of(each)] = f"{each.title}. {each.text[:_BEGINNING]}"
        like = self._rank.likeness([question.text, *begins.values()])
        near = dict(zip(begins, like[0, 1:].tolist(), strict=True))
        return near, dict(zip(begins, like[1, 1:].tolist(), strict=True))

    def _few_of_each(
        self, question: Question, found: Sequence[Candidate], shown: Sequence[Shown]
    ) -> list[Candidate]:
        """The two likeliest sentences of each article, so that no article crowds out the rest."""
        of_article: dict[tuple[str, str], list[Candidate]] = {}
        for candidate in sorted(found, key=self._rank.likely(question), reverse=True):
            of_article.setdefault(article_of(shown[candidate.place]), []).append(candidate)
        return [c for candidates in of_article.values() for c in candidates[:2]]

    def _sides(self, question: Question, candidates: list[Candidate]) -> list[Candidate]:
        """The best sentence for each of the two things compared; empty where one has none."""
        compared = _SIDES.search(question.text.rstrip(" ?."))
        if compared is None:
            return []
        chosen: list[Candidate] = []
        for side in compared.groups():
            terms = set(self._terms.weights(side))
            fitting = [
                c for c in candidates if terms & set(self._terms.stem(c.text)) and c not in chosen
            ]
            if not fitting:
                return []
            chosen.append(max(fitting, key=lambda c: c.score))
        return chosen

    def _lacks_names(self, question: Question, shown: Sequence[Shown]) -> bool:
        """Whether half of the names and numbers of the question stand in none of the passages."""
        known = {
            word
            for each in shown
            for word in words(f"{each.title} {each.source} {each.date} {each.text}")
        }
        known |= {part for word in known for part in word.split("-")}
        known |= set(self._terms.stem(" ".join(known)))
        wanted = {word for name in question.names for word in words(name)}
        missing = [w for w in wanted if w not in known and not set(self._terms.stem(w)) & known]
        return bool(missing) and len(missing) * 2 >= len(wanted)

    def _speaks(self, question: Question, candidate: Candidate, shown: Sequence[Shown]) -> bool:
        """Whether the candidate is in the words of the asked-for speaker, near the subject."""
        if candidate.speaker is None:
            return False
        passage = shown[candidate.place]
        stem = self._terms.stem
        subject = set(stem(" ".join(content_words(question.subject))))
        if subject and not subject & set(stem(f"{passage.title} {passage.text}")):
            return False
        if question.speaker[-1] in words(candidate.speaker):
            return True
        # A role ("the mayor") may stand beside the name that the speaker is known by.
        strict = question.kind == "changed" and candidate.stances
        role = candidate.role if strict else candidate.text
        return set(question.speaker) <= set(words(f"{role} {candidate.speaker}"))


def _by_date(found: list[Candidate], shown: Sequence[Shown]) -> list[Candidate]:
    """Oldest article first, those without a date last, the better sentence first of one day."""
    return sorted(found, key=lambda c: shown[c.place].date or "9")
