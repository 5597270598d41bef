"""Takes questions from Slack, has each answered once and in order, and follows their fate."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError

from assistant.errors import OnRecordError, UsageError
from ui.slack.answering import Answering
from ui.slack.blocks import notices
from ui.slack.clients import Clients
from ui.slack.lanes import Lanes
from ui.slack.message import Message
from ui.slack.place import Question
from ui.slack.quiet import quiet_logger
from ui.slack.reply import PrivateReply, Reply, ThreadReply
from ui.slack.store import UNFINISHED, Kept, QuestionStore, State

log = quiet_logger(__name__)

_AT_ONCE = 16  # conversations in which something is said at the same time; most wait for Slack
PATIENCE = 2.0  # seconds after which a note says that it takes longer
_UNTAKEN = "Slack did not take the answer."
_UNFORESEEN = "Something went wrong while answering. The bot's log has the details."


@dataclass(slots=True)
class _Running:
    """A question that is being answered: where to, and whether it still is wanted."""

    reply: Reply
    stopped: threading.Event = field(default_factory=threading.Event)


class Desk:
    """Answers questions, each once, in the order of its conversation.

    Its methods return at once; what they call for is done in the conversation's lane.
    """

    def __init__(
        self,
        answering: Answering,
        store: QuestionStore,
        clients: Clients,
        *,
        patience: float = PATIENCE,
    ) -> None:
        self.store = store
        self.lanes = Lanes(_AT_ONCE)
        self._answering = answering
        self._clients = clients
        self._patience = patience
        self._running: dict[str, _Running] = {}
        self._lock = threading.Lock()
        self._without_streams: set[str] = set()

    def take(self, question: Question, response_url: str = "") -> bool:
        """Write a question down and have it answered; False where it is known already."""
        if not self.store.take(question, response_url):
            return False
        self.begin(question)
        return True

    def begin(self, question: Question) -> None:
        """Have a question answered that is written down as waiting."""
        lane = question.place.memory
        self.lanes.submit(lane, lambda: self._answer(question.id, question.place.team))

    def retry(self, question_id: str, team: str) -> bool:
        """Answer a question again that was interrupted or failed; False for any other."""
        kept = self.store.get(question_id, team)
        if kept is None or kept.state not in ("interrupted", "failed"):
            return False
        self.store.note(question_id, "waiting")
        self.begin(kept.question)
        return True

    def cancel(self, question_id: str, team: str, user: str) -> bool:
        """Stop answering; only who asked may. False where there is nothing to stop."""
        kept = self.store.get(question_id, team)
        if kept is None or kept.question.user != user or kept.state not in UNFINISHED:
            return False
        self.store.note(question_id, "cancelled")
        running = self._stop(question_id)
        if running is not None:
            running.reply.say([notices.cancelled()])
        return True

    def revise(self, kept: Kept, text: str) -> None:
        """Answer a question again whose words were edited, in place of its first answer."""
        if text == kept.question.text or kept.state == "withdrawn":
            return
        running = self._stop(kept.question.id)
        self.store.revise(kept.question.id, text)
        if running is not None:
            running.reply.stop()
        question = replace(kept.question, text=text)
        self.lanes.submit(question.place.memory, lambda: self._answer_again(question))

    def withdraw(self, kept: Kept) -> None:
        """Take back the answer to a question that was deleted."""
        question = kept.question
        self.store.note(question.id, "withdrawn")
        running = self._stop(question.id)
        if running is not None:
            running.reply.withdraw()
        self.lanes.submit(question.place.memory, lambda: self._take_back(question))

    def leave(self, team: str, forget: Callable[[], None]) -> None:
        """Stop what is being answered for a workspace, and forget what was asked there.

        ``forget`` is called now, and again behind what cannot be stopped any more.
        """
        asked = [kept.question for kept in self.store.unfinished()]
        asked = [question for question in asked if question.place.team == team]
        for question in asked:
            self._stop(question.id)
        self.store.forget_workspace(team)
        forget()
        for memory in {question.place.memory for question in asked}:
            self.lanes.submit(memory, forget)

    def reply_to(self, kept: Kept) -> Reply:
        """Where a question is answered, in place of the replies that it has.

        Raises:
            UsageError: its workspace is not signed in any more.
        """
        question, team = kept.question, kept.question.place.team
        if kept.response_url:
            return PrivateReply(kept.response_url)
        client = self._clients.of(team)
        if client is None:
            raise UsageError(f"the workspace {team} is not signed in any more")
        return ThreadReply(
            client,
            self._clients.hasty(client),
            question,
            lambda visible: self.store.note_replies(question.id, visible),
            replies=kept.replies,
            streams=team not in self._without_streams,
            no_streams=lambda: self._without_streams.add(team),
        )

    def close(self, timeout: float) -> None:
        """Let what runs come to its end; the next start says what did not."""
        self.lanes.close(timeout)

    def _answer(self, question_id: str, team: str) -> None:
        kept = self.store.get(question_id, team)
        if kept is None or kept.state != "waiting":
            return  # it was cancelled or deleted while it waited
        with self._at_work(kept) as running:
            if self.store.start(question_id):
                self._work(kept.question, running)

    def _work(self, question: Question, running: _Running) -> None:
        """Answer, or say why not; a question that was stopped meanwhile has its last word."""
        try:
            if self._answering.answer(question, running.reply, running.stopped):
                self.store.end(question.id, "done")
        except UsageError as error:
            self._give_up(question, running, "done", notices.refused(str(error)))
        except OnRecordError as error:
            self._give_up(question, running, "failed", notices.failed(str(error), question.id))
        except (SlackApiError, OSError) as error:
            log.warning("Slack did not take an answer: %s", _reason(error))
            self._give_up(question, running, "failed", notices.failed(_UNTAKEN, question.id))
        # Nothing narrower will do: whatever breaks, the person gets a line and can ask again.
        except Exception:
            log.exception("a question from Slack was not answered")
            self._give_up(question, running, "failed", notices.failed(_UNFORESEEN, question.id))

    def _give_up(
        self, question: Question, running: _Running, state: State, notice: Message
    ) -> None:
        # Noted first: the notice has a button that asks again, and can be clicked at once.
        if not self.store.end(question.id, state):
            return
        try:
            running.reply.say([notice])
        except (SlackApiError, OSError) as error:
            log.warning("Slack did not take a notice: %s", _reason(error))

    @contextlib.contextmanager
    def _at_work(self, kept: Kept) -> Iterator[_Running]:
        """While a question is answered; after a moment it is said that it takes longer."""
        running = _Running(self.reply_to(kept))
        note = notices.working("Looking into the archive…", kept.question.id)
        timer = threading.Timer(self._patience, running.reply.working, [note])
        timer.daemon = True
        with self._lock:
            self._running[kept.question.id] = running
        timer.start()
        try:
            yield running
        finally:
            timer.cancel()
            with self._lock:
                self._running.pop(kept.question.id, None)

    def _stop(self, question_id: str) -> _Running | None:
        with self._lock:
            running = self._running.get(question_id)
        if running is not None:
            running.stopped.set()
        return running

    def _answer_again(self, question: Question) -> None:
        kept = self.store.get(question.id, question.place.team)
        if kept is not None and kept.state == "waiting":
            self._answering.forget(question, kept.answer)
            self._answer(question.id, question.place.team)

    def _take_back(self, question: Question) -> None:
        kept = self.store.get(question.id, question.place.team)
        if kept is not None:
            self._answering.forget(question, kept.answer)
            if kept.replies:
                self.reply_to(kept).withdraw()


def _reason(error: Exception) -> str:
    return str(error.response["error"]) if isinstance(error, SlackApiError) else repr(error)
