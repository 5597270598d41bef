"""Judges of texts: the packaged reader, and any cross-encoder by its name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.embed_onnx import weights_folder
from assistant.errors import EmbeddingError
from assistant.rerank import Judge, Judged, Reranked, load_judge
from assistant.rerank_onnx import MODEL, OnnxReader
from assistant.settings import Settings
from assistant.types import Hit, Query
from tests.support.build import article, entry

ANSWERS = "About 1,200 people were moved to higher ground before the storm, the mayor said."
BESIDE = "The mayor also thanked the crews of the harbour for their long night."
QUESTION = "How many people were moved before the storm?"


@pytest.fixture(scope="module")
def reader() -> OnnxReader:
    return OnnxReader.load()


def test_the_answering_sentence_is_preferred_and_its_span_found(reader: OnnxReader) -> None:
    right, beside = reader.judge(QUESTION, [ANSWERS, BESIDE], ["Storm", "Storm"])
    assert right.score > 0 > beside.score
    assert "1,200" in ANSWERS[right.start : right.end]


def test_a_judgement_does_not_depend_on_its_company(reader: OnnxReader) -> None:
    alone = reader.judge(QUESTION, [ANSWERS], [""])[0]
    among = reader.judge(QUESTION, [BESIDE * 3, ANSWERS, BESIDE], ["", "", ""])[1]
    # Dynamic quantisation depends a little on the texts that share a batch.
    assert among.score == pytest.approx(alone.score, abs=3.0)
    for each in (among, alone):
        assert ANSWERS[each.start : each.end].removeprefix("About ") == "1,200"


def test_a_long_question_is_read_from_its_end(reader: OnnxReader) -> None:
    about = (
        "The coast road, the harbour, the two bridges and the hospital of Port Aldery were closed "
        "for most of the week while the worst storm in nine years came ashore from the north-west, "
        "and thousands of homes had neither light nor heating. "
    )
    (whole,) = reader.judge(about + QUESTION, [ANSWERS], ["Storm"])
    (cut_off,) = reader.judge(about, [ANSWERS], ["Storm"])
    assert "1,200" in ANSWERS[whole.start : whole.end]
    assert whole.score > cut_off.score + 3.0


@settings(deadline=None, max_examples=40)
@given(st.text(min_size=1, max_size=60), st.lists(st.text(max_size=900), max_size=4))
def test_any_text_can_be_judged(reader: OnnxReader, question: str, texts: list[str]) -> None:
    judged = reader.judge(question, texts, ["x" * 300] * len(texts))
    assert len(judged) == len(texts)
    for text, each in zip(texts, judged, strict=True):
        assert each.start == each.end == -1 or 0 <= each.start < each.end <= len(text)


def test_the_model_is_small_enough_to_ship() -> None:
    assert MODEL.stat().st_size < 30_000_000


def test_a_broken_model_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "reader.onnx"
    broken.write_bytes(b"not a model")
    with pytest.raises(EmbeddingError, match=r"reader\.onnx cannot be loaded"):
        OnnxReader.load(broken)


@pytest.fixture(scope="module")
def cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real cross-encoder with random weights and the packaged model's vocabulary."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder: Path = tmp_path_factory.mktemp("cross-encoder")
    config = BertConfig(
        hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        num_labels=1, vocab_size=30522,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(tokenizer_file=str(weights_folder() / "tokenizer.json")).save_pretrained(
        folder
    )
    return folder


def test_any_cross_encoder_by_its_folder(cross_encoder: Path) -> None:
    judge: Judge = load_judge(Settings(reranker=str(cross_encoder)))
    assert judge.name == str(cross_encoder)
    judged = judge.judge(QUESTION, [ANSWERS, BESIDE], ["Storm", ""])
    assert [each.start for each in judged] == [-1, -1]
    assert judge.judge(QUESTION, [ANSWERS], ["Storm"])[0].score == pytest.approx(
        judged[0].score, abs=1e-4
    )
    assert judge.judge(QUESTION, [], []) == []


def test_a_reranker_that_is_not_here_is_named() -> None:
    with pytest.raises(EmbeddingError, match="the reranker 'no/such-model' is not on this machine"):
        load_judge(Settings(reranker="no/such-model"))


def test_with_a_cross_encoder_the_archive_is_searched_and_read(
    samples: Path, cross_encoder: Path
) -> None:
    named = Settings.load(samples, model=None, reranker=str(cross_encoder))
    with Assistant.open(samples, named) as assistant:
        hits = assistant.search("ferry", 5)
        assert {hit.retriever for hit in hits} == {str(cross_encoder)}
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        answer = assistant.ask("How many people were on the ferry?")
        for citation in answer.citations:
            text = assistant.archive.article(citation.article_id).text
            assert text[citation.start : citation.end] == citation.quote


def test_hits_are_put_in_the_judge_s_order() -> None:
    entries = {n: entry(article(n, f"Text of {n}.")) for n in ("a1", "a2", "a3")}
    hits = [Hit(e.passage, 1.0 / n, n, "hybrid") for n, e in enumerate(entries.values(), 1)]

    class Found:
        def search(self, query: Query, k: int) -> list[Hit]:
            return hits[:k]

    class Longest:
        name = "longest"

        def judge(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> list[Judged]:
            return [Judged(float(text.endswith("a3."))) for text in texts]

    searcher = Reranked(Found(), Longest(), lambda ids: {n: entries[n].article for n in ids})
    best = searcher.search(Query("which?"), 2)
    assert [(hit.passage.article_id, hit.rank, hit.score) for hit in best] == [
        ("a3", 1, 1.0),
        ("a1", 2, 0.0),
    ]
