"""`Assistant`: the pipeline from a question to a cited answer, wired in one place."""

from __future__ import annotations

import contextlib
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from langchain_core.messages import AIMessage, AnyMessage

from assistant.abstention import abstention
from assistant.agent import MOST_STEPS, ask_input, build_agent
from assistant.archive import Archive
from assistant.citations import Evidence
from assistant.context import Budget, token_counter, unlimited
from assistant.embed import load_embedder
from assistant.errors import ArchiveUnwritable, ModelError, OnRecordError
from assistant.extractive import NAME, ExtractiveChatModel
from assistant.indexer import Indexer, Progress, silent
from assistant.owner import Ownership
from assistant.question import checked
from assistant.reading import Reader
from assistant.retrieve import Retriever
from assistant.settings import Settings
from assistant.threads import Threads
from assistant.tools import Turn, artifacts, make_tools
from assistant.types import Answer, Article, Delta, Entry, Event, Hit, Query, Step
from assistant.writer import AnswerWriter


class Assistant:
    """Answers questions from one archive, which it owns from `open` to `close`.

    Its methods may be called from several threads.
    """

    def __init__(
        self, settings: Settings, ownership: Ownership, indexer: Indexer, threads: Threads
    ) -> None:
        self.settings = settings
        self.ownership = ownership
        self.indexer = indexer
        self.archive = indexer.archive
        self._threads = threads
        self._retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
        self._agent: Any = None

    @classmethod
    def open(
        cls,
        folder: Path | str,
        settings: Settings | None = None,
        *,
        command: str = "python",
        progress: Progress = silent,
    ) -> Self:
        """Open or create the archive in ``folder`` and finish what a stopped process left undone.

        ``command`` names this process to others that want the archive. ``progress`` is told of
        articles that have to be indexed first.

        Raises:
            ArchiveError: the archive is held, damaged, unwritable, or of another embedding model.
            SettingsError: a setting is wrong.
            EmbeddingError: the embedding model cannot be loaded.
        """
        folder = Path(folder)
        settings = settings or Settings.load(folder)
        with contextlib.ExitStack() as undo:
            ownership = Ownership.take(folder, command, settings.lock_wait)
            undo.callback(ownership.release)
            archive = undo.enter_context(Archive.open(folder))
            indexer = Indexer.open(folder, settings, archive, load_embedder(settings))
            undo.callback(indexer.close)
            indexer.catch_up(progress)
            assistant = cls(settings, ownership, indexer, Threads(folder))
            undo.pop_all()
        return assistant

    def close(self) -> None:
        """Give the archive up."""
        with contextlib.ExitStack() as stack:
            stack.callback(self.ownership.release)
            stack.callback(self.archive.close)
            stack.callback(self.indexer.close)
            stack.callback(self._threads.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def search(
        self,
        question: str,
        k: int | None = None,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
    ) -> list[Hit]:
        """The ``k`` best passages, best first; ``after`` is inclusive, ``before`` is not."""
        query = Query(checked(question), after, before, tuple(sources))
        return self._retriever.search(query, k or self.settings.hits)

    def ask(
        self,
        question: str,
        *,
        thread: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
    ) -> Answer:
        """The answer to a question; errors as `stream` raises them."""
        events = self.stream(question, thread=thread, after=after, before=before, sources=sources)
        return next(event for event in events if isinstance(event, Answer))

    def stream(
        self,
        question: str,
        *,
        thread: str | None = None,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
    ) -> Iterator[Event]:
        """The steps, the text in verified pieces, and at last the `Answer`.

        Questions with the same ``thread`` are one conversation; without one, none is remembered.

        Raises:
            QuestionError: the question is empty or too long.
            ModelError: the chat model failed; the thread can be used again.
        """
        query = Query(checked(question), after, before, tuple(sources))
        begun = time.perf_counter()
        name = thread or f"once-{uuid.uuid4().hex}"
        turn = Turn(name, query)
        try:
            with self._threads.turn(name):
                yield from self._answer(turn, begun)
        finally:
            if thread is None:
                self._threads.forget(name)

    def _answer(self, turn: Turn, begun: float) -> Iterator[Event]:
        agent = self._graph()
        config = {"configurable": {"thread_id": turn.thread}, "recursion_limit": MOST_STEPS}
        history: list[AnyMessage] = agent.get_state(config).values.get("messages", [])
        evidence = Evidence(turn.thread)
        evidence.add(self._entries(artifacts(history)))
        writer = AnswerWriter(turn.filters.text, evidence)
        found: dict[str | None, list[dict[str, Any]]] = {}  # by call, in the order of the calls
        timings: dict[str, float] = {}
        for kind, data in self._run(agent, ask_input(turn.filters.text, history), config, turn):
            if kind == "messages":
                delta = _feed(writer, data[0])
                if delta is not None:
                    timings.setdefault("first_text", round(time.perf_counter() - begun, 4))
                    yield delta
                continue
            for message in _new_messages(data):
                if isinstance(message, AIMessage) and message.tool_calls:
                    writer.discard()
                    for call in message.tool_calls:
                        found.setdefault(call["id"], [])
                    yield Step(_doing(message))
                elif message.type == "tool":
                    rows = artifacts([message])
                    found.setdefault(message.tool_call_id, []).extend(rows)
                    evidence.add(self._entries(rows))
                    timings["retrieved"] = round(time.perf_counter() - begun, 4)
        last = writer.finish()
        if last is not None:
            yield last
        timings["total"] = round(time.perf_counter() - begun, 4)
        answer = self._concluded(turn, writer, list(chain(*found.values())), timings)
        if not writer.text:
            yield Delta(answer.text, ())
        yield answer

    def _run(self, agent: Any, given: Any, config: Any, turn: Turn) -> Iterator[tuple[str, Any]]:
        """The agent's stream, with a provider's failures as our errors."""
        modes = ["messages", "updates"]
        try:
            yield from agent.stream(given, config, context=turn, stream_mode=modes)
        # The providers' clients share no base class; what is no failure of theirs goes on as it is.
        except Exception as error:
            ours = as_error(error, self._model_name())
            if ours is None:
                raise
            raise ours from error

    def _concluded(
        self,
        turn: Turn,
        writer: AnswerWriter,
        found: Sequence[dict[str, Any]],
        timings: dict[str, float],
    ) -> Answer:
        rows = {row["passage_id"]: row for row in reversed(found)}  # the first search's row stays
        passages = self.archive.passages_by_id(rows)
        hits = tuple(
            Hit(passages[name], rows[name]["score"], rows[name]["rank"], rows[name]["retriever"])
            for name in dict.fromkeys(row["passage_id"] for row in found)
            if name in passages
        )
        answered = bool(writer.citations)
        text = writer.text
        if not answered:
            # A model may give up without a search; the reader is shown what one finds.
            hits = hits or tuple(self._retriever.search(turn.filters, self.settings.hits))
            articles = self.archive.articles_by_id(hit.passage.article_id for hit in hits)
            text = abstention(turn.filters, hits, articles, self.archive.count()[0])
        return Answer(
            question=turn.filters.text,
            outcome="answered" if answered else "abstained",
            text=text,
            sentences=writer.sentences,
            citations=writer.citations,
            hits=hits,
            model=self._model_name(),
            timings=timings,
            dropped_citations=writer.dropped,
        )

    def _entries(self, rows: Sequence[dict[str, Any]]) -> list[Entry]:
        passages = self.archive.passages_by_id(row["passage_id"] for row in rows)
        articles: dict[str, Article] = self.archive.articles_by_id(
            passage.article_id for passage in passages.values()
        )
        return [Entry(p, articles[p.article_id]) for p in passages.values()]

    def _model_name(self) -> str:
        return self.settings.model or NAME

    def _graph(self) -> Any:
        if self._agent is None:
            if self.settings.model:
                from assistant.models import hosted_model

                model: Any = hosted_model(self.settings)
                budget = Budget(self.settings.context_tokens, token_counter())
            else:
                words = self.indexer.words
                reader = Reader(self.indexer.embedder, words.terms, words.frequency)
                model, budget = ExtractiveChatModel(reader=reader), unlimited()
            tools = make_tools(self.archive, self._retriever, budget, self.settings.hits)
            self._agent = build_agent(model, tools, budget, self._threads.checkpointer)
        return self._agent


def as_error(error: Exception, model: str) -> OnRecordError | None:
    """The failure of the model or of the memory behind ``error``; None for anything else."""
    from langgraph.errors import GraphRecursionError

    from assistant.models import as_model_error

    if isinstance(error, OnRecordError):
        return None
    if isinstance(error, sqlite3.Error):
        return ArchiveUnwritable(
            f"the conversation cannot be kept ({error}); check the disk's space and permissions"
        )
    if isinstance(error, GraphRecursionError):
        return ModelError(f"{model} kept calling tools without an answer; ask more narrowly")
    return as_model_error(error, model)


def _feed(writer: AnswerWriter, message: Any) -> Delta | None:
    """Pass the model's text on: its pieces, or the whole where the model cannot stream."""
    return writer.feed(message.text) if isinstance(message, AIMessage) and message.text else None


def _new_messages(update: dict[str, Any]) -> list[AnyMessage]:
    return [m for part in update.values() if part for m in part.get("messages", [])]


def _doing(message: AIMessage) -> str:
    call = message.tool_calls[0]
    about = str(call["args"].get("query", ""))[:120]
    return f"Searching the archive for: {about}" if about else "Reading the article"
