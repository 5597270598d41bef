"""The JSON of `onrecord eval compare`."""

from __future__ import annotations

from typing import Any

from assistant.evaluation.comparison import Comparison


def as_json(comparison: Comparison) -> dict[str, Any]:
    """What changed between two runs, without their answers."""
    return {
        "before": comparison.before.id,
        "after": comparison.after.id,
        "cases": comparison.shared,
        "differs": list(comparison.other),
        "metrics": {
            each.metric: {
                "before": each.before,
                "after": each.after,
                "difference": each.difference.value,
                "low": each.difference.low,
                "high": each.difference.high,
                "n": each.n,
                "verdict": each.verdict,
            }
            for each in comparison.changes
        },
        "flipped": [
            {"case": flip.case.id, "fixed": flip.fixed, "metrics": list(flip.metrics)}
            for flip in comparison.flips
        ],
    }
