"""BEIR folders: in, out, and in again; what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.formats import format_named
from assistant.evaluation.imported import Imported
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import RunStore
from assistant.settings import Settings
from tests.support.outside import built, json_lines, rows_of, written

BEIR = format_named("beir")
CORPUS = [
    {
        "_id": "d 1",
        "title": "Ferry aground",
        "text": "The Merlin ran aground on Monday.\n\nNo one died.",
    },
    {
        "_id": "https://x.example/2",
        "title": "Rescue",
        "text": "Lifeboats came at noon.",
        "metadata": {},
    },
    {"_id": "3", "title": "Only a headline in the store", "text": ""},
    {
        "_id": "Größe\t4",
        "title": "Budget",
        "text": "The council cut 7,000 hours.",
        "metadata": {
            "source": "The Ledger",
            "url": "https://l.example/4",
            "published_at": "2026-02-03T00:00:00+00:00",
        },
    },
]
QUERIES = [
    {"_id": "q 1", "text": "When did the Merlin run aground?", "metadata": {}},
    {"_id": "q/2", "text": "What was cut?"},
    {"_id": "q3", "text": "Nobody judged this?"},
]
HEADER = "query-id\tcorpus-id\tscore"
QRELS = f'{HEADER}\nq 1\td 1\t2\nq 1\thttps://x.example/2\t1\nq 1\t3\t0\nq/2\t"Größe\t4"\t1\n'


def folder(home: Path, **changed: Any) -> Path:
    """A BEIR folder; keywords replace its corpus, its queries or its qrels."""
    json_lines(home / "corpus.jsonl", changed.get("corpus", CORPUS))
    json_lines(home / "queries.jsonl", changed.get("queries", QUERIES))
    written(home / "qrels" / "test.tsv", changed.get("qrels", QRELS))
    return home


def test_cases_and_articles(tmp_path: Path) -> None:
    imported = BEIR.imported(folder(tmp_path / "ships"))
    assert imported.cases == (
        Case(
            id="q+u0020+1",
            question="When did the Merlin run aground?",
            evidence=(Evidence(article="d+u0020+1"), Evidence(article="https://x.example/2")),
        ),
        Case(
            id="q+u002F+2", question="What was cut?", evidence=(Evidence(article="Größe+u0009+4"),)
        ),
    )
    assert imported.articles[0]["source"] == "ships"
    assert imported.articles[2]["text"] == "Only a headline in the store"
    assert imported.articles[3] == {
        "id": "Größe+u0009+4",
        "title": "Budget",
        "text": "The council cut 7,000 hours.",
        "source": "The Ledger",
        "url": "https://l.example/4",
        "published_at": "2026-02-03T00:00:00+00:00",
    }
    assert imported.notes == ("left out, without a judgement: 1 of the questions",)


def apart(imported: Imported) -> Imported:
    """The same with articles and evidence in the order of their ids."""
    articles = tuple(sorted(imported.articles, key=lambda each: each["id"]))
    return Imported(imported.cases, articles, "", ())


def test_in_out_and_in_again(tmp_path: Path, settings: Settings) -> None:
    imported = BEIR.imported(folder(tmp_path / "ships"))
    with built(imported, tmp_path, settings) as (suite, opened):
        kept = run_suite(suite, opened, RunStore(tmp_path / "out"))
        files = BEIR.export(kept, opened.archive, tmp_path / "again")
    assert apart(BEIR.imported(tmp_path / "again")) == apart(imported)
    assert [file.relative_to(tmp_path / "again").as_posix() for file in files] == [
        "corpus.jsonl",
        "queries.jsonl",
        "qrels/test.tsv",
    ]
    assert sorted(each["_id"] for each in rows_of(files[0])) == sorted(d["_id"] for d in CORPUS)
    assert set(files[2].read_text(encoding="utf-8").splitlines()) == {
        HEADER,
        "q 1\td 1\t1",
        "q 1\thttps://x.example/2\t1",
        'q/2\t"Größe\t4"\t1',
    }


def test_documents_without_text_are_left_out(tmp_path: Path) -> None:
    corpus = [*CORPUS, {"_id": "5", "title": "", "text": " "}]
    assert BEIR.imported(folder(tmp_path, corpus=corpus)).notes[1] == (
        "left out, without text: 1 of the documents"
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"qrels": "q 1\td 1\t1\n"},
            r"test\.tsv:1: its first line is not query-id corpus-id score",
        ),
        ({"qrels": f"{HEADER}\nq 1\td 1\n"}, r"test\.tsv:2: 2 columns between tabs, not 3"),
        ({"qrels": f"{HEADER}\n\nq9\td 1\t1\n"}, r"test\.tsv:3: the question 'q9' is not in"),
        ({"qrels": f"{HEADER}\nq 1\td9\t1\n"}, r"test\.tsv:2: the document 'd9' is not in"),
        ({"qrels": f"{HEADER}\nq 1\td 1\tyes\n"}, r"test\.tsv:2: the score 'yes' is no number"),
        ({"qrels": f"{HEADER}\n"}, "there are no questions in it"),
        (
            {"queries": [*QUERIES, QUERIES[0]]},
            r"queries\.jsonl:4: the question 'q 1' is given twice",
        ),
        ({"queries": [{"_id": "q 1"}]}, r"queries\.jsonl:1: 'text' is missing; it has '_id'"),
        ({"queries": [{"_id": "q 1", "text": " "}]}, r"queries\.jsonl:1: .* has no text"),
        ({"corpus": [{"text": "No id."}]}, r"corpus\.jsonl:1: '_id' is missing; it has 'text'"),
        (
            {"corpus": [{"_id": "1", "text": ["x"]}]},
            r"corpus\.jsonl:1: 'text' is \[\"x\"\], not text",
        ),
        ({"corpus": [CORPUS[0], CORPUS[0]]}, r"corpus\.jsonl:2: the document 'd 1' is given twice"),
        ({"corpus": [{"_id": "y" * 201, "text": "Long."}]}, r"corpus\.jsonl:1: .* 201 characters"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    changed: dict[str, Any], said: str, tmp_path: Path
) -> None:
    with pytest.raises(SuiteError, match=said) as caught:
        BEIR.imported(folder(tmp_path / "ships", **changed))
    assert "\n" not in str(caught.value)


def test_a_line_that_is_no_object(tmp_path: Path) -> None:
    source = folder(tmp_path)
    written(source / "corpus.jsonl", '{"_id": "1", "text": "x"}\n[1]\n')
    with pytest.raises(SuiteError, match=r"corpus\.jsonl:2: a line is no JSON object"):
        BEIR.imported(source)
    written(source / "corpus.jsonl", '{"_id": "1"\n')
    with pytest.raises(SuiteError, match=r"corpus\.jsonl:1: no JSON"):
        BEIR.imported(source)
