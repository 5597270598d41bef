"""What a search is limited to: sources that exist, and a range of dates that is not empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.errors import QuestionError, UnknownSource
from assistant.fold import fold
from assistant.types import Query

# The share of letters that a name must have in common with the one that was typed to be suggested,
# from 0 to 100. "guardian" for "The Guardian" has 80, "Times" for "The Ledger" 40.
_ALIKE = 60.0
_SUGGESTED = 3


def check_sources(known: Iterable[str], asked: Sequence[str]) -> None:
    """Refuse names of sources that the archive (`Archive.sources`) does not have.

    Raises:
        UnknownSource: with the nearest names, where any is near.
    """
    names = {name.casefold(): name for name in known}
    for name in asked:
        if name.casefold() not in names:
            near = _nearest(name, list(names.values()))
            if near:
                advice = "did you mean " + " or ".join(f'"{each}"' for each in near) + "?"
            else:
                advice = "`onrecord articles` lists the articles with their sources"
            raise UnknownSource(f'unknown source "{name}"; {advice}')


def check_range(after: datetime | None, before: datetime | None, words: str = "") -> None:
    """Refuse a range of dates that ends before it begins; ``words`` are those that named it.

    Raises:
        QuestionError: ``before`` is not later than ``after``.
    """
    if after is not None and before is not None and before <= after:
        where = f' ("{words}")' if words else ""
        raise QuestionError(
            f"the dates{where} end before they begin: after {after:%d %B %Y}, "
            f"before {before:%d %B %Y}; give the earlier date first"
        )


def narrowed(query: Query) -> Query:
    """The query limited to its period as well as to its own dates."""
    if query.period is None:
        return query
    starts = [each for each in (query.published_after, query.period.after) if each]
    ends = [each for each in (query.published_before, query.period.before) if each]
    return replace(
        query,
        published_after=max(starts, default=None),
        published_before=min(ends, default=None),
        period=None,
    )


def _nearest(name: str, known: Sequence[str]) -> list[str]:
    from rapidfuzz import fuzz, process  # a search that names no wrong source does not need it

    found = process.extract(
        name, known, scorer=fuzz.WRatio, processor=fold, score_cutoff=_ALIKE, limit=_SUGGESTED
    )
    best = found[0][1] if found else 0.0
    return [each for each, score, _ in found if score >= best - 10]
