"""Runs as they are kept, made from a few lines, whose figures can be worked out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from assistant.evaluation.cases import Case
from assistant.evaluation.figures import figures_of
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.results import Excerpt, Result, Score, Scored
from assistant.evaluation.runs import Kept, Run
from assistant.evaluation.suite import Plan
from assistant.types import Answer, Citation, Sentence

METRICS = ("citation_recall", "answer_match", "over_refusal", "refusal", "seconds")
PASSAGE = "The day was calm.\n\nThe ferry sank on Monday. Nobody was hurt."
QUOTE = "The ferry sank on Monday."
START = 100  # of the passage in its article


def citation(number: int = 1, quote: str = QUOTE, passage: str = PASSAGE, **more: Any) -> Citation:
    """A quote out of a passage that begins at `START` of its article."""
    start = START + passage.index(quote)
    fields: dict[str, Any] = {
        "article_id": "a1",
        "passage_id": f"a1/1/{number}",
        "title": "Ferry sinks",
        "source": "The Ledger",
        "url": "https://ledger.example/ferry",
        "published_at": datetime(2026, 2, 3, tzinfo=UTC),
    }
    return Citation(
        number=number, quote=quote, start=start, end=start + len(quote), **(fields | more)
    )


def answer(*says: str, cites: Sequence[Citation] = (), **more: Any) -> Answer:
    """An answer whose sentences each cite all citations; without a sentence, an abstention."""
    numbers = tuple(each.number for each in cites)
    marks = "".join(f"[{number}]" for number in numbers)
    fields: dict[str, Any] = {
        "question": "?",
        "outcome": "answered" if says else "abstained",
        "text": "\n\n".join(f"{each} {marks}".strip() for each in says)
        or "The archive does not say.",
        "sentences": tuple(Sentence(each, numbers, "supported") for each in says),
        "citations": tuple(cites),
        "hits": (),
        "model": "extractive",
    }
    return Answer(**(fields | more))


def scored(
    case_id: str,
    said: Answer | None,
    scores: dict[str, float | tuple[float, str]],
    *,
    passages: dict[str, str] | None = None,
    defaulted: tuple[str, ...] = (),
    **result: Any,
) -> Scored:
    """A result with scores given by hand, each with its reason or without."""
    given = {
        name: Score(*value) if isinstance(value, tuple) else Score(value)
        for name, value in scores.items()
    }
    cited = said.citations if said else ()
    texts = passages or {each.passage_id: PASSAGE for each in cited}
    excerpts = {name: Excerpt(text, START, START + len(text)) for name, text in texts.items()}
    return Scored(Result(case_id, said, **result), given, excerpts, defaulted)


def kept(
    asked: Sequence[dict[str, Any]],
    rows: Sequence[Scored],
    metrics: Sequence[str] = METRICS,
    plan: dict[str, Any] | None = None,
    **run: Any,
) -> Kept:
    """A run of these cases; finished, unless ``finished`` is None."""
    read = [TypeAdapter(Case).validate_python(each) for each in asked]
    fields: dict[str, Any] = {
        "id": "small-20260210-093000-aaa",
        "suite": "small",
        "suite_hash": "5" * 64,
        "archive_hash": "a" * 64,
        "settings": {"model": None, "hits": 10},
        "versions": {"python": "3.11.9"},
        "judge": "lexical/1",
        "metrics": tuple(metrics),
        "seed": 0,
        "cases": len(read),
        "started": datetime(2026, 2, 10, 9, 30, tzinfo=UTC),
        "finished": datetime(2026, 2, 10, 9, 31, tzinfo=UTC),
    } | run
    if fields["finished"]:
        fields["figures"] = figures_of(rows, metrics_named(metrics))
    return Kept(
        Run(**fields),
        TypeAdapter(Plan).validate_python(plan or {}),
        {each.id: each for each in read},
        tuple(rows),
        Path("out"),
    )


CASES: list[dict[str, Any]] = [
    {"id": "sank", "question": "when did the ferry sink?", "type": "when", "answers": ["Monday"]},
    {"id": "hurt", "question": "who was hurt?", "type": "who", "answers": ["nobody"]},
    {"id": "mars", "question": "who lives on Mars?", "unanswerable": True},
    {"id": "crash", "question": "why did it sink?", "type": "why"},
    {"id": "late", "question": "what did the owner say?", "type": "who"},
]


def small(**more: Any) -> Kept:
    """Five cases: one passes, one fails by two metrics, one is refused, two have no answer."""
    lost: dict[str, float | tuple[float, str]] = {
        "citation_recall": (0.0, "default: broken"),
        "over_refusal": (1.0, "default: broken"),
        "seconds": 1.0,
    }
    gone = ("citation_recall", "over_refusal")
    first = citation()
    rows = [
        scored(
            "sank",
            answer("It sank on Monday.", cites=[first]),
            {
                "citation_recall": (1.0, "1 of 1 sentences are entailed"),
                "answer_match": (1.0, "it says Monday"),
                "over_refusal": (0.0, "answered"),
                "seconds": 0.5,
            },
            seconds=0.5,
            confidence=0.9,
        ),
        scored(
            "hurt",
            answer("Two were hurt.", cites=[first]),
            {
                "citation_recall": (0.0, "the number 2 is missing"),
                "answer_match": (0.0, "it says none of: nobody"),
                "over_refusal": (0.0, "answered"),
                "seconds": 0.5,
            },
            seconds=0.5,
            confidence=0.4,
        ),
        scored("mars", answer(), {"refusal": (1.0, "abstained"), "seconds": 1.0}, seconds=1.0),
        scored("crash", None, lost, defaulted=gone, error="broken", seconds=1.0),
        scored("late", None, lost, defaulted=gone, error="too long", timed_out=True, seconds=1.0),
    ]
    return kept(CASES, rows, **more)
