"""Carries out `onrecord eval damage`: whether a suite would notice bad answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.errors import RunError
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.mutation import Mutations, mutate
from assistant.evaluation.runner import make_scorer
from assistant.evaluation.runs import RunStore
from ui.commands import Progress, Tell
from ui.evaluation.archive import archive_of


def damaged(folder: Path, run_name: str, archive: Path, tell: Tell) -> Mutations:
    """Damage the good answers of a kept run in every known way, and score them again.

    Raises:
        RunError: there is no such run, no good answer in it, or its archive has changed.
        SuiteError: its archive is not there any more.
    """
    kept = RunStore(folder).load(run_name)
    suite = kept.suite

    def told(done: int, total: int, text: str) -> None:
        tell(Progress(done, total, text))

    with archive_of(suite, archive, {}, told) as opened:
        tell(Progress(0, 0, "Damaging the good answers"))
        library = Library(opened.archive)
        if library.hash != kept.run.archive_hash:
            raise RunError(f"the archive is not what it was for {kept.run.id}; run the suite again")
        scorer = make_scorer(suite, opened, check_evidence(suite, library))
        return mutate(kept, scorer, kept.run.seed)


def as_json(mutations: Mutations) -> dict[str, Any]:
    """What each damage did to each metric."""
    return {
        "run": mutations.run.id,
        "good": mutations.good,
        "damages": {
            each.damage.name: {
                "about": each.damage.about,
                "metric": each.damage.metric,
                "cases": len(each.cases),
                "noticed": each.noticed,
                "differences": {
                    change.metric: {
                        "difference": change.difference.value,
                        "low": change.difference.low,
                        "high": change.difference.high,
                        "verdict": change.verdict,
                    }
                    for change in each.changes
                    if change.difference.value
                },
            }
            for each in mutations.mutations
        },
        "missed": [each.damage.name for each in mutations.missed],
    }
