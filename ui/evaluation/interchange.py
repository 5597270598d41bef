"""Carries out `onrecord eval import` and `export`: suites, results and runs of other tools."""

from __future__ import annotations

from pathlib import Path

from assistant.evaluation.formats import format_named
from assistant.evaluation.imported import write_suite
from assistant.evaluation.outside import keep_outside_run
from assistant.evaluation.report.model import make_report
from assistant.evaluation.runs import RunStore
from assistant.evaluation.suite_file import load_suite
from ui.commands import Progress, Tell
from ui.evaluation.archive import archive_of
from ui.evaluation.running import write_reports


def make_suite(
    format_name: str, source: Path, folder: Path, queries: Path | None, archive: Path | None
) -> list[str]:
    """Write a suite from another tool's data; returns what to tell of it.

    Raises:
        SuiteError: there is no such format, something is wrong in its files, or there is a suite.
    """
    imported = format_named(format_name).imported(source, queries)
    named = str(archive) if archive and not imported.articles else None
    write_suite(imported, folder, named)
    told = f"{len(imported.cases)} cases"
    if imported.articles:
        told += f" and {len(imported.articles)} articles"
    return [f"{told} are in {folder}", *imported.notes, f"next: onrecord eval {folder}"]


def keep_results(
    format_name: str,
    source: Path,
    suite_path: Path,
    system: str,
    out: Path,
    archive: Path,
    tell: Tell,
) -> list[str]:
    """Score another system's results for a suite, and keep them as a run; returns what to tell.

    Raises:
        SuiteError: there is no such format, or something is wrong in its file or in the suite.
    """
    format = format_named(format_name)
    suite = load_suite(suite_path)
    store = RunStore(out)

    def told(done: int, total: int, text: str) -> None:
        tell(Progress(done, total, text))

    with archive_of(suite, archive, {}, told) as opened:
        results = format.results(source, suite, opened.archive)
        kept = keep_outside_run(suite, opened, store, results, system, told)
    write_reports(make_report(kept, store.runs()), out)
    return [f"run {kept.run.id} of {system}; the report is {out / 'report.html'}"]


def give_out(
    run_name: str, format_name: str, target: Path, out: Path, archive: Path, tell: Tell
) -> list[Path]:
    """Write a kept run in another tool's format; returns the files.

    Raises:
        RunError: there is no such run, it is not finished, or its archive has changed.
        SuiteError: there is no such format.
    """
    format = format_named(format_name)
    kept = RunStore(out).load(run_name)

    def told(done: int, total: int, text: str) -> None:
        tell(Progress(done, total, text))

    with archive_of(kept.suite, archive, {}, told) as opened:
        return format.export(kept, opened.archive, target)
