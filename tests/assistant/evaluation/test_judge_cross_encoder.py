"""A cross-encoder as the judge of entailment: real ones, made small, whose verdict is known."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.embed_onnx import weights_folder
from assistant.errors import EmbeddingError
from assistant.evaluation.judge import load_entailment_judge
from assistant.evaluation.judges.cross_encoder import CrossEncoderJudge
from assistant.settings import Settings

PREMISE = "The ferry sank on Monday."
HYPOTHESIS = "A ferry sank."
Make = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes a cross-encoder of these labels with the packaged model's vocabulary.

    Its weights are random; those of its head are none, so that its logits are their ``bias``.
    Without a ``bias`` they stay random.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    def made(labels: list[str], bias: list[float] | None = None) -> Path:
        folder: Path = tmp_path_factory.mktemp("judge")
        config = BertConfig(
            hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
            vocab_size=30522, max_position_embeddings=64,
            id2label=dict(enumerate(labels)), label2id={name: n for n, name in enumerate(labels)},
        )  # fmt: skip
        torch.manual_seed(0)
        model = BertForSequenceClassification(config)
        if bias is not None:
            model.classifier.weight.data.zero_()
            model.classifier.bias.data = torch.tensor(bias)
        model.save_pretrained(folder)
        tokenizer = BertTokenizerFast(
            tokenizer_file=str(weights_folder() / "tokenizer.json"), model_max_length=64
        )
        tokenizer.save_pretrained(folder)
        return folder

    return made


@pytest.mark.parametrize(
    ("labels", "bias", "entailed", "share"),
    [
        # Softmax of 0, 2, 1: e^2 / (1 + e^2 + e) = 7.389 / 11.107 = 0.665.
        (["contradiction", "entailment", "neutral"], [0.0, 2.0, 1.0], True, "0.67"),
        # The same logits, but it is the second label that is most probable, and not the third's.
        (["contradiction", "neutral", "ENTAILMENT"], [0.0, 2.0, 1.0], False, "0.24"),
        (["Entailment", "neutral", "contradiction"], [3.0, 0.0, 0.0], True, "0.91"),
        # The most probable of three with less than half of the probability.
        (["entailment", "neutral", "contradiction"], [0.2, 0.1, 0.1], True, "0.36"),
        (["entailment", "not_entailment"], [-1.0, 1.0], False, "0.12"),
    ],
)
def test_of_several_labels_the_most_probable_decides(
    make: Make, labels: list[str], bias: list[float], entailed: bool, share: str
) -> None:
    verdict = CrossEncoderJudge.load(str(make(labels, bias))).entails(PREMISE, HYPOTHESIS)
    assert verdict.entailed is entailed
    assert verdict.why == f"entailed with a probability of {share}"
    assert not verdict.failed
    assert verdict.usage.tokens == 0


@pytest.mark.parametrize(
    ("logit", "least", "entailed"),
    [
        (0.1, 0.5, True),
        (-0.1, 0.5, False),
        (2.0, 0.9, False),  # sigmoid(2) = 0.88
        (2.0, 0.85, True),
        (-800.0, 0.5, False),
        (800.0, 0.5, True),
    ],
)
def test_one_score_has_a_threshold(make: Make, logit: float, least: float, entailed: bool) -> None:
    judge = CrossEncoderJudge.load(str(make(["LABEL_0"], [logit])), least)
    verdict = judge.entails(PREMISE, HYPOTHESIS)
    assert verdict.entailed is entailed
    share = 1 / (1 + math.exp(-max(min(logit, 50), -50)))
    assert verdict.why == f"entailed with a probability of {share:.2f}"


def test_premise_and_hypothesis_are_read_in_this_order(make: Make) -> None:
    import torch

    judge = CrossEncoderJudge.load(str(make(["LABEL_0"])))
    pair = PREMISE, HYPOTHESIS
    there, back = (judge._read(*each)[0] for each in (pair, pair[::-1]))
    assert there != back
    expected = judge._model.predict(
        [pair], show_progress_bar=False, activation_fn=torch.nn.Identity()
    )
    assert there == expected.tolist()


def test_a_premise_that_is_too_long_is_cut_and_said_to_be(make: Make) -> None:
    judge = CrossEncoderJudge.load(str(make(["LABEL_0"], [1.0])))
    assert "cut" not in judge.entails("word " * 40, "A word.").why
    verdict = judge.entails("word " * 70, "A word.")
    assert verdict.entailed
    assert verdict.why.endswith("; the premise was too long and was cut")


@pytest.mark.parametrize(("premise", "hypothesis"), [("", ""), ("", "It sank."), ("\n", "…")])
def test_texts_without_words_are_read_too(make: Make, premise: str, hypothesis: str) -> None:
    judge = CrossEncoderJudge.load(str(make(["LABEL_0"], [-1.0])))
    assert not judge.entails(premise, hypothesis).entailed


def test_threads_may_ask_at_once(make: Make) -> None:
    """Some texts have to be cut, which is a state of the tokenizer that threads would share."""
    judge = CrossEncoderJudge.load(str(make(["contradiction", "entailment", "neutral"])))
    hypotheses = [f"Ferry number {n} sank " * (n % 40 + 1) for n in range(300)]
    alone = [judge.entails(PREMISE, each) for each in hypotheses]
    with ThreadPoolExecutor(8) as pool:
        at_once = list(pool.map(lambda each: judge.entails(PREMISE, each), hypotheses))
    assert at_once == alone


def test_a_suite_names_it(make: Make) -> None:
    folder = make(["entailment", "neutral", "contradiction"], [1.0, 0.0, 0.0])
    judge = load_entailment_judge(f"cross-encoder:{folder}", Settings())
    assert judge.name == f"cross-encoder:{folder}"
    assert judge.entails(PREMISE, HYPOTHESIS).entailed


def test_labels_without_entailment_are_named(make: Make) -> None:
    folder = make(["LABEL_0", "LABEL_1", "LABEL_2"])
    with pytest.raises(EmbeddingError, match="no label for entailment, but: LABEL_0, LABEL_1"):
        CrossEncoderJudge.load(str(folder))


def test_a_judge_that_is_not_here_is_named() -> None:
    with pytest.raises(EmbeddingError, match="the judge 'no/such-model' is not on this machine"):
        load_entailment_judge("cross-encoder:no/such-model", Settings())
