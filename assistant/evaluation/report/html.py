"""A run as one HTML file for a reader: verdict, figures, plots, and every case."""

from __future__ import annotations

from collections import Counter

from assistant.evaluation import provenance
from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import GROUPS, Metric
from assistant.evaluation.report import plots
from assistant.evaluation.report.case_view import titles_of
from assistant.evaluation.report.header import header
from assistant.evaluation.report.model import Report
from assistant.evaluation.report.pages import page
from assistant.evaluation.report.verdict import verdict_of

_RUNS = 12  # the newest that are listed


def html(report: Report) -> str:
    """The report as a page that needs no other file and no network."""
    history = report.history[-_RUNS:]
    return page(
        "report.html",
        scripts=("cited.js", "report.js"),
        report=report,
        metrics={metric.name: metric for metric in report.metrics},
        verdict=verdict_of(report),
        groups=_groups(report),
        titles=titles_of(row.scored for row in report.rows),
        types=Counter(row.type for row in report.rows),
        found=Counter(row.outcome for row in report.rows),
        fails=Counter(name for row in report.rows for name in row.failures),
        header=header(report.run),
        facts=provenance.facts(report.run),
        history=list(zip(history, provenance.changes(history), strict=True))[::-1],
        curve=plots.curve_plot(report.curve),
        cost=plots.cost_plot(report),
        past=plots.history_plots(report),
    )


def _groups(report: Report) -> list[tuple[str, list[tuple[Metric, Figure]]]]:
    """The figures under the headings of their groups; a group without any is left out."""
    made = []
    for group, title in GROUPS.items():
        found = [
            (metric, report.figures[metric.name])
            for metric in report.metrics
            if metric.group == group and metric.name in report.figures
        ]
        if found:
            made.append((title, found))
    return made
