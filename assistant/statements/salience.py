"""Who of the people of an article a pronoun means: the one most in mind, of the right gender.

Weights by grammatical role that fade with each sentence, after Lappin and Leass, "An Algorithm
for Pronominal Anaphora Resolution" (1994), here without a parser.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from itertools import islice

from assistant.statements.cast import Person
from assistant.statements.first_names import Gender

SPEAKER, SUBJECT, OTHER, GOVERNED, QUOTED = 130.0, 100.0, 50.0, 40.0, 8.0
OWNING = 30.0  # his, her
_FADING = 0.4  # of a weight, from one sentence to the next
_LONG_AGO = 60  # sentences
_FADED = [_FADING**sentences for sentences in range(_LONG_AGO + 1)]
_REACH = 24  # people who are kept in mind
_UNKNOWN_GENDER = 0.8
_UNSURE = 0.3  # a name that may be that of a body


class Salience:
    """What a reader has in mind, mention by mention from the beginning of the text."""

    def __init__(self) -> None:
        # by person: the weight of the sentences before, that of the last one, which that was
        self._weights: OrderedDict[Person, tuple[float, float, int]] = OrderedDict()

    def touch(self, person: Person, weight: float, sentence: int) -> None:
        """Mention somebody; in one sentence the weightiest mention counts."""
        before, now, since = self._weights.get(person, (0.0, 0.0, sentence))
        if since != sentence:
            before, now = self.of(person, sentence), 0.0
        self._weights[person] = (before, max(now, weight), sentence)
        self._weights.move_to_end(person)

    def of(self, person: Person, sentence: int) -> float:
        before, now, since = self._weights.get(person, (0.0, 0.0, sentence))
        gone = sentence - since
        return float((before + now) * _FADED[min(gone, _LONG_AGO)]) if gone > 0 else before + now

    def is_new(self, person: Person, sentence: int) -> bool:
        """Whether somebody is mentioned for the first time in this sentence, and in passing."""
        before, now, since = self._weights.get(person, (0.0, 0.0, -1))
        return since == sentence and not before and now < SUBJECT

    def best(
        self, gender: Gender, sentence: int, fit: Callable[[Person], float] = lambda _: 1.0
    ) -> Person | None:
        """The person of ``gender``, or of none that is known, who is most in mind.

        The weight of each is multiplied by how well they ``fit``.
        """
        found: Person | None = None
        most = 0.0
        for person in islice(reversed(self._weights), _REACH):
            if gender and person.gender not in (gender, ""):
                continue
            weight = self.of(person, sentence) * fit(person)
            weight *= 1.0 if person.gender or not gender else _UNKNOWN_GENDER
            weight *= 1.0 if person.sure else _UNSURE
            if weight > most:
                found, most = person, weight
        return found
