"""A run as Markdown for a pull request: short, with the rest to be opened."""

from __future__ import annotations

from collections import Counter

from assistant.evaluation.figures import Figure
from assistant.evaluation.metric import GROUPS, Metric
from assistant.evaluation.report import markdown_text as md
from assistant.evaluation.report.model import Report, Row, worst_first
from assistant.evaluation.report.verdict import State, verdict_of
from assistant.evaluation.report.wording import amount, counted, cut, floor, interval, label
from assistant.evaluation.results import Score

_CASES = 10
_FLOORS = 12
_WHY = 240  # characters
_STATES: dict[State, str] = {"good": "✅", "bad": "❌", "open": "▫️"}


def markdown(report: Report) -> str:
    """The report in GitHub's Markdown; question, answer and error texts are only ever text."""
    verdict = verdict_of(report)
    lines = [
        f"## {_STATES[verdict.state]} {md.escaped(report.run.suite)}: "
        f"{md.escaped(verdict.sentence)}",
        "",
        md.escaped(f"{verdict.more} {_what_failed(report)}".strip()),
        "",
        *_floors(report),
        *md.folded(f"All {counted(len(report.figures), 'figure')}", _all_figures(report)),
        *_errors(report),
        *_worst(report),
        f"Run `{report.run.id}` · suite `{report.run.suite_hash[:12]}` · archive "
        f"`{report.run.archive_hash[:12]}` · judge {md.escaped(report.run.judge)} · model "
        f"{md.escaped(str(report.run.settings.get('model') or 'embedded'))}",
    ]
    return "\n".join(lines) + "\n"


def _what_failed(report: Report) -> str:
    found = Counter(name for row in report.failed for name in row.failures)
    named = ", ".join(f"{label(name)} ({number})" for name, number in found.most_common(6))
    more = f" and {counted(len(found) - 6, 'more metric')}" if len(found) > 6 else ""
    return f"What cases fail by: {named}{more}." if found else ""


def _floors(report: Report) -> list[str]:
    """The floors, those that are missed first; where there are many, only those."""
    rows = [
        ["❌", f"`{name}`", "not measured", "", f"{least:g}", ""]
        for name, least in report.unmeasured.items()
    ]
    with_floor = [
        (metric, figure)
        for metric in report.metrics
        if (figure := report.figures.get(metric.name)) and figure.floor is not None
    ]
    with_floor.sort(key=lambda each: each[1].passed is not False)
    held = [_figure_row(*each) for each in with_floor if each[1].passed]
    rows += [_figure_row(*each) for each in with_floor if not each[1].passed]
    many = len(rows) + len(held) > _FLOORS
    rows += [] if many else held
    head = ["", "metric", "value", "95 % interval", "floor", "cases"]
    lines = [*md.table(head, rows, "llrrrr"), ""] if rows else []
    if many and held:
        lines += [f"✅ {counted(len(held), 'floor')} held.", ""]
    return lines


def _all_figures(report: Report) -> list[str]:
    rows = []
    for group, title in GROUPS.items():
        found = [each for each in report.metrics if each.group == group]
        known = [each for each in found if each.name in report.figures]
        rows += [[title, *_figure_row(each, report.figures[each.name])] for each in known]
    head = ["", "", "metric", "value", "95 % interval", "floor", "cases"]
    return md.table(head, rows, "lllrrrr")


def _figure_row(metric: Metric, figure: Figure) -> list[str]:
    mark = {True: "✅", False: "❌", None: ""}[figure.passed]
    limit = "" if figure.floor is None else floor(metric, figure.floor)
    defaulted = f" ({figure.defaulted} defaulted)" if figure.defaulted else ""
    return [
        mark,
        f"`{metric.name}`",
        amount(figure.value, metric.unit),
        interval(figure, metric.unit),
        limit,
        f"{figure.n:,}{defaulted}",
    ]


def _errors(report: Report) -> list[str]:
    if not report.errors:
        return []
    rows = report.errors[:_CASES]
    lines = [f"- {_named(row)}: {md.escaped(cut(row.scored.result.error, _WHY))}" for row in rows]
    more = len(report.errors) - len(rows)
    lines += [f"- … and {more} more"] if more else []
    return md.folded(f"{counted(len(report.errors), 'case')} without an answer", lines)


def _worst(report: Report) -> list[str]:
    answered = [row for row in report.failed if row.scored.result.answer is not None]
    rows = worst_first(answered)[:_CASES]
    if not rows:
        return []
    lines = [line for row in rows for line in _case(row)]
    if len(rows) < len(answered):
        summary = f"The {len(rows)} worst of {len(answered)} cases that fail with an answer"
    else:
        summary = f"{counted(len(rows), 'case that fails', 'cases that fail')} with an answer"
    return md.folded(summary, lines)


def _case(row: Row) -> list[str]:
    question = md.escaped(cut(row.case.question, _WHY))
    why = [f"  - {_scored(name, row.scored.scores[name])}" for name in row.failures]
    return [f"- {_named(row)} “{question}”", *why]


def _named(row: Row) -> str:
    return f"**`{row.case.id}`** ({md.escaped(row.type)}, {row.outcome})"


def _scored(name: str, score: Score) -> str:
    why = f": {md.escaped(cut(score.why, _WHY))}" if score.why else ""
    return f"`{name}` {amount(score.value)}{why}"
