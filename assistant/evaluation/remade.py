"""Answers made anew from changed sentences and citations, as the product would have made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.archive import Archive
from assistant.citations import Bibliography
from assistant.evaluation.results import Result
from assistant.types import Answer, Citation, Entry, Passage, Sentence
from assistant.writer import marked


def given(result: Result) -> Answer | None:
    """The answer of a result; None for an abstention, and where there is none."""
    answer = result.answer
    return answer if answer is not None and answer.outcome == "answered" else None


def remade(result: Result, sentences: Iterable[Sentence], citations: Iterable[Citation]) -> Result:
    """The result with these sentences and those of the citations that they cite.

    Citations are numbered in the order in which they are first cited; the text is that of the
    sentences with their markers, a space between two.
    """
    assert result.answer is not None
    known = {each.number: each for each in citations}
    told = list(sentences)
    order = dict.fromkeys(n for each in told for n in each.citations if n in known)
    numbers = {old: new for new, old in enumerate(order, start=1)}
    shown = tuple(
        replace(each, citations=tuple(numbers[n] for n in each.citations if n in numbers))
        for each in told
    )
    answer = replace(
        result.answer,
        outcome="answered",
        text=" ".join(map(marked, shown)),
        sentences=shown,
        citations=tuple(replace(known[old], number=new) for old, new in numbers.items()),
    )
    return replace(result, answer=answer)


def changed(sentences: Sequence[Sentence], place: int, new: Sentence) -> list[Sentence]:
    """The sentences with another one at this place."""
    return [*sentences[:place], new, *sentences[place + 1 :]]


def cite(words: str, passage: Passage, archive: Archive, number: int) -> Citation | None:
    """The product's own citation of a passage for some words; None where it would make none."""
    article = archive.articles_by_id([passage.article_id]).get(passage.article_id)
    if article is None:
        return None
    statements = archive.ledger.of_articles([article.id]).get(article.id)
    made = Bibliography().cite(words, Entry(passage, article, statements))
    return made and replace(made, number=number)


def overlaps(one: Citation, other: Citation) -> bool:
    """Whether two citations quote some of the same characters."""
    return one.article_id == other.article_id and one.start < other.end and other.start < one.end
