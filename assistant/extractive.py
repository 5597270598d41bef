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

from assistant.fold import fold
from assistant.question import content_words, same_of_another, understand
from assistant.reading import Reader, Shown
from assistant.sentences import sentence_spans
from assistant.tools import SEARCH, shown_in
from prompts import CANNOT_ANSWER

NAME = "extractive"
_SIDE_TAKEN = {
    "disputes": "disputed denied rejected contradicted questioned",
    "backs": "backed supported confirmed defended vouched",
    "declines": "declined to comment refused to comment",
}
_POINTING = {"he", "she", "it", "they", "him", "her", "them", "his", "their", "its", "this", "that"}


class ExtractiveChatModel(BaseChatModel):
    """Answers without a network: searches once, then cites the sentences that answer best.

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
        asked = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
        question: str = messages[asked[-1]].text
        before = messages[asked[-2]].text if len(asked) > 1 and leans_back(question) else ""
        if before and (restated := same_of_another(question, before)):
            question, before = restated, ""
        replies = [m for m in messages[asked[-1] :] if isinstance(m, ToolMessage)]
        if not replies:
            return [_search(query) for query in _queries(question, before)], []
        shown = [each for reply in replies for each in shown_in(reply.text)]
        return [], self._answer(question, shown, before)

    def _answer(self, question: str, shown: Sequence[Shown], before: str) -> list[str]:
        chosen = self.reader.read(question, shown, before)
        if not chosen:
            return [CANNOT_ANSWER]
        # A sentence that reads as two when it stands alone gets its marker twice.
        return [
            " ".join(f"{c.text[a:b]} [{c.key}]" for a, b in sentence_spans(c.text)) + "\n\n"
            for c in chosen
        ]


def _queries(question: str, before: str) -> list[str]:
    """What to search for: the question, and the speaker or the subject without the words around.

    Articles tell of a side in other words than the question: those are searched for as well.
    """
    asked = understand(question)
    bare = " ".join([*asked.speaker, asked.subject]).strip()
    queries = [f"{question} {before}".strip(), *([bare] if content_words(bare) else [])]
    if asked.side:
        queries.append(f"{bare} {_SIDE_TAKEN[asked.side]}".strip())
    return queries


def _search(query: str) -> ToolCall:
    return ToolCall(name=SEARCH, args={"query": query}, id=f"call_{uuid.uuid4().hex[:12]}")


def leans_back(question: str) -> bool:
    """Whether a question needs the one before it to be understood."""
    words = fold(question).strip(" ?.!").split()
    if words[:1] in (["and"], ["but"], ["so"]) or len(content_words(question)) < 2:
        return True
    return bool(_POINTING & set(words))
