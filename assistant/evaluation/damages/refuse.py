"""refuse: an answer becomes an abstention, though the archive knows."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damage import Damage
from assistant.evaluation.remade import given
from assistant.evaluation.results import Result

_SAID = "The archive does not say."


def _apply(case: Case, result: Result, archive: Archive, rng: Random) -> Result | None:
    del archive, rng
    answer = given(result)
    if answer is None or case.unanswerable:
        return None
    refused = replace(answer, outcome="abstained", text=_SAID, sentences=(), citations=())
    return replace(result, answer=refused)


DAMAGE = Damage("refuse", "A question that can be answered is refused.", "over_refusal", _apply)
