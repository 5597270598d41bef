"""Whether a sentence has another name where a claim names somebody or something."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.checking.taken_apart import Apart, Word

_YEAR = re.compile(r"(?:19|20)\d\d")  # of a model or a season, which many have
_FEWEST = 3  # words beside the names that make it the same matter
_Run = tuple[int, int]


def other_name(claim: Apart, sentence: Apart, speaker: Collection[str] = ()) -> str:
    """The name that stands in the sentence for one of the claim's; empty where that is not certain.

    Between the same words on both sides, or at the beginning or the end of both beside the same
    word. Many may do the same: a number, a date, or all other words and another name must tell that
    it is the same. The folded words ``speaker`` tell who says it, which is compared elsewhere.
    """
    shared = [word for word in claim.rest if sentence.has(word)]
    whole = len(shared) == len(claim.rest) >= _FEWEST
    unique = bool(claim.days) or any(not _YEAR.fullmatch(n.text) for n in claim.counted)
    if not unique and not (whole and any(map(sentence.has, claim.names))):
        return ""
    for start, end in _runs(claim, sentence):
        for first, last in _runs(sentence, claim):
            before = _same(_at(claim, start - 1), _at(sentence, first - 1))
            after = _same(_at(claim, end), _at(sentence, last))
            between = (before and after) or {before, after} == {True, None}
            ours, theirs = claim.words[start:end], sentence.words[first:last]
            named = all(word.plain in speaker for word in theirs)
            if (
                between
                and not named
                and not _abbreviates(ours, theirs)
                and not _abbreviates(theirs, ours)
            ):
                return " ".join(word.text for word in theirs)
    return ""


def _runs(text: Apart, other: Apart) -> Iterator[_Run]:
    """Where names that ``other`` lacks stand among the words: from the first to after the last."""
    start = None
    for place, word in enumerate((*text.words, None)):
        if word is not None and word.name and not other.has(word):
            start = place if start is None else start
        elif start is not None:
            yield start, place
            start = None


def _abbreviates(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Whether one of the words is made of the first letters of the others."""
    initials = "".join(word.text[0] for word in long).upper()
    return any(
        len(word.text) > 1 and word.text.isupper() and word.text in initials for word in short
    )


def _at(text: Apart, place: int) -> Word | None:
    return text.words[place] if 0 <= place < len(text.words) else None


def _same(ours: Word | None, theirs: Word | None) -> bool | None:
    """Whether two neighbours are the same; None where both texts begin or end here."""
    if ours is None and theirs is None:
        return None
    if ours is None or theirs is None:
        return False
    return ours.stem == theirs.stem or theirs.plain in ours.means
