"""The newsquiz data: articles, questions, and what counts as finding an answer in a text."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from measure import DATA

ARTICLES = DATA / "newsquiz" / "articles.jsonl.gz"
QUESTIONS = DATA / "newsquiz" / "questions.jsonl"


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question of a news quiz; ``gold`` are the ids of the articles that the quiz links."""

    id: str
    text: str
    asked_at: datetime
    answers: tuple[str, ...]
    gold: frozenset[str]


def articles() -> list[dict[str, Any]]:
    """Every article as the data has it."""
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def questions() -> list[QuizQuestion]:
    """Every question, in the order of the file."""
    rows = map(json.loads, QUESTIONS.read_text(encoding="utf-8").splitlines())
    return [
        QuizQuestion(
            row["id"],
            row["question"],
            datetime.fromisoformat(row["asked_at"]).replace(tzinfo=UTC),
            tuple(row["answers"]),
            frozenset(row["gold_articles"]),
        )
        for row in rows
    ]


def corpus_hash() -> str:
    """SHA-256 over both files, so that a floor names the data that it was measured on."""
    both = hashlib.sha256()
    for file in (ARTICLES, QUESTIONS):
        both.update(file.read_bytes())
    return both.hexdigest()


def plain(text: str) -> str:
    """``text`` as words of letters and digits between single spaces, without case."""
    said = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())
    return f" {' '.join(said)} "


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether one of the answers stands in ``text``, word for word."""
    said = plain(text)
    return any(plain(answer) in said for answer in answers)


def reciprocal_rank(ranking: Sequence[str], gold: frozenset[str]) -> float:
    """One over the rank of the first gold article; 0 where there is none."""
    return next((1 / rank for rank, found in enumerate(ranking, 1) if found in gold), 0.0)
