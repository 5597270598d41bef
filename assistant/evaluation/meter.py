"""Counts what the chat model is called for and what it uses, whoever calls it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, LLMResult
from langchain_core.tracers.context import register_configure_hook

from assistant.evaluation.results import Usage
from assistant.evaluation.suite import Cap
from assistant.extractive import NAME
from assistant.listener import HeardEnough


class Meter(BaseCallbackHandler):
    """Adds up the calls and tokens of every chat model that runs in its context.

    Where a provider does not say what it used, four letters are taken for a token. A model that
    still writes after the time of `allow` is cut off.
    """

    raise_error = True

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[Any, int] = {}
        self._until = float("inf")
        self.usage = Usage()

    def allow(self, seconds: float) -> None:
        """Let the models write for so long from now on."""
        self._until = time.monotonic() + seconds

    def on_llm_new_token(self, token: str | list[str | dict[str, Any]], **kwargs: Any) -> None:
        """A model has written something; what it writes is not always an event of the answer."""
        del token, kwargs
        if time.monotonic() > self._until:
            raise HeardEnough

    def on_chat_model_start(
        self,
        serialized: dict[str, Any],
        messages: list[list[BaseMessage]],
        *,
        run_id: Any,
        **kwargs: Any,
    ) -> None:
        """A call begins."""
        del serialized
        embedded = kwargs.get("invocation_params", {}).get("_type") == NAME
        letters = sum(len(message.text) for batch in messages for message in batch)
        with self._lock:
            self._asked[run_id] = 0 if embedded else letters
            self.usage += Usage(calls=1)

    def on_llm_end(self, response: LLMResult, *, run_id: Any, **kwargs: Any) -> None:
        """A call has ended."""
        del kwargs
        with self._lock:
            letters = self._asked.pop(run_id, 0)
            for generation in (each for batch in response.generations for each in batch):
                if isinstance(generation, ChatGeneration) and letters:
                    self.usage += _used(generation.message, letters)

    def on_llm_error(self, error: BaseException, *, run_id: Any, **kwargs: Any) -> None:
        """A call has failed; what it was asked is taken for used."""
        del error, kwargs
        with self._lock:
            self.usage += Usage(input_tokens=self._asked.pop(run_id, 0) // 4)


_meter: ContextVar[Meter | None] = ContextVar("onrecord_meter", default=None)
register_configure_hook(_meter, inheritable=True)


@contextmanager
def metered() -> Iterator[Meter]:
    """What chat models use inside the block."""
    meter = Meter()
    token = _meter.set(meter)
    try:
        yield meter
    finally:
        _meter.reset(token)


def priced(usage: Usage, cap: Cap) -> Usage:
    """What was used, with its dollars by the prices of a suite."""
    usd = (usage.input_tokens * cap.input_price + usage.output_tokens * cap.output_price) / 1e6
    return Usage(usage.calls, usage.input_tokens, usage.output_tokens, usd)


def _used(message: BaseMessage, letters: int) -> Usage:
    said = message.usage_metadata if isinstance(message, AIMessage) else None
    if said:
        return Usage(input_tokens=said["input_tokens"], output_tokens=said["output_tokens"])
    return Usage(input_tokens=letters // 4, output_tokens=len(message.text) // 4)
