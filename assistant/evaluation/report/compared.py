"""Two runs of one suite side by side, as a page and as Markdown."""

from __future__ import annotations

from assistant.evaluation.comparison import FEWEST, Change, Comparison, Flip
from assistant.evaluation.metric import Metric
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.report import markdown_text as md
from assistant.evaluation.report.case_view import titles_of
from assistant.evaluation.report.model import Row, row_of
from assistant.evaluation.report.pages import page
from assistant.evaluation.report.wording import amount, counted, cut, difference, label, listed
from assistant.evaluation.results import Scored

_FLIPS = 20  # that the Markdown shows
_SHOWN = 600  # characters of an answer in the Markdown
_MARKS = {"worse": "❌", "better": "✅", "changed": "↔", "same": ""}


def headline(comparison: Comparison) -> str:
    """What got worse, by how much, in one sentence; what got better after it."""
    worse = [_told(each) for each in comparison.worse]
    better = [_told(each) for each in comparison.changes if each.verdict == "better"]
    if worse and better:
        return f"Worse: {listed(worse)}; better: {listed(better)}."
    if worse:
        return f"Worse: {listed(worse)}; nothing is better."
    if better:
        return f"Nothing is worse; better: {listed(better)}."
    return "No metric is better or worse beyond chance."


def flipped(comparison: Comparison) -> str:
    """How many cases the figures are over, and how many fail or pass that did not."""
    broken = sum(not flip.fixed for flip in comparison.flips)
    fixed = len(comparison.flips) - broken
    fails = "fails" if broken == 1 else "fail"
    passes = "passes" if fixed == 1 else "pass"
    shared = counted(comparison.shared, "case")
    return f"Of {shared} in both runs, {broken} {fails} that passed, {fixed} {passes} that failed."


def compared_html(comparison: Comparison) -> str:
    """The comparison as a page that needs no other file and no network."""
    metrics = {each.metric: metrics_named([each.metric])[0] for each in comparison.changes}
    changes = _worst_first(comparison)
    return page(
        "compared.html",
        scripts=("cited.js",),
        comparison=comparison,
        metrics=metrics,
        changed=[each for each in changes if each.verdict != "same"],
        same=[each for each in changes if each.verdict == "same"],
        other=comparison.other,
        headline=headline(comparison),
        flipped=flipped(comparison),
        state=_state(comparison),
        fewest=FEWEST,
        titles=titles_of(each for flip in comparison.flips for each in (flip.before, flip.after)),
        flips=[(flip, *_rows(flip, list(metrics.values()))) for flip in comparison.flips],
    )


def compared_markdown(comparison: Comparison) -> str:
    """The comparison for a pull request."""
    other = md.escaped("; ".join(comparison.other))
    runs = f"`{comparison.before.id}` → `{comparison.after.id}`"
    lines = [
        f"## {md.escaped(headline(comparison))}",
        "",
        md.escaped(flipped(comparison)),
        "",
        f"{runs}: {other}" if other else runs,
        "",
    ]
    changes = _worst_first(comparison)
    told = [each for each in changes if each.verdict != "same"]
    if told:
        lines += [*_table(told), ""]
    same = [each for each in changes if each.verdict == "same"]
    if same:
        summary = f"{counted(len(same), 'metric')} without a change beyond chance"
        lines += md.folded(summary, _table(same))
    if comparison.flips:
        shown = comparison.flips[:_FLIPS]
        parts = [line for flip in shown for line in _flip_lines(flip)]
        more = len(comparison.flips) - len(shown)
        parts += [f"… and {more} more."] if more else []
        lines += md.folded(f"{counted(len(comparison.flips), 'case')} flipped", parts)
    return "\n".join(lines).rstrip() + "\n"


def _told(change: Change) -> str:
    unit = metrics_named([change.metric])[0].unit
    return f"{label(change.metric)} {amount(change.before, unit)} → {amount(change.after, unit)}"


def _worst_first(comparison: Comparison) -> list[Change]:
    order = ["worse", "better", "changed", "same"]
    return sorted(comparison.changes, key=lambda each: order.index(each.verdict))


def _state(comparison: Comparison) -> str:
    if comparison.worse:
        return "bad"
    return "good" if any(each.verdict == "better" for each in comparison.changes) else "open"


def _rows(flip: Flip, metrics: list[Metric]) -> tuple[Row, Row]:
    return row_of(flip.case, flip.before, metrics), row_of(flip.case, flip.after, metrics)


def _table(changes: list[Change]) -> list[str]:
    rows = []
    for each in changes:
        unit = metrics_named([each.metric])[0].unit
        ends = each.difference.low, each.difference.high
        rows.append(
            [
                f"{_MARKS[each.verdict]} {each.verdict}".strip(),
                f"`{each.metric}`",
                amount(each.before, unit),
                amount(each.after, unit),
                difference(each.difference.value, unit),
                " to ".join(difference(end, unit) for end in ends),
                f"{each.n:,}",
            ]
        )
    return md.table(
        ["", "metric", "before", "after", "difference", "95 % interval", "cases"], rows, "llrrrrr"
    )


def _flip_lines(flip: Flip) -> list[str]:
    verb = "now passes" if flip.fixed else "now fails"
    names = ", ".join(f"`{name}`" for name in flip.metrics)
    return [
        f"**`{flip.case.id}`** {verb} ({names}): {md.escaped(cut(flip.case.question, 200))}",
        "",
        *md.table(["before", "after"], [[_said(flip.before), _said(flip.after)]], "ll"),
        "",
    ]


def _said(scored: Scored) -> str:
    answer = scored.result.answer
    text = answer.text if answer else f"no answer: {scored.result.error}"
    return md.escaped(cut(text, _SHOWN))
