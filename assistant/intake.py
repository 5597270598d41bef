"""From what was typed to what is searched for: a follow-up completed, spellings mended, dates read.

A question that only makes sense after the one before it is restated by the chat model where there
is one, and by rules where there is none or what it wrote cannot be trusted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.followup import standalone
from assistant.past import Past
from assistant.period import period_in
from assistant.present import speaks_of_the_present
from assistant.retrieve import Retriever
from assistant.types import Query

Restate = Callable[[str, Sequence[Past]], str | None]
"""A question and what was asked before it to the question that stands alone, or None."""


def taken(
    query: Query,
    past: Sequence[Past],
    as_of: datetime,
    retriever: Retriever,
    restate: Restate | None = None,
) -> tuple[Query, tuple[str, ...]]:
    """The query with the text and the period that its words mean, and notes to the reader.

    Raises:
        QuestionError: its dates end before they begin.
        UnknownSource: the archive has no such source.
    """
    retriever.check(query)
    text = query.text
    if past:
        text = (restate(text, past) if restate else None) or standalone(text, past)
    wording = retriever.taken_as(text)
    return dated(replace(query, text=wording.text), as_of), wording.notes


def dated(query: Query, as_of: datetime) -> Query:
    """The query with the period that its words name, and whether they speak of the present."""
    present = as_of if speaks_of_the_present(query.text) else None
    return replace(query, period=period_in(query.text, as_of), present=present)


def moment(as_of: datetime | None) -> datetime:
    """``as_of`` in UTC, or now; a time without a zone is in UTC."""
    if as_of is None:
        return datetime.now(UTC)
    return as_of.replace(tzinfo=UTC) if as_of.tzinfo is None else as_of.astimezone(UTC)
