"""Carries out `onrecord eval gate`: a kept run against a file of floors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from assistant.errors import RunError
from assistant.evaluation.figures import Figure
from assistant.evaluation.gate import Below, check, pinned, read_floors, write_floors
from assistant.evaluation.runs import Run, RunStore


def held(folder: Path, run_name: str, file: Path) -> list[Below]:
    """The floors in ``file`` that a kept run is below.

    Raises:
        RunError: the run or the file is missing, not finished, or of another suite.
    """
    run, figures = _finished(folder, run_name)
    return check(read_floors(file), run, figures)


def pinned_lines(folder: Path, run_name: str, file: Path, allow_lower: bool) -> Iterator[str]:
    """Write the floors that a run allows, and tell what was raised and what stays.

    Raises:
        RunError: as `held`; or a floor is of another suite and may not be given up.
    """
    run, figures = _finished(folder, run_name)
    before = read_floors(file) if file.exists() else None
    after, kept = pinned(before, run, figures, allow_lower)
    write_floors(file, after)
    old = before.floors if before else {}
    for name, floor in after.floors.items():
        if old.get(name) != floor:
            yield f"{name}: {old[name]:g} → {floor:g}" if name in old else f"{name}: {floor:g}"
    for each in kept:
        yield (
            f"{each.metric} stays at {each.floor:g}: it would fall to {each.wanted:g} "
            "(--allow-lower)"
        )
    yield f"{len(after.floors)} floors of {run.suite} {run.suite_hash[:12]} are in {file}"


def _finished(folder: Path, run_name: str) -> tuple[Run, dict[str, Figure]]:
    run = RunStore(folder).load(run_name).run
    if not run.finished:
        why = run.stopped or "it was interrupted"
        raise RunError(f"{run.id} did not end ({why}); run the suite again to go on with it")
    return run, run.figures
