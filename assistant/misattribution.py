"""Whether a sentence puts words into the mouth of somebody who did not say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.attribution import attributions, byline_of, is_name, source_of, speaker_at
from assistant.fold import words
from assistant.names import BODIES, Persons
from assistant.quotations import place_of, quoted, without_explanations
from assistant.sentences import sentence_spans

# "he [Jens Stoltenberg] said": the bracket says who.
_EXPLAINED = re.compile(r"\b(?:he|she|they)\s*\[([^\]]+)\]", re.IGNORECASE)
_BELONGS = (
    r"(?:of|at|for|from|with|leads?|heads?|runs?|chief|director|spokes\w+|minister|president)"
)
_MOST_SHARED = 0.8


def wrong_speaker(
    sentence: str, text: str, start: int, end: int, others: Sequence[str] = ()
) -> str | None:
    """Who says in the article what ``sentence`` gives to somebody else.

    None where nothing is wrong; empty where the words do not stand in this article at all.
    ``others`` are articles that are cited with it: who speaks in them is a person as well.

    ``text[start:end]`` of the article is what the sentence cites. Only two persons who cannot be
    one are told apart: an office, a pronoun, an institution or a name that stands beside the
    speaker's may be the speaker. A wrong alarm is worse here than none.
    """
    claimed, _ = source_of(_EXPLAINED.sub(r"\1", sentence))
    if claimed is None:
        claimed = _in_byline(sentence, (text, *others))
    if claimed is None or not _is_person(claimed, (text, *others)):
        return None
    actual = ""
    for place in _places(sentence, claimed, text, start, end):
        actual = speaker_at(text, *place) or ""
        if not actual or not _apart(claimed, actual, sentence, text, place):
            return None
    return actual


def _places(
    sentence: str, claimed: str, text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Where the words stand that the sentence gives to its speaker, each time that they do."""
    said = quoted(sentence)
    for each in said:
        begin = 0
        while found := place_of(each, text, begin):
            yield found
            begin = found[0] + 1
    if said:
        return
    told = set(words(without_explanations(sentence))) - set(words(claimed)) - _TELLING
    if told and len(told & set(words(text[start:end]))) >= _MOST_SHARED * len(told):
        yield start, end


_TELLING = frozenset("said says say told that the a an to of in on and has had also he she".split())


def _in_byline(sentence: str, texts: Sequence[str]) -> str | None:
    """Whom the form gives the quotation to: somebody in the articles, others may publish them."""
    claimed = byline_of(sentence)
    if claimed is None or not any(words(claimed)[-1] in _surnames(text) for text in texts):
        return None
    return claimed


def _is_person(name: str, texts: Sequence[str]) -> bool:
    """Whether a name is somebody's: of two words or more, or a surname that the articles have."""
    parts = words(name)
    if not is_name(name) or BODIES & set(parts):
        return False
    return len(parts) > 1 or any(parts[-1] in _surnames(text) for text in texts)


@lru_cache(maxsize=256)
def _surnames(text: str) -> frozenset[str]:
    """The last words, folded, of names that have a first name before them."""
    speakers = {words(each.speaker)[-1] for each in attributions(text) if " " in each.speaker}
    return frozenset(speakers | set(Persons.of([text]).before))


def _apart(claimed: str, actual: str, sentence: str, text: str, place: tuple[int, int]) -> bool:
    """Whether the two are certainly not the same, and neither has a part in the other's words."""
    ours, theirs = words(claimed), words(actual)
    if not _is_person(actual, (text,)) or set(ours) & set(theirs):
        return False
    if set(theirs[-1:]) & set(words(sentence)):
        return False
    around = " ".join(text[a:b] for a, b in sentence_spans(text) if a < place[1] and place[0] < b)
    if ours[-1] in words(around):
        return False
    return not _belongs(claimed, actual, text)


def _belongs(claimed: str, actual: str, text: str) -> bool:
    """Whether the text makes the speaker somebody of ``claimed``: "Orsa's director, Ada Quill"."""
    one, other = re.escape(claimed), re.escape(actual)
    return bool(
        re.search(rf"{one}['’]s?\s[^.;“”\n]{{0,60}}{other}", text)
        or re.search(rf"{other}[^.;“”\n]{{0,60}}\b{_BELONGS}\s[^.;“”\n]{{0,40}}{one}", text)
        or re.search(rf"{one}\s(?:{_BELONGS})\b[^.;“”\n]{{0,20}}{other}", text)
    )
