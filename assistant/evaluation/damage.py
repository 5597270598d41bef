"""What a damage is: a known way to make a good answer bad, and the metric that must notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.results import Result

Apply = Callable[[Case, Result, Archive, Random], Result | None]
"""The damaged result of a case, or None where there is nothing in it to damage."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One way to damage an answer; all that it does not damage stays as the product makes it.

    ``metric`` is the name of the metric that was made to notice it. The `Sentence.support` of a
    sentence is left as it was: a damaged answer does not say so itself.
    """

    name: str
    about: str
    metric: str
    apply: Apply

    def of(self, case: Case, result: Result, archive: Archive, seed: int) -> Result | None:
        """The damaged result; the same for the same seed, whatever else is damaged beside it."""
        return self.apply(case, result, archive, Random(f"{seed} {self.name} {case.id}"))
