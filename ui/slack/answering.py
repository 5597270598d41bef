"""One question from Slack to its answer: what the assistant says goes into a reply as it comes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from typing import Any, cast

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, Delta, Event, Step
from ui.slack.blocks.answer import closing as closing_blocks
from ui.slack.blocks.answer import streamed, whole
from ui.slack.blocks.checked import checked_messages
from ui.slack.blocks.share import shareable
from ui.slack.place import Question
from ui.slack.reply import Reply
from ui.slack.store import QuestionStore

# Questions that are thought about at the same time: the embedded model takes a core for each, a
# hosted one mostly waits.
_EMBEDDED, _HOSTED = 2, 4

Limits = Callable[[Question], Mapping[str, Any]]
"""What is asked, and where, to the limits of its search, as `Assistant.stream` takes them."""
Status = Callable[[Question, str], None]
"""Says what is being done for a question, where Slack has a place for that."""


class Answering:
    """Answers questions into replies; may be called from several threads."""

    def __init__(
        self, assistant: Assistant, store: QuestionStore, limits: Limits, status: Status
    ) -> None:
        self._assistant = assistant
        self._store = store
        self._limits = limits
        self._status = status
        self._thinking = threading.Semaphore(_HOSTED if assistant.settings.model else _EMBEDDED)

    def answer(self, question: Question, reply: Reply, stopped: threading.Event) -> bool:
        """Answer ``question`` into ``reply``; False where it was stopped.

        Raises:
            OnRecordError: there is no answer; nothing final has been said.
        """
        if question.kind == "check":
            self._check(question, reply)
            return True
        answer = self._answered(question, reply, stopped)
        if answer is None:
            return False
        answer_id = self._assistant.answers.keep(
            answer,
            surface="slack",
            workspace=question.place.team,
            asker=question.user,
            thread=question.place.memory,
        )
        # Before it is shown: who then edits or deletes the question takes this answer along.
        self._store.note_answer(question.id, answer_id)
        url = self._assistant.settings.public_url
        messages = whole(answer, answer_id, url, self._named(question))
        if question.kind == "command" and answer.outcome == "answered":
            messages = shareable(messages, answer_id)
        if answer.outcome == "abstained":
            reply.say(messages)
        else:
            reply.finish(messages, closing_blocks(answer, answer_id, url))
        return True

    def forget(self, question: Question, answer_id: str) -> None:
        """Take a question back: no follow-up leans on it, and its answer is gone."""
        self._assistant.retract(question.place.memory, question.id)
        if answer_id:
            self._assistant.answers.forget(answer_id)

    def _check(self, question: Question, reply: Reply) -> None:
        self._status(question, "is checking the archive…")
        limits = self._limits(question)
        with self._thinking:
            checked = self._assistant.check(question.text, **limits)
        reply.say(checked_messages(checked, None, self._assistant.settings.public_url))

    def _answered(
        self, question: Question, reply: Reply, stopped: threading.Event
    ) -> Answer | None:
        """The answer, written into the reply while it comes; None where it is not wanted."""
        self._status(question, "is searching the archive…")
        name = self._named(question)
        unsaid = [f"<@{name}> "] if name else [""]
        cited: list[Citation] = []
        held: Delta | None = None

        def write(piece: Delta) -> None:
            cited.extend(piece.citations)
            said = streamed(piece.text, cited, self._assistant.settings.public_url)
            reply.write((unsaid.pop() if unsaid else "") + said)

        with closing(self._events(question)) as events:
            for event in events:
                if stopped.is_set():
                    return None
                if isinstance(event, Answer):
                    if held is not None and event.outcome == "answered":
                        write(held)
                    return event
                if isinstance(event, Step):
                    continue
                if held is not None:
                    write(held)
                    held = None
                # What comes first without a citation may be all that an abstention says.
                if unsaid and not event.citations:
                    held = event
                else:
                    write(event)
        raise RuntimeError("the events ended without an answer")

    def _events(self, question: Question) -> Generator[Event, None, None]:
        """The assistant's events; only some questions are thought about at the same time."""
        events = cast(
            Generator[Event, None, None],
            self._assistant.stream(
                question.text,
                thread=question.place.memory,
                asker=question.user,
                key=question.id,
                **self._limits(question),
            ),
        )
        with closing(events):
            yield from self._in_turn(events)

    def _in_turn(self, events: Iterator[Event]) -> Iterator[Event]:
        while True:
            with self._thinking:
                event = next(events, None)
            if event is None:
                return
            yield event

    def _named(self, question: Question) -> str | None:
        """Whom the answer is for, where several people ask in one thread."""
        several = len(self._store.askers(question.place)) > 1
        return question.user if several and not question.place.direct else None
