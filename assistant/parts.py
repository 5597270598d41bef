"""The parts that answer questions over one archive, each made when it is first needed."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.agent import build_agent
from assistant.context import Budget, token_counter, unlimited
from assistant.extractive import NAME, ExtractiveChatModel
from assistant.indexer import Indexer
from assistant.reading import Reader
from assistant.rerank import Judge, Reranked, Searcher, load_judge
from assistant.retrieve import Retriever
from assistant.settings import PACKAGED_READER, Settings
from assistant.statement_search import StatementSearch
from assistant.statement_tools import make_statement_tools
from assistant.tools import make_tools

if TYPE_CHECKING:
    from assistant.checking.check import Checker


class Parts:
    """Builds the agent and what it works with, as the settings say.

    ``checkpointer`` is the memory of the agent's threads.
    """

    def __init__(self, settings: Settings, indexer: Indexer, checkpointer: Any) -> None:
        self.retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
        self._settings = settings
        self._indexer = indexer
        self._checkpointer = checkpointer
        self._agent: Any = None
        self._model: Any = None

    @property
    def model_name(self) -> str:
        """The chat model of the settings, or that of the embedded one."""
        return self._settings.model or NAME

    def close(self) -> None:
        """Give up the connections of the chat model."""
        if self._settings.model and self._model is not None:
            from assistant.models import close_model

            close_model(self._model)

    def searcher(self) -> Searcher:
        """The retriever, behind the settings' cross-encoder where they name one.

        The packaged reader judges sentences: it reads what was found, and reorders no passages.
        """
        if self._settings.reranker == PACKAGED_READER:
            return self.retriever
        return Reranked(self.retriever, self.judge, self._indexer.archive.articles_by_id)

    def statements(self) -> StatementSearch:
        """What looks for statements about something."""
        return StatementSearch(self._indexer.archive, self.searcher())

    def checker(self) -> Checker:
        """What looks for both sides of a claim."""
        from assistant.checking.check import Checker

        return Checker(self._indexer.archive, self.searcher(), self._indexer.words)

    def chat_model(self) -> Any:
        """The chat model that the settings name."""
        if self._model is None:
            from assistant.models import hosted_model

            self._model = hosted_model(self._settings)
        return self._model

    def agent(self) -> Any:
        """The agent graph, with its tools and its memory."""
        if self._agent is None:
            searches = None
            if self._settings.model:
                model = self.chat_model()
                budget = Budget(self._settings.context_tokens, token_counter(self.model_name))
                searches = self._settings.searches
            else:
                words = self._indexer.words
                reader = Reader(self._indexer.embedder, words.terms, words.frequency, self.judge)
                model, budget = ExtractiveChatModel(reader=reader), unlimited()
            archive = self._indexer.archive
            tools = [
                *make_tools(archive, self.searcher(), budget, self._settings.hits),
                *make_statement_tools(archive, self.statements(), budget),
            ]
            self._agent = build_agent(model, tools, budget, self._checkpointer, searches)
        return self._agent

    @cached_property
    def judge(self) -> Judge:
        return load_judge(self._settings)
