"""What words in capitals say by themselves: what only opens a sentence, what is a title, a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.attribution import UPPER
from assistant.fold import fold, plain_word
from assistant.names import BODIES, OPENERS
from assistant.statements.first_names import is_first_name
from assistant.statements.nouns import COURTESY, TITLES, is_group, is_people

Sort = Literal["person", "body", "unknown"]

SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_PLACES = frozenset(
    """
    new los las san santa north south east west northern southern eastern western united saint fort
    monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december great
    """.split()
)
_ADJECTIVES = frozenset(
    """
    republican democratic democrat gop u.s us uk eu un american british french german russian
    chinese israeli ukrainian turkish mexican canadian iranian iraqi syrian indian japanese
    libertarian conservative labour tory liberal independent socialist former acting vice deputy
    senior interim first prime then foreign defense defence press national security rival
    australian italian spanish polish dutch greek egyptian saudi pakistani korean
    """.split()
)
_ALSO_SURNAMES = frozenset(("king", "prince", "judge", "major", "bishop", "pope", "justice"))
_BEFORE_SURNAMES = COURTESY | {"sen", "rep", "gov"}
_ONLY_TITLES = TITLES - _ALSO_SURNAMES
_BEFORE_TITLES = (TITLES | _ADJECTIVES) - _BEFORE_SURNAMES
_FUNCTION = frozenset(
    """
    so can but and if as when how why what who does did do is are was were has have had could should
    would then yet now not no for with from in on at by to or nor after before because since while
    where there here these those this that such even just only also both
    """.split()
)
_ARTICLES = frozenset(("i", "the", "a", "an", "i'm", "i've", "i'd", "i'll"))
DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march july september
    october november december
    """.split()
)
_NEVER_PERSONS = frozenset(
    """
    national international global american plaza resort hotel golf street avenue road day act
    street amendment matter lives tower towers conference convention summit award awards festival
    """.split()
)
_NO_PERSONS = _NEVER_PERSONS | DAYS
_IN_BODIES = _NEVER_PERSONS | BODIES
_LONGEST_NAME = 4  # words


class CapitalWord(NamedTuple):
    """What is known of one word in capitals, wherever it stands."""

    plain: str
    is_first_name: bool
    is_article: bool
    is_function: bool
    is_opener: bool


@lru_cache(maxsize=1 << 14)
def known_word(word: str) -> CapitalWord:
    plain = plain_word(word)
    return CapitalWord(
        plain,
        is_first_name(plain),
        plain in _ARTICLES,
        plain in _FUNCTION,
        plain in OPENERS and plain not in TITLES and plain not in _PLACES,
    )


def openers(words: list[str], opening: bool) -> int:
    """How many words at the beginning of a run only begin a sentence."""
    for place, each in enumerate(words):
        word = known_word(each)
        opener = word.is_opener and (opening or word.is_function)
        alone = place + 1 == len(words)
        if not word.is_article and not (opener and (alone or not word.is_first_name)):
            return place
        opening = opener
    return len(words)


def title_words(plain: list[str]) -> int:
    """How many words before the name are its title."""
    last = len(plain) - 1
    while last > 0 and plain[last] in SUFFIXES:
        last -= 1
    if len(plain) > 1 and plain[-1] in _ONLY_TITLES and not is_first_name(plain[0]):
        return len(plain)
    cut = max((place + 1 for place in range(last) if _is_title(plain, place)), default=0)
    rest = plain[cut:]
    if not _IN_BODIES.isdisjoint(rest):
        return 0
    while len(rest) > 1 and rest[0] in _ADJECTIVES:
        rest, cut = rest[1:], cut + 1
    # "Government Affairs Phil Smith": a name begins with its first name
    first = next((place for place, word in enumerate(rest) if is_first_name(word)), 0)
    if len(rest) - 1 > first >= (1 if cut else 2):
        return cut + first
    only_title = len(rest) == 1 and rest[0].split()[0] in TITLES
    if only_title and set(plain[:cut]) <= _BEFORE_TITLES:
        return len(plain)
    return cut


def _is_title(plain: Sequence[str], place: int) -> bool:
    word = plain[place]
    if place and word in _ALSO_SURNAMES and is_first_name(plain[place - 1]):
        return False
    return word.split()[0] in TITLES or word.endswith("general")


def sort_of(words: tuple[str, ...], title: str, definite: bool) -> Sort:
    plain = [plain_word(word) for word in words]
    if (
        title
        and set(fold(title).replace(".", "").split()) & TITLES
        and len(words) <= _LONGEST_NAME + 1
    ):
        return "person"
    if not _NO_PERSONS.isdisjoint(plain):
        return "body"
    if (
        is_group(plain[-1])
        or is_people(plain[-1])
        or not BODIES.isdisjoint(plain[1:] or plain)
        or plain[0] in _PLACES
        or (definite and len(plain) > 1)
    ):
        return "body"
    if len(words) == 1 and words[0].isupper() and len(words[0]) < 6:
        return "unknown" if is_first_name(words[0]) else "body"
    if len(words) > 1 and (is_first_name(words[0]) or re.fullmatch(rf"(?:[{UPPER}]\.)+", words[0])):
        return "person" if len(words) <= _LONGEST_NAME + 1 else "body"
    return "unknown" if len(words) <= _LONGEST_NAME else "body"


def is_courtesy(title: str) -> bool:
    """Whether a title is a form of address and no office."""
    return all(word in COURTESY for word in fold(title).replace(".", "").split())
