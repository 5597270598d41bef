"""The archive as a LangChain retriever, alone and inside a chain."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from assistant.assistant import Assistant
from assistant.chain import ArchiveRetriever
from assistant.errors import UnknownSource
from assistant.indexer import Indexer
from assistant.retrieve import Retriever
from assistant.scribe import Scribe
from assistant.settings import Settings
from tests.support.build import article, put

TEXT = "The bakery on Quay Street won a prize. “We are delighted,” said Ada Quill."


@pytest.fixture
def archive(indexer: Indexer) -> Indexer:
    put(
        indexer,
        article(id="bread", title="Bread", text=TEXT),
        article(id="old", text="A bakery burned.", published_at=datetime(2020, 1, 1, tzinfo=UTC)),
        article(id="undated", text="Bakery prices rose.", published_at=None, source="Other"),
    )
    return indexer


def retriever(archive: Indexer, **filters: object) -> ArchiveRetriever:
    hybrid = Retriever(archive.archive, archive.embedder, archive.dense, archive.words)
    return ArchiveRetriever(archive.archive, hybrid, **filters)


def ids(found: list[Document]) -> list[str]:
    return [document.metadata["article_id"] for document in found]


def test_a_document_carries_its_citation(archive: Indexer) -> None:
    best = retriever(archive, k=1).invoke("which bakery won a prize?")[0]
    assert best.page_content == TEXT
    assert TEXT[best.metadata["start"] : best.metadata["end"]] == best.page_content
    assert best.id == best.metadata["passage_id"]
    assert {k: best.metadata[k] for k in ("article_id", "title", "source", "url", "rank")} == {
        "article_id": "bread",
        "title": "Bread",
        "source": "The Harbour Ledger",
        "url": "https://news.example/bread",
        "rank": 1,
    }
    assert best.metadata["published_at"] == "2026-02-01T09:00:00+00:00"
    assert best.metadata["speaker"] == "Ada Quill"
    assert best.metadata["score"] > 0


def test_the_filters_are_fields(archive: Indexer) -> None:
    after = datetime(2021, 1, 1, tzinfo=UTC)
    assert ids(retriever(archive, after=after).invoke("bakery")) == ["bread"]
    assert ids(retriever(archive, before=after).invoke("bakery")) == ["old"]
    Scribe(archive.archive).catch_up()
    assert ids(retriever(archive, speaker="Quill").invoke("bakery")) == ["bread"]
    (undated,) = retriever(archive, sources=("other",)).invoke("bakery")
    assert undated.metadata["published_at"] is None
    assert undated.metadata["speaker"] is None
    with pytest.raises(UnknownSource):
        retriever(archive, sources=("Ledgr",)).invoke("bakery")


def test_an_open_archive_gives_one(samples: Path) -> None:
    with Assistant.open(samples, Settings.load(samples, model=None)) as assistant:
        found = assistant.retriever(3, sources=("Lindehavn Post",)).invoke("who counted soldiers?")
        hits = assistant.search("who counted soldiers?", 3, sources=("Lindehavn Post",))
    assert {document.metadata["source"] for document in found} == {"Lindehavn Post"}
    assert [document.id for document in found] == [hit.passage.id for hit in hits]


def test_it_works_in_a_chain_sync_and_async(archive: Indexer) -> None:
    cited = RunnableLambda(lambda given: [d.metadata["title"] for d in given["passages"]])
    chain = {"passages": retriever(archive, k=1), "question": RunnablePassthrough()} | cited
    assert chain.invoke("which bakery won a prize?") == ["Bread"]
    assert asyncio.run(chain.ainvoke("which bakery won a prize?")) == ["Bread"]
