"""What came of asking the cases of a suite: values that a run keeps."""

from __future__ import annotations

from dataclasses import dataclass, field

from assistant.types import Answer


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage of the ranking for a question, best first; larger scores are better."""

    article_id: str
    passage_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Usage:
    """What one case, or several, used: calls of the chat model, its tokens, US dollars.

    The embedded model is counted in calls; its tokens are none.
    """

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0

    @property
    def tokens(self) -> int:
        """Those in and out."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.usd + other.usd,
        )


@dataclass(frozen=True, slots=True)
class Score:
    """What a metric gives one case, and why, in words for whoever reads the report."""

    value: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one case.

    ``answer`` is None where asking failed (``error`` says how) or took longer than the suite
    allows. ``ranking`` is what a search for the question gave. ``confidence`` is how sure the
    reader is that the cited, or nearest, passages answer the question; None where it was not asked.
    ``first_text`` and ``seconds`` are measured from the question.
    """

    case_id: str
    answer: Answer | None
    ranking: tuple[Ranked, ...] = ()
    usage: Usage = Usage()
    first_text: float | None = None
    seconds: float = 0.0
    confidence: float | None = None
    error: str = ""
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The passage around a citation, for a report: ``article text[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scored:
    """A result with what each metric gave it; ``excerpts`` are by passage id.

    Metrics that do not apply to the case are not among ``scores``. ``defaulted`` names those that
    gave their default since there was nothing to measure, or since they failed themselves.
    """

    result: Result
    scores: dict[str, Score] = field(default_factory=dict)
    excerpts: dict[str, Excerpt] = field(default_factory=dict)
    defaulted: tuple[str, ...] = ()
    judging: Usage = Usage()
