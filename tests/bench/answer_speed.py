"""How long retrieval and the embedded answer take on newsquiz, warm, alone and ten at once.

    python tests/bench/answer_speed.py [--keep DIR]

Every question of the quiz is searched for and asked once, after ten that are not timed. The status
is 1 above a limit. ``--keep`` takes the archive that newsquiz.py keeps.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from newsquiz import opened
from quiz import questions

from assistant.assistant import Assistant
from assistant.types import Delta

# Milliseconds, on two cores.
LIMITS = {
    "retrieval, median": 25,
    "retrieval, 99th percentile": 60,
    "first text, median": 100,
    "answer, median": 150,
    "ten at once, 95th percentile": 2000,
}
_WARM_UP = 10


def main() -> int:
    """Measure, print, judge."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    with (
        tempfile.TemporaryDirectory() as scratch,
        opened(chosen.keep or Path(scratch)) as assistant,
    ):
        figures = measured(assistant, [question.text for question in questions()])
    for name, value in figures.items():
        print(f"{name:32} {value:7.1f} ms   limit {LIMITS[name]}")
    return int(any(value > LIMITS[name] for name, value in figures.items()))


def measured(assistant: Assistant, asked: Sequence[str]) -> dict[str, float]:
    """The figures of `LIMITS`, in milliseconds."""
    for text in asked[:_WARM_UP]:
        assistant.ask(text)
    searches, firsts, answers = [], [], []
    for text in asked:
        begun = time.perf_counter()
        assistant.search(text, 10)
        searches.append(time.perf_counter() - begun)
        first, whole = streamed(assistant, text)
        answers.append(whole)
        firsts.append(first)
    with ThreadPoolExecutor(10) as people:
        together = [whole for _, whole in people.map(lambda q: streamed(assistant, q), asked[:100])]
    return {
        "retrieval, median": statistics.median(searches) * 1000,
        "retrieval, 99th percentile": percentile(searches, 99) * 1000,
        "first text, median": statistics.median(firsts) * 1000,
        "answer, median": statistics.median(answers) * 1000,
        "ten at once, 95th percentile": percentile(together, 95) * 1000,
    }


def streamed(assistant: Assistant, text: str) -> tuple[float, float]:
    """Seconds to the first text and to the end of one answer."""
    begun = time.perf_counter()
    first = None
    for event in assistant.stream(text):
        if first is None and isinstance(event, Delta):
            first = time.perf_counter() - begun
    whole = time.perf_counter() - begun
    return (whole if first is None else first), whole


def percentile(values: Sequence[float], rank: int) -> float:
    """The value below which ``rank`` per cent of the values lie."""
    return statistics.quantiles(values, n=100)[rank - 1]


if __name__ == "__main__":
    sys.exit(main())
