"""How much the ledger of statements adds to the time of an ingest of news articles.

    python tests/bench/ledger_speed.py [--repeats N] [--articles N]

Each run is a process that ingests the articles, then enters their statements; the two are timed
after the models are loaded, and their ratio is taken inside each run. Needs the development data
beside the repository. The status is 1 above the ceiling.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from itertools import islice
from pathlib import Path

from measure import DATA, median, run, show

CEILING = 0.35
_ARTICLES = DATA / "newsquiz" / "articles.jsonl.gz"
_OURS = Path(__file__).resolve().parent / "ours.py"


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--articles", type=int, default=None, help="by default all")
    given = parser.parse_args()
    if not _ARTICLES.is_file():
        print("not measured: this needs ../shared/data/newsquiz beside the repository")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "articles.jsonl"
        with gzip.open(_ARTICLES, "rt", encoding="utf-8") as lines, file.open("w") as out:
            out.writelines(islice(lines, given.articles))
        runs = []
        for turn in range(given.repeats):
            folder = str(Path(scratch) / f"archive{turn}")
            command = [sys.executable, str(_OURS), "ingest", str(file), folder, "--ledger"]
            runs.append(json.loads(run(command).output))
    rows = [
        [
            f"{each['articles']:,} articles",
            f"{each['seconds']:.1f} s",
            f"{each['statements']:,}",
            f"{each['ledger_seconds']:.1f} s",
            f"{each['ledger_seconds'] / each['seconds']:.3f}",
        ]
        for each in runs
    ]
    show(["", "ingest", "statements", "ledger", "ratio"], rows)
    ratio = median([each["ledger_seconds"] / each["seconds"] for each in runs])
    print(f"the ledger adds {ratio:.1%} to the ingest (at most {CEILING:.0%})")
    return 0 if ratio <= CEILING else 1


if __name__ == "__main__":
    sys.exit(main())
