"""In how many articles, of how many origins, what a citation quotes is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.ledger import Ledger, Wanted
from assistant.origins import Told, together
from assistant.question import content_words
from assistant.types import Citation, Statement

_WORDS = 4  # the longest of a statement, by which its copies are looked for
_MOST = 200


def retold(citations: Sequence[Citation], ledger: Ledger) -> tuple[Citation, ...]:
    """The citations with the number of articles and origins of the statements that they quote."""
    said = ledger.of_articles({each.article_id for each in citations if each.speaker})
    return tuple(_counted(each, said.get(each.article_id, ()), ledger) for each in citations)


def _counted(citation: Citation, said: Sequence[Statement], ledger: Ledger) -> Citation:
    inside = [
        each
        for each in said
        if each.start < citation.end
        and each.end > citation.start
        and each.speaker == citation.speaker
    ]
    if not inside:
        return citation
    longest = max(inside, key=lambda each: each.end - each.start)
    told = _told(longest, ledger)
    return replace(citation, articles=told.articles, origins=told.origins) if told else citation


def _told(statement: Statement, ledger: Ledger) -> Told | None:
    words = sorted(set(content_words(statement.content)), key=len, reverse=True)[:_WORDS]
    if not words:
        return None
    found = ledger.find(Wanted(about=" ".join(words)), _MOST)
    for told in together(found):
        if any(each.statement.id == statement.id for each in (told.first, *told.also)):
            return told
    return None
