"""An archive as a LangChain retriever, whose documents carry what a citation needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, PrivateAttr

from assistant.archive import Archive
from assistant.retrieve import Retriever
from assistant.sayings import Statements, speaker_at
from assistant.types import Article, Hit, Query


class ArchiveRetriever(BaseRetriever):
    """Passages of an archive for a question; the filters are those of a `Query`.

    ``page_content`` is the passage, ``article.text[start:end]`` of the metadata's ``start`` and
    ``end``. It can be used as long as the archive is open.
    """

    model_config = ConfigDict(frozen=True)

    k: int = 10
    after: datetime | None = None
    before: datetime | None = None
    sources: tuple[str, ...] = ()
    speaker: str | None = None
    language: str | None = None
    _archive: Archive = PrivateAttr()
    _retriever: Retriever = PrivateAttr()

    def __init__(self, archive: Archive, retriever: Retriever, **filters: Any) -> None:
        super().__init__(**filters)
        self._archive = archive
        self._retriever = retriever

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        """Errors as `Retriever.check` raises them."""
        del run_manager
        asked = Query(
            query, self.after, self.before, self.sources, self.speaker, language=self.language
        )
        self._retriever.check(asked)
        hits = self._retriever.search(asked, self.k)
        articles = self._archive.articles_by_id(hit.passage.article_id for hit in hits)
        said = self._archive.ledger.of_articles(articles)
        return [
            _document(hit, articles[hit.passage.article_id], said.get(hit.passage.article_id))
            for hit in hits
            if hit.passage.article_id in articles
        ]


def _document(hit: Hit, article: Article, said: Statements) -> Document:
    passage = hit.passage
    saying = speaker_at(article.text, passage.start, passage.end, said)
    published = article.published_at
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "article_id": article.id,
            "passage_id": passage.id,
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "published_at": published.isoformat() if published else None,
            "start": passage.start,
            "end": passage.end,
            "speaker": saying.speaker if saying else None,
            "score": hit.score,
            "rank": hit.rank,
        },
    )
