"""How well claims are checked: precision and recall of what is found for and against them.

    python tests/bench/checking.py [CLAIMS.jsonl] [--archive DIR] [--half dev] [--show]

Without an archive one is made of `ingest/samples`, for `tests/data/claims.jsonl`. A finding is
right where its quote holds one of the snippets that its claim expects on that side; those that a
claim leaves open count neither way. Recall counts claims: one right finding is enough.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.checking import Checked, CheckedClaim
from assistant.checking.check import Checker
from assistant.types import Query
from ingest.pipeline import ingest

ROOT = Path(__file__).parents[2]
SIDES = ("for", "against")


def main() -> None:
    """Print the figures of each half, and with --show what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("claims", type=Path, nargs="?", default=ROOT / "tests/data/claims.jsonl")
    parser.add_argument("--archive", type=Path)
    parser.add_argument("--half", choices=["dev", "held"])
    parser.add_argument("--show", action="store_true")
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.claims.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as made, Assistant.open(given.archive or made) as assistant:
        if given.archive is None:
            ingest(assistant.indexer, [ROOT / "ingest/samples"], scribe=assistant.scribe)
        check = checker(assistant)
        check.check("The ferry ran aground.", Query(""))  # what is loaded once
        for half in [given.half] if given.half else ["dev", "held"]:
            measured(check, [row for row in rows if row["half"] == half], half, given.show)


def checker(assistant: Assistant) -> Checker:
    return Checker(assistant.archive, assistant.parts.searcher(), assistant.indexer.words)


def measured(check: Checker, rows: list[dict[str, Any]], half: str, show: bool) -> None:
    counts: Counter[str] = Counter()
    seconds = []
    for row in rows:
        begun = time.perf_counter()
        checked = check.check(row["message"], Query(""))
        seconds.append(time.perf_counter() - begun)
        for problem in judged(row, checked, counts):
            if show:
                print(f"{row['id']} {row['kind']}: {problem}")
    n = counts
    print(f"{half}: {n['claims']} claims in {len(rows)} messages")
    print(f"  claims found {n['found']}/{n['claims']}, others taken for claims {n['extra']}")
    for side in SIDES:
        right, wrong = n[f"{side} right"], n[f"{side} wrong"]
        got, due = n[f"{side} got"], n[f"{side} due"]
        print(
            f"  {side}: precision {right}/{right + wrong} = {right / max(1, right + wrong):.3f}, "
            f"recall {got}/{due} = {got / max(1, due):.3f}"
        )
    print(f"  verdicts right {n['verdict']}/{n['claims']} = {n['verdict'] / n['claims']:.3f}")
    seconds.sort()
    print(
        f"  a message: median {1000 * seconds[len(seconds) // 2]:.0f} ms, "
        f"longest {1000 * seconds[-1]:.0f} ms"
    )


def judged(row: dict[str, Any], checked: Checked, counts: Counter[str]) -> Iterator[str]:
    """Count one message; yields what is wrong with it."""
    left = list(checked.claims)
    for expected in row["claims"]:
        counts["claims"] += 1
        found = next((each for each in left if _is_claim(each, expected["claim"])), None)
        if found is None:
            yield f"no claim: {expected['claim']}"
        else:
            left.remove(found)
            counts["found"] += 1
        yield from _sides(expected, found, counts)
        verdict = found.verdict if found else "not_found"
        # What was left open decides nothing.
        right = verdict == expected["verdict"] or (
            bool(expected["open"]) and verdict in expected.get("or", ())
        )
        counts["verdict"] += right
        if not right:
            yield f"{verdict} for {expected['verdict']}: {expected['claim']}"
    counts["extra"] += len(left)
    for each in left:
        yield f"no claim of the message: {each.claim.text}"


def _sides(
    expected: dict[str, Any], found: CheckedClaim | None, counts: Counter[str]
) -> Iterator[str]:
    for side in SIDES:
        got = False
        for finding in found.findings if found else ():
            quote = finding.citation.quote
            if finding.bearing != side:
                continue
            if any(snippet in quote for snippet in expected[side]):
                counts[f"{side} right"] += 1
                got = True
            elif not any(snippet in quote for snippet in expected["open"]):
                counts[f"{side} wrong"] += 1
                yield f"WRONG {side} ({finding.why}): {expected['claim']} <- {quote}"
        counts[f"{side} due"] += bool(expected[side])
        counts[f"{side} got"] += got
        if expected[side] and not got:
            yield f"missed {side}: {expected['claim']}"


def _is_claim(found: CheckedClaim, expected: str) -> bool:
    ours, theirs = (text.rstrip(" .!?") for text in (found.claim.text, expected))
    return ours in theirs or theirs in ours


if __name__ == "__main__":
    main()
