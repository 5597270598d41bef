"""Whether two names mean one speaker, as a suite's author and an article may write them."""

from __future__ import annotations

from assistant.fold import words

_SMALL = frozenset("a an the of for and in at on to mr mrs ms dr sir dame lord lady".split())


def same_speaker(one: str, other: str) -> bool:
    """Whether one name has all the words of the other: "Aldqvist" and "Signe Aldqvist".

    Titles, articles and prepositions do not count.
    """
    ours, theirs = _words(one), _words(other)
    return bool(ours) and bool(theirs) and (ours <= theirs or theirs <= ours)


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in words(name) if word not in _SMALL)
