"""Whether the names, numbers and dates of a sentence stand in its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.fold import fold, plain_word, words
from assistant.types import Article, Passage

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*\.?")
_NUMBER = re.compile(r"\d[\d,.\u00a0\u202f]*")

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_TENS = "thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SMALL)} | {
    word: str(10 * value) for value, word in enumerate(_TENS, start=3)
}
_LARGE = {"hundred", "thousand", "million", "billion", "trillion"}

# Words that begin a sentence with a capital and name nobody.
_OPENERS = frozenset(
    """
    a about according after again all also although among an and another any anyone as asked at
    because before both but by critics despite did during each earlier either even every few first
    following for former from given had has have he her here his how however i if in indeed instead
    into it its last later like local many meanwhile more moreover most much my neither no nobody
    none nor not nothing now officials on once one only or other others our over overall part
    previously rather reports second several she similarly since so some someone sources speaking
    still such supporters opponents than that the their them then there these they this those though
    through thus to together too under unlike until up upon we were what when where whether which
    while who whose why will with within without would yes yet you your
    """.split()
)


def unsupported_terms(sentence: str, evidence: Iterable[str]) -> list[str]:
    """The names and numbers of ``sentence`` that stand in none of the ``evidence`` texts, in order.

    Dates are names of months and days with numbers. Words are compared without case and accents,
    numbers without their separators, and `seven` is `7`.
    """
    texts = list(evidence)
    known_words = {word for text in texts for word in words(text)}
    known_words |= {part for word in known_words for part in word.split("-")}
    known_numbers = {number for text in texts for number in _numbers(text)}
    missing: list[str] = []
    for position, match in enumerate(_TOKEN.finditer(sentence)):
        token = match[0]
        if _NUMBER.match(token) or fold(token) in NUMBER_WORDS or fold(token) in _LARGE:
            present = all(number in known_numbers for number in _numbers(token))
        elif token[0].isupper():
            present = _is_known(token, position == 0, known_words)
        else:
            present = True
        if not present:
            missing.append(token)
    return missing


def evidence_of(passage: Passage, article: Article) -> list[str]:
    """What a citation of this passage vouches for: its words, and who published it when."""
    texts = [passage.text, article.title, article.source, *article.authors]
    if article.published_at:
        texts.append(article.published_at.strftime("%A %d %B %Y ") + str(article.published_at.day))
    return texts


def _is_known(token: str, opens: bool, known: set[str]) -> bool:
    word = plain_word(token)
    if word in known or (opens and word in _OPENERS) or len(word) == 1:
        return True
    return all(part in known for part in word.split("-"))


def _numbers(text: str) -> list[str]:
    """Every number of ``text`` in plain digits, number words included."""
    found = [_plain(match[0]) for match in _NUMBER.finditer(text)]
    for word in re.findall(r"[a-z]+", fold(text)):
        if word in NUMBER_WORDS:
            found.append(NUMBER_WORDS[word])
        elif word in _LARGE:
            found.append(word)
    return found


def _plain(number: str) -> str:
    bare = re.sub(r"[,\u00a0\u202f](?=\d{3}(?!\d))", "", number).rstrip(".,\u00a0\u202f")
    return bare.lstrip("0") or "0"
