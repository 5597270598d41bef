"""BEIR folders (Thakur et al. 2021): ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``.

A document has ``_id``, ``title`` and ``text``, a question ``_id`` and ``text``. The qrels have a
header line, then ``query-id``, ``corpus-id`` and ``score`` between tabs; scores above 0 are
relevant. Source, address and date of an article go into a document's ``metadata`` and come back
from there. What a suite expects beyond evidence has no place in the format.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Evidence
from assistant.evaluation.formats import Format
from assistant.evaluation.formats.trec_qrels import read_questions
from assistant.evaluation.gold import relevance
from assistant.evaluation.imported import Document, Imported, document
from assistant.evaluation.inputs import (
    apart,
    case_of,
    has_words,
    name_in,
    named,
    objects_of,
    text_of,
)
from assistant.evaluation.outgoing import Outgoing, write_json_lines, write_lines
from assistant.evaluation.outside_ids import article_id, case_id, original
from assistant.types import Article

_CORPUS, _QUERIES, _QRELS = "corpus.jsonl", "queries.jsonl", "qrels/test.tsv"
_HEADER = ("query-id", "corpus-id", "score")


def read(source: Path, queries: Path | None) -> Imported:
    """A case for each question of the test qrels, and every document as an article."""
    for name in (_CORPUS, _QUERIES, _QRELS):
        if not (source / name).is_file():
            raise SuiteError(f"a BEIR folder has {name}", str(source))
    articles, blank = _corpus(source)
    asked = dict(read_questions(queries or source / _QUERIES))
    relevant = _judged(source / _QRELS, asked, articles)
    place = str(source / _QUERIES)
    cases = (
        (case_of(place, id=case_id(name, place), question=asked[name], evidence=evidence), place)
        for name, evidence in relevant.items()
    )
    left = len(asked) - len(relevant)
    notes = [f"left out, without a judgement: {left} of the questions"] if left else []
    notes += [f"left out, without text: {blank} of the documents"] if blank else []
    about = f"BEIR data set {source.resolve().name}"
    return Imported(apart(cases, source), tuple(articles.values()), about, tuple(notes))


def _corpus(source: Path) -> tuple[dict[str, Document], int]:
    """The articles by the names of their documents, and how many have no text."""
    found: dict[str, Document] = {}
    blank = 0
    for each in objects_of(source / _CORPUS):
        place = each.place()
        name = name_in(each.value, "_id", place)
        if name in found:
            raise SuiteError(f"the document {name!r} is given twice", place)
        title = named(each.value, "title", place) if each.value.get("title") else ""
        text = named(each.value, "text", place) if each.value.get("text") else title
        if not has_words(text):
            blank += 1
            continue
        more = _metadata(each.value.get("metadata"))
        more.setdefault("source", source.resolve().name)
        found[name] = document(article_id(name, place), title, text, **more)
    return found, blank


def _metadata(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        return {}
    keys = ("url", "source", "published_at")
    return {key: given[key] for key in keys if isinstance(given.get(key), str) and given[key]}


def _judged(
    file: Path, asked: dict[str, str], articles: dict[str, Document]
) -> dict[str, tuple[Evidence, ...]]:
    rows = _rows(file)
    if tuple(next(rows)[1]) != _HEADER:
        raise SuiteError(f"its first line is not {' '.join(_HEADER)}, between tabs", f"{file}:1")
    found: dict[str, tuple[Evidence, ...]] = {}
    for place, row in rows:
        if len(row) != len(_HEADER):
            raise SuiteError(f"{len(row)} columns between tabs, not {len(_HEADER)}", place)
        question, name, grade = row
        if question not in asked:
            raise SuiteError(f"the question {question!r} is not in {_QUERIES}", place)
        known = found.setdefault(question, ())
        if _number(grade, place) > 0:
            if name not in articles:
                raise SuiteError(f"the document {name!r} is not in {_CORPUS}", place)
            evidence = Evidence(article=articles[name]["id"])
            found[question] = (*known, evidence) if evidence not in known else known
    return found


def _rows(file: Path) -> Iterator[tuple[str, list[str]]]:
    reader = csv.reader(io.StringIO(text_of(file)), delimiter="\t")
    try:
        yield from ((f"{file}:{reader.line_num}", row) for row in reader if row)
    except csv.Error as error:
        raise SuiteError(f"no TSV: {error}", f"{file}:{reader.line_num}") from error


def _number(grade: str, place: str) -> float:
    try:
        return float(grade)
    except ValueError:
        raise SuiteError(f"the score {grade!r} is no number", place) from None


def write(run: Outgoing, folder: Path) -> list[Path]:
    """The folder: all articles of the archive, the questions, and the evidence as qrels."""
    questions = run.questions().items()
    rows = ({"_id": original(name), "text": text, "metadata": {}} for name, text in questions)
    return [
        write_json_lines(folder / _CORPUS, map(_document, run.archive.articles())),
        write_json_lines(folder / _QUERIES, rows),
        write_lines(folder / _QRELS, [_row(_HEADER), *_qrels(run)]),
    ]


def _document(article: Article) -> dict[str, Any]:
    day = article.published_at.isoformat() if article.published_at else None
    told = {"url": article.url, "source": article.source, "published_at": day}
    return {
        "_id": original(article.id),
        "title": article.title,
        "text": article.text,
        "metadata": {key: value for key, value in told.items() if value},
    }


def _qrels(run: Outgoing) -> Iterator[str]:
    for name, golds in run.golds.items():
        for found in relevance((spot for gold in golds for spot in gold), "article"):
            yield _row((original(name), original(found), "1"))


def _row(columns: tuple[str, ...]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="").writerow(columns)
    return out.getvalue()


FORMAT = Format(
    "beir",
    "A BEIR folder: documents, questions, and which documents answer them.",
    source="a folder with corpus.jsonl, queries.jsonl and qrels/test.tsv",
    read=read,
    write=write,
)
