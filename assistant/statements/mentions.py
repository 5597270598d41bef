"""Where names stand in a text: each run of capitals cut into its title and its name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from assistant.attribution import UPPER
from assistant.fold import fold, plain_word
from assistant.names import BODIES, OPENERS
from assistant.statements.first_names import is_first_name
from assistant.statements.nouns import COURTESY, PREPOSITIONS, TITLES, is_group, is_people
from assistant.types import Span

Sort = Literal["person", "body", "unknown"]

_SHORT = (
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Lt|Col|Capt|Sgt|Maj|Cmdr|Adm|Prof|Rev|Hon|Jr|Sr|"
    r"St|Atty|Del|Msgr|Fr)\."
)
_OF = (
    r"(?:[Ss]ecretary of [Ss]tate|[Cc]hief of [Ss]taff|(?:[Ss]ecretary|[Mm]inister|Speaker|"
    r"Governor|President|Chairman|Chairwoman|Leader|Director|Head) of "
    rf"(?:the )?[{UPPER}][^\W\d_]+)"
)
# Without a final 's; with an apostrophe, a hyphen or a full stop only between letters.
_WORD = (
    rf"(?:(?:al|el|ad|ash|at|d|l)[\-'’])?[{UPPER}]"
    rf"(?:[^\W\d_]+|['’](?![sS]\b)(?=[^\W\d_])|-(?=[^\W\d_])|&(?=[{UPPER}])"
    rf"|\.(?=[{UPPER}]\b))*"
)
_TOKEN = rf"(?:{_OF}|{_SHORT}|(?:[{UPPER}]\.)+(?:[{UPPER}]\b)?|{_WORD}|&)"
_PARTICLE = r"(?:de|da|del|della|van|von|der|den|bin|bint|ibn|al|el|la|le|du|dos|di|ter|ten)"
_GAP = r"[ \u00a0]+"
_NICK = rf"{_GAP}(?:[\"“'‘][{UPPER}][\w.\-]{{0,14}}[\"”'’]{_GAP})?"
_JOIN = rf"(?:,?{_GAP}(?=[JS]r\b)|{_GAP}(?:{_PARTICLE}{_GAP}){{1,3}}|{_NICK})"
_RUN = re.compile(rf"(?<![\w@#/])(?!&){_TOKEN}(?:{_JOIN}{_TOKEN})*")
_PART = re.compile(_TOKEN)
_OFFICE_OF = re.compile(
    rf"{_GAP}(?:of|for|on)(?:{_GAP}the)?{_GAP}(?P<run>{_WORD}(?:(?:{_GAP}(?:and{_GAP})?){_WORD})*)"
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
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
_DAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march july september
    october november december
    """.split()
)
_OPENING = ('"', "“", "‘", "'", "(", ":")
_THE = ("the ", "the\u00a0")
_LONGEST_KEPT = 100  # letters of a run whose names are remembered
_LINE = re.compile(r"[^\n]+")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SMALL = PREPOSITIONS | frozenset("the and but nor out off how why yet per its his her".split())
_LONGEST_TITLE = 200  # characters
_NEVER_PERSONS = frozenset(
    """
    national international global american plaza resort hotel golf street avenue road day act
    street amendment matter lives tower towers conference convention summit award awards festival
    """.split()
)
_NO_PERSONS = _NEVER_PERSONS | _DAYS
_IN_BODIES = _NEVER_PERSONS | BODIES
_LONGEST_RUN = 12  # words in capitals; more are no name
_LONGEST_WORD = 40  # letters
_LONGEST_NAME = 4  # words


class Mention(NamedTuple):
    """A name in a text: ``text[start:end]``; its title, if any, begins at ``title_start``.

    ``words`` are those of the name as they stand, ``title`` those before it in the same run;
    ``last``, folded, is the surname or the only word.
    """

    start: int
    end: int
    title_start: int
    words: tuple[str, ...]
    title: str
    sort: Sort
    definite: bool  # "the" stands before it
    in_headline: bool
    last: str
    suffix: str


class _Word(NamedTuple):
    """What is known of one word in capitals, wherever it stands."""

    plain: str
    is_first_name: bool
    is_article: bool
    is_function: bool
    is_opener: bool


@lru_cache(maxsize=1 << 14)
def _known(word: str) -> _Word:
    plain = plain_word(word)
    return _Word(
        plain,
        is_first_name(plain),
        plain in _ARTICLES,
        plain in _FUNCTION,
        plain in OPENERS and plain not in TITLES and plain not in _PLACES,
    )


def mentions_of(text: str, starts: Sequence[int], with_headlines: bool = True) -> list[Mention]:
    """All names of ``text`` in order; ``starts`` are the offsets of its sentences.

    Without headlines no line is taken for one because most of its words have capitals.
    """
    found: list[Mention] = []
    titles = _TitleLines(text if with_headlines else "")
    beginnings, last = frozenset(starts), 0
    for run in _RUN.finditer(text):
        words, at = run[0], run.start()
        in_headline = titles.holds(at)
        opening = at in beginnings or text[at - 1 : at] in _OPENING
        definite = text[max(0, at - 4) : at].lower() in _THE
        names = _names_in if len(words) <= _LONGEST_KEPT else _names_in.__wrapped__
        for name in names(words, in_headline, opening, definite):
            start, end = at + name.start, at + name.end
            if start < last:
                continue
            if name.is_office and (tail := _OFFICE_OF.match(text, end)):
                end = tail.end()
            last = end
            found.append(
                Mention(
                    start,
                    end,
                    at + name.title_start,
                    name.words,
                    name.title,
                    name.sort,
                    name.definite,
                    in_headline,
                    name.last,
                    name.suffix,
                )
            )
    return found


class _TitleLines:
    """Where the lines of a text are headlines With Most Words in Capitals; asked in order."""

    def __init__(self, text: str) -> None:
        self._lines = _LINE.finditer(text)
        self._line: re.Match[str] | None = None
        self._is_title = False

    def holds(self, offset: int) -> bool:
        while self._line is None or self._line.end() <= offset:
            self._line = next(self._lines, None)
            if self._line is None:
                return False
            self._is_title = _is_title_line(self._line[0])
        return self._is_title


def _is_title_line(line: str) -> bool:
    if len(line) > _LONGEST_TITLE:
        return False
    words = [word for word in _LONG_WORD.findall(line) if word not in _SMALL]
    small = sum(word[0].islower() for word in words)
    return len(words) >= 4 and small <= len(words) // 10


class _Name(NamedTuple):
    """A name in a run of capitals, by offsets in it: what the run says by itself."""

    start: int
    end: int
    title_start: int
    words: tuple[str, ...]
    title: str
    sort: Sort
    definite: bool
    last: str
    suffix: str
    is_office: bool


@lru_cache(maxsize=1 << 14)
def _names_in(run: str, in_headline: bool, opening: bool, definite: bool) -> list[_Name]:
    """The names of a run of capitals that may begin a sentence and stand behind "the"."""
    if " " not in run and "\u00a0" not in run:
        groups = [[(0, len(run))]] if len(run) <= _LONGEST_WORD else []
    elif in_headline or _is_shouted(run):
        groups = _headline_groups(run)
    else:
        groups = _groups(run)
    names = (_name(run, group, opening and not group[0][0], definite) for group in groups)
    return [name for name in names if name is not None]


def _headline_groups(run: str) -> list[list[Span]]:
    """The words of a run in a headline: a first name with the next word, any other for itself."""
    groups: list[list[Span]] = []
    open_name = False
    for part in _PART.finditer(run):
        if open_name and groups[-1]:
            groups[-1].append(part.span())
            open_name = _is_initial(part[0])
            continue
        groups.append([part.span()])
        open_name = is_first_name(part[0]) or _is_initial(part[0])
    return [group for group in groups if _may_be_name(group)]


def _is_shouted(run: str) -> bool:
    """Whether a run of three words or more is all in capitals."""
    return run.isupper() and run.count(" ") > 1


def _is_initial(word: str) -> bool:
    return word.endswith(".") and len(word) < 5


def _groups(run: str) -> list[list[Span]]:
    """The words of a run of capitals, cut where a headline joins two: "Quill And Brandvold"."""
    groups: list[list[Span]] = [[]]
    for part in _PART.finditer(run):
        if groups[-1] and _known(part[0]).is_function:
            groups.append([])
        else:
            groups[-1].append(part.span())
    return [group for group in groups if _may_be_name(group)]


def _may_be_name(group: list[Span]) -> bool:
    if not 0 < len(group) <= _LONGEST_RUN:
        return False
    return max([end - start for start, end in group]) <= _LONGEST_WORD


def _name(run: str, tokens: list[Span], opening: bool, definite: bool) -> _Name | None:
    out = _openers([run[start:end] for start, end in tokens], opening)
    tokens = tokens[out:]
    while tokens and run[slice(*tokens[-1])] == "&":
        tokens.pop()
    if not tokens:
        return None
    words = tuple([run[start:end] for start, end in tokens])
    plain = [_known(word).plain for word in words]
    cut = _title_words(plain)
    if cut == len(words) or (cut + 1 == len(words) and plain[-1] in _DAYS):
        return None
    title_start, start, end = tokens[0][0], tokens[cut][0], tokens[-1][1]
    title = run[title_start : tokens[cut - 1][1]] if cut else ""
    suffix = plain[-1] if plain[-1] in _SUFFIXES else ""
    # A full stop after an initial is part of the name only before another word of it.
    if run[end - 1] == "." and not suffix:
        end -= run[tokens[-1][0] : end].count(".") == 1
    if title_start:
        definite = run[max(0, title_start - 4) : title_start].lower() in _THE
    names = [each for each, other in zip(words, plain, strict=True) if other not in _SUFFIXES]
    sort = _sort(words[cut:], title, definite)
    return _Name(
        start,
        end,
        title_start,
        words[cut:],
        title,
        sort,
        definite,
        fold((names[cut:] or words)[-1]),
        suffix,
        sort == "body" and plain[-1] in BODIES,
    )


def _openers(words: list[str], opening: bool) -> int:
    """How many words at the beginning of a run only begin a sentence."""
    for place, each in enumerate(words):
        word = _known(each)
        opener = word.is_opener and (opening or word.is_function)
        alone = place + 1 == len(words)
        if not word.is_article and not (opener and (alone or not word.is_first_name)):
            return place
        opening = opener
    return len(words)


def _title_words(plain: list[str]) -> int:
    """How many words before the name are its title."""
    last = len(plain) - 1
    while last > 0 and plain[last] in _SUFFIXES:
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


def _sort(words: tuple[str, ...], title: str, definite: bool) -> Sort:
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


def between(
    mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int
) -> Iterator[Mention]:
    """The mentions that begin in ``start:end``; ``starts`` are the starts of all."""
    place = bisect_right(starts, start - 1)
    while place < len(mentions) and mentions[place].start < end:
        yield mentions[place]
        place += 1
