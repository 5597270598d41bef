"""Whether the names, numbers and dates of a sentence stand in its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.fold import plain_word, words
from assistant.instructions import NO_NAME, blanked, plain_name
from assistant.quantities import missing_quantities, quantities
from assistant.types import Article, Passage

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’\-][^\W_]+)*\.?")

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
    numbers with their scale and unit: `seven` is `7`, but `7,000` is not `7 million`.
    """
    texts = list(evidence)
    known_words = {word for text in texts for word in words(text)}
    known_words |= {part for word in known_words for part in word.split("-")}
    known_numbers = {
        reading for text in texts for each in quantities(text) for reading in each.readings
    }
    counted = quantities(sentence)
    missing = {
        each.start: sentence[each.start : each.end].strip()
        for each in missing_quantities(sentence, known_numbers)
        if not _in_name(sentence, each.start)
    }
    for position, match in enumerate(_TOKEN.finditer(sentence)):
        token = match[0]
        if not token[0].isupper() or any(q.start <= match.start() < q.end for q in counted):
            continue
        if not _is_known(token, position == 0, known_words):
            missing[match.start()] = token
    return [missing[place] for place in sorted(missing)]


def evidence_of(passage: Passage, article: Article) -> list[str]:
    """What a citation of this passage vouches for: its words, and who published it when.

    What the article says to language models vouches for nothing.
    """
    said = blanked(article.text)[passage.start : passage.end]
    names = map(plain_name, (article.title, article.source, *article.authors))
    texts = [said, *(name for name in names if name != NO_NAME)]
    if article.published_at:
        texts.append(article.published_at.strftime("%A %d %B %Y ") + str(article.published_at.day))
    return texts


def _is_known(token: str, opens: bool, known: set[str]) -> bool:
    word = plain_word(token)
    if word in known or (opens and word in _OPENERS) or len(word) == 1:
        return True
    return all(part in known for part in word.split("-"))


def _in_name(text: str, start: int) -> bool:
    """Whether a number belongs to a name, as in `Covid-19` or `A320`: that is looked up whole."""
    return re.search(r"[^\W\d_][\-’']?$", text[:start]) is not None
