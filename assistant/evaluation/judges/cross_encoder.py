"""A sentence-transformers CrossEncoder as the judge: of three labels, or with one score."""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Self

from assistant.errors import EmbeddingError
from assistant.evaluation.judge import CROSS_ENCODER, Verdict

LEAST = 0.5
"""The probability from which a model with one score entails: as likely as not."""
_ENTAILMENT = frozenset({"entailment", "entailed", "entails"})


class CrossEncoderJudge:
    """A cross-encoder by its name or folder, which reads premise and hypothesis together.

    Of a model of inference the most probable label decides; the one number of another is taken
    for the logit of its being entailed. A premise that is longer than the model can read is cut,
    and the verdict says so.
    """

    def __init__(self, model: Any, name: str, label: int | None, least: float = LEAST) -> None:
        self._model = model
        self._label = label
        self._least = least
        # The tokenizer keeps what it cuts at as its own state; two threads may not set it at once.
        self._one = threading.Lock()
        self.name = f"{CROSS_ENCODER}:{name}"

    @classmethod
    def load(cls, name: str, least: float = LEAST) -> Self:
        """Open a model that is on this machine; nothing is downloaded.

        Raises:
            EmbeddingError: there is no such model here, it cannot be loaded, or none of its labels
                is that of entailment.
        """
        from sentence_transformers import CrossEncoder

        try:
            model = CrossEncoder(name, device="cpu", local_files_only=True)
        # What is raised for a model that is not there depends on the version of three libraries.
        except Exception as error:
            raise EmbeddingError(
                f"the judge {name!r} is not on this machine or is no cross-encoder; download it "
                "first, or name another in the suite"
            ) from error
        return cls(model, name, _label(model.config.id2label, name), least)

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The verdict; the reason gives the probability of entailment."""
        with self._one:
            logits, cut = self._read(premise, hypothesis)
        if self._label is None:
            share = _sigmoid(logits[0])
            entailed = share >= self._least
        else:
            share = _softmax(logits)[self._label]
            entailed = logits[self._label] == max(logits)
        why = f"entailed with a probability of {share:.2f}"
        return Verdict(entailed, f"{why}; the premise was too long and was cut" if cut else why)

    def _read(self, premise: str, hypothesis: str) -> tuple[list[float], bool]:
        """The model's numbers as they are before any activation, and whether the text was cut."""
        import torch

        (found,) = self._model.predict(
            [(premise, hypothesis)], show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        most = self._model.max_seq_length
        pieces = len(self._model.tokenizer(premise, hypothesis, verbose=False)["input_ids"])
        values = found.tolist()
        return (values if isinstance(values, list) else [values]), bool(most and pieces > most)


def _label(names: Mapping[int, str], name: str) -> int | None:
    """The place of the label of entailment; None where a model has one number alone."""
    if len(names) == 1:
        return None
    for place, label in names.items():
        if label.lower() in _ENTAILMENT:
            return int(place)
    known = ", ".join(names.values())
    raise EmbeddingError(f"the judge {name!r} has no label for entailment, but: {known}")


def _softmax(logits: Sequence[float]) -> list[float]:
    top = max(logits)
    shares = [math.exp(logit - top) for logit in logits]
    return [share / sum(shares) for share in shares]


def _sigmoid(logit: float) -> float:
    return 1.0 / (1.0 + math.exp(-logit)) if logit > -700 else 0.0
