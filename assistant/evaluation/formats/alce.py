"""ALCE (Gao et al. 2023): questions, documents, and an output that cites them as [1][2].

Read are a list of items, or an object with such a list under ``data``, as ALCE's ``run.py`` writes
it. Each different document becomes an article, however many items have it: by its ``id``, or by a
hash of its words. ``qa_pairs`` (ASQA), ``answers`` (QAMPARI) and ``claims`` (ELI5) become points;
the long ``answer``, which ALCE takes for likeness alone, a note.

Of an output the first line counts, as in ALCE's ``eval.py``. Otherwise than there, a mark behind a
full stop belongs to the sentence before it, and a mark without a document is dropped and counted.
A citation stands for the whole document.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.errors import SuiteError
from assistant.evaluation.bracketed import write_marks
from assistant.evaluation.cases import Case, Point, Text
from assistant.evaluation.formats import Format
from assistant.evaluation.imported import Document, Imported, document
from assistant.evaluation.inputs import apart, case_of, has_words, json_of, named, plain
from assistant.evaluation.outgoing import (
    Outgoing,
    asked_as,
    expected_texts,
    named_passage,
    write_json,
)
from assistant.evaluation.outside import Located, cases_by_name, located, refuse_missing
from assistant.evaluation.outside_answer import outside_answer
from assistant.evaluation.outside_ids import article_id, case_id, original
from assistant.evaluation.results import Ranked, Result
from assistant.evaluation.suite import Suite
from assistant.types import Answer, Passage

_REFERENCE = "Reference answer: "
_CLAIM = 8  # words from which a point is written as a claim, not as a short answer


@dataclass(frozen=True, slots=True)
class _Item:
    fields: dict[str, Any]
    number: int
    place: str

    @property
    def case_id(self) -> str:
        keys = ("sample_id", "id", "qid")
        given = (self.fields.get(key) for key in keys)
        name = next((str(each) for each in given if each not in (None, "")), "")
        return case_id(name or f"item-{self.number}", self.place)

    def listed(self, key: str, inner: str = "") -> list[Any]:
        """The list under a key, empty where there is none; of its parts, what is ``inner``."""
        if self.fields.get(key) is None:
            return []
        found: list[Any] = named(self.fields, key, self.place, list)
        return [
            named(each, inner, f"{self.place}, {key}", list) if inner else each for each in found
        ]

    def docs(self) -> Iterator[tuple[_Doc, dict[str, Any]]]:
        """The documents in their order, each with all of its fields."""
        for number, doc in enumerate(self.listed("docs")):
            where = f"{self.place}, docs[{number}]"
            text = named(doc, "text", where)
            title = named(doc, "title", where) if doc.get("title") else ""
            if not has_words(text or title):
                raise SuiteError("a document has no text", where)
            given = doc.get("id")
            yield _Doc("" if given is None else str(given), title, text or title), doc


@dataclass(frozen=True, slots=True)
class _Doc:
    given: str
    title: str
    text: str

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called: by its id, or apart from other words of the same id."""
        mark = hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()[:12]
        return (self.given, f"{self.given}-{mark}") if self.given else (f"doc-{mark}",)


def read(source: Path, queries: Path | None) -> Imported:
    """A case for each item, and an article for each different document."""
    del queries
    items = list(_items(source))
    cases = ((_case(item), item.place) for item in items)
    articles: dict[str, Document] = {}
    for item in items:
        for doc, fields in item.docs():
            _add(doc, fields, articles, source.stem, item.place)
    about = f"ALCE data set {source.stem}"
    return Imported(apart(cases, source), tuple(articles.values()), about)


def _items(source: Path) -> Iterator[_Item]:
    given = json_of(source)
    listed = given if isinstance(given, list) else named(given, "data", str(source), list)
    for number, fields in enumerate(listed):
        place = f"{source}: item {number}"
        if not isinstance(fields, dict):
            raise SuiteError("an item is no object", place)
        yield _Item(fields, number, place)


def _case(item: _Item) -> Case:
    ways = item.listed("qa_pairs", "short_answers")
    ways += [[way] if isinstance(way, str) else way for way in item.listed("answers")]
    ways += [[claim] for claim in item.listed("claims")]
    texts = [[plain(way).strip() for way in each if has_words(way)] for each in ways]
    points = [tuple(map(Text, dict.fromkeys(each))) for each in texts if each]
    long = plain(str(item.fields.get("answer") or ""))
    # What is put together of the points, as we write it, adds nothing to them.
    adds = has_words(long) and long != _joined([[way.text for way in each] for each in points])
    return case_of(
        item.place,
        id=item.case_id,
        question=named(item.fields, "question", item.place).strip(),
        points=tuple(map(Point, points)),
        note=f"{_REFERENCE}{long}" if adds else "",
    )


def _add(
    doc: _Doc, fields: dict[str, Any], known: dict[str, Document], source: str, place: str
) -> None:
    told = {key: fields[key] for key in _TOLD if isinstance(fields.get(key), str)}
    for name in doc.names:
        own = article_id(name, place)
        made = document(own, doc.title, doc.text, **{"source": source, **told})
        if known.setdefault(own, made)["text"] == doc.text:
            return


_TOLD = ("url", "source", "published_at")


def read_results(source: Path, suite: Suite, archive: Archive) -> list[Result]:
    """The output of each item, with the item's documents as its ranking."""
    items = [item for item in _items(source) if item.fields.get("output") is not None]
    if not items:
        raise SuiteError("no item has an `output`", str(source))
    cases = cases_by_name(suite)
    known = _located(items, archive, str(source))
    found = []
    for item in items:
        case = cases.get(original(item.case_id))
        if case is None:
            raise SuiteError(f"the suite has no question {original(item.case_id)!r}", item.place)
        found.append(_result(case, _output(item), [known[doc] for doc, _ in item.docs()]))
    return found


def _located(items: Iterable[_Item], archive: Archive, place: str) -> dict[_Doc, Located]:
    """Where each document stands: under a name of its own, with these very words."""
    wanted = list(dict.fromkeys(doc for item in items for doc, _ in item.docs()))
    there = located((name for doc in wanted for name in doc.names), archive, place)
    found = {}
    for doc in wanted:
        same = (there[name] for name in doc.names if name in there)
        match = next((each for each in same if _text(each) == doc.text.strip()), None)
        if match:
            found[doc] = match
    refuse_missing([doc.names[0] for doc in wanted if doc not in found], place)
    return found


def _text(doc: Located) -> str:
    return (doc.article.text if doc.whole else doc.passage.text).strip()


def _output(item: _Item) -> str:
    lines = named(item.fields, "output", item.place).strip().split("\n")
    return str(lines[0]).replace("<|im_end|>", "")


def _result(case: Case, output: str, docs: list[Located]) -> Result:
    ranking = tuple(
        Ranked(passage.article_id, passage.id, 1.0 / rank)
        for rank, each in enumerate(docs, start=1)
        for passage in each.passages
    )
    return Result(case.id, outside_answer(case.question, output, docs), ranking)


def write(run: Outgoing, folder: Path) -> list[Path]:
    """``alce.json``, as ALCE's ``eval.py`` takes it with ``--f``."""
    rows = [_item(run, case, result) for case, result in run.results()]
    args = {"run": run.kept.run.id, **run.kept.run.settings}
    return [write_json(folder / "alce.json", {"args": args, "data": rows})]


def _item(run: Outgoing, case: Case, result: Result) -> dict[str, Any]:
    passages = run.contexts(result.answer)
    question = asked_as(case, result)
    things = expected_texts(case)
    claims = [each[0] for each in things if _is_claim(each)]
    pairs = [
        {"question": question, "short_answers": each, "context": "", "wikipage": None}
        for each in things
        if not _is_claim(each)
    ]
    return {
        "sample_id": original(case.id),
        "question": question,
        "answer": _reference(case, things),
        "qa_pairs": pairs,
        "claims": claims,
        "docs": _docs(run, passages),
        "output": _written(result.answer, [passage.id for passage in passages]),
    }


def _is_claim(forms: list[str]) -> bool:
    return len(forms) == 1 and len(forms[0].split()) >= _CLAIM


def _reference(case: Case, things: list[list[str]]) -> str:
    if case.note.startswith(_REFERENCE):
        return case.note.removeprefix(_REFERENCE)
    return _joined(things)


def _joined(things: list[list[str]]) -> str:
    return "; ".join(each[0] for each in things)


def _docs(run: Outgoing, passages: list[Passage]) -> list[dict[str, Any]]:
    articles = run.archive.articles_by_id({passage.article_id for passage in passages})
    docs = []
    for passage in passages:
        article = articles[passage.article_id]
        day = article.published_at.isoformat() if article.published_at else None
        told = {"url": article.url, "source": article.source, "published_at": day}
        name, text = named_passage(passage, article.text)
        doc = {"id": name, "title": article.title, "text": text}
        docs.append(doc | {key: value for key, value in told.items() if value})
    return docs


def _written(answer: Answer | None, ids: list[str]) -> str:
    if answer is None:
        return ""
    places = {each.number: ids.index(each.passage_id) + 1 for each in answer.citations}
    marked = (
        write_marks(each.text, dict.fromkeys(places[n] for n in each.citations if n in places))
        for each in answer.sentences
    )
    # Of an abstention, which has no sentences, the line that ALCE would take.
    return " ".join(marked) or answer.text.strip().partition("\n")[0]


FORMAT = Format(
    "alce",
    "ALCE's JSON: questions with documents, and answers that cite them by number.",
    source="a JSON file of items; with `output` they are also a system's answers",
    suffixes=(".json",),
    read=read,
    read_results=read_results,
    write=write,
)
