"""A LangSmith data set as CSV: examples with inputs and reference outputs.

LangSmith has no one shape for it. Read are: columns ``inputs`` and ``outputs`` that hold JSON
objects; columns of single keys, as ``input_question``, ``inputs.question`` and
``output_answer``; and the bare keys, ``question`` and ``answer``. A conversation under
``messages`` ends with the question; what was asked before it are its turns. There are no texts:
the suite's archive is named by whoever imports it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.formats import Format
from assistant.evaluation.imported import Imported
from assistant.evaluation.inputs import apart, case_of, expected, has_words, plain, text_of
from assistant.evaluation.outside_ids import case_id

_PREFIXED = re.compile(r"(?P<side>input|output)s?[_.:/](?P<key>.+)", re.IGNORECASE)
_QUESTIONS = ("question", "query", "input", "user_input", "prompt", "text")
_ANSWERS = (
    "answer answers expected_answer reference_answer expected_output expected reference "
    "ground_truth output response"
).split()
_IDS = ("id", "example_id")
_USER = ("user", "human")


def read(source: Path, queries: Path | None) -> Imported:
    """A case for each row."""
    del queries
    cases = ((_case(row, place), place) for place, row in _rows(source))
    return Imported(apart(cases, source), about=f"LangSmith data set {source.stem}")


def _rows(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows by column, each with the line that it begins in."""
    reader = csv.reader(io.StringIO(text_of(file), newline=""), strict=True)
    try:
        header = [column.strip() for column in next(reader)]
        twice = next((name for name in header if header.count(name) > 1), None)
        if twice is not None:
            raise SuiteError(f"the column {twice!r} is given twice", f"{file}:1")
        line = reader.line_num + 1
        for row in reader:
            if any(row):
                if len(row) != len(header):
                    said = f"{len(row)} columns, and {len(header)} in the header"
                    raise SuiteError(said, f"{file}:{line}")
                yield f"{file}:{line}", dict(zip(header, row, strict=True))
            line = reader.line_num + 1
    except csv.Error as error:
        raise SuiteError(f"no CSV: {error}", f"{file}:{reader.line_num}") from error


def _case(row: Mapping[str, str], place: str) -> Case:
    inputs, outputs = _sides(row, place)
    *turns, question = _questions(inputs, row, place)
    name = next((row[key] for key in _IDS if row.get(key)), f"line-{place.rpartition(':')[2]}")
    values: dict[str, Any] = dict(expected(_answers(outputs)))
    return case_of(place, id=case_id(name, place), question=question, turns=tuple(turns), **values)


def _sides(row: Mapping[str, str], place: str) -> tuple[dict[str, Any], dict[str, Any]]:
    sides: dict[str, dict[str, Any]] = {"input": {}, "output": {}}
    for column, text in row.items():
        prefixed = _PREFIXED.fullmatch(column)
        if column.lower() in ("inputs", "outputs"):
            sides[column.lower()[:-1]].update(_object(text, column, place))
        elif prefixed:
            sides[prefixed["side"].lower()][prefixed["key"]] = _value(text)
        elif column.lower() in _QUESTIONS:
            sides["input"].setdefault(column.lower(), text)
        elif column.lower() in _ANSWERS:
            sides["output"].setdefault(column.lower(), _value(text))
    return sides["input"], sides["output"]


def _object(text: str, column: str, place: str) -> dict[str, Any]:
    if not text.strip():
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SuiteError(f"the column {column!r} holds no JSON: {error}", place) from error
    # An example of one text may be exported without its key.
    return found if isinstance(found, dict) else {column.lower()[:-1]: found}


def _value(text: str) -> Any:
    """A list or an object that is written as JSON, or the text."""
    try:
        return json.loads(text) if text.lstrip()[:1] in ("[", "{") else text
    except (ValueError, RecursionError):
        return text


def _questions(inputs: Mapping[str, Any], row: Mapping[str, str], place: str) -> list[str]:
    """The question, after those that were asked before it."""
    for key in ("messages", "chat_history", *_QUESTIONS):
        if isinstance(inputs.get(key), list) and (asked := _asked(inputs[key])):
            return asked
    texts = {key: plain(text).strip() for key, text in inputs.items() if has_words(text)}
    found = next((texts[key] for key in _QUESTIONS if key in texts), None)
    if found is None and len(texts) == 1:
        found = next(iter(texts.values()))
    if found is None:
        columns = ", ".join(map(repr, row))
        raise SuiteError(f"no question is found in the columns {columns}", place)
    return [found]


def _asked(messages: list[Any]) -> list[str]:
    said = [each for each in messages if isinstance(each, dict)]
    mine = (each for each in said if each.get("role", each.get("type")) in _USER)
    return [plain(each["content"]).strip() for each in mine if has_words(each.get("content"))]


def _answers(outputs: Mapping[str, Any]) -> list[str]:
    known = [outputs[key] for key in _ANSWERS if key in outputs]
    given = known[0] if known else next(iter(outputs.values()), "") if len(outputs) == 1 else ""
    listed = given if isinstance(given, list) else [given]
    return [str(each) for each in listed if isinstance(each, str | int | float)]


FORMAT = Format(
    "langsmith",
    "A LangSmith data set exported as CSV: questions with reference answers, without texts.",
    source="a CSV file with inputs and outputs",
    suffixes=(".csv",),
    read=read,
)
