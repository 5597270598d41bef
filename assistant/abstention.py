"""What is said when the archive does not know: what was searched, and what is nearest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.types import Article, Hit, Query

_NEAREST = 3
_EXCERPT = 160


def abstention(
    query: Query, hits: Sequence[Hit], articles: Mapping[str, Article], total: int
) -> str:
    """The text of an abstention.

    ``hits`` are the nearest passages, best first; ``articles`` are theirs, by id; ``total`` is the
    number of articles in the archive.
    """
    if total == 0:
        return (
            "The archive is empty, so there is nothing to answer from. "
            "Add articles with: onrecord ingest PATH"
        )
    lines = [
        "The archive does not say.",
        f"Searched {_articles(total)}{_limits(query)} for: {query.text}",
    ]
    first_of = {hit.passage.article_id: hit for hit in reversed(hits)}
    nearest = [hit for hit in hits if first_of.get(hit.passage.article_id) is hit][:_NEAREST]
    if nearest:
        lines.append("The nearest passages, which do not answer the question:")
        lines += [_line(hit, articles[hit.passage.article_id]) for hit in nearest]
    else:
        lines.append("No passage matches.")
    return "\n".join(lines)


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
    return f" (only those {', '.join(parts)})" if parts else ""


def _line(hit: Hit, article: Article) -> str:
    words = " ".join(hit.passage.text.split())
    excerpt = words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    date = f", {article.published_at:%-d %B %Y}" if article.published_at else ""
    return f"- {article.title} ({article.source}{date}): {excerpt}"
