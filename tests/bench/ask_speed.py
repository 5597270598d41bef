"""From process start to the printed answer on the sample archive, against the LangChain tutorial.

    python tests/bench/ask_speed.py [--repeats N]

Ours is `onrecord ask` with the embedded model: retrieval, the agent, an answer with verified
citations. The tutorial's only retrieves: it opens its store over the same articles, searches and
prints four chunks. Needs the package's extra `bench`. The status is 1 below the floor.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from measure import ROOT, Run, interleaved, median, run, show, verdict

from assistant.archive import Archive

FLOOR = 3.0
QUESTION = "who disputed the withdrawal?"
_SAMPLES = ROOT / "ingest" / "samples"
_TUTORIAL = [sys.executable, str(Path(__file__).resolve().with_name("tutorial.py"))]
_ONRECORD = [sys.executable, "-m", "ui.cli"]


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        archive, store = Path(scratch) / "archive", Path(scratch) / "store"
        articles = _fill(archive, store)
        sides = {
            "onrecord": lambda: run([*_ONRECORD, "--archive", str(archive), "ask", QUESTION]),
            "tutorial": lambda: run([*_TUTORIAL, "ask", str(store), QUESTION]),
        }
        for once in sides.values():  # untimed: byte code and the disk cache
            once()
        runs = interleaved(sides, given.repeats)
    print(f"{articles} articles, {QUESTION!r}, medians of {given.repeats}")
    return _report(runs)


def _fill(archive: Path, store: Path) -> int:
    """Put the sample articles into both stores, the same texts; returns how many there are."""
    run([*_ONRECORD, "--archive", str(archive), "ingest", str(_SAMPLES), "--json"])
    file = store.with_suffix(".jsonl")
    with Archive.open(archive) as record:
        lines = [json.dumps(asdict(article), default=str) for article in record.articles()]
    file.write_text("\n".join(lines), encoding="utf-8")
    run([*_TUTORIAL, "ingest", str(file), str(store)])
    return len(lines)


def _report(runs: dict[str, list[Run]]) -> int:
    rows = []
    seconds = {}
    for side, done in runs.items():
        seconds[side] = median([each.answered for each in done])
        ended = median([each.ended for each in done])
        peak = median([each.peak for each in done]) / 2**20
        rows.append([side, f"{seconds[side]:.2f}", f"{ended:.2f}", f"{peak:,.0f}"])
    show(["", "answer, s", "end, s", "peak MiB"], rows)
    return verdict("time to the answer", seconds["tutorial"] / seconds["onrecord"], FLOOR)


if __name__ == "__main__":
    sys.exit(main())
