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
from assistant.languages import language_name
from assistant.repair import Repair, is_question
from assistant.tools import POSITIONS, READ, SEARCH, WHO_SAID, Turn
from assistant.types import Query
from prompts import CANNOT_ANSWER, load


class FitContext(AgentMiddleware[Any, Turn]):
    """Gives the model the newest turns that fit the budget; the thread keeps them all."""

    def __init__(self, budget: Budget, searches: int | None) -> None:
        super().__init__()
        self._budget = budget
        self._searches = searches

    def wrap_model_call(
        self,
        request: ModelRequest[Turn],
        handler: Callable[[ModelRequest[Turn]], ModelResponse[Any]],
    ) -> Any:
        """Set the prompt of this turn and leave out old turns that do not fit."""
        turn = request.runtime.context
        left = self._left(request.messages)
        prompt = system_prompt(turn.filters, turn.as_of, searches_left=left != 0)
        messages = newest_that_fit(request.messages, self._budget)
        asked = request.override(messages=messages, system_message=SystemMessage(prompt))
        response = handler(_without_tools(asked) if left == 0 else asked)
        return replace(response, result=[_at_most(left, _with_calls(m)) for m in response.result])

    def _left(self, messages: Sequence[AnyMessage]) -> int | None:
        """How many more tools the model may call for this question; None for as many as it likes"""
        if self._searches is None:
            return None
        calls = 0
        for message in reversed(messages):
            if is_question(message):
                break
            calls += len(message.tool_calls) if isinstance(message, AIMessage) else 0
        return max(0, self._searches - calls)


def build_agent(
    model: BaseChatModel,
    tools: Sequence[BaseTool],
    budget: Budget,
    checkpointer: BaseCheckpointSaver[Any],
    searches: int | None = None,
) -> Any:
    """The agent graph; its input is `ask_input`, its context a `Turn`.

    ``searches`` limits the tool calls of one question; without it, answers get no repair either.
    """
    fit = FitContext(budget, searches)
    middleware: list[AgentMiddleware[Any, Turn]] = [fit] if searches is None else [fit, Repair()]
    return create_agent(
        model,
        tools,
        middleware=middleware,
        context_schema=Turn,
        checkpointer=checkpointer,
    )


def most_steps(searches: int) -> int:
    """Steps of the graph that so many searches and one repair can take: a bound, never met."""
    return 3 * searches + 12


def system_prompt(
    filters: Query, as_of: datetime | None = None, *, searches_left: bool = True
) -> str:
    """The instructions for a turn, with today's date and what the search is limited to."""
    limits = []
    if filters.published_after:
        limits.append(f"on or after {filters.published_after.date()}")
    if filters.published_before:
        limits.append(f"before {filters.published_before.date()}")
    if filters.sources:
        limits.append(f"by {', '.join(filters.sources)}")
    if filters.speaker:
        limits.append(f"in which {filters.speaker} is quoted or reported")
    if filters.language:
        limits.append(f"in {language_name(filters.language)} or of no known language")
    said = f"\n\nThe search sees only articles published {' and '.join(limits)}." if limits else ""
    if filters.period:
        said += (
            f"\n\nThe question's own dates ({filters.period.words}) limit the search as well; "
            "look outside them with any_time only where they hold no answer, and say so."
        )
    prompt = load(
        "system",
        search=SEARCH,
        read=READ,
        who_said=WHO_SAID,
        positions=POSITIONS,
        cannot_answer=CANNOT_ANSWER,
        today=(as_of or datetime.now(UTC)).date().isoformat(),
        filters=said,
    )
    if searches_left:
        return prompt
    return f"{prompt}\n\n{load('no_more_searches', cannot_answer=CANNOT_ANSWER)}"


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


def _without_tools(request: ModelRequest[Turn]) -> ModelRequest[Turn]:
    """The request that lets the model only answer."""
    if type(request.model).__module__.startswith("langchain_anthropic"):
        # Anthropic refuses a history with tool calls where no tools are declared.
        return request.override(tool_choice={"type": "none"})
    return request.override(tools=[])


def _at_most(left: int | None, message: BaseMessage) -> BaseMessage:
    """The message with no more calls than are left, so that no model can call for ever."""
    if left is None or not isinstance(message, AIMessage) or len(message.tool_calls) <= left:
        return message
    extra = {k: v for k, v in message.additional_kwargs.items() if k != "tool_calls"}
    calls = message.tool_calls[:left]
    return message.model_copy(update={"tool_calls": calls, "additional_kwargs": extra})


def newest_that_fit(messages: Sequence[AnyMessage], budget: Budget) -> list[AnyMessage]:
    """The newest whole turns within the budget; the present turn always.

    Passages that earlier turns read are left out: what they said stands in the answers, and they
    can be searched for again.
    """
    starts = [i for i, message in enumerate(messages) if is_question(message)]
    if not starts:
        return list(messages)
    present = list(messages[starts[-1] :])
    kept: list[AnyMessage] = []
    for begin, end in zip(reversed(starts[:-1]), reversed(starts[1:]), strict=True):
        said = [m for m in messages[begin:end] if m.type != "tool" and m.text]
        turn = [_said_only(m) for m in said if is_question(m) or m.type != "human"]
        if not budget.fits([m.text for m in (*turn, *kept)]):
            break
        kept = [*turn, *kept]
    return [*kept, *present]


def _said_only(message: AnyMessage) -> AnyMessage:
    if isinstance(message, AIMessage) and message.tool_calls:
        return AIMessage(message.text)
    return message
