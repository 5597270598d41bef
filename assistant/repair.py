"""The one more round that a chat model gets where its answer does not hold."""

from __future__ import annotations

import json
from typing import Any

from langchain.agents.middleware import AgentMiddleware, AgentState, hook_config
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage
from langgraph.runtime import Runtime

from assistant.citations import key_of
from assistant.tools import SEARCH, Turn
from assistant.writer import AnswerWriter
from prompts import CANNOT_ANSWER, load

_MARK = {"onrecord": "repair"}


class Review:
    """What an answer needs once the model has ended it; asked for at most once."""

    def __init__(self, thread: str, writer: AnswerWriter) -> None:
        self._thread = thread
        self._writer = writer
        self._done = False

    def due(self) -> tuple[str, str] | None:
        """What stands of the answer, with keys, and what to tell the model; None if all is well."""
        writer = self._writer
        if self._done or not (writer.held or not (writer.citations or writer.gave_up)):
            return None
        self._done = True
        stands = self._stands()
        faults = [
            json.dumps({"sentence": each.words, "fault": each.fault}, ensure_ascii=False)
            for each in writer.held
            if each.fault
        ]
        if not stands and not any(each.entries for each in writer.held):
            told = load("uncited", search=SEARCH, cannot_answer=CANNOT_ANSWER)
        else:
            told = load(
                "repair",
                search=SEARCH,
                cannot_answer=CANNOT_ANSWER,
                stands=f"This much of it stands:\n{stands}" if stands else "Nothing of it stands.",
                faults="These sentences of yours do not hold:\n" + "\n".join(faults),
            )
        writer.resume()
        return stands, told

    def _stands(self) -> str:
        cited = {each.number: each.passage_id for each in self._writer.citations}
        return " ".join(
            " ".join([each.text, *(f"[{key_of(self._thread, cited[n])}]" for n in each.citations)])
            for each in self._writer.sentences
        )


class Repair(AgentMiddleware[Any, Turn]):
    """Asks the model once more where the turn's review finds a fault in its answer."""

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: AgentState[Any], runtime: Runtime[Turn]) -> dict[str, Any] | None:
        """Leave of the last reply what stands, say what does not, and go back to the model."""
        last = state["messages"][-1]
        if not isinstance(last, AIMessage) or last.tool_calls or runtime.context.review is None:
            return None
        due = runtime.context.review()
        if due is None:
            return None
        stands, told = due
        kept = AIMessage(stands, id=last.id) if stands else RemoveMessage(id=str(last.id))
        asked = HumanMessage(told, additional_kwargs=_MARK)
        return {"messages": [kept, asked], "jump_to": "model"}


def is_question(message: AnyMessage) -> bool:
    """Whether a message begins a turn: the reader's question, and no repair of an answer."""
    return isinstance(message, HumanMessage) and message.additional_kwargs != _MARK
