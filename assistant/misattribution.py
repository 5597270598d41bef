"""Whether a sentence puts words into the mouth of somebody who did not say them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.attribution import attributions, is_name, source_of, speaker_at
from assistant.fold import words
from assistant.quotations import place_of, quoted, without_explanations
from assistant.sentences import sentence_spans

# "he [Jens Stoltenberg] said": the bracket says who.
_EXPLAINED = re.compile(r"\b(?:he|she|they)\s*\[([^\]]+)\]", re.IGNORECASE)
_BODIES = frozenset(
    """
    agency airlines army association authority bank board bureau cathedral centre center chamber
    church city club commission committee company congress corporation council county court cross
    department office embassy federation force forces foundation fund government group guardian
    herald hospital house inc institute kingdom league ledger ltd ministry mission museum nations
    navy network news office parliament party police post press school senate service society state
    states street team times tribune trust union united university post
    """.split()
)
_BELONGS = (
    r"(?:of|at|for|from|with|leads?|heads?|runs?|chief|director|spokes\w+|minister|president)"
)
_MOST_SHARED = 0.8


def wrong_speaker(sentence: str, text: str, start: int, end: int) -> str | None:
    """Who says in the article what ``sentence`` gives to somebody else.

    None where nothing is wrong; empty where the words do not stand in this article at all.

    ``text[start:end]`` of the article is what the sentence cites. Only two persons who cannot be
    one are told apart: an office, a pronoun, an institution or a name that stands beside the
    speaker's may be the speaker. A wrong alarm is worse here than none.
    """
    claimed, _ = source_of(_EXPLAINED.sub(r"\1", sentence))
    if claimed is None or not _is_person(claimed, text):
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


def _is_person(name: str, text: str) -> bool:
    """Whether a name is somebody's: of two words or more, or the surname of a speaker's."""
    parts = words(name)
    if not is_name(name) or _BODIES & set(parts):
        return False
    full = {tuple(words(each.speaker)) for each in attributions(text) if " " in each.speaker}
    return len(parts) > 1 or any(parts[-1] == each[-1] for each in full)


def _apart(claimed: str, actual: str, sentence: str, text: str, place: tuple[int, int]) -> bool:
    """Whether the two are certainly not the same, and neither has a part in the other's words."""
    ours, theirs = words(claimed), words(actual)
    if not _is_person(actual, text) or set(ours) & set(theirs):
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
