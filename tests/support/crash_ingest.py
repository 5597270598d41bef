"""A process that ingests with the fake embedder, to be killed: ARCHIVE FILE.

It prints a line at each step of each batch, so that its parent can kill it between any two, and
the ids of the articles that are committed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.indexer import Indexer
from assistant.settings import Settings
from ingest import pipeline
from tests.support.fakes import SMALL


def _announced(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def step(*args: Any, **kwargs: Any) -> Any:
        print(name, flush=True)
        result = call(*args, **kwargs)
        ids = [article.id for article, _, _ in args[0]] if name == "put" else []
        print(" ".join(["done", name, *ids]), flush=True)
        return result

    return step


def main(folder: Path, file: Path) -> None:
    with Archive.open(folder) as archive:
        indexer = Indexer.open(folder, Settings.load(folder), archive, SMALL)
        for owner, name in (
            (archive, "put"),
            (indexer.dense, "replace"),
            (indexer.words, "replace"),
            (archive, "settle"),
        ):
            setattr(owner, name, _announced(name, getattr(owner, name)))
        pipeline.ingest(indexer, [file])
        indexer.close()
    print("finished", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
