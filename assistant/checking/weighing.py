"""Whether a sentence bears a claim out, or contradicts it: only what is certain counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.checking.meant import Meant
from assistant.checking.names import other_name
from assistant.checking.numbers import days_in, numbers_in
from assistant.checking.sources import Source
from assistant.checking.speaking import is_by, other_speaker
from assistant.checking.taken_apart import Terms, Word
from assistant.checking.telling import (
    denies_alike,
    has_ordinals_of,
    has_predicate,
    hours_in,
    is_fact_in,
    negates,
    order_is_kept,
    same_days,
    same_time,
    stands_to,
)
from assistant.checking.values import Bearing, Why
from assistant.fold import words
from assistant.polarity import has_negation
from assistant.quotations import place_of
from assistant.substance import unsupported_words
from assistant.support import evidence_of, unsupported_terms

_BORNE_OUT = 0.75  # of the claim's words, by their rarity, that the sentence must have
_LEFT_OUT = 0.25  # of them, however common, that it may lack
_ELSEWHERE = 0.34  # of its names, that a sentence which has others may leave to those around it
_SAME_MATTER = 0.65  # of those beside what differs, for it to be another number, name or date
_NEAR = 0.5  # for it to be shown as the nearest there is
_SWAPPED = 0.5  # the same where a word is its opposite, and so not the same
_FRAME = 8  # characters around a claim that stands word for word: its marks
_AROUND = 0.3  # what a word counts that only the passage has
_FEWEST = 2  # words of the claim that a sentence with another number or date must have
# Characters, for each of the claim's and beside them, in which its words must stand together.
_REACH, _LEEWAY = 2.0, 60


@dataclass(frozen=True, slots=True)
class Weighed:
    """How a sentence bears on a claim, and how much of the claim it has, from 0 to 1."""

    bearing: Bearing
    why: Why
    share: float


def weigh(meant: Meant, source: Source, terms: Terms) -> Weighed | None:
    """How the sentence bears on the claim; None where it has nothing to do with it."""
    share = _share(meant.said.words, meant, source, terms, _AROUND)
    bearing, why = _bearing(meant, source, terms)
    if bearing == "about" and share < _NEAR:
        return None
    return Weighed(bearing, why, share)


_NEAREST: tuple[Bearing, Why] = ("about", "nearest")


def _bearing(meant: Meant, source: Source, terms: Terms) -> tuple[Bearing, Why]:
    if not _has_quotes(meant, source):
        return _NEAREST
    if meant.exact and not _has_figures(meant, source):
        return _NEAREST
    if meant.exact or (not meant.side and _is_verbatim(meant, source)):
        return _spoken(meant, source)
    if meant.side or meant.unresolved or not _may_bear(meant, source):
        return _NEAREST
    claim = meant.said
    telling = claim.rest if len(claim.rest) >= _FEWEST else claim.words
    own = _share(claim.rest, meant, source, terms)
    near = _share(telling, meant, source, terms, _AROUND)
    if near < _SAME_MATTER:
        return _NEAREST
    contrary = _contrary(meant, source, own, near)
    if contrary:
        return "against", contrary
    known = all(map(source.around.has, claim.names))
    if (
        not known
        or not _has_figures(meant, source)
        or own < _BORNE_OUT
        or not _is_borne_out(meant, source)
    ):
        return _NEAREST
    return _spoken(meant, source)


def _has_figures(meant: Meant, source: Source) -> bool:
    """Whether the sentence has the claim's numbers and dates."""
    claim, sentence = meant.said, source.apart
    told = numbers_in(claim, sentence), days_in(claim, sentence, source.published)
    return told == ("held", "held")


def _may_bear(meant: Meant, source: Source) -> bool:
    """Whether the sentence may be of the claim's matter at all, and its speaker the claim's."""
    ordinals = has_ordinals_of(meant.said, source.apart)
    return ordinals and _is_around(meant, source) and _may_say(meant, source)


def _contrary(meant: Meant, source: Source, own: float, near: float) -> Why | None:
    """What is certainly different in a sentence of the same matter; None where nothing is."""
    claim, sentence = meant.said, source.apart
    numbers, days = numbers_in(claim, sentence), days_in(claim, sentence, source.published)
    if "missing" in (numbers, days) or "?" in sentence.text:
        return None
    differs = "other" in (numbers, days)
    if near >= _BORNE_OUT and other_name(claim, sentence, _speaking(meant, source)):
        may_be = is_fact_in(claim, sentence) and denies_alike(claim, sentence)
        return "another name" if not differs and may_be and same_days(claim, sentence) else None
    if not all(map(source.around.has, claim.names)):
        return None
    if not differs:
        return "says the opposite" if _is_opposite(meant, source, own, near) else None
    if numbers == days or not _is_same_matter(meant, source) or not denies_alike(claim, sentence):
        return None
    return "another number" if numbers == "other" else "another date"


def _speaking(meant: Meant, source: Source) -> set[str]:
    """The words that tell who speaks, in the claim and in the sentence."""
    saying = source.saying
    return set(words(f"{meant.speaker} {saying.speaker} {saying.role}" if saying else ""))


def _is_same_matter(meant: Meant, source: Source) -> bool:
    """Whether a sentence with another number or date is of the same thing at the same time.

    It names nothing else where it leaves out a name of the claim, and shares enough words.
    """
    claim, sentence = meant.said, source.apart
    if not same_time(claim, sentence) or (_absent(meant, source) and _names_others(meant, source)):
        return False
    return sum(map(sentence.has, claim.words)) >= _FEWEST


def _absent(meant: Meant, source: Source) -> list[Word]:
    return [word for word in meant.said.names if not source.apart.has(word)]


def _is_of_another(meant: Meant, source: Source) -> bool:
    """Whether the sentence opens with another name than the claim does."""
    ours, theirs = meant.said.words, source.apart.words
    if not ours or not ours[0].name or any(map(source.apart.has, _first_names(ours))):
        return False
    before = [w for w in _first_names(theirs) if not meant.said.has(w)]
    saying = source.saying
    own = set(words(f"{saying.speaker} {saying.role}")) if saying else set()
    return any(word.plain not in own for word in before)


def _first_names(said: Sequence[Word]) -> list[Word]:
    """The names that stand among the first words: behind no other word but one before them."""
    found: list[Word] = []
    for place, word in enumerate(said):
        if word.name:
            found.append(word)
        elif found or place > 2:
            break
    return found


def _names_others(meant: Meant, source: Source) -> bool:
    """Whether the sentence names what the claim does not, its speaker aside."""
    saying = source.saying
    own = set(words(f"{saying.speaker} {saying.role}")) if saying and saying.named else set()
    return any(not meant.said.has(w) and w.plain not in own for w in source.apart.names)


def _is_opposite(meant: Meant, source: Source, own: float, near: float) -> bool:
    claim, sentence = meant.said, source.apart
    if own < _SWAPPED or not same_time(claim, sentence) or sentence.years - claim.years:
        return False
    if negates(claim, sentence) and len(claim.words) >= _FEWEST:
        elsewhere = _absent(meant, source) and _names_others(meant, source)
        if near >= _BORNE_OUT and not elsewhere:
            return True
    elif denies_alike(claim, sentence) and has_negation(claim.text):
        return False
    return stands_to(claim, sentence) == "opposite"


def _has_quotes(meant: Meant, source: Source) -> bool:
    text = source.entry.article.text
    return all(place_of(each, text, source.start, source.end) for each in meant.quotes)


def _is_verbatim(meant: Meant, source: Source) -> bool:
    """Whether the claim stands in the sentence word for word, and is all that it says of it."""
    text = source.entry.article.text
    said = meant.claim.text.strip(" .!")
    if not place_of(said, text, source.start, source.end):
        return False
    return len(source.text) <= len(said) + _FRAME or (
        denies_alike(meant.said, source.apart) and is_fact_in(meant.said, source.apart)
    )


def _spoken(meant: Meant, source: Source) -> tuple[Bearing, Why]:
    """What a sentence that says the same says of who says it."""
    if not meant.speaker or is_by(meant.speaker, source):
        return "for", "says so"
    return ("against", "another speaker") if other_speaker(meant, source) else _NEAREST


def _may_say(meant: Meant, source: Source) -> bool:
    """Whether whoever speaks in the sentence may be who is claimed to, and holds it to be so."""
    contrary = ("declines", "denies", "disputes", "doubts")
    if source.saying and source.saying.stance in contrary and not has_negation(meant.said.text):
        return False
    if not meant.speaker or is_by(meant.speaker, source):
        return True
    return other_speaker(meant, source) is not None


def _is_borne_out(meant: Meant, source: Source) -> bool:
    """Whether nothing in the sentence keeps it from saying the same."""
    claim, sentence = meant.said, source.apart
    if not denies_alike(claim, sentence) or not order_is_kept(claim, sentence):
        return False
    if not is_fact_in(claim, sentence):
        return False
    anchored = claim.days or claim.counted or any(map(sentence.has, claim.names))
    if len(claim.rest) < _FEWEST and not anchored:
        return False
    missing = [word for word in claim.rest if not sentence.has(word)]
    if len(missing) > _LEFT_OUT * len(claim.rest) or not hours_in(claim) <= hours_in(sentence):
        return False
    if not has_predicate(claim, sentence) or _is_of_another(meant, source):
        return False
    absent = len(_absent(meant, source))
    if absent > _ELSEWHERE * len(claim.names) and missing and _names_others(meant, source):
        return False
    told = evidence_of(source.entry.passage, source.entry.article, source.text)
    before = meant.before.text if meant.before else ""
    around = [source.around.text, *told.texts, meant.speaker, before]
    known = {word.text for word in claim.names if source.around.has(word)}
    lacking = unsupported_terms(claim.text, around, told.names, told.days)
    return not (
        any(term not in known for term in lacking) or unsupported_words(claim.text, [source.text])
    )


def _is_around(meant: Meant, source: Source) -> bool:
    """Whether the names that a claim takes from the one before it are in the passage."""
    names = meant.before.names if meant.before else ()
    known = [word for word in names if source.around.has(word)]
    return not names or len(known) * 2 > len(names)


def _share(
    wanted: Sequence[Word], meant: Meant, source: Source, terms: Terms, around: float = 0.0
) -> float:
    """The share of these words, by their rarity, that stand together in the sentence.

    One that only the passage has counts as much as ``around``.
    """
    total = sum(terms.weight(word) for word in wanted)
    if not total:
        return 1.0
    places = [
        (terms.matched(word, source.apart), word, source.apart.places(word)) for word in wanted
    ]
    reach = _REACH * len(meant.claim.text) + _LEEWAY
    starts = sorted({place for _, _, found in places for place in found})
    best = 0.0
    for first in starts or [0]:
        found = 0.0
        for weight, word, there in places:
            if any(first <= place <= first + reach for place in there):
                found += weight
            elif around and source.around.has(word):
                found += around * terms.weight(word)
        best = max(best, found)
    return best / total
