"""Words ingested per second on 300 news articles, against the LangChain tutorial.

    python tests/bench/ingest_speed.py [--repeats N] [--articles N]

Each side is a process of its own that fills a new folder; the export of our embedding model is
made before. The ratio is that of the ingest alone: it leaves out the imports and the loading of
the models, which cost the tutorial more. Needs the package's extra `bench`, and the development
data beside the repository. The status is 1 below the floor.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import sys
import tempfile
from pathlib import Path

from measure import DATA, Run, interleaved, median, run, show, verdict

FLOOR = 1.8
_ARTICLES = DATA / "newsquiz" / "articles.jsonl.gz"
_HERE = Path(__file__).resolve().parent
_SIDES = {"onrecord": "ours.py", "tutorial": "tutorial.py"}


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--articles", type=int, default=300)
    given = parser.parse_args()
    if not _ARTICLES.is_file():
        print("not measured: this needs ../shared/data/newsquiz beside the repository")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        words = _first(given.articles, Path(scratch) / "some.jsonl")
        _first(5, Path(scratch) / "few.jsonl")
        for side in _SIDES:  # untimed: the model's export, byte code, the disk cache
            _ingest(side, Path(scratch), "few.jsonl")
        sides = {side: lambda s=side: _ingest(s, Path(scratch), "some.jsonl") for side in _SIDES}
        runs = interleaved(sides, given.repeats)
    print(f"{given.articles} articles, {words:,} words, medians of {given.repeats}")
    return _report(runs, words)


def _first(count: int, target: Path) -> int:
    """Write the first articles to ``target``; returns the number of words in their texts."""
    words = 0
    with gzip.open(_ARTICLES, "rt", encoding="utf-8") as lines, target.open("w") as out:
        for _, line in zip(range(count), lines, strict=False):
            out.write(line)
            words += len(json.loads(line)["text"].split())
    return words


def _ingest(side: str, scratch: Path, file: str) -> Run:
    folder = scratch / side
    shutil.rmtree(folder, ignore_errors=True)
    script = str(_HERE / _SIDES[side])
    return run([sys.executable, script, "ingest", str(scratch / file), str(folder)])


def _report(runs: dict[str, list[Run]], words: int) -> int:
    rows = []
    alone, whole = {}, {}
    for side, done in runs.items():
        said = [json.loads(each.output) for each in done]
        alone[side] = words / median([each["seconds"] for each in said])
        whole[side] = words / median([each.ended for each in done])
        pieces = said[0].get("passages", said[0].get("chunks"))
        peak = median([each.peak for each in done]) / 2**20
        cells = [alone[side], whole[side], pieces, peak]
        rows.append([side, *(f"{cell:,.0f}" for cell in cells)])
    show(["", "words/s", "words/s, whole process", "passages", "peak MiB"], rows)
    print(f"whole process: {_ratio(whole):.2f} times the tutorial's words per second")
    return verdict("words ingested per second", _ratio(alone), FLOOR)


def _ratio(speeds: dict[str, float]) -> float:
    ours, theirs = (speeds[side] for side in _SIDES)
    return ours / theirs


if __name__ == "__main__":
    sys.exit(main())
