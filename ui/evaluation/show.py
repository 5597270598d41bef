"""What evaluation prints on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from assistant.evaluation.comparison import Comparison
from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import GROUPS, Family
from assistant.evaluation.metrics import declared, metrics_named
from assistant.evaluation.report.model import Report
from assistant.evaluation.runs import Run
from ui.console import one_line
from ui.evaluation.running import Outcome

_MOST_LISTED = 10
_COLOURS = {"better": "green", "worse": "red", "changed": "yellow", "same": "dim"}


def outcome_lines(outcome: Outcome, folder: Path) -> Iterator[Table | str]:
    """The figures of a run, what failed, and where the reports are."""
    report = outcome.report
    yield figure_table(report)
    yield from _failed(report)
    for each in outcome.below:
        yield f"[red]below its floor: {escape(str(each))}[/red]"
    if report.run.stopped:
        yield f"[red]stopped: {escape(report.run.stopped)}[/red]; run it again to go on"
    yield f"run {report.run.id}; the report is {escape(str(folder / 'report.html'))}"


def figure_table(report: Report) -> Table:
    """Every metric with its mean, interval, floor and cases, by group."""
    run = report.run
    title = f"{run.suite}: {len(report.rows)} of {run.cases} cases"
    table = Table("", "mean", "95 % interval", "floor", "cases", title=title, title_justify="left")
    for column in table.columns[1:]:
        column.justify = "right"
    for group, heading in GROUPS.items():
        rows = [m for m in metrics_named(run.metrics) if m.group == group]
        rows = [metric for metric in rows if metric.name in report.figures]
        if rows:
            table.add_section()
            table.add_row(f"[bold]{heading}[/bold]")
        for metric in rows:
            figure = report.figures[metric.name]
            table.add_row(f"  {metric.name}", *_cells(figure))
    return table


def _cells(figure: Figure) -> tuple[str, str, str, str]:
    floor = "" if figure.floor is None else f"{figure.floor:.3f}"
    if figure.passed is not None:
        floor = f"[green]{floor}[/green]" if figure.passed else f"[red]{floor}[/red]"
    many = f"{figure.n}" + (f" ({figure.defaulted} defaulted)" if figure.defaulted else "")
    interval = f"{figure.low:.3f} to {figure.high:.3f}" if figure.n > 1 else ""
    return f"{figure.value:.3f}", interval, floor, many


def _failed(report: Report) -> Iterator[str]:
    errors = [row for row in report.rows if row.scored.result.answer is None]
    for row in errors[:_MOST_LISTED]:
        yield f"[red]no answer[/red] {row.case.id}: {escape(one_line(row.scored.result.error))}"
    failed = [row for row in report.rows if row.failures and row not in errors]
    if failed:
        yield f"{len(failed)} of {len(report.rows)} cases fail a metric; among them:"
    for row in failed[:_MOST_LISTED]:
        names = ", ".join(row.failures[:4]) + (" …" if len(row.failures) > 4 else "")
        yield f"  {row.case.id}: {escape(one_line(row.case.question)[:60])} ({names})"


def comparison_lines(comparison: Comparison) -> Iterator[Table | str]:
    """What changed between two runs, and the cases that flipped."""
    before, after = comparison.before, comparison.after
    table = Table("", "before", "after", "difference", "95 % interval", "", title_justify="left")
    table.title = f"{before.id} → {after.id}: {comparison.shared} cases"
    for column in table.columns[1:5]:
        column.justify = "right"
    changed = [each for each in comparison.changes if each.difference.low or each.difference.high]
    for each in changed:
        interval = each.difference
        table.add_row(
            each.metric,
            f"{each.before:.3f}",
            f"{each.after:.3f}",
            f"{interval.value:+.3f}",
            f"{interval.low:+.3f} to {interval.high:+.3f}",
            f"[{_COLOURS[each.verdict]}]{each.verdict}[/]",
        )
    if changed:
        yield table
    yield f"{len(comparison.changes) - len(changed)} metrics are as they were in every case"
    for text in comparison.other:
        yield f"what differs: {escape(text)}"
    for flip in comparison.flips:
        now = "[green]passes now[/green]" if flip.fixed else "[red]fails now[/red]"
        question = escape(one_line(flip.case.question)[:60])
        yield f"{now} {flip.case.id}: {question} ({', '.join(flip.metrics[:4])})"


def run_table(runs: Iterable[Run]) -> Table:
    """The kept runs, oldest first."""
    table = Table("run", "suite", "cases", "state")
    for run in runs:
        state = "done" if run.finished else run.stopped or "not finished"
        table.add_row(run.id, f"{run.suite} {run.suite_hash[:8]}", str(run.cases), state)
    return table


def metric_table() -> Table:
    """Every metric, or family of them, with what it means."""
    table = Table("metric", "group", "means")
    for each in declared().values():
        if isinstance(each, Family):
            first = metrics_named([each.usual[0]])[0]
            name = f"{each.name}@k" + ("" if each.needs_cutoff else ", " + each.name)
            name += "".join(f", …/{level}" for level in each.levels[1:])
            table.add_row(name, first.group, f"{first.about} Usually: {', '.join(each.usual)}.")
        else:
            table.add_row(each.name, each.group, each.about)
    return table
