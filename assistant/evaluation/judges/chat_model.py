"""A chat model as the judge: asked by prompt for a verdict in JSON."""

from __future__ import annotations

import hashlib
import json
import weakref
from collections.abc import Callable, Iterator
from typing import Any, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from assistant.errors import ModelUnauthorized
from assistant.evaluation.judge import Verdict
from assistant.evaluation.meter import metered
from assistant.evaluation.results import Usage
from assistant.models import as_model_error, close_model, hosted_model
from assistant.settings import Settings
from prompts import load

Price = Callable[[Usage], Usage]
_TRIES = 2
_SYSTEM, _PAIR, _AGAIN = "entailment", "entailment_pair", "entailment_again"
_LONGEST = 300  # characters of a reason that are kept


class ChatModelJudge:
    """A hosted chat model that compares premise and hypothesis.

    Both are data to it: they stand between tags, and no tag can stand in them. A reply without a
    verdict is sent back once with what is wrong about it. Where that does not help, or where the
    model cannot be reached, the verdict is one that failed.
    """

    def __init__(self, model: BaseChatModel, name: str, price: Price | None = None) -> None:
        self._model = model
        self._said_by = name
        self._price: Price = price or (lambda usage: usage)
        # Runs of other prompts are runs of other judges.
        self.name = f"{name}/{_mark()}"

    @classmethod
    def load(cls, settings: Settings, price: Price | None = None) -> Self:
        """The model of the settings; its connections are closed when nobody has the judge any more.

        Raises:
            SettingsError: the provider is unknown, or its package or its key is missing.
        """
        model = hosted_model(settings)
        judge = cls(model, settings.model or "", price)
        weakref.finalize(judge, close_model, model)
        return judge

    def entails(self, premise: str, hypothesis: str) -> Verdict:
        """The model's verdict, with its reason and what it used.

        Raises:
            ModelUnauthorized: the provider refuses the key.
        """
        with metered() as meter:
            entailed, why = self._asked(premise, hypothesis)
        usage = self._price(meter.usage)
        return Verdict(bool(entailed), why, failed=entailed is None, usage=usage)

    def _asked(self, premise: str, hypothesis: str) -> tuple[bool | None, str]:
        """Whether it is entailed, None where that cannot be found out; and why."""
        pair = load(_PAIR, premise=_as_data(premise), hypothesis=_as_data(hypothesis))
        prompt: list[BaseMessage] = [SystemMessage(load(_SYSTEM)), HumanMessage(pair)]
        fault = ""
        for _ in range(_TRIES):
            try:
                reply = self._model.invoke(prompt).text
            # The providers' clients share no base class; what is none of theirs is raised again.
            except Exception as error:
                known = as_model_error(error, self._said_by)
                if known is None:
                    raise
                if isinstance(known, ModelUnauthorized):
                    raise known from error
                return None, str(known)
            verdict, fault = _verdict_in(reply)
            if verdict is not None:
                return verdict["entailed"], _reason(verdict)
            # A provider may refuse a message without text.
            prompt += [AIMessage(reply or "(nothing)"), HumanMessage(load(_AGAIN, fault=fault))]
        return None, f"no verdict that can be used: {fault}"


def _as_data(text: str) -> str:
    """A text that cannot hold a tag, and so cannot end the one that it stands between."""
    return text.replace("<", "‹").replace(">", "›")


def _verdict_in(reply: str) -> tuple[dict[str, Any] | None, str]:
    """The verdict in a reply, whatever stands around it; else None, and what is wrong."""
    found = [each for each in _objects(reply) if "entailed" in each]
    if not found:
        return None, 'it holds no JSON object with the key "entailed"'
    if any(not isinstance(each["entailed"], bool) for each in found):
        return None, '"entailed" must be true or false'
    if len({each["entailed"] for each in found}) > 1:
        return None, "it holds two verdicts"
    return found[-1], ""


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The JSON objects in a text, in order; those inside another are parts of it."""
    decoder = json.JSONDecoder()
    place = text.find("{")
    while place >= 0:
        try:
            found, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            yield found
        place = text.find("{", end)


def _reason(verdict: dict[str, Any]) -> str:
    why = verdict.get("why")
    line = " ".join(why.split()) if isinstance(why, str) else ""
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _mark() -> str:
    """Eight digits that change with the prompts."""
    texts = [load(_SYSTEM), load(_PAIR, premise="", hypothesis=""), load(_AGAIN, fault="")]
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]
