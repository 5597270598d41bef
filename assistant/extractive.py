"""The embedded chat model: it calls the tools and answers with sentences of their passages."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolCall,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import ConfigDict

from assistant.candidates import Shown
from assistant.compose import Line
from assistant.question import content_words, understand
from assistant.ranking import SURVEYS, article_of
from assistant.reading import Reader
from assistant.sentences import sentence_spans
from assistant.tools import READ, SEARCH, limited_to, shown_in
from prompts import CANNOT_ANSWER

NAME = "extractive"
_MOST_READ = 6  # articles of a summary or a timeline
_SIDE_TAKEN = {
    "disputes": ("disputed denied", "rejected contradicted", "questioned doubted"),
    "backs": ("backed supported", "confirmed defended vouched"),
    "declines": ("declined to comment refused to comment",),
    "demands": ("demanded urged called for",),
    "promises": ("promised pledged vowed",),
    "predicts": ("predicted expected warned",),
    "speaks": ("said told reporters",),
}


class ExtractiveChatModel(BaseChatModel):
    """Answers without a network: searches, then cites the sentences that answer best.

    It writes what any chat model of the agent writes: a call of `search_passages`, then sentences
    each followed by the key of its passage, or the word for "cannot answer".
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    reader: Reader

    @property
    def _llm_type(self) -> str:
        return NAME

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[Any, AIMessage]:
        """The model itself: it knows the agent's tools."""
        del tools, tool_choice, kwargs
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        calls, lines = self._reply(messages)
        message = AIMessage(content="".join(lines), tool_calls=calls)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        del stop, kwargs
        calls, lines = self._reply(messages)
        if calls:
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_calls=calls))
        for line in lines:
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=line))
            if run_manager:
                run_manager.on_llm_new_token(line, chunk=chunk)
            yield chunk

    def _reply(self, messages: Sequence[BaseMessage]) -> tuple[list[ToolCall], list[str]]:
        """The tool calls, or the answer in lines."""
        asked = max(i for i, message in enumerate(messages) if isinstance(message, HumanMessage))
        question: str = messages[asked].text
        replies = [m for m in messages[asked:] if isinstance(m, ToolMessage)]
        if not replies:
            return [_search(query) for query in _queries(question)], []
        shown = [each for reply in replies for each in shown_in(reply.text)]
        if understand(question).kind in SURVEYS and all(m.name == SEARCH for m in replies):
            return [_read(key) for key in _articles(shown)], []
        lines = self.reader.read(question, shown)
        if lines:
            return [], [_marked(line) + "\n\n" for line in lines]
        if all(limited_to(m.text) for m in replies if m.name == SEARCH):
            return [_search(query, any_time=True) for query in _queries(question)], []
        return [], [CANNOT_ANSWER]


def _marked(line: Line) -> str:
    """A line with the keys of its passages; one that reads as two sentences gets them twice."""
    keys = "".join(f" [{key}]" for key in line.keys)
    return " ".join(f"{line.text[a:b]}{keys}" for a, b in sentence_spans(line.text))


def _queries(question: str) -> list[str]:
    """What to search for: the question, and the speaker or the subject without the words around.

    Articles tell of a side in other words than the question: those are searched for as well.
    """
    asked = understand(question)
    bare = " ".join([*asked.speaker, asked.subject]).strip()
    queries = [question, *([bare] if content_words(bare) else [])]
    if asked.side:
        queries += [f"{bare} {verbs}".strip() for verbs in _SIDE_TAKEN[asked.side]]
    return queries


def _articles(shown: Sequence[Shown]) -> list[str]:
    """For each of the first articles the key of a passage: a survey reads them from the top."""
    keys: dict[tuple[str, str], str] = {}
    for each in shown:
        keys.setdefault(article_of(each), each.key)
    return list(keys.values())[:_MOST_READ]


def _search(query: str, **options: bool) -> ToolCall:
    return _call(SEARCH, {"query": query, **options})


def _read(key: str) -> ToolCall:
    return _call(READ, {"key": key})


def _call(name: str, args: dict[str, Any]) -> ToolCall:
    return ToolCall(name=name, args=args, id=f"call_{uuid.uuid4().hex[:12]}")
