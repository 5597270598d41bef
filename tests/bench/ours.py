"""OnRecord's own ingest in one process, to set beside the baseline in tutorial.py.

    python tests/bench/ours.py ingest JSONL DIR

It prints an object: articles, passages, and the seconds from the opened file to the closed
indexes, without the imports and the loading of the model. With ``--ledger`` also the statements
that are then entered, and the seconds that it takes from the first article to the last.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from assistant.archive import Archive
from assistant.embed import load_embedder
from assistant.indexer import Indexer
from assistant.scribe import Scribe
from assistant.settings import Settings
from ingest.pipeline import ingest


def main() -> None:
    """Ingest one file into a new archive."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    put = parser.add_subparsers(dest="verb", required=True).add_parser("ingest")
    put.add_argument("file", type=Path)
    put.add_argument("folder", type=Path)
    put.add_argument("--ledger", action="store_true")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    settings = Settings.load(given.folder)
    embedder = load_embedder(settings)
    with Archive.open(given.folder) as archive:
        indexer = Indexer.open(given.folder, settings, archive, embedder)
        begun = time.perf_counter()
        report = ingest(indexer, [given.file])
        indexer.close()
        seconds = time.perf_counter() - begun
        said = {"articles": report.seen, "passages": report.passages, "seconds": round(seconds, 3)}
        if given.ledger:
            scribe = Scribe(archive)
            scribe.load()
            begun = time.perf_counter()
            said["statements"] = scribe.catch_up()
            said["ledger_seconds"] = round(time.perf_counter() - begun, 3)
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main()
