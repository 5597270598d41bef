"""Whether a sentence says of its source the opposite: the same words, but a "not" more or less."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant import antonyms
from assistant.fold import fold

Verdict = Literal["same", "opposite", "unrelated"]

_NEGATION = re.compile(
    r"\b(?P<plain>not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|\w+n't)\b"
    r"|\b(?P<verb>den(?:ied|ies|y|ying)|refus(?:ed|es|e|ing)|fail(?:ed|s|ing)?|declin(?:ed|es|ing)"
    r"|reject(?:ed|s|ing)?|hardly|barely|scarcely|unless)\b"
)
_NO_NEGATION = re.compile(
    r"\b(?:not (?:only|just|merely|simply|least)|no doubt|without (?:a )?doubt|nothing but|"
    r"no\.? ?\d|no later than|no fewer than|no less than)"
)
# Who uses one of these of the other side's account has said "no" in other words.
_DISPUTE = re.compile(
    r"\b(?:false|untrue|wrong|mistaken|disput\w+|dismiss\w+|contradict\w+|contest\w*|"
    r"disagree\w*|oppos(?:ed|es|ing)|doubt\w*|lack\w*|unable|absen\w+)\b"
)
_FALSE_THAT = re.compile(r"\b(?:false|untrue|wrong|a lie) (?:that|to (?:say|claim) that)\b")
_WORD = re.compile(r"[^\W_]+(?:[.,'\-][^\W_]+)*")
_CLAUSE_END = re.compile(r"[,;:.!?()\[\]\"—–]|\b(?:but|and|while|although|though|whereas)\b")

_FUNCTION = frozenset(
    """
    a an the this that these those of to in on at by for from with as than then there here it its
    he she they them him her his their we us our you your i me my who whom whose which what when
    where why how is are was were be been being am do does did done has have had having will would
    can could may might shall should must if or so also too very
    """.split()
)
# Between a negation and the word that it denies.
_BETWEEN = frozenset(
    """
    yet still ever even all any fully true case evidence sign signs proof indication suggestion
    claim claims report reports say enough been
    """.split()
)
_PAST = {
    past: present
    for pair in """
    said:say says:say told:tell took:take taken:take left:leave went:go gone:go gave:give
    given:give made:make paid:pay met:meet won:win lost:lose sold:sell fell:fall fallen:fall
    rose:rise risen:rise spoke:speak spoken:speak knew:know known:know found:find held:hold
    kept:keep brought:bring bought:buy built:build began:begin begun:begin broke:break
    broken:break came:come got:get saw:see seen:see sent:send stood:stand wrote:write
    written:write struck:strike ran:run led:lead fought:fight caught:catch thought:think
    drove:drive driven:drive chose:choose chosen:choose flew:fly grew:grow grown:grow shot:shoot
    """.split()
    for past, present in [pair.split(":")]
}
_MOST_SHARED = 0.8


@dataclass(frozen=True, slots=True)
class _Clause:
    """The words between two marks or conjunctions, and its negations by their place among them."""

    stems: list[str]
    negations: list[tuple[int, str]]
    words: list[str]  # the stems of verbs of denial as well


def has_negation(text: str) -> bool:
    """Whether words that deny something stand in ``text``."""
    return _NEGATION.search(_NO_NEGATION.sub(" ", fold(text))) is not None


def is_denial(text: str) -> bool:
    """Whether ``text`` denies or disputes something, in whatever part: "no sign of 5,100"."""
    plain = _NO_NEGATION.sub(" ", fold(text))
    return bool(_NEGATION.search(plain) or _DISPUTE.search(plain))


def stems(text: str) -> list[str]:
    """The words of ``text`` that mean something, without their endings, in order."""
    return [stem for clause in _clauses(text) for stem in clause.stems]


def polarity(sentence: str, source: str) -> Verdict:
    """How ``sentence`` stands to ``source``: unrelated where it does not say nearly the same.

    Only a negation counts whose neighbours in its clause are words that both sentences have: of
    "the bridge is safe but the road is not", a sentence may tell the first half.
    """
    ours, theirs = _clauses(sentence), _clauses(source)
    if _swaps_word(ours, theirs):
        return "opposite"
    own = {stem for clause in ours for stem in clause.stems}
    shared = own & {stem for clause in theirs for stem in clause.stems}
    if len(own) < 2 or len(shared) < _MOST_SHARED * len(own):
        return "unrelated"
    here = Counter(_near(ours, shared))
    there = Counter(_near(theirs, shared))
    only_here, only_there = here - there, there - here
    if only_here and not only_there:
        return "same" if _denies_elsewhere(source, here) else "opposite"
    if only_there and not only_here:
        return "same" if _denies_elsewhere(sentence, there) else "opposite"
    return "same"


def _swaps_word(ours: list[_Clause], theirs: list[_Clause]) -> bool:
    """Whether a word of ours stands, between the same neighbours, for its opposite in theirs.

    Nearly all other words must be the same: "more than 900" for "fewer than 900".
    """
    own = {stem for clause in ours for stem in clause.words}
    other = {stem for clause in theirs for stem in clause.words}
    swapped = {
        word: found for word in own - other if (found := _OPPOSITES.get(word, _NONE) & other - own)
    }
    alike = len(own & other) + len(swapped)
    if not swapped or len(own) < 2 or alike < _MOST_SHARED * len(own):
        return False
    if _plain_negations(ours) != _plain_negations(theirs):
        return False
    return any(
        _between_same(here, there)
        for word, opposites in swapped.items()
        for here in _places(ours, {word})
        for there in _places(theirs, opposites)
    )


def _plain_negations(clauses: list[_Clause]) -> int:
    return sum(kind == "not" for clause in clauses for _, kind in clause.negations)


_Neighbours = tuple[str | None, str | None]


def _places(clauses: list[_Clause], wanted: set[str]) -> Iterator[_Neighbours]:
    """What stands before and after each of these words in its clause."""
    for clause in clauses:
        padded = [None, *clause.words, None]
        for place, word in enumerate(clause.words):
            if word in wanted:
                yield padded[place], padded[place + 2]


def _between_same(here: _Neighbours, there: _Neighbours) -> bool:
    """Whether a neighbour is the same on one side, and on the other no other one."""
    pairs = list(zip(here, there, strict=True))
    return any(a == b is not None for a, b in pairs) and all(
        a == b or a is None or b is None for a, b in pairs
    )


def _denies_elsewhere(text: str, counted: Counter[str]) -> bool:
    """Whether ``text`` says no in a way that was not compared."""
    all_of_it = Counter(kind for clause in _clauses(text) for _, kind in clause.negations)
    return bool(all_of_it - counted) or _DISPUTE.search(fold(text)) is not None


def _near(clauses: list[_Clause], shared: set[str]) -> list[str]:
    """The negations whose neighbours are all shared; one of them follows it."""
    found = []
    for clause in clauses:
        for place, kind in clause.negations:
            after = [stem for stem in clause.stems[place:] if stem not in _BETWEEN_STEMS]
            before = clause.stems[:place]
            if after and after[0] in shared and (not before or before[-1] in shared):
                found.append(kind)
    return found


def _clauses(text: str) -> list[_Clause]:
    plain = _NO_NEGATION.sub(" ", fold(re.sub(r"\[[^\]]*\]", " ", text)))
    plain = _FALSE_THAT.sub(" not ", plain)
    return [_clause(part) for part in _CLAUSE_END.split(_inner_marks_kept(plain))]


def _inner_marks_kept(text: str) -> str:
    """Points and commas inside a number end no clause."""
    return re.sub(r"(?<=\d)[.,:](?=\d)", "", text)


def _clause(text: str) -> _Clause:
    stems: list[str] = []
    negations: list[tuple[int, str]] = []
    all_stems: list[str] = []
    for word in _WORD.findall(text):
        found = _NEGATION.fullmatch(word)
        if (not found or found["verb"]) and word not in _FUNCTION:
            all_stems.append(_stem(word))
        if found:
            negations.append((len(stems), "not" if found["plain"] else word[:3]))
        elif word not in _FUNCTION:
            stems.append(_stem(word))
    return _Clause(stems, negations, all_stems)


def _stem(word: str) -> str:
    word = _PAST.get(word, word).removesuffix("'s").removesuffix("'")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


_NONE: set[str] = set()
_OPPOSITES: dict[str, set[str]] = {}
for _ours, _theirs in antonyms.pairs():
    for _side, _opposite in ((_ours, _theirs), (_theirs, _ours)):
        for _word in map(_stem, _side):
            _OPPOSITES.setdefault(_word, set()).update(map(_stem, _opposite))
_BETWEEN_STEMS = frozenset(map(_stem, _BETWEEN))
