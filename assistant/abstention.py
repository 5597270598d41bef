"""What is said when the archive does not know: what was searched, and what is nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.instructions import plain_name, without_instructions
from assistant.languages import language_name
from assistant.types import Article, Hit, Query

_NEAREST = 3
_EXCERPT = 160


@dataclass(frozen=True, slots=True)
class Searched:
    """What was searched: the number of articles, and the dates of the oldest and the newest.

    ``unknown`` are words of the question that stand in no article.
    """

    articles: int
    first: datetime | None = None
    last: datetime | None = None
    unknown: tuple[str, ...] = ()


def abstention(
    query: Query, hits: Sequence[Hit], articles: Mapping[str, Article], searched: Searched
) -> str:
    """The text of an abstention; ``hits`` are the nearest passages, ``articles`` theirs by id."""
    if searched.articles == 0:
        return (
            "The archive is empty, so there is nothing to answer from. "
            "Add articles with: onrecord ingest PATH"
        )
    lines = [
        "The archive does not say.",
        f"Searched {_articles(searched.articles)}{_limits(query)} for: {query.text}",
        *_what_would_help(query, searched),
    ]
    first_of = {hit.passage.article_id: hit for hit in reversed(hits)}
    nearest = [hit for hit in hits if first_of.get(hit.passage.article_id) is hit][:_NEAREST]
    if nearest:
        lines.append("The nearest passages, which do not answer the question:")
        lines += [_line(hit, articles[hit.passage.article_id]) for hit in nearest]
    else:
        lines.append("No passage matches.")
    return "\n".join(lines)


def _what_would_help(query: Query, searched: Searched) -> list[str]:
    """Why there may be no answer, as far as that shows, and how to ask for one."""
    lines = []
    if searched.unknown:
        named = ", ".join(f"“{word}”" for word in searched.unknown)
        lines.append(
            f"No article has the {'word' if len(searched.unknown) == 1 else 'words'} {named}."
        )
    after = query.period.after if query.period else query.published_after
    before = query.period.before if query.period else query.published_before
    first, last = searched.first, searched.last
    if last and after and after > last:
        lines.append(
            f"The archive ends on {last:%-d %B %Y}: ask for an earlier time, or add articles."
        )
    elif first and before and before <= first:
        lines.append(
            f"The archive begins on {first:%-d %B %Y}: ask for a later time, or add articles."
        )
    elif _limits(query):
        lines.append("Asking without those limits may find more.")
    elif first and last:
        lines.append(f"Its articles are from {first:%-d %B %Y} to {last:%-d %B %Y}.")
    return lines


def _articles(total: int) -> str:
    return "1 article" if total == 1 else f"{total:,} articles"


def _limits(query: Query) -> str:
    parts = []
    if query.published_after:
        parts.append(f"from {query.published_after:%-d %B %Y}")
    if query.published_before:
        parts.append(f"before {query.published_before:%-d %B %Y}")
    if query.sources:
        parts.append(f"by {', '.join(query.sources)}")
    if query.speaker:
        parts.append(f"with words of {query.speaker}")
    if query.language:
        parts.append(f"in {language_name(query.language)} or of no known language")
    return f" (only those {', '.join(parts)})" if parts else ""


def _line(hit: Hit, article: Article) -> str:
    passage = hit.passage
    words = " ".join(without_instructions(article.text, passage.start, passage.end).split())
    excerpt = words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    date = f", {article.published_at:%-d %B %Y}" if article.published_at else ""
    return f"- {plain_name(article.title)} ({plain_name(article.source)}{date}): {excerpt}"
