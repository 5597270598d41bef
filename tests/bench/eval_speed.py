"""How long a suite of a thousand cases takes with the embedded model, all metrics and the report.

    python tests/bench/eval_speed.py [--keep DIR] [--workers N]

The cases are the questions of newsquiz, each asked as often as it takes, on the archive that
newsquiz.py keeps. The status is 1 above the limit.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from newsquiz import opened
from quiz import questions

from assistant.evaluation.cases import Case, Evidence, Text
from assistant.evaluation.report.html import html
from assistant.evaluation.report.model import make_report
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import RunStore
from assistant.evaluation.suite import Plan, Suite

CASES = 1000
LIMIT = 300  # seconds, on two cores


def main() -> int:
    """Run, print, judge."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--keep", type=Path)
    options.add_argument("--workers", type=int, default=Plan().workers)
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as scratch,
        opened(chosen.keep or Path(scratch)) as assistant,
    ):
        assistant.scribe.catch_up()
        store = RunStore(Path(scratch) / "out")
        begun = time.perf_counter()
        kept = run_suite(suite(), assistant, store, workers=chosen.workers)
        ran = time.perf_counter() - begun
        page = html(make_report(kept, store.runs()))
        reported = time.perf_counter() - begun - ran
    print(f"{len(kept.scored)} cases, {len(kept.run.metrics)} metrics, {chosen.workers} at once")
    print(f"asked and scored in {ran:.1f} s (limit {LIMIT}), {1000 * ran / CASES:.0f} ms a case")
    print(f"report of {len(page) / 1e6:.1f} MB in {reported:.1f} s")
    for name in ("seconds", "first_text"):
        print(f"{name}: mean {kept.run.figures[name].value:.3f}")
    return int(ran > LIMIT)


def suite() -> Suite:
    """A thousand cases."""
    asked = questions()
    cases = [
        Case(
            id=f"{each.id}-{number // len(asked)}",
            question=each.text,
            answers=tuple(Text(answer) for answer in each.answers),
            evidence=tuple(Evidence(article=name) for name in sorted(each.gold)),
        )
        for number, each in ((n, asked[n % len(asked)]) for n in range(CASES))
    ]
    return Suite(Path("newsquiz"), Plan(name="thousand"), tuple(cases))


if __name__ == "__main__":
    sys.exit(main())
