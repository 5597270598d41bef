"""What came of an ingest."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read, and why."""

    source: str
    error: str


@dataclass(slots=True)
class Report:
    """What an ingest did; counts are articles, except passages and statements."""

    seen: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicates: int = 0
    failed: list[Failure] = field(default_factory=list)
    passages: int = 0
    statements: int = 0
    seconds: float = 0.0
