"""What a metric is, and what it sees of a case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.evaluation.cases import Case
from assistant.evaluation.gold import Gold
from assistant.evaluation.judge import EntailmentJudge, Verdict
from assistant.evaluation.results import Result, Score, Usage
from assistant.evaluation.suite import Premise
from assistant.sayings import speaker_at
from assistant.types import Answer, Article, Citation, Passage, Sentence, Statement

Group = Literal["retrieval", "citations", "speakers", "answers", "refusing", "cost"]
Better = Literal["higher", "lower", "neither"]
GROUPS: dict[Group, str] = {
    "retrieval": "Retrieval",
    "citations": "Citations",
    "speakers": "Speakers",
    "answers": "Answers",
    "refusing": "Refusing",
    "cost": "Cost and speed",
}


@dataclass(frozen=True)
class Seen:
    """A case, what came of it, and the archive that it was asked of; what every metric is given.

    ``articles``, ``passages`` and ``statements`` are by id; those of articles are None where the
    ledger has not read the article.
    """

    case: Case
    golds: tuple[Gold, ...]
    result: Result
    articles: Mapping[str, Article]
    passages: Mapping[str, Passage]
    statements: Mapping[str, Sequence[Statement]]
    judge: EntailmentJudge
    second: EntailmentJudge | None = None
    premise: Premise = "passage"
    usage: list[Usage] = field(default_factory=list)

    @property
    def answer(self) -> Answer:
        """The answer; metrics of answers are not asked where there is none."""
        assert self.result.answer is not None
        return self.result.answer

    @property
    def answered(self) -> bool:
        """Whether there is an answer that is no abstention."""
        return self.answer.outcome == "answered"

    @property
    def text(self) -> str:
        """What the answer says, without its citation markers; empty for an abstention."""
        return " ".join(each.text for each in self.sentences)

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Those of the answer; none of an abstention."""
        return self.answer.sentences if self.answered else ()

    @cached_property
    def by_number(self) -> dict[int, Citation]:
        """The citations of the answer by their number."""
        return {each.number: each for each in self.answer.citations}

    def cited(self, sentence: Sentence) -> list[Citation]:
        """The citations of a sentence, each once, in its order."""
        numbers = dict.fromkeys(sentence.citations)
        return [self.by_number[number] for number in numbers if number in self.by_number]

    def premise_of(self, citations: Sequence[Citation]) -> str:
        """What some citations say, for a judge: each with its date, source and headline.

        As in ALCE the cited passages are joined; with ``premise: quote``, the quotes alone. Who
        says the quote by the archive's ledger stands before it: the name may be elsewhere in the
        article.
        """
        return "\n\n".join(dict.fromkeys(map(self._premise, citations)))

    def verdict(self, citations: Sequence[Citation], hypothesis: str) -> Verdict:
        """The judge's verdict on a hypothesis given these citations; without any, not entailed."""
        if not citations:
            return Verdict(False, "nothing is cited")
        return self.judged(self.judge, self.premise_of(citations), hypothesis)

    def judged(self, judge: EntailmentJudge, premise: str, hypothesis: str) -> Verdict:
        """A judge's verdict; what it used is kept in ``usage``."""
        verdict = judge.entails(premise, hypothesis)
        self.usage.append(verdict.usage)
        return verdict

    def _premise(self, citation: Citation) -> str:
        passage = self.passages.get(citation.passage_id)
        said = citation.quote if self.premise == "quote" or passage is None else passage.text
        day = f"{citation.published_at:%-d %B %Y}, " if citation.published_at else ""
        head = f"{day}{citation.source}: {citation.title}"
        return "\n".join([head, *self._speaker(citation), said])

    def _speaker(self, citation: Citation) -> list[str]:
        article = self.articles.get(citation.article_id)
        told = self.statements.get(citation.article_id)
        if article is None or told is None:
            return []
        saying = speaker_at(article.text, citation.start, citation.end, tuple(told))
        return [f"{saying.speaker} {saying.role}:"] if saying and saying.speaker else []


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure for one case; that of a suite is the mean over the cases that it applies to.

    ``applies`` depends on the case alone, so that no failure leaves a mean. ``default`` is what a
    case gets that has no answer; None has the metric measured all the same. A case passes where its
    value is at least as good as ``passes``; None leaves it out of what passes and fails.
    """

    name: str
    group: Group
    about: str
    measure: Callable[[Seen], Score]
    applies: Callable[[Case], bool]
    better: Better = "higher"
    default: float | None = 0.0
    passes: float | None = None
    unit: str = ""

    def beats(self, one: float, other: float) -> bool:
        """Whether ``one`` is better than ``other``."""
        return one < other if self.better == "lower" else one > other

    def fails(self, value: float, floor: float | None) -> bool:
        """Whether ``value`` is worse than a floor; never where there is none."""
        return floor is not None and self.beats(floor, value)


@dataclass(frozen=True, slots=True)
class Family:
    """Metrics that differ in a cutoff or in what is ranked: `nDCG@10`, `nDCG@10/passage`.

    ``at`` makes one of them from its cutoff (None: no cutoff) and its level. ``usual`` are those
    that run where a suite names no metrics.
    """

    name: str
    at: Callable[[int | None, str], Metric]
    usual: tuple[str, ...]
    levels: tuple[str, ...] = ("article", "passage")
    needs_cutoff: bool = True


def answerable(case: Case) -> bool:
    """Whether the archive is expected to know."""
    return not case.unanswerable


def share(part: int, whole: int, empty: float = 0.0) -> float:
    """``part`` of ``whole``; ``empty`` where there is nothing."""
    return part / whole if whole else empty
