"""The LangChain agent: a model, the tools over one archive, and memory by thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    BaseMessage,
    HumanMessage,
    RemoveMessage,
    SystemMessage,
)
from langchain_core.messages.tool import tool_call
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.message import REMOVE_ALL_MESSAGES

from assistant.context import Budget
from assistant.tools import READ, SEARCH, Turn
from assistant.types import Query
from prompts import CANNOT_ANSWER, load

# Model calls of one question: a search or two, a look into an article, the answer.
MOST_STEPS = 16


class FitContext(AgentMiddleware[Any, Turn]):
    """Gives the model the newest turns that fit the budget; the thread keeps them all."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self._budget = budget

    def wrap_model_call(
        self,
        request: ModelRequest[Turn],
        handler: Callable[[ModelRequest[Turn]], ModelResponse[Any]],
    ) -> Any:
        """Set the prompt of this turn and leave out old turns that do not fit."""
        prompt = SystemMessage(system_prompt(request.runtime.context.filters))
        messages = newest_that_fit(request.messages, self._budget)
        response = handler(request.override(messages=messages, system_message=prompt))
        return replace(response, result=[_with_calls(m) for m in response.result])


def build_agent(
    model: BaseChatModel,
    tools: Sequence[BaseTool],
    budget: Budget,
    checkpointer: BaseCheckpointSaver[Any],
) -> Any:
    """The agent graph; its input is `ask_input`, its context a `Turn`."""
    return create_agent(
        model,
        tools,
        middleware=[FitContext(budget)],
        context_schema=Turn,
        checkpointer=checkpointer,
    )


def system_prompt(filters: Query) -> str:
    """The instructions for a turn, with today's date and what the search is limited to."""
    limits = []
    if filters.published_after:
        limits.append(f"on or after {filters.published_after.date()}")
    if filters.published_before:
        limits.append(f"before {filters.published_before.date()}")
    if filters.sources:
        limits.append(f"by {', '.join(filters.sources)}")
    said = f"\n\nThe search sees only articles published {' and '.join(limits)}." if limits else ""
    return load(
        "system",
        search=SEARCH,
        read=READ,
        cannot_answer=CANNOT_ANSWER,
        today=datetime.now(UTC).date().isoformat(),
        filters=said,
    )


def ask_input(question: str, history: Sequence[AnyMessage]) -> dict[str, Any]:
    """The agent's input for a question; what a failed turn left in the thread is taken out."""
    asked = HumanMessage(question)
    kept = complete(history)
    if len(kept) == len(history):
        return {"messages": [asked]}
    # Not one by one: what a stopped turn wrote last may be gone when the next one begins.
    return {"messages": [RemoveMessage(id=REMOVE_ALL_MESSAGES), *kept, asked]}


def complete(history: Sequence[AnyMessage]) -> Sequence[AnyMessage]:
    """The messages up to the last complete answer.

    A turn that broke off may end in a tool call without a reply, which providers refuse.
    """
    end = 0
    for place, message in enumerate(history, start=1):
        if isinstance(message, AIMessage) and not message.tool_calls:
            end = place
    return history[:end]


def _with_calls(message: BaseMessage) -> BaseMessage:
    """A call whose arguments are no JSON object becomes one without any: the tool asks for them."""
    if not isinstance(message, AIMessage) or not message.invalid_tool_calls:
        return message
    broken = [
        tool_call(name=call["name"] or "", args={}, id=call["id"])
        for call in message.invalid_tool_calls
    ]
    calls = [*message.tool_calls, *broken]
    return message.model_copy(update={"tool_calls": calls, "invalid_tool_calls": []})


def newest_that_fit(messages: Sequence[AnyMessage], budget: Budget) -> list[AnyMessage]:
    """The newest whole turns within the budget; the present turn always.

    Passages that earlier turns read are left out: what they said stands in the answers, and they
    can be searched for again.
    """
    starts = [i for i, message in enumerate(messages) if isinstance(message, HumanMessage)]
    if not starts:
        return list(messages)
    present = list(messages[starts[-1] :])
    kept: list[AnyMessage] = []
    for begin, end in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        turn = [_said_only(m) for m in messages[begin:end] if m.type != "tool" and m.text]
        if not budget.fits([m.text for m in (*turn, *kept)]):
            break
        kept = [*turn, *kept]
    return [*kept, *present]


def _said_only(message: AnyMessage) -> AnyMessage:
    if isinstance(message, AIMessage) and message.tool_calls:
        return AIMessage(message.text)
    return message
