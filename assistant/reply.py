"""The agent's reply to one question while it comes in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage

from assistant.citations import Evidence
from assistant.tools import artifacts
from assistant.types import Delta, Entry, Event, Step
from assistant.writer import AnswerWriter

Entries = Callable[[Sequence[dict[str, Any]]], list[Entry]]
"""What tools found, as rows of their artifacts, to passages with their articles."""

_MODEL = "model"  # the node of the graph whose messages are the answer


class Reply:
    """Turns what the graph streams into steps and verified text.

    ``found`` are the rows of all tools, in the order of their calls; ``timings`` are in seconds.
    """

    def __init__(
        self, writer: AnswerWriter, evidence: Evidence, entries: Entries, begun: float
    ) -> None:
        self.timings: dict[str, float] = {}
        self._writer = writer
        self._evidence = evidence
        self._entries = entries
        self._begun = begun
        self._by_call: dict[str | None, list[dict[str, Any]]] = {}

    @property
    def found(self) -> list[dict[str, Any]]:
        """What the tools of this turn found."""
        return list(chain(*self._by_call.values()))

    def hear(self, kind: str, data: Any) -> Iterator[Event]:
        """Take in one event of the graph, of the stream mode ``kind``."""
        if kind == "messages":
            message, about = data
            # What middleware does to the messages passes here too, and is no text of the model.
            if isinstance(message, AIMessage) and about.get("langgraph_node") == _MODEL:
                yield from self._shown(self._writer.feed(message.text) if message.text else None)
            return
        for node, update in data.items():
            for message in (update or {}).get("messages", []):
                yield from self._done(node, message)

    def end(self) -> Iterator[Event]:
        """Give out what the writer still has."""
        yield from self._shown(self._writer.finish())
        self.timings["total"] = self._since()

    def _done(self, node: str, message: AnyMessage) -> Iterator[Event]:
        """A whole message: a call, what a tool found, or the end of a text."""
        if message.type == "tool":
            rows = artifacts([message])
            self._by_call.setdefault(message.tool_call_id, []).extend(rows)
            self._evidence.add(self._entries(rows))
            self.timings["retrieved"] = self._since()
        elif not isinstance(message, AIMessage) or node != _MODEL:
            return
        elif message.tool_calls:
            self._writer.discard()
            for call in message.tool_calls:
                self._by_call.setdefault(call["id"], [])
            yield Step(_doing(message))
        else:
            yield from self._shown(self._writer.finish())

    def _shown(self, delta: Delta | None) -> Iterator[Event]:
        if delta is not None:
            self.timings.setdefault("first_text", self._since())
            yield delta

    def _since(self) -> float:
        return round(time.perf_counter() - self._begun, 4)


def _doing(message: AIMessage) -> str:
    call = message.tool_calls[0]
    about = str(call["args"].get("query", ""))[:120]
    return f"Searching the archive for: {about}" if about else "Reading the article"
