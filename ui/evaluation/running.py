"""Carries out `onrecord eval SUITE`: opens the archive, runs the suite, writes the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import UsageError
from assistant.evaluation.gate import Below, check, check_suite, read_floors
from assistant.evaluation.report.html import html
from assistant.evaluation.report.junit import junit
from assistant.evaluation.report.markdown import markdown
from assistant.evaluation.report.model import Report, make_report
from assistant.evaluation.runner import STOPPING, run_suite
from assistant.evaluation.runs import RunStore, write_whole
from assistant.evaluation.suite_file import load_suite
from assistant.settings import Settings
from ui.commands import Progress, Tell
from ui.evaluation.archive import archive_of, code_hash
from ui.evaluation.stopping import leave_next_time

FILES = {"report.html": html, "report.md": markdown, "junit.xml": junit}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; ``archive`` is used where the suite names none."""

    suite: Path
    out: Path
    archive: Path
    gate: Path | None = None
    overrides: Mapping[str, Any] | None = None
    workers: int | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with its report and the floors, of the suite and of the gate, that it is below."""

    report: Report
    below: tuple[Below, ...]

    @property
    def passed(self) -> bool:
        """Whether the run ended and every floor is held."""
        return self.report.run.finished is not None and not self.below


def carry_out(asked: Asked, tell: Tell) -> Outcome:
    """Run a suite and write its reports.

    Raises:
        SuiteError: the suite is wrong.
        RunError: the floors of the gate are of another suite.
    """
    suite = load_suite(asked.suite)
    floors = read_floors(asked.gate) if asked.gate else None
    if floors:
        check_suite(floors, suite.name, suite.hash)  # before a run that may take its time
    store = RunStore(asked.out)

    def told(done: int, total: int, text: str) -> None:
        tell(Progress(done, total, text))
        if text == STOPPING:
            leave_next_time()

    with archive_of(suite, asked.archive, asked.overrides or {}, told) as opened:
        kept = run_suite(
            suite,
            opened,
            store,
            tell=told,
            workers=asked.workers,
            fresh=asked.fresh,
            code=code_hash(),
        )
    pinned = floors.floors if floors else {}
    report = make_report(kept, store.runs(), pinned)
    write_reports(report, asked.out)
    own = [
        Below(name, figure.value, figure.floor)
        for name, figure in report.figures.items()
        if figure.passed is False and figure.floor is not None and name not in pinned
    ]
    own += [
        Below(name, None, floor) for name, floor in report.unmeasured.items() if name not in pinned
    ]
    gated = check(floors, kept.run, report.figures) if floors else []
    return Outcome(report, (*own, *gated))


def write_reports(report: Report, folder: Path) -> list[Path]:
    """Write a run's reports into a folder; returns their files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in FILES.items():
        write_whole(folder / name, make(report))
    return [folder / name for name in FILES]


def overrides(given: Sequence[str]) -> dict[str, Any]:
    """Settings that the command line gives as NAME=VALUE.

    Raises:
        UsageError: one has no name that is known, or no value.
    """
    found = {}
    for each in given:
        name, sign, value = each.partition("=")
        name = name.strip().lower().removeprefix("onrecord_")
        if not sign or name not in Settings.model_fields:
            known = ", ".join(Settings.model_fields)
            raise UsageError(f"--set {each!r} is no NAME=VALUE of a setting; they are: {known}")
        found[name] = value.strip() or None
    return found


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The aggregated figures of a run, for `--json`."""
    report = outcome.report
    run = report.run
    return {
        "run": run.id,
        "suite": run.suite,
        "suite_hash": run.suite_hash,
        "archive_hash": run.archive_hash,
        "cases": run.cases,
        "done": len(report.rows),
        "stopped": run.stopped,
        "errors": [
            {"case": row.case.id, "error": row.scored.result.error}
            for row in report.rows
            if row.scored.result.answer is None
        ],
        "failed_cases": [row.case.id for row in report.rows if row.failures],
        "figures": {
            name: {
                "value": figure.value,
                "low": figure.low,
                "high": figure.high,
                "n": figure.n,
                "defaulted": figure.defaulted,
                "floor": figure.floor,
                "passed": figure.passed,
            }
            for name, figure in report.figures.items()
        },
        "below_floor": [str(each) for each in outcome.below],
        "passed": outcome.passed,
    }
