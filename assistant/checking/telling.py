"""In which way a sentence tells something: denied, planned, alleged, or as a fact."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.checking.synonyms import alike
from assistant.checking.taken_apart import Apart, Word
from assistant.fold import fold
from assistant.polarity import Verdict, polarity

_CLAUSE_END = re.compile(
    r"[;:!?()\[\]“”\"—–]|[.,](?!\d)|\b(?:but|while|although|though|whereas|because)\b"
)
_NOT = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|\w+n['’]t)\b", re.IGNORECASE
)
_NO_NOT = re.compile(
    r"\b(?:not (?:only|just|merely|simply|least)|no doubt|no\.? ?\d|no (?:later|fewer|less) than)",
    re.IGNORECASE,
)
_DENYING = re.compile(
    r"\b(?:den(?:ied|ies|y|ying)|refus(?:ed|es|e|ing)|fail(?:ed|s|ing)?|declin(?:ed|es|ing)"
    r"|reject(?:ed|s|ing)?|hardly|barely|scarcely|against|lack\w*|unable)\b",
    re.IGNORECASE,
)
_MODAL = re.compile(
    r"\b(?:would|could|may|might|should|will|shall|must|plan(?:s|ned)?|propos\w+|expect\w*|"
    r"hop(?:e|es|ed|ing)|want(?:s|ed)?|due|set|threaten\w*|likely|possib\w+|recommend\w*|"
    r"intend\w*|draft|unless|until)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:would|could|may|might|should|will|shall|must|going to|is to|are to|was to|were to|"
    r"plan(?:s|ned)?|propos\w+|expect\w*|hop(?:e|es|ed|ing)|want(?:s|ed)?|due|set to|threaten\w*|"
    r"likely|possib\w+|recommend\w*|intend\w*|draft|goes|rises?|gets?)\b",
    re.IGNORECASE,
)
_ALLEGED = re.compile(
    r"\b(?:complain\w*|alleg\w+|accus\w+|whether|rumou?r\w*|if|unless|suspect\w*|claims? that|"
    r"claimed that|asked|denie[sd]|deny)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_TRUE = frozenset("true correct accurate right sign evidence proof indication".split())
_HOUR = re.compile(r"\b\d{1,2}(?:[.:]\d\d)?\s?[ap]\.?m\b", re.IGNORECASE)
_THEN = re.compile(
    r"\b(?:back then|at the time|previous(?:ly)?|earlier|formerly|originally|initially|used to|"
    r"(?:years?|months?|weeks?|decades?) (?:ago|earlier|before)|"
    r"(?:last|past) (?:\d+ )?(?:years?|months?|weeks?)|by then)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:will|would|has|have|had|to|did|does|been|be|being|not|never|can|could|may|might|must)",
    re.IGNORECASE,
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ORDINAL = re.compile(rf"\b(?:{'|'.join(_ORDINALS)}|\d+(?:st|nd|rd|th))\b")
_REACH = 3  # words before one that the claim has, in which a modal verb governs it


def stands_to(claim: Apart, sentence: Apart) -> Verdict:
    """`polarity`, with the claim's words exchanged for those that say the same in the sentence."""
    return polarity(_in_words_of(claim, sentence), sentence.text)


def denies_alike(claim: Apart, sentence: Apart) -> bool:
    """Whether both deny, or neither does, what they have in common."""
    here, there = _denied(claim, sentence), _denied(sentence, claim)
    if any(sentence_word.plain in word.means for word in here for sentence_word in there):
        return True
    denying = [_denies_by_verb(claim, sentence), _denies_by_verb(sentence, claim)]
    return (bool(here) ^ denying[0]) == (bool(there) ^ denying[1])


def is_fact_in(claim: Apart, sentence: Apart) -> bool:
    """Whether the sentence tells as a fact what the claim tells as one.

    What is planned, demanded or alleged bears out a claim that says no more than that.
    """
    if _ALLEGED.search(sentence.text) and not _ALLEGED.search(claim.text):
        return False
    if _OPEN.search(claim.text):
        return True
    return not any(_is_governed(word, sentence.text) for word in _shared(claim, sentence))


def has_predicate(claim: Apart, sentence: Apart) -> bool:
    """Whether the sentence has the words that look like the claim's verbs."""
    return all(sentence.has(word) for word in claim.rest if _is_verb(word, claim))


def order_is_kept(claim: Apart, sentence: Apart) -> bool:
    """Whether no two names have changed places around a word: who beat whom."""
    places = {word.stem: word.start for word in reversed(sentence.words)}
    names = [word for word in claim.names if word.stem in places]
    verbs = [(word.start, other.start) for word in claim.rest if (other := sentence.find(word))]
    if re.search(r"\bby\b", claim.text) or re.search(r"\bby\b", sentence.text):
        return True
    return not any(
        one.start < here < other.start and places[other.stem] < there < places[one.stem]
        for one in names
        for other in names
        for here, there in verbs
    )


def negates(claim: Apart, sentence: Apart) -> bool:
    """Whether the one says of the very word "not", of which the other does not."""
    ours, theirs = _denied(claim, sentence), _denied(sentence, claim)
    # A long claim that denies something else is not denied by one word more.
    other = _negated(claim) if theirs else _negated(sentence)
    return bool(ours) != bool(theirs) and not other


def same_days(claim: Apart, sentence: Apart) -> bool:
    """Whether both name no weekday, or one that is the same."""
    ours, theirs = (set(_WEEKDAY.findall(each.text.lower())) for each in (claim, sentence))
    return not ours or not theirs or not ours.isdisjoint(theirs)


def same_time(claim: Apart, sentence: Apart) -> bool:
    """Whether nothing shows that they are of different times: a weekday, an hour, "back then"."""
    if not same_days(claim, sentence) or not hours_in(claim) <= hours_in(sentence):
        return False
    told = _shared_clauses(claim, sentence)
    then = bool(_THEN.search(told) or _THEN.match(sentence.text))
    return then == bool(_THEN.search(claim.text))


def hours_in(text: Apart) -> set[str]:
    """The times of day that it names, in plain digits."""
    return {re.sub(r"\W", "", each.lower()) for each in _HOUR.findall(text.text)}


def has_ordinals_of(claim: Apart, sentence: Apart) -> bool:
    """Whether the sentence has each "first" and "3rd" of the claim."""
    return set(map(_ordinal, _ORDINAL.findall(claim.text.lower()))) <= set(
        map(_ordinal, _ORDINAL.findall(sentence.text.lower()))
    )


def _ordinal(word: str) -> str:
    return str(_ORDINALS.index(word) + 1) if word in _ORDINALS else word.rstrip("stndrh")


def _negated(text: Apart) -> list[Word]:
    """The first word that means something after each "not", in its clause."""
    plain = _NO_NOT.sub(lambda m: " " * len(m[0]), text.text)
    found = []
    for match in _NOT.finditer(plain):
        after = next((word for word in text.words if word.start >= match.end()), None)
        if after and not _CLAUSE_END.search(text.text, match.end(), after.start):
            found.append(after)
    return found


def _in_words_of(claim: Apart, sentence: Apart) -> str:
    """The claim's text with the sentence's words in the place of those that mean the same."""
    text, by_plain = claim.text, {word.plain: word.text for word in sentence.words}
    for word in reversed(claim.rest):
        if word.stem in sentence.stems:
            continue
        same = next((by_plain[form] for form in sorted(word.means) if form in by_plain), None)
        if same:
            text = text[: word.start] + same + text[word.start + len(word.text) :]
    return text


def _shared(claim: Apart, sentence: Apart) -> list[Word]:
    return [word for word in sentence.rest if claim.has(word)]


def _shared_clauses(claim: Apart, sentence: Apart) -> str:
    """The clauses of the sentence that have most of the words which the claim has as well."""
    ends = [0, *(m.end() for m in _CLAUSE_END.finditer(sentence.text)), len(sentence.text)]
    clauses = list(pairwise(ends))
    shared = [word.start for word in sentence.words if claim.has(word)]
    counts = [sum(start <= place < end for place in shared) for start, end in clauses]
    most = max(counts, default=0)
    return " ".join(
        sentence.text[start:end]
        for (start, end), count in zip(clauses, counts, strict=True)
        if count == most
    )


def _denied(text: Apart, other: Apart) -> list[Word]:
    """The words behind a "not" that the other has as well, or that call something untrue."""
    return [word for word in _negated(text) if other.has(word) or word.plain in _TRUE]


def _denies_by_verb(text: Apart, other: Apart) -> bool:
    """Whether a verb denies what is shared, and the other has none like it."""
    clauses = fold(_shared_clauses(other, text))
    return any(other.plain.isdisjoint(alike(word)) for word in _DENYING.findall(clauses))


def _is_verb(word: Word, claim: Apart) -> bool:
    """Whether it stands behind an auxiliary verb or the first name, or ends as a verb does."""
    before = claim.text[: word.start].split()[-1:]
    if before and _AUXILIARY.fullmatch(before[0]):
        return True
    if claim.words[0].name and _follows_name(word, claim):
        return True
    return word.plain.endswith("ed") and len(word.plain) > 4


def _follows_name(word: Word, claim: Apart) -> bool:
    first = next((each for each in claim.words if not each.name), None)
    owned = re.search(r"['’]s?\s+$", claim.text[: word.start])  # "Port Aldery's council"
    return first is word and not owned


def _is_governed(word: Word, text: str) -> bool:
    before = _CLAUSE_END.split(text[: word.start])[-1].lower().split()
    return before[-1:] == ["to"] or any(map(_MODAL.fullmatch, before[-_REACH:]))
