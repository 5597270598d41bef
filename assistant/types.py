"""The value types that flow through OnRecord, from an ingested article to a cited answer.

They are frozen, know nothing of storage or screens, and import only the standard library.
Offsets count Unicode code points, begin at 0, and are half open: ``text[start:end]``.
Times are timezone-aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Outcome = Literal["answered", "abstained"]
Support = Literal["supported", "unsupported"]
Stance = Literal[
    "asserts",
    "confirms",
    "denies",
    "disputes",
    "doubts",
    "demands",
    "promises",
    "predicts",
    "declines",
]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it stands in the record.

    ``id`` is deterministic, so that ingesting an article twice changes nothing. ``version`` begins
    at 1 and grows with every change of the text or title. ``origin_id`` is the id of the article
    that this one is a near copy of, or None. ``published_at`` is None where no date is known.
    """

    id: str
    url: str | None
    title: str
    source: str
    authors: tuple[str, ...]
    published_at: datetime | None
    fetched_at: datetime
    language: str | None
    text: str
    version: int = 1
    origin_id: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one article: ``article.text[start:end] == text``.

    ``ordinal`` counts the passages of the article from 0 in reading order.
    """

    id: str
    article_id: str
    text: str
    start: int
    end: int
    ordinal: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says in an article, and who.

    ``speaker`` is the full name where the article has one, else the words that describe the source;
    empty where there is none. ``role`` is the speaker's office or body in the article's words, or
    empty. ``named`` is False for a source without a name: "a senior official", "critics".
    ``cue`` are the words that attribute ("said", "according to"), ``stance`` is that of the speaker
    towards what the statement is about. ``content == text[start:end]``, from the first word of
    what is said to the last; where the article interrupts it ("..., he said, ..."),
    ``content_spans`` are its parts. ``direct`` means that all of it stands in quotation marks. The
    spans are offsets into `Article.text`, in order; those of source and cue may be empty.
    """

    id: str
    article_id: str
    speaker: str
    role: str
    named: bool
    cue: str
    stance: Stance
    content: str
    direct: bool
    start: int
    end: int
    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage with the article that it is cut from, and what the ledger has of that article.

    ``statements`` are in reading order; None where the article has not been read yet, or where they
    are not needed.
    """

    passage: Passage
    article: Article
    statements: tuple[Statement, ...] | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The dates that the words of a question name; ``after`` is inclusive, ``before`` is exclusive.

    ``words`` are those of the question ("last week"). A ``strict`` period ("since 4 May") limits
    the search as a filter does; any other is looked in first and left where it answers nothing.
    """

    words: str
    after: datetime | None
    before: datetime | None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for: ``published_after`` is inclusive, ``published_before`` is exclusive.

    An empty ``sources`` means every source; names are compared without regard to case. ``speaker``
    limits the search to passages in which somebody of that name is quoted or reported, whose ids
    are ``within`` once they have been looked up in the ledger; None stands for all. ``period``
    is what the question's own words say of dates, beside the filters that its asker set.
    ``present`` is when it was asked, where it speaks of the present: then the new comes first.
    ``language``, a tag such as "en", leaves out the articles that are marked with another one.
    """

    text: str
    published_after: datetime | None = None
    published_before: datetime | None = None
    sources: tuple[str, ...] = ()
    speaker: str | None = None
    within: tuple[str, ...] | None = None
    period: Period | None = None
    present: datetime | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a retriever found. ``rank`` counts from 1; a larger ``score`` is better.

    ``copies`` are the ids of other articles that print the same passage, nearly word for word.
    """

    passage: Passage
    score: float
    rank: int
    retriever: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation cut out of an article by code: ``article.text[start:end] == quote``.

    ``number`` counts from 1 in the order in which the answer first cites it. ``speaker`` is who
    says it in the article, or None where the article itself speaks or no speaker was recognised.
    ``role`` is the speaker's office or body, or empty; ``named`` is False for a source without a
    name. ``stance`` is that of the statement, empty where none is known. Where it was asked who
    says so, ``articles`` is in how many articles the statement stands, and ``origins`` in how many
    stories: near copies of one article are one.
    """

    number: int
    article_id: str
    passage_id: str
    quote: str
    start: int
    end: int
    title: str
    source: str
    url: str | None
    published_at: datetime | None
    speaker: str | None = None
    role: str = ""
    named: bool = True
    stance: Stance | Literal[""] = ""
    articles: int = 1
    origins: int = 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer, without its citation markers.

    ``citations`` holds the numbers of its citations. It is ``supported`` where each of its names,
    numbers and dates stands in a cited passage or in the question.
    """

    text: str
    citations: tuple[int, ...]
    support: Support


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    ``hits`` are the passages that were retrieved for it, best first: the evidence of an answer, the
    nearest passages of an abstention. ``timings`` are seconds by stage. ``dropped_citations``
    counts the markers of the model that named no passage of this conversation. ``standalone`` is
    the question as it was searched for: a follow-up with what it leaves unsaid, else the question
    itself. ``notes`` tell the reader how the question was taken (a spelling, a period).
    """

    question: str
    outcome: Outcome
    text: str
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    model: str
    timings: dict[str, float] = field(default_factory=dict)
    dropped_citations: int = 0
    standalone: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something the assistant does on the way to an answer, in words for its reader."""

    text: str


@dataclass(frozen=True, slots=True)
class Delta:
    """A finished, verified piece of the answer's text, with the citations that it is first to use.

    The ``text`` of all deltas of an answer, joined, is the answer's text.
    """

    text: str
    citations: tuple[Citation, ...]


Event = Step | Delta | Answer
