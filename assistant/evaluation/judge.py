"""Entailment: whether a text bears out a sentence. The protocol, and the choice of a judge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Protocol

from assistant.errors import SuiteError
from assistant.evaluation.results import Usage
from assistant.evaluation.suite import JUDGES, LEXICAL
from assistant.settings import Settings

CROSS_ENCODER = "cross-encoder"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the premise entails the hypothesis, and why.

    ``failed`` says that the judge gave no verdict that can be used: then nothing is entailed.
    """

    entailed: bool
    why: str = ""
    failed: bool = False
    usage: Usage = field(default_factory=Usage)


class EntailmentJudge(Protocol):
    """Decides whether a reader of the premise alone would hold the hypothesis for true.

    The relation is ALCE's "is the statement supported by" (Gao et al. 2023, section 3). A judge may
    be asked by several threads at once.
    """

    @property
    def name(self) -> str:
        """The judge and its version, for the record of a run."""

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The verdict; what a judge cannot decide is not entailed, and says so."""


class Remembering:
    """A judge that asks another once for each pair; what it used is counted with the first."""

    def __init__(self, judge: EntailmentJudge) -> None:
        self._judge = judge
        self._said: dict[tuple[str, str], Verdict] = {}

    @property
    def name(self) -> str:
        """That of the judge who is asked."""
        return self._judge.name

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The judge's first verdict on this pair."""
        pair = premise, hypothesis
        if pair in self._said:
            return replace(self._said[pair], usage=Usage())
        verdict = self._judge.entails(premise, hypothesis)
        self._said[pair] = verdict
        return verdict


def load_entailment_judge(
    name: str, settings: Settings, place: str = "", price: Callable[[Usage], Usage] | None = None
) -> EntailmentJudge:
    """The judge of a suite: ``lexical``, ``cross-encoder:NAME`` or a chat model.

    ``place`` is where the suite names it. ``price`` adds the dollars to what a call used.

    Raises:
        SuiteError: there is no judge of this name.
        EmbeddingError: the cross-encoder is not on this machine.
        SettingsError: the chat model's provider, package or key is missing.
    """
    kind, _, rest = name.partition(":")
    if name == LEXICAL:
        from assistant.evaluation.judges.lexical import LexicalJudge

        return LexicalJudge()
    if kind == CROSS_ENCODER and rest:
        from assistant.evaluation.judges.cross_encoder import CrossEncoderJudge

        return CrossEncoderJudge.load(rest)
    if kind and rest:
        from assistant.evaluation.judges.chat_model import ChatModelJudge

        return ChatModelJudge.load(settings.model_copy(update={"model": name}), price)
    raise SuiteError(f"there is no judge {name!r}; it is {JUDGES}", place)
