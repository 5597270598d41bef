"""Asks one case of an archive: the ranking, the answer, and what they took."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from assistant.assistant import Assistant
from assistant.errors import OnRecordError
from assistant.evaluation.cases import Case
from assistant.evaluation.meter import Meter, metered, priced
from assistant.evaluation.results import Ranked, Result
from assistant.evaluation.suite import Plan
from assistant.types import Answer, Delta

_READ = 3  # passages that the confidence is taken from


class Asker(Protocol):
    """Something that cases can be asked of."""

    def ask(self, case: Case) -> Result:
        """What came of the case; a failure is in the result, not raised."""


@dataclass(frozen=True, slots=True)
class ArchiveAsker:
    """Asks an open archive; `ask` may be called by several threads."""

    assistant: Assistant
    plan: Plan

    def ask(self, case: Case) -> Result:
        """The result of a case: its earlier turns are asked first, in a conversation of its own.

        A case that takes longer than the suite's timeout ends at the next event of its answer, or
        at the next piece that its chat model writes. An earlier turn may take as long again.
        """
        thread = f"once-{uuid.uuid4().hex}" if case.turns else None
        with metered() as meter:
            begun = time.perf_counter()
            try:
                for turn in case.turns:
                    meter.allow(self.plan.timeout)
                    self.assistant.ask(turn, thread=thread, as_of=case.as_of)
                begun = time.perf_counter()
                result = self._asked(case, thread, meter)
            # Whatever goes wrong with one case is that case's result, and the others go on.
            except Exception as error:  # noqa: BLE001
                known = isinstance(error, OnRecordError)
                said = str(error) if known else f"{type(error).__name__}: {error}"
                seconds = time.perf_counter() - begun
                said = " ".join(said.split()) or "failed"
                result = Result(case.id, None, seconds=seconds, error=said)
            finally:
                if thread:
                    self.assistant.threads.forget(thread)
        return replace(result, usage=priced(meter.usage, self.plan.cap))

    def _asked(self, case: Case, thread: str | None, meter: Meter) -> Result:
        limits = _limits(case)
        meter.allow(self.plan.timeout)
        begun = time.perf_counter()
        first, answer = None, None
        late = False
        for event in self.assistant.stream(case.question, thread=thread, **limits):
            now = time.perf_counter() - begun
            if isinstance(event, Delta) and first is None:
                first = now
            if isinstance(event, Answer):
                answer = event
            late = now > self.plan.timeout
            if late:
                break
        seconds = time.perf_counter() - begun
        if late or answer is None:
            said = f"no answer within {self.plan.timeout:g} s"
            return Result(
                case.id, None, first_text=first, seconds=seconds, error=said, timed_out=True
            )
        ranking = self._ranking(case, answer.standalone or case.question, limits)
        sure = self._confidence(answer)
        return Result(case.id, answer, ranking, first_text=first, seconds=seconds, confidence=sure)

    def _ranking(self, case: Case, question: str, limits: dict[str, Any]) -> tuple[Ranked, ...]:
        if not case.evidence:
            return ()
        hits = self.assistant.search(question, self.plan.depth, **limits)
        return tuple(Ranked(h.passage.article_id, h.passage.id, h.score) for h in hits)

    def _confidence(self, answer: Answer) -> float | None:
        """How well the cited passages answer, or the nearest ones, by the settings' reader."""
        cited = [each.quote for each in answer.citations]
        texts = cited or [hit.passage.text for hit in answer.hits]
        titles = [each.title for each in answer.citations] or _titles(self.assistant, answer)
        if not texts:
            return None
        judged = self.assistant.parts.judge.judge(
            answer.standalone or answer.question, texts[:_READ], titles[:_READ]
        )
        return max(each.score for each in judged)


def _titles(assistant: Assistant, answer: Answer) -> Sequence[str]:
    ids = [hit.passage.article_id for hit in answer.hits]
    articles = assistant.archive.articles_by_id(ids)
    return [articles[name].title if name in articles else "" for name in ids]


def _limits(case: Case) -> dict[str, Any]:
    return {
        "after": case.filters.after,
        "before": case.filters.before,
        "sources": case.filters.sources,
        "speaker": case.filters.speaker,
        "as_of": case.as_of,
    }
