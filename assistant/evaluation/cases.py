"""What a suite asks and what it expects, as its files give it.

These types are read from YAML and JSON by pydantic; their JSON Schema is made from them.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic.dataclasses import dataclass

_STRICT = ConfigDict(extra="forbid")


def _from_day(value: Any) -> Any:
    is_day = isinstance(value, date) and not isinstance(value, datetime)
    return datetime.combine(value, time()) if is_day else value


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no regular expression: {error}") from None
    return pattern


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Moment = Annotated[
    datetime,
    BeforeValidator(_from_day),
    AfterValidator(_in_utc),
    WithJsonSchema({"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}),
]
"""A time in UTC; a day stands for its beginning, a time without a zone for one in UTC."""
Words = Annotated[str, Field(min_length=1, pattern=r"\w")]
Texts = Annotated[
    tuple[Words, ...],
    BeforeValidator(_listed, json_schema_input_type=Words | tuple[Words, ...]),
]
"""Several texts; one alone needs no list."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class Text:
    """An answer in words, or any of its aliases."""

    text: Words
    aliases: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, config=_STRICT)
class Number:
    """An answer that is a number, however it is written; ``tolerance`` is in the same unit."""

    number: float
    tolerance: Annotated[float, Field(ge=0)] = 0.0


@dataclass(frozen=True, slots=True, config=_STRICT)
class Pattern:
    """An answer in which a regular expression is found, in any case of letters."""

    regex: Annotated[Words, AfterValidator(_compiles)]


def _kind_of_answer(value: Any) -> str:
    for kind in ("number", "regex", "text"):
        if kind in value if isinstance(value, dict) else hasattr(value, kind):
            return kind
    return "text"


def _spelled_out(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("true and false stand in quotation marks where they are an answer")
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, int | float) and not isinstance(value, bool):
        return {"number": value}
    return value


Expected = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[Number, Tag("number")]
    | Annotated[Pattern, Tag("regex")],
    Discriminator(_kind_of_answer),
    BeforeValidator(_spelled_out, json_schema_input_type=Words | float | Text | Number | Pattern),
]
"""One right answer: words, a number or a regular expression; plain text and numbers will do."""


def _any_of(value: Any) -> Any:
    if isinstance(value, Point) or (isinstance(value, dict) and "any" in value):
        return value
    return {"any": value} if isinstance(value, list) else {"any": [value]}


@dataclass(frozen=True, slots=True, config=_STRICT)
class Point:
    """Something that a full answer says, in any of these ways."""

    any: Annotated[tuple[Expected, ...], Field(min_length=1)]


_POINT = BeforeValidator(_any_of, json_schema_input_type=Expected | tuple[Expected, ...] | Point)


@dataclass(frozen=True, slots=True, config=_STRICT)
class Evidence:
    """Where the answer stands: an article, a passage of it, a quote from it, or a span.

    ``article`` is an id, a web address or a whole title. ``passage`` is a passage's id. ``quote``
    stands in the article word for word. ``start`` and ``end`` are offsets in the article's text,
    half open. ``any`` holds places of which one is enough.
    """

    article: Words | None = None
    passage: Words | None = None
    quote: Words | None = None
    start: Annotated[int, Field(ge=0)] | None = None
    end: Annotated[int, Field(ge=1)] | None = None
    any: tuple[Place, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> Evidence:
        if bool(self.any) == any((self.article, self.passage)):
            raise ValueError("evidence names an article or a passage, or several under `any`")
        if (self.start is None) != (self.end is None):
            raise ValueError("a span has a start and an end")
        if self.start is not None and self.end is not None and self.start >= self.end:
            raise ValueError("a span ends after its start")
        if self.start is not None and (self.quote or self.passage):
            raise ValueError("evidence is a quote, a span or a passage, not two of them")
        return self


def _as_place(value: Any) -> Any:
    return {"article": value} if isinstance(value, str) else value


Place = Annotated[Evidence, BeforeValidator(_as_place, json_schema_input_type=Words | Evidence)]
"""One piece of evidence; a plain string names a whole article."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class Filters:
    """The filters of the question: ``after`` is inclusive, ``before`` is exclusive."""

    after: Moment | None = None
    before: Moment | None = None
    sources: Texts = ()
    speaker: Words | None = None


@dataclass(frozen=True, slots=True, config=_STRICT)
class Case:
    """One question with what is expected of its answer.

    ``turns`` are the questions asked before it in the same conversation. ``as_of`` is the moment
    as of which its dates are read. An answer is right where any of ``answers`` is; it is whole
    where it makes all ``points``. Each of ``evidence`` is needed. ``speakers`` are those who must
    be cited, ``allowed_speakers`` those who may be: who made the claim that others dispute.
    ``type`` groups the cases in a report.
    """

    id: Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[\w.:@+-]+$")]
    question: Words
    type: str = ""
    turns: Texts = ()
    as_of: Moment | None = None
    filters: Filters = Filters()
    answers: tuple[Expected, ...] = ()
    points: tuple[Annotated[Point, _POINT], ...] = ()
    evidence: tuple[Place, ...] = ()
    speakers: Texts = ()
    allowed_speakers: Texts = ()
    unanswerable: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Case:
        if self.unanswerable and (self.answers or self.points or self.evidence or self.speakers):
            raise ValueError(
                "an unanswerable question has no answers, points, evidence or speakers"
            )
        return self
