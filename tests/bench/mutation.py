"""Which metric notices which damage: the table of the documents, from a run of a suite.

    python tests/bench/mutation.py [SUITE]

The suite is `samples` where none is named; its articles are taken into an archive in a temporary
folder. The exit status is 1 where a damage is not noticed by the metric that was made for it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.mutation import mutate, mutation_markdown
from assistant.evaluation.runner import make_scorer, run_suite
from assistant.evaluation.runs import RunStore
from assistant.evaluation.suite_file import load_suite
from assistant.settings import Settings
from ingest.pipeline import ingest


def main(name: str = "samples") -> int:
    """Print the table and return the exit status."""
    suite = load_suite(name)
    articles = [suite.folder / each for each in suite.plan.articles]
    if not articles:
        raise SystemExit(f"{name} names no articles to build an archive from")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "archive"
        with Assistant.open(folder, Settings.load(folder)) as assistant:
            ingest(assistant.indexer, articles, scribe=assistant.scribe)
            kept = run_suite(suite, assistant, RunStore(Path(made) / "runs"))
            golds = check_evidence(suite, Library(assistant.archive))
            found = mutate(kept, make_scorer(suite, assistant, golds), suite.plan.seed)
    print(mutation_markdown(found), end="")
    return 1 if found.missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
