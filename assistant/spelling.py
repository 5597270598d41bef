"""Misspelled words of a search, mended with the words that the archive itself uses."""

from __future__ import annotations

import math
import re
from collections import OrderedDict

from assistant.embed import Embedder
from assistant.fields import PLAIN, analyzer
from assistant.lexical import LexicalIndex
from assistant.wording import outside_quotes
from assistant.words import QUESTION_WORDS

_WORD = re.compile(r"[^\W\d_]{3,30}")
# Words of questions that are too short to be compared with others.
_TYPED = {
    "wil": "will", "wat": "what", "wht": "what", "wen": "when", "hwo": "how", "teh": "the",
    "hav": "have", "hve": "have", "wer": "were", "sya": "say", "adn": "and",
}  # fmt: skip
_LEAST = 4  # letters of a word that is compared with the archive's
_MOST = 8  # unknown words of one text: beyond that it is no misspelled question
_REMEMBERED = 2000
# First letters that are taken for each other; the first letter is rarely wrong otherwise.
_ALIKE = {"c": "k", "k": "cq", "q": "k", "s": "z", "z": "s", "j": "y", "y": "ij", "f": "p"}
_ALIKE |= {"p": "f", "g": "j", "v": "w", "w": "v", "i": "y", "e": "a", "a": "e", "u": "o"}


class Speller:
    """Compares a word that stands nowhere in the archive with those that do."""

    def __init__(self, words: LexicalIndex, embedder: Embedder) -> None:
        self._words = words
        self._embedder = embedder
        self._changes = -1
        self._known: OrderedDict[str, str | None] = OrderedDict()
        self._buckets: dict[str, tuple[list[str], list[int]]] = {}

    def mended(self, text: str) -> tuple[str, tuple[str, ...]]:
        """``text`` with its misspelled words mended, and a note to the reader on each.

        What stands in double quotation marks is left as it is.
        """
        pieces: list[str] = []
        notes: dict[str, None] = {}
        kept = unknown = 0
        for start, end in outside_quotes(text):
            for match in _WORD.finditer(text, start, end):
                if unknown == _MOST:
                    break
                if self._is_known(match[0]):
                    continue
                unknown += 1
                if (right := self._right(match[0])) is not None:
                    pieces += [text[kept : match.start()], right]
                    kept = match.end()
                    notes[f'"{match[0]}" is read as "{right}"'] = None
        return "".join([*pieces, text[kept:]]), tuple(notes)

    def _is_known(self, word: str) -> bool:
        """Whether it stands in the archive in some form, or is a word that needs no mending."""
        if word.isupper() or word.lower() in QUESTION_WORDS:
            return True
        if len(word) < _LEAST and word not in _TYPED:
            return True
        if self._words.occurrences(word) or any(
            map(self._words.frequency, self._words.terms(word))
        ):
            return True
        if word in _TYPED:
            return False
        # A word that the embedding model has whole is a word, though this archive lacks it:
        # whoever asks for a unicorn must not be told of a uniform.
        return len(self._embedder.piece_starts(word)) == 1

    def _right(self, word: str) -> str | None:
        if self._changes != self._words.changes:
            self._changes = self._words.changes
            self._known.clear()
            self._buckets.clear()
        if word not in self._known:
            self._known[word] = self._nearest(word)
            if len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return self._known[word]

    def _nearest(self, word: str) -> str | None:
        """The archive's word at the least cost, written as the archive writes it."""
        from rapidfuzz import process  # most questions have no misspelled word
        from rapidfuzz.distance import OSA

        asked = _question_word(word)
        if asked:
            return asked
        plain = "".join(analyzer(PLAIN).analyze(word))
        best: tuple[float, str] | None = None
        for initial in plain[:1] + _ALIKE.get(plain[:1], ""):
            choices, counts = self._bucket(initial)
            near = process.extract(
                plain, choices, scorer=OSA.distance, score_cutoff=_allowed(plain), limit=None
            )
            for choice, distance, place in near:
                written = self._words.written(choice)
                cost = _cost(word, written, int(distance), counts[place])
                if cost is not None and (best is None or cost < best[0]):
                    best = cost, written
        return best[1] if best else None

    def _bucket(self, initial: str) -> tuple[list[str], list[int]]:
        if initial not in self._buckets:
            found = [(w, n) for w, n in self._words.vocabulary(initial) if w.isalpha()]
            self._buckets[initial] = [w for w, _ in found], [n for _, n in found]
        return self._buckets[initial]


def _question_word(word: str) -> str | None:
    """The word that questions are asked with, a letter away: "waht", "wich"."""
    from rapidfuzz.distance import OSA

    if word in _TYPED or not word.islower():
        return _TYPED.get(word)
    near = [
        known
        for known in sorted(QUESTION_WORDS)
        if len(known) >= _LEAST and OSA.distance(word, known, score_cutoff=1) <= 1
    ]
    # A letter is left out more often than it is mistaken: "wich" is "which" rather than "with".
    return max(near, key=len, default=None)


def _allowed(word: str) -> int:
    return 1 if len(word) < 6 else 2


def _cost(word: str, written: str, distance: int, passages: int) -> float | None:
    """What it costs to read ``word`` as ``written``, in letters; None where it is too much.

    Names are spelled in many ways, and words are not: a word must be longer to be read with two
    letters changed, and stand in more than one passage, which may have its own misprints.
    """
    name = written != written.lower()
    if not name and (passages < 2 or len(word) < (5 if distance == 1 else 8)):
        return None
    other_kind = 0.75 if name != (word != word.lower()) and word != word.lower() else 0.0
    return distance + other_kind - 0.3 * math.log10(passages)
