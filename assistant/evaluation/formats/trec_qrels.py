"""TREC qrels: for each question the documents that are relevant, as trec_eval reads them.

A line is ``question 0 document grade``; a document is an article, or one of our passages by its
id. Grades above 0 are relevant. The questions stand in a file of their own: lines of id, tab and
text, or JSON Lines with an id (``_id``, ``id``, ``qid``) and a text (``text``, ``query``,
``question``). A column cannot hold white space: see `outside_ids.to_trec`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

import ir_measures

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence
from assistant.evaluation.formats import Format
from assistant.evaluation.gold import is_placed, relevance
from assistant.evaluation.imported import Imported
from assistant.evaluation.inputs import apart, case_of, name_in, named, objects_of, plain, text_of
from assistant.evaluation.outgoing import Outgoing, write_lines
from assistant.evaluation.outside_ids import (
    article_id,
    case_id,
    from_trec,
    original,
    original_passage,
    passage_id,
    to_trec,
)

Reader = Callable[[TextIO], Iterable[Any]]
_IDS, _TEXTS = ("_id", "id", "qid", "query_id"), ("text", "query", "question")


def read(source: Path, queries: Path | None) -> Imported:
    """A case for each question that is judged, with its relevant documents as evidence."""
    assert queries is not None
    asked = dict(read_questions(queries))
    relevant = _judged(source, asked, queries)
    cases = ((_case(name, asked[name], relevant[name], source), str(source)) for name in relevant)
    left = len(asked) - len(relevant)
    notes = (f"left out, without a judgement: {left} of the questions",) if left else ()
    return Imported(apart(cases, source), about=f"TREC qrels {source.name}", notes=notes)


def read_questions(file: Path) -> Iterator[tuple[str, str]]:
    """The questions of a file by their names.

    Raises:
        SuiteError: a line is none, two have one name, or the file is empty.
    """
    seen = set()
    for place, name, text in _json_lines(file) if _is_json(file) else _tab_lines(file):
        if name in seen:
            raise SuiteError(f"the question {name!r} is given twice", place)
        if not text.strip():
            raise SuiteError(f"the question {name!r} has no text", place)
        seen.add(name)
        yield name, text.strip()


def _is_json(file: Path) -> bool:
    return text_of(file).lstrip().startswith("{")


def _json_lines(file: Path) -> Iterator[tuple[str, str, str]]:
    for each in objects_of(file):
        keys = [next((key for key in known if key in each.value), known[0]) for known in _KNOWN]
        place = each.place()
        yield place, name_in(each.value, keys[0], place), named(each.value, keys[1], place)


_KNOWN = (_IDS, _TEXTS)


def _tab_lines(file: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in enumerate(text_of(file).split("\n"), start=1):
        if not line.strip():
            continue
        name, tab, text = line.partition("\t")
        if not tab or not name.strip():
            raise SuiteError("a question is its id, a tab and its text", f"{file}:{number}")
        yield f"{file}:{number}", from_trec(name.strip()), plain(text)


def _judged(source: Path, asked: dict[str, str], queries: Path) -> dict[str, list[Evidence]]:
    """The relevant documents of every question that is judged, in the order of the file."""
    grades: dict[str, dict[str, int]] = {}
    for place, qrel in numbered(source, ir_measures.read_trec_qrels, _COLUMNS):
        name, found = from_trec(qrel.query_id), from_trec(qrel.doc_id)
        if name not in asked:
            raise SuiteError(f"the question {name!r} is not in {queries}", place)
        known = grades.setdefault(name, {})
        if known.setdefault(found, qrel.relevance) != qrel.relevance:
            raise SuiteError(f"{found!r} has another grade above for {name!r}", place)
    return {
        name: [_evidence(found, str(source)) for found, grade in graded.items() if grade > 0]
        for name, graded in grades.items()
    }


def numbered(source: Path, reader: Reader, columns: str) -> Iterator[tuple[str, Any]]:
    """What a reader of `ir-measures` makes of a file, each with its place.

    Raises:
        SuiteError: a line has not those columns.
    """
    for number, line in enumerate(text_of(source).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            for each in reader(io.StringIO(line)):
                yield f"{source}:{number}", each
        except ValueError as error:
            raise SuiteError(f"a line is {columns}", f"{source}:{number}") from error


_COLUMNS = "`question 0 document grade`, the grade a whole number"


def _evidence(name: str, place: str) -> Evidence:
    passage = passage_id(name, place)
    return Evidence(passage=passage) if passage else Evidence(article=article_id(name, place))


def _case(name: str, text: str, evidence: list[Evidence], source: Path) -> Case:
    place = str(source)
    return case_of(place, id=case_id(name, place), question=text, evidence=tuple(evidence))


def write(run: Outgoing, folder: Path) -> list[Path]:
    """``topics.tsv``, ``qrels.txt`` for articles and, where evidence is placed, for passages."""
    questions = run.questions()
    topics = (f"{to_trec(original(name))}\t{text}" for name, text in questions.items())
    files = [
        write_lines(folder / "topics.tsv", topics),
        write_lines(folder / "qrels.txt", _lines(run, "article")),
    ]
    passages = list(_lines(run, "passage"))
    if passages:
        files.append(write_lines(folder / "qrels.passages.txt", passages))
    return files


def _lines(run: Outgoing, level: str) -> Iterator[str]:
    name_of = original if level == "article" else original_passage
    for case in run.kept.cases.values():
        if level == "passage" and not all(map(is_placed, case.evidence)):
            continue
        for found in relevance((s for gold in run.golds[case.id] for s in gold), level):
            yield f"{to_trec(original(case.id))} 0 {to_trec(name_of(found))} 1"


FORMAT = Format(
    "trec-qrels",
    "TREC relevance judgements: the questions with the articles or passages that answer them.",
    source="a qrels file, and a file of the questions",
    suffixes=(".txt", ".qrels", ".qrel"),
    needs_queries=True,
    read=read,
    write=write,
)
