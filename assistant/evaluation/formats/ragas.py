"""A data set of RAGAS 0.4: JSON Lines that ``EvaluationDataset.from_jsonl`` reads.

Each line is a ``SingleTurnSample``. A follow-up question stands there as it was restated. The
reference is the first form of each thing that is expected; a case that expects no words has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.evaluation.cases import Case
from assistant.evaluation.formats import Format
from assistant.evaluation.outgoing import (
    Outgoing,
    asked_as,
    expected_texts,
    without_answer_marks,
    write_json_lines,
)
from assistant.evaluation.outside_ids import original, original_passage
from assistant.evaluation.results import Result


def write(run: Outgoing, folder: Path) -> list[Path]:
    """``ragas.jsonl``, a line for each case."""
    rows = (_sample(run, case, result) for case, result in run.results())
    return [write_json_lines(folder / "ragas.jsonl", rows)]


def _sample(run: Outgoing, case: Case, result: Result) -> dict[str, Any]:
    found = run.contexts(result.answer)
    wanted = run.references(case)
    sample: dict[str, Any] = {
        "user_input": asked_as(case, result),
        "retrieved_contexts": [passage.text for passage in found],
        "reference_contexts": [text for _, text in wanted],
        "retrieved_context_ids": [original_passage(passage.id) for passage in found],
        "reference_context_ids": [original(name) for name, _ in wanted],
        "response": without_answer_marks(result.answer),
    }
    reference = "; ".join(each[0] for each in expected_texts(case))
    return sample | ({"reference": reference} if reference else {})


FORMAT = Format(
    "ragas",
    "A RAGAS 0.4 data set: each question with contexts, response and reference.",
    write=write,
)
