"""A data set of DeepEval 4: JSON that it reads as goldens and as test cases.

``EvaluationDataset.add_goldens_from_json_file`` reads it as it is, and
``add_test_cases_from_json_file`` with the keys ``input``, ``actual_output``, ``expected_output``,
``context`` and ``retrieval_context``. A follow-up question stands there as it was restated.
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
    write_json,
)
from assistant.evaluation.outside_ids import original, original_passage
from assistant.evaluation.results import Result


def write(run: Outgoing, folder: Path) -> list[Path]:
    """``deepeval.json``, an object for each case."""
    rows = [_golden(run, case, result) for case, result in run.results()]
    return [write_json(folder / "deepeval.json", rows)]


def _golden(run: Outgoing, case: Case, result: Result) -> dict[str, Any]:
    used = result.usage
    return {
        "input": asked_as(case, result),
        "actual_output": without_answer_marks(result.answer),
        "expected_output": "; ".join(each[0] for each in expected_texts(case)) or None,
        "context": [text for _, text in run.references(case)],
        "retrieval_context": [passage.text for passage in run.contexts(result.answer)],
        "name": original(case.id),
        "comments": case.note or None,
        "source_file": run.kept.run.suite,
        "token_cost": used.usd or None,
        "input_token_count": used.input_tokens or None,
        "output_token_count": used.output_tokens or None,
        "additional_metadata": _metadata(run, case, result),
    }


def _metadata(run: Outgoing, case: Case, result: Result) -> dict[str, Any]:
    answer = result.answer
    cited = answer.citations if answer else ()
    return {
        "run": run.kept.run.id,
        "type": case.type,
        "unanswerable": case.unanswerable,
        "outcome": answer.outcome if answer else "failed",
        "error": result.error,
        "citations": [
            {
                "article": original(each.article_id),
                "passage": original_passage(each.passage_id),
                "quote": each.quote,
                "speaker": each.speaker,
            }
            for each in cited
        ],
    }


FORMAT = Format(
    "deepeval",
    "A DeepEval 4 data set: goldens or test cases with contexts, actual and expected output.",
    write=write,
)
