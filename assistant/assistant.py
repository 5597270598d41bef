"""`Assistant`: the pipeline from a question to a cited answer, wired in one place."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from langchain_core.messages import AnyMessage

from assistant.abstention import Searched, abstention
from assistant.agent import ask_input, most_steps
from assistant.archive import Archive
from assistant.citations import Evidence
from assistant.embed import load_embedder
from assistant.failures import as_error
from assistant.indexer import Indexer, Progress, silent
from assistant.intake import dated, moment, taken
from assistant.ledger import Wanted
from assistant.listener import HeardEnough, Listener
from assistant.origins import Told
from assistant.owner import Ownership
from assistant.parts import Parts
from assistant.past import Past
from assistant.period_note import period_note
from assistant.question import OF_PEOPLE, checked, content_words, understand
from assistant.repair import Review
from assistant.reply import Reply
from assistant.retold import retold
from assistant.scribe import Scribe
from assistant.settings import Settings
from assistant.threads import Threads, past_of
from assistant.tools import Turn, artifacts
from assistant.types import Answer, Article, Delta, Entry, Event, Hit, Query, Stance, Step
from assistant.writer import AnswerWriter

if TYPE_CHECKING:
    from assistant.answers import Answers
    from assistant.chain import ArchiveRetriever
    from assistant.checking import Checked


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
        self.scribe = Scribe(self.archive)
        self.threads = threads
        self.parts = Parts(settings, indexer, threads.checkpointer)

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
            assistant.scribe.check()
            undo.pop_all()
        return assistant

    def close(self) -> None:
        """Give the archive up."""
        with contextlib.ExitStack() as stack:
            stack.callback(self.ownership.release)
            stack.callback(self.archive.close)
            stack.callback(self.indexer.close)
            stack.callback(self.threads.close)
            stack.callback(self.scribe.stop)
            stack.callback(self.parts.close)
            if "answers" in vars(self):
                stack.callback(self.answers.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def answers(self) -> Answers:
        """The answers that were kept, with what their readers thought; opened when first needed.

        Raises:
            ArchiveError: their file is damaged.
        """
        from assistant.answers import Answers

        return Answers(self.ownership.folder)

    def search(
        self,
        question: str,
        k: int | None = None,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        speaker: str | None = None,
        language: str | None = None,
        as_of: datetime | None = None,
    ) -> list[Hit]:
        """The ``k`` best passages, best first; ``after`` is inclusive, ``before`` is not.

        Dates of the question are read as of ``as_of``, by default now. ``language``, a tag such as
        "en", leaves out the articles that are marked with another one.

        Raises:
            UsageError: the question is empty, a source unknown, a language none, or a range of
                dates empty.
        """
        query = Query(checked(question), after, before, tuple(sources), speaker, language=language)
        self.parts.retriever.check(query)
        query = dated(query, moment(as_of))
        return self._nearest(query, k or self.settings.hits)

    def ask(
        self,
        question: str,
        *,
        thread: str | None = None,
        asker: str = "",
        key: str = "",
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        speaker: str | None = None,
        language: str | None = None,
        as_of: datetime | None = None,
    ) -> Answer:
        """The answer to a question; errors as `stream` raises them."""
        events = self.stream(
            question,
            thread=thread,
            asker=asker,
            key=key,
            after=after,
            before=before,
            sources=sources,
            speaker=speaker,
            language=language,
            as_of=as_of,
        )
        return next(event for event in events if isinstance(event, Answer))

    def stream(
        self,
        question: str,
        *,
        thread: str | None = None,
        asker: str = "",
        key: str = "",
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        speaker: str | None = None,
        language: str | None = None,
        as_of: datetime | None = None,
    ) -> Iterator[Event]:
        """The steps, the text in verified pieces, and at last the `Answer`.

        Questions with the same ``thread`` are one conversation; without one, none is remembered.
        ``asker`` tells several people in it apart, and `retract` takes a question back by its
        ``key``.

        Raises:
            UsageError: the question is empty or too long, a source unknown, a language none, or a
                range of dates empty.
            ModelError: the chat model failed; the thread can be used again.
        """
        query = Query(checked(question), after, before, tuple(sources), speaker, language=language)
        begun = time.perf_counter()
        name = thread or f"once-{uuid.uuid4().hex}"
        try:
            with self.threads.turn(name):
                past = self.threads.past(name, asker) if thread else []
                now = moment(as_of)
                meant, notes = self._taken(query, past, now)
                if meant.text != query.text:
                    yield Step(f"Taken as: {meant.text}")
                for event in self._answer(Turn(name, meant, now), begun):
                    if isinstance(event, Answer):
                        event = self._with_notes(event, query, meant, notes)
                        if thread:
                            self.threads.remember(name, past_of(event), asker, key)
                    yield event
        finally:
            if thread is None:
                self.threads.forget(name)

    def retract(self, thread: str, key: str) -> None:
        """Take back what was asked under ``key``: no follow-up leans on it any more."""
        with self.threads.turn(thread):
            self.threads.retract(thread, key)

    def retriever(
        self,
        k: int | None = None,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        speaker: str | None = None,
        language: str | None = None,
    ) -> ArchiveRetriever:
        """The archive as a LangChain retriever, for a chain of one's own while it is open.

        Its filters are those of `search`; an unknown source raises `UsageError` when it is asked.
        """
        from assistant.chain import ArchiveRetriever

        return ArchiveRetriever(
            self.archive,
            self.parts.retriever,
            k=k or self.settings.hits,
            after=after,
            before=before,
            sources=tuple(sources),
            speaker=speaker,
            language=language,
        )

    def statements(
        self,
        *,
        speaker: str = "",
        about: str = "",
        stances: Sequence[Stance] = (),
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
    ) -> list[Told]:
        """Who said what, newest first, copies together; what is empty limits nothing.

        Statements with the words of ``about`` come first, then those in the passages nearest to it.

        Raises:
            UsageError: a source is unknown, a language none, or a range of dates empty.
        """
        within = Query(about, after, before, tuple(sources), language=language)
        self.parts.retriever.check(within)
        wanted = Wanted(speaker, about, tuple(stances), after, before)
        return self.parts.statements().find(wanted, within)

    def check(
        self,
        text: str,
        *,
        after: datetime | None = None,
        before: datetime | None = None,
        sources: Sequence[str] = (),
        language: str | None = None,
    ) -> Checked:
        """What the archive says for and against each claim of a text that somebody wrote.

        Raises:
            UsageError: a source is unknown, or a range of dates empty.
        """
        within = Query("", after, before, tuple(sources), language=language)
        self.parts.retriever.check(within)
        return self.parts.checker().check(text, within)

    def conversations(self) -> list[str]:
        """The names of the threads that are remembered."""
        return [name for name in self.threads.names() if not name.startswith("once-")]

    def _taken(
        self, query: Query, past: Sequence[Past], as_of: datetime
    ) -> tuple[Query, tuple[str, ...]]:
        restate = self._restate if self.settings.model else None
        return taken(query, past, as_of, self.parts.retriever, restate)

    def _restate(self, question: str, past: Sequence[Past]) -> str | None:
        """What the chat model makes of a follow-up; None where it fails, and the rules must do."""
        from assistant.rewrite import restated

        try:
            return restated(self.parts.chat_model(), question, past)
        # As in `_run`: what the model's client raises for a failed call has no common class.
        except Exception as error:
            if as_error(error, self.parts.model_name) is None:
                raise
            return None

    def _with_notes(
        self, answer: Answer, query: Query, meant: Query, notes: tuple[str, ...]
    ) -> Answer:
        """The answer with its question as typed, and what its reader must know of how it was taken.

        An abstention says itself what the archive has of a period.
        """
        if meant.period and answer.outcome == "answered":
            note = period_note(meant.period, answer.citations, self.archive.dates())
            notes = (*notes, note) if note else notes
        return replace(answer, question=query.text, standalone=meant.text, notes=notes)

    def _answer(self, turn: Turn, begun: float) -> Iterator[Event]:
        evidence = Evidence(turn.thread)
        hosted = self.settings.model is not None
        drops = self.settings.unsupported == "drop"
        writer = AnswerWriter(turn.filters.text, evidence, hold=hosted, drop=drops)
        reply = Reply(writer, evidence, self._entries, begun)
        if self.archive.count()[0]:
            yield from self._replied(turn, writer, evidence, reply)
        yield from reply.end()
        answer = self._concluded(turn, writer, reply.found, reply.timings)
        if not writer.text:
            yield Delta(answer.text, ())
        yield answer

    def _replied(
        self, turn: Turn, writer: AnswerWriter, evidence: Evidence, reply: Reply
    ) -> Iterator[Event]:
        """What the agent says, up to its end or to the most that an answer may hold."""
        agent = self.parts.agent()
        limit = most_steps(self.settings.searches)
        listener = Listener()
        config = {
            "configurable": {"thread_id": turn.thread},
            "recursion_limit": limit,
            "callbacks": [listener],
        }
        history: list[AnyMessage] = agent.get_state(config).values.get("messages", [])
        evidence.add(self._entries(artifacts(history)))
        turn = replace(turn, review=Review(turn.thread, writer).due)
        asked = ask_input(turn.filters.text, history)
        # The listener leaves first: closing the run waits for the model.
        with contextlib.closing(self._run(agent, asked, config, turn)) as run, listener:
            for kind, data in run:
                yield from reply.hear(kind, data)
                if writer.full:
                    return

    def _run(
        self, agent: Any, given: Any, config: Any, turn: Turn
    ) -> Generator[tuple[str, Any], None, None]:
        """The agent's stream, with a provider's failures as our errors."""
        modes = ["messages", "updates"]
        try:
            yield from agent.stream(given, config, context=turn, stream_mode=modes)
        except HeardEnough:
            return
        # The providers' clients share no base class; what is no failure of theirs goes on as it is.
        except Exception as error:
            ours = as_error(error, self.parts.model_name)
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
        citations = writer.citations
        if understand(turn.filters.text).kind in OF_PEOPLE:
            citations = retold(citations, self.archive.ledger)
        text = writer.text
        if not answered:
            # A model may give up without a search; the reader is shown what one finds.
            hits = hits or tuple(self._nearest(turn.filters, self.settings.hits))
            articles = self.archive.articles_by_id(hit.passage.article_id for hit in hits)
            text = abstention(turn.filters, hits, articles, self._searched(turn.filters.text))
        return Answer(
            question=turn.filters.text,
            outcome="answered" if answered else "abstained",
            text=text,
            sentences=writer.sentences,
            citations=citations,
            hits=hits,
            model=self.parts.model_name,
            timings=timings,
            dropped_citations=writer.dropped,
        )

    def _nearest(self, query: Query, k: int) -> list[Hit]:
        """The best hits; beyond the question's own dates where they leave none and are no limit."""
        hits = self.parts.searcher().search(query, k)
        if not hits and query.period and not query.period.strict:
            hits = self.parts.searcher().search(replace(query, period=None), k)
        return hits

    def _searched(self, question: str) -> Searched:
        """What an abstention says of the archive."""
        words = self.indexer.words
        unknown = [
            word
            for word in content_words(question)
            if (terms := words.terms(word)) and not any(map(words.frequency, terms))
        ]
        count, _ = self.archive.count()
        return Searched(count, *self.archive.dates(), tuple(dict.fromkeys(unknown)))

    def _entries(self, rows: Sequence[dict[str, Any]]) -> list[Entry]:
        passages = self.archive.passages_by_id(row["passage_id"] for row in rows)
        articles: dict[str, Article] = self.archive.articles_by_id(
            passage.article_id for passage in passages.values()
        )
        said = self.archive.ledger.of_articles(articles)
        return [Entry(p, articles[p.article_id], said.get(p.article_id)) for p in passages.values()]
