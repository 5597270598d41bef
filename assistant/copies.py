"""Whether two articles print the same passage, so that a reader needs to see it only once."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.numbers import numbers
from assistant.types import Article, Passage

# A changed word breaks three of the shingles of a passage, of which it has 100 to 200.
_PRINTED = 0.8
# Passages of two copies may be cut at different sentences.
_OVERLAP = 0.5
_SHINGLE = 3
_WORD = re.compile(r"\w+")


def prints(article: Article, passage: Passage) -> bool:
    """Whether ``article`` has nearly every word of ``passage`` in the same order.

    A figure that differs makes it news: every number of the passage must stand there as well.
    """
    said, there = _shingles(passage.text), _shingles(article.text)
    if len(said & there) < _PRINTED * len(said):
        return False
    return set(numbers(passage.text).values) <= _values(article.text)


def is_copy(passage: Passage, of: Passage, article: Article) -> bool:
    """Whether ``passage`` is mostly what ``of`` says, which is a passage of ``article``."""
    said = _shingles(passage.text)
    return len(said & _shingles(of.text)) >= _OVERLAP * len(said) and prints(article, passage)


@lru_cache(maxsize=256)
def _shingles(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    runs = max(1, len(words) - _SHINGLE + 1)
    return frozenset(" ".join(words[i : i + _SHINGLE]) for i in range(runs))


@lru_cache(maxsize=256)
def _values(text: str) -> frozenset[str]:
    return frozenset(numbers(text).values)
