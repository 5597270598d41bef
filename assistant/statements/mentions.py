"""Where names stand in a text: each run of capitals cut into its title and its name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.attribution import UPPER
from assistant.fold import fold, plain_word
from assistant.names import BODIES, OPENERS
from assistant.statements.first_names import is_first_name
from assistant.statements.nouns import COURTESY, PREPOSITIONS, TITLES, is_group, is_people

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
_LONGEST_RUN = 12  # words in capitals; more are no name
_LONGEST_WORD = 40  # letters
_LONGEST_NAME = 4  # words


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: ``text[start:end]``; its title, if any, begins at ``title_start``.

    ``words`` are those of the name as they stand, ``title`` those before it in the same run.
    """

    start: int
    end: int
    title_start: int
    words: tuple[str, ...]
    title: str
    sort: Sort
    definite: bool  # "the" stands before it
    in_headline: bool

    @property
    def last(self) -> str:
        """The surname, folded, or the only word."""
        rest = [word for word in self.words if plain_word(word) not in _SUFFIXES]
        return fold(rest[-1] if rest else self.words[-1])

    @property
    def suffix(self) -> str:
        return plain_word(self.words[-1]) if plain_word(self.words[-1]) in _SUFFIXES else ""


def mentions_of(text: str, starts: Sequence[int], with_headlines: bool = True) -> list[Mention]:
    """All names of ``text`` in order; ``starts`` are the offsets of its sentences, in order.

    Without headlines no line is taken for one because most of its words have capitals.
    """
    found: list[Mention] = []
    titles = _TitleLines(text if with_headlines else "")
    for run in _RUN.finditer(text):
        in_headline = titles.holds(run.start())
        cut = _headline_groups if in_headline or _is_shouted(run[0]) else _groups
        for tokens in cut(text, run):
            mention = _mention(text, tokens, _opens(text, tokens[0][0], starts), in_headline)
            if mention is not None and not (found and mention.start < found[-1].end):
                found.append(mention)
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


def _headline_groups(text: str, run: re.Match[str]) -> list[list[tuple[int, int]]]:
    """The words of a run in a headline: a first name with the next word, any other for itself."""
    groups: list[list[tuple[int, int]]] = []
    open_name = False
    for part in _PART.finditer(text, run.start(), run.end()):
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


def _groups(text: str, run: re.Match[str]) -> list[list[tuple[int, int]]]:
    """The words of a run of capitals, cut where a headline joins two: "Quill And Brandvold"."""
    groups: list[list[tuple[int, int]]] = [[]]
    for part in _PART.finditer(text, run.start(), run.end()):
        if groups[-1] and plain_word(part[0]) in _FUNCTION:
            groups.append([])
        else:
            groups[-1].append(part.span())
    return [group for group in groups if _may_be_name(group)]


def _may_be_name(group: list[tuple[int, int]]) -> bool:
    return 0 < len(group) <= _LONGEST_RUN and all(b - a <= _LONGEST_WORD for a, b in group)


def _opens(text: str, start: int, starts: Sequence[int]) -> bool:
    """Whether a word begins a sentence, or a quotation."""
    place = bisect_right(starts, start) - 1
    return (place >= 0 and starts[place] == start) or text[start - 1 : start] in (
        '"',
        "“",
        "‘",
        "'",
        "(",
        ":",
    )


def _mention(
    text: str, tokens: list[tuple[int, int]], opening: bool, in_headline: bool
) -> Mention | None:
    tokens = _without_openers(text, tokens, opening)
    while tokens and text[slice(*tokens[-1])] == "&":
        tokens.pop()
    if not tokens:
        return None
    cut = _title_words(text, tokens)
    name = tokens[cut:]
    if not name or (len(name) == 1 and plain_word(text[slice(*name[0])]) in _DAYS):
        return None
    start, end = name[0][0], name[-1][1]
    # A full stop after an initial is part of the name only before another word of it.
    if text[end - 1] == "." and fold(text[slice(*name[-1])]).rstrip(".") not in _SUFFIXES:
        end -= text[name[-1][0] : end].count(".") == 1
    title_start = tokens[0][0]
    title = text[title_start : tokens[cut - 1][1]] if cut else ""
    words = tuple(text[a:b] for a, b in name)
    definite = text[max(0, title_start - 4) : title_start].lower() in ("the ", "the\u00a0")
    sort = _sort(words, title, definite)
    if sort == "body" and (tail := _OFFICE_OF.match(text, end)) and plain_word(words[-1]) in BODIES:
        end = tail.end()
    return Mention(start, end, title_start, words, title, sort, definite, in_headline)


def _without_openers(
    text: str, tokens: list[tuple[int, int]], opening: bool
) -> list[tuple[int, int]]:
    while tokens:
        word = plain_word(text[slice(*tokens[0])])
        opener = (
            (opening or word in _FUNCTION)
            and word in OPENERS
            and word not in TITLES
            and word not in _PLACES
        )
        if word in _ARTICLES or (opener and (len(tokens) == 1 or not is_first_name(word))):
            tokens = tokens[1:]
        else:
            break
        opening = opener
    return tokens


def _title_words(text: str, tokens: list[tuple[int, int]]) -> int:
    """How many words before the name are its title."""
    plain = [plain_word(text[a:b]) for a, b in tokens]
    last = len(plain) - 1
    while last > 0 and plain[last] in _SUFFIXES:
        last -= 1
    if len(plain) > 1 and plain[-1] in TITLES - _ALSO_SURNAMES and not is_first_name(plain[0]):
        return len(plain)
    cut = max((place + 1 for place in range(last) if _is_title(plain, place)), default=0)
    rest = plain[cut:]
    if set(rest) & (BODIES | _NEVER_PERSONS):
        return 0
    while len(rest) > 1 and rest[0] in _ADJECTIVES:
        rest, cut = rest[1:], cut + 1
    # "Government Affairs Phil Smith": a name begins with its first name
    first = next((place for place, word in enumerate(rest) if is_first_name(word)), 0)
    if len(rest) - 1 > first >= (1 if cut else 2):
        return cut + first
    only_title = len(rest) == 1 and rest[0].split()[0] in TITLES
    if only_title and set(plain[:cut]) <= (TITLES | _ADJECTIVES) - _BEFORE_SURNAMES:
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
    if set(plain) & (_NEVER_PERSONS | _DAYS):
        return "body"
    if (
        is_group(plain[-1])
        or is_people(plain[-1])
        or set(plain[1:] or plain) & BODIES
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
