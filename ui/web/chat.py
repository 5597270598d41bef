"""From the assistant's events to what the page shows next; knows nothing of Gradio."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.archive import Archive
from assistant.errors import OnRecordError
from assistant.types import Answer, Delta, Event, Step
from ui.web.panel import EMPTY, panel
from ui.web.transcript import notice, transcript, turn_html
from ui.web.turn import Conversation, Turn, nearest

if TYPE_CHECKING:
    from assistant.assistant import Assistant

log = logging.getLogger(__name__)

_UNFORESEEN = "Something went wrong while answering. The server's log has the details; ask again."


@dataclass(frozen=True, slots=True)
class View:
    """What changes on the page; None leaves a part as it is.

    The finished turns (``transcript``) and the one under way (``live``) are apart, so that a new
    piece of text sends and draws one turn and not the whole conversation.
    """

    conversation: Conversation | None = None
    transcript: str | None = None
    live: str | None = None
    panel: str | None = None
    question: str | None = None
    busy: bool | None = False


def converse(assistant: Assistant, conversation: Conversation, question: str) -> Iterator[View]:
    """Ask ``question`` and yield each change of the page, the last one with ``busy`` False."""
    if conversation.waiting:
        yield View(busy=None)
        return
    if not question.strip():
        yield View(
            live=notice("Type a question first: who said what, about which event?"), question=""
        )
        return
    place, turn = len(conversation.turns), Turn(question.strip())
    yield View(
        conversation=conversation.with_turn(turn),
        transcript=None if conversation.turns else "",  # the welcome makes room
        live=turn_html(turn, place),
        question="",
        busy=True,
    )
    try:
        for event in assistant.stream(turn.question, thread=conversation.thread):
            turn = _after(turn, event, assistant.archive)
            if turn.answer is None:
                now = conversation.with_turn(turn)
                yield View(conversation=now, live=turn_html(turn, place), busy=True)
        if turn.answer is None:
            raise RuntimeError("the events ended without an answer")
        opened = _first_article(turn, place, assistant.archive)
    except OnRecordError as error:
        turn, opened = Turn(turn.question, problem=str(error)), None
    except Exception:
        # Nothing narrower will do: whatever breaks below, the reader gets a line and can go on.
        log.exception("the answer failed")
        turn, opened = Turn(turn.question, problem=_UNFORESEEN), None
    done = conversation.with_turn(turn)
    yield View(conversation=done, transcript=transcript(done), live="", panel=opened)


def _after(turn: Turn, event: Event, archive: Archive) -> Turn:
    match event:
        case Step(text):
            return replace(turn, steps=(*turn.steps, text))
        case Delta(text, citations):
            return replace(turn, text=turn.text + text, citations=(*turn.citations, *citations))
        case Answer(outcome="abstained"):
            return replace(turn, answer=event, citations=nearest(archive, event.hits))
        case Answer():
            return replace(turn, answer=event, citations=event.citations)


def _first_article(turn: Turn, place: int, archive: Archive) -> str:
    """What opens beside a new answer; beside an abstention an article would look like evidence."""
    if turn.answer is None or turn.answer.outcome == "abstained" or not turn.citations:
        return EMPTY
    return panel(archive, turn, place, turn.citations[0].number)
