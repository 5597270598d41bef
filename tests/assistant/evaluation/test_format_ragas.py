"""RAGAS and DeepEval data sets of a run: the fields that those tools read, from the archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation.formats import format_named
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import Kept, RunStore
from tests.support.outside import rows_of
from tests.support.suites import ABOARD, CASES, made

# Of ragas 0.4: `ragas.dataset_schema.SingleTurnSample`.
SAMPLE = set(
    "user_input retrieved_contexts reference_contexts retrieved_context_ids reference_context_ids "
    "response multi_responses reference rubrics persona_name query_style query_length".split()
)
# Of deepeval 4: the keys of `EvaluationDataset.add_goldens_from_json_file`.
GOLDEN = set(
    "input actual_output expected_output context retrieval_context tools_called expected_tools "
    "token_cost input_token_count output_token_count comments name source_file "
    "additional_metadata custom_column_key_values expectations".split()
)


@pytest.fixture(scope="module")
def kept(opened: Assistant, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return run_suite(made(), opened, RunStore(tmp_path_factory.mktemp("kept")))


def test_ragas(kept: Kept, opened: Assistant, tmp_path: Path) -> None:
    (file,) = format_named("ragas").export(kept, opened.archive, tmp_path)
    rows = rows_of(file)
    assert len(rows) == len(CASES)
    for row, scored in zip(rows, kept.scored, strict=True):
        assert row.keys() <= SAMPLE
        answer = scored.result.answer
        assert answer is not None
        assert len(row["retrieved_contexts"]) == len(row["retrieved_context_ids"])
        assert row["retrieved_contexts"][: len(answer.hits)] == [
            h.passage.text for h in answer.hits
        ]
        for citation in answer.citations:
            assert any(citation.quote in text for text in row["retrieved_contexts"])
            assert citation.passage_id in row["retrieved_context_ids"]
    aboard, mars, again = rows[1], rows[2], rows[3]
    assert aboard["user_input"] == "how many people were on the ferry?"
    assert aboard["reference"] == "245"
    assert aboard["reference_contexts"] == [ABOARD]
    assert "245" in aboard["response"]
    assert "[1]" not in aboard["response"]
    assert "reference" not in mars
    assert mars["response"]
    assert "withdrawal" in again["user_input"]


def test_deepeval(kept: Kept, opened: Assistant, tmp_path: Path) -> None:
    (file,) = format_named("deepeval").export(kept, opened.archive, tmp_path)
    rows = json.loads(file.read_text(encoding="utf-8"))
    assert [row["name"] for row in rows] == [case["id"] for case in CASES]
    for row in rows:
        assert row.keys() <= GOLDEN
        assert isinstance(row["input"], str)
        assert isinstance(row["actual_output"], str)
        assert all(isinstance(text, str) for text in row["retrieval_context"] + row["context"])
    aboard, mars = rows[1], rows[2]
    assert aboard["expected_output"] == "245"
    assert aboard["context"] == [ABOARD]
    cited = aboard["additional_metadata"]["citations"][0]
    assert cited["quote"] in opened.archive.article(cited["article"]).text
    assert mars["expected_output"] is None
    assert mars["additional_metadata"]["unanswerable"] is True
    assert mars["additional_metadata"]["outcome"] == "abstained"
