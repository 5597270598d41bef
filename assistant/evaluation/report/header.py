"""What the head of a report tells of its run."""

from __future__ import annotations

from assistant.evaluation.report.wording import minute
from assistant.evaluation.runs import Run


def header(run: Run) -> dict[str, str]:
    """What the head of a report tells of a run."""
    model = run.settings.get("model") or "embedded"
    return {
        "run": run.id,
        "started": minute(run.started),
        "model": str(model),
        "judge": run.judge,
        "suite": run.suite_hash[:12],
        "archive": run.archive_hash[:12],
    }
