"""How the statements of the sample articles compare with those that were found by reading them.

    python tests/bench/gold_ledger.py

Also who is missing for each question of tests/data/ledger/questions.json on the samples, of those
who take the side; the claim that an answer begins with counts for neither.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from assistant.assistant import Assistant
from assistant.fold import words
from assistant.types import Answer
from ingest.pipeline import ingest
from tests.support.gold import GOLD, pairs_of, right

_SAMPLES = Path(__file__).resolve().parents[2] / "ingest" / "samples"


def main() -> None:
    """Read, ask, print."""
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        ingest(assistant.indexer, [_SAMPLES], scribe=assistant.scribe)
        pairs = pairs_of(assistant.archive)
        print(f"{sum(pair.found is not None for pair in pairs)} of {len(pairs)} statements found")
        for what in ("speaker", "stance", "named", "direct"):
            print(f"{what:8} right in {right(pairs, what):.3f} of them")
        _ask(assistant)


def _ask(assistant: Assistant) -> None:
    rows = json.loads((GOLD / "questions.json").read_text(encoding="utf-8"))
    wanted = found = wrong = 0
    for row in rows:
        if row["archive"] != "samples":
            continue
        told = _named(assistant.ask(row["question"]))
        should, never = ({_last(name) for name in row[key]} for key in ("speakers", "not"))
        wanted += len(should)
        found += len(should & told)
        wrong += len((never - should) & told)
        print(f"{row['question']}  missing: {sorted(should - told)}")
    print(f"{found} of {wanted} speakers who take the side are named, {wrong} who do not")


def _named(answer: Answer) -> set[str]:
    claims = {
        number
        for sentence in answer.sentences
        if sentence.text.startswith("The claim, ")
        for number in sentence.citations
    }
    said = [c.speaker for c in answer.citations if c.speaker and c.number not in claims]
    return {_last(name) for name in said}


def _last(name: str) -> str:
    return (words(name) or [""])[-1]


if __name__ == "__main__":
    main()
