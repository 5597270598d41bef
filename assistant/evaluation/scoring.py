"""Gives a result its scores."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.archive import Archive
from assistant.errors import ModelUnauthorized
from assistant.evaluation.cases import Case
from assistant.evaluation.gold import Gold
from assistant.evaluation.judge import EntailmentJudge
from assistant.evaluation.metric import Metric, Seen
from assistant.evaluation.results import Excerpt, Result, Score, Scored, Usage
from assistant.evaluation.suite import Premise
from assistant.types import Passage

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores results by some metrics, over the archive that the cases were asked of.

    ``golds`` is the expected evidence by case id. It may be used by several threads at once.
    """

    archive: Archive
    metrics: tuple[Metric, ...]
    golds: Mapping[str, tuple[Gold, ...]]
    judge: EntailmentJudge
    second: EntailmentJudge | None = None
    premise: Premise = "passage"

    def score(self, case: Case, result: Result) -> Scored:
        """The result with what each metric that applies to the case gives it.

        Raises:
            ModelUnauthorized: the judge is a chat model that refuses the key.
        """
        seen = self._seen(case, result)
        scores: dict[str, Score] = {}
        defaulted = []
        for metric in self.metrics:
            if not metric.applies(case):
                continue
            score, measured = _measured(metric, seen)
            scores[metric.name] = score
            if not measured:
                defaulted.append(metric.name)
        judging = sum(seen.usage, Usage())
        return Scored(result, scores, _excerpts(seen), tuple(defaulted), judging)

    def _seen(self, case: Case, result: Result) -> Seen:
        citations = result.answer.citations if result.answer else ()
        golds = self.golds.get(case.id, ())
        ids = {each.article_id for each in citations}
        articles = self.archive.articles_by_id(ids)
        return Seen(
            case,
            golds,
            result,
            articles,
            self.archive.passages_by_id({each.passage_id for each in citations}),
            self.archive.ledger.of_articles(articles),
            self.judge,
            self.second,
            self.premise,
        )


def _measured(metric: Metric, seen: Seen) -> tuple[Score, bool]:
    """A metric's score, and whether it was measured rather than its default."""
    if seen.result.answer is None and metric.default is not None:
        return Score(metric.default, f"default: {seen.result.error}"), False
    try:
        return metric.measure(seen), True
    except ModelUnauthorized:
        raise
    # A defect in one metric must not lose the run; the case is listed with its default.
    except Exception as error:  # noqa: BLE001
        _log.exception("the metric %s failed on the case %s", metric.name, seen.case.id)
        return Score(metric.default or 0.0, f"default: the metric failed: {error}"), False


def _excerpts(seen: Seen) -> dict[str, Excerpt]:
    return {name: _excerpt(passage) for name, passage in seen.passages.items()}


def _excerpt(passage: Passage) -> Excerpt:
    return Excerpt(passage.text, passage.start, passage.end)
