"""Whether two names mean one speaker, as a suite's author and an article may write them."""

from __future__ import annotations

from assistant.fold import words

_SMALL = frozenset("a an the of for and in at on to mr mrs ms dr sir dame lord lady".split())


def same_speaker(expected: str, cited: str) -> bool:
    """Whether one name has all the words of the other: "Aldqvist" and "Signe Aldqvist".

    Titles, articles and prepositions do not count. What is expected may be a plain word, "ministry"
    for "the defence ministry"; a speaker that is cited by one plain word, "the office", is nobody
    in particular.
    """
    ours, theirs = _words(expected), _words(cited)
    if not ours or not theirs:
        return False
    return ours <= theirs or (theirs <= ours and (len(theirs) > 1 or _is_name(cited)))


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in words(name) if word not in _SMALL)


def _is_name(name: str) -> bool:
    return any(part[:1].isupper() for part in name.split() if part.lower() not in _SMALL)
