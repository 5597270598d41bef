"""A case as a reader looks at it: what it was given and why, and quotes inside their passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.evaluation.metric import Metric
from assistant.evaluation.report.model import Row
from assistant.evaluation.report.wording import amount, label
from assistant.evaluation.results import Excerpt, Scored
from assistant.types import Answer, Citation, Sentence

_MARKER = re.compile(r"\[(?:\d{1,6}|unsupported)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """What a metric gave a case, and why; ``state`` is empty where it has no mark to pass."""

    metric: str
    label: str
    about: str
    value: float
    shown: str
    why: str
    state: Literal["fails", "passes", ""]
    defaulted: bool


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with the text of its passage before and after it."""

    before: str
    quote: str
    after: str


def marks_of(row: Row, metrics: Sequence[Metric]) -> list[Mark]:
    """The scores of a case: those that fail, those that could not be measured, the others."""
    made = [_mark(row, metric) for metric in metrics if metric.name in row.scored.scores]
    return sorted(made, key=lambda mark: (mark.state != "fails", not mark.defaulted))


def quoted(citation: Citation, excerpts: dict[str, Excerpt]) -> Quoted:
    """A citation's quote inside its passage; alone where the passage does not hold it there."""
    found = excerpts.get(citation.passage_id)
    if found is not None:
        start, end = citation.start - found.start, citation.end - found.start
        if start >= 0 and found.text[start:end] == citation.quote:
            return Quoted(found.text[:start], citation.quote, found.text[end:])
    return Quoted("", citation.quote, "")


def titles_of(rows: Iterable[Scored]) -> dict[str, str]:
    """The titles of the articles that any answer cites, by id."""
    answers = [each.result.answer for each in rows]
    return {c.article_id: c.title for each in answers if each for c in each.citations}


def spoken(answer: Answer) -> list[tuple[str, Sentence]]:
    """The sentences of an answer, each with what stands before it: a space, a new paragraph."""
    made, at = [], 0
    for each in answer.sentences:
        start = answer.text.find(each.text, at) if each.text else -1
        if start < 0:
            made.append((" ", each))
            continue
        made.append((_MARKER.sub("", answer.text[at:start]), each))
        at = start + len(each.text)
    return made


def _mark(row: Row, metric: Metric) -> Mark:
    score = row.scored.scores[metric.name]
    state: Literal["fails", "passes", ""] = "" if metric.passes is None else "passes"
    return Mark(
        metric=metric.name,
        label=label(metric.name),
        about=metric.about,
        value=score.value,
        shown=amount(score.value, metric.unit),
        why=_why(row, metric.name),
        state="fails" if metric.name in row.failures else state,
        defaulted=metric.name in row.defaulted,
    )


def _why(row: Row, metric: str) -> str:
    """The reason for a score; that of a case without an answer stands there once for all."""
    why = row.scored.scores[metric].why
    if metric not in row.defaulted:
        return why
    told = why.removeprefix("default: ")
    return "" if told == row.scored.result.error else told
