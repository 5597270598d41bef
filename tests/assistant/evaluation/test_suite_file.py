"""Suites are read whole, and what is wrong in one is one line with its file and line."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from assistant.errors import SuiteError, SuiteSkipped
from assistant.evaluation.cases import Evidence, Number, Pattern, Point, Text
from assistant.evaluation.suite import Suite, schema
from assistant.evaluation.suite_file import cases_file, load_suite

WHOLE = """\
name: desk
about: Everything that a suite can say.
articles: articles
settings: {hits: 5}
metrics: [hit@3, nDCG@10/passage, citation_recall]
floors: {citation_recall: 0.5}
judge: lexical
cap: {tokens: 1000}
cases:
  - id: all
    question: How many boats came?
    type: number
    turns: What came?
    as_of: 2026-02-01
    filters: {after: 2026-01-01, before: 2026-02-01, sources: [The Ledger], speaker: Ada Quill}
    answers:
      - {text: eleven boats, aliases: [11 boats]}
      - 11
      - {number: 11.5, tolerance: 0.5}
      - regex: ele(v|f)en
      - eleven
    points:
      - one
      - [two, {number: 2}]
    evidence:
      - an-article
      - {article: Headline, quote: eleven boats came}
      - {article: Headline, start: 3, end: 9}
      - any: [one, {passage: a1/1/0-10}]
    speakers: [Ada Quill]
    note: from the desk
  - {id: none, question: Why not?, unanswerable: true}
"""


def suite(folder: Path, text: str, **files: str) -> Suite:
    """The suite of this text, with other files beside it."""
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
    (folder / "suite.yaml").write_text(text, encoding="utf-8")
    return load_suite(folder)


def complaint(folder: Path, text: str, **files: str) -> str:
    """What reading a suite says, with the folder taken off."""
    with pytest.raises(SuiteError) as raised:
        suite(folder, text, **files)
    said = str(raised.value)
    assert "\n" not in said
    return said.replace(f"{folder}/", "")


def test_everything_that_a_suite_can_say(tmp_path: Path) -> None:
    found = suite(tmp_path, WHOLE)
    case = found.cases[0]
    assert (found.name, found.folder, len(found.cases)) == ("desk", tmp_path, 2)
    assert case.turns == ("What came?",)
    assert case.as_of == datetime(2026, 2, 1, tzinfo=UTC)
    assert case.filters.before == datetime(2026, 2, 1, tzinfo=UTC)
    assert case.answers == (
        Text("eleven boats", ("11 boats",)),
        Number(11),
        Number(11.5, 0.5),
        Pattern("ele(v|f)en"),
        Text("eleven"),
    )
    assert case.points == (Point((Text("one"),)), Point((Text("two"), Number(2))))
    assert case.evidence[0] == Evidence(article="an-article")
    assert case.evidence[3].any[1] == Evidence(passage="a1/1/0-10")
    assert found.place("none") == f"{tmp_path}/suite.yaml:32"


def test_cases_in_files(tmp_path: Path) -> None:
    lines = '{"id": "a", "question": "Who?"}\n\n{"id": "b", "question": "Why?"}\n'
    listed = "- id: c\n  question: When?\n"
    found = suite(tmp_path, "cases: [a.jsonl, b.yaml]", a__jsonl=lines, b__yaml=listed)
    assert [case.id for case in found.cases] == ["a", "b", "c"]
    assert found.place("b") == f"{tmp_path}/a.jsonl:3"


def test_the_usual_file_of_cases_need_not_be_named(tmp_path: Path) -> None:
    found = suite(tmp_path, "name: plain", cases__jsonl='{"id": "a", "question": "Who?"}\n')
    assert [case.id for case in found.cases] == ["a"]
    assert cases_file(tmp_path) == tmp_path / "cases.jsonl"


def test_one_file_is_a_suite(tmp_path: Path) -> None:
    file = tmp_path / "desk.yaml"
    file.write_text("cases: [{id: a, question: Who?}]")
    assert (load_suite(file).name, load_suite(file).folder) == ("desk", tmp_path)


def test_fields_of_other_makers(tmp_path: Path) -> None:
    rows = '{"q": "Who?", "gold": ["Ada"], "more": 1}\n'
    text = "{cases: their.jsonl, fields: {question: q, answers: gold}}"
    found = suite(tmp_path, text, their__jsonl=rows)
    assert (found.cases[0].id, found.cases[0].question) == ("line-1", "Who?")
    assert found.cases[0].answers == (Text("Ada"),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "suite.yaml: the file is empty"),
        ("[]", "suite.yaml:1: a suite is a mapping of keys to values"),
        ("name: [", "suite.yaml:1: no YAML: expected the node content, but found"),
        ("name: a\nname: b", 'suite.yaml:2: no YAML: found duplicate key "name"'),
        ("name: a\nmetrix: []", "suite.yaml:2: a suite has no 'metrix'; did you mean 'metrics'?"),
        ("name: a", "suite.yaml: the suite has no cases"),
        ("cases: []", "suite.yaml: the suite has no cases"),
        ("depth: none", "suite.yaml:1: depth: input should be a valid integer"),
        (
            "metrics:\n  - hit@1\n  - citation_recal",
            "suite.yaml:3: there is no metric 'citation_recal'; did you mean 'citation_recall'?",
        ),
        ("metrics: [hit]", "suite.yaml:1: there is no metric 'hit'; did you mean 'hit@1'?"),
        ("metrics: [hit@1/word]", "suite.yaml:1: there is no metric 'hit@1/word'"),
        (
            "metrics: [hit@1]\nfloors:\n  refusal: 0.5",
            "suite.yaml:3: a floor for refusal, which is not among the metrics of the suite",
        ),
        (
            "settings:\n  hit: 5",
            "suite.yaml:2: there is no setting 'hit'; did you mean 'hits'?",
        ),
        (
            "archive: a\narticles: b",
            "suite.yaml:2: a suite names an archive or articles, not both",
        ),
        ("cap: {usd: 1}", "suite.yaml:1: a cap in usd needs input_price and output_price"),
        ("judge: lexicl", "suite.yaml:1: there is no judge 'lexicl'; it is lexical, cross-encoder"),
        ("name: a\nsecond_judge: 'openai:'", "suite.yaml:2: there is no judge 'openai:'"),
        ("fields: {quest: q}", "suite.yaml:1: a case has no 'quest'; did you mean 'question'?"),
        ("cases: lost.jsonl", "suite.yaml:1: there is no file lost.jsonl"),
        ("cases: 5", "suite.yaml:1: cases are a list, or the name of a file"),
        ("cases: [5]", "suite.yaml:1: a case is a mapping of keys to values"),
        ("cases:\n  - id: a\n    question: ''", "suite.yaml:3: question: "),
        ("cases:\n  - question: Who?", "suite.yaml:2: id: field required"),
        (
            "cases:\n  - {id: a, question: Who?}\n  - {id: a, question: Why?}",
            "suite.yaml:3: the id 'a' is that of the case at suite.yaml:2 too",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    answer: Ada",
            "suite.yaml:4: a case has no 'answer'; did you mean 'answers'?",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    answers:\n      - b\n      - regex: (x",
            "suite.yaml:6: answers.1.regex: '(x' is no regular expression",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    answers:\n      - {numbr: 2}",
            "suite.yaml:5: answers.0.numbr: there is no such key",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    answers: [true]",
            "suite.yaml:4: answers.0: true and false stand in quotation marks",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    evidence:\n      - {article: x, start: 4}",
            "suite.yaml:5: evidence.0: a span has a start and an end",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    evidence: [{quote: x}]",
            "suite.yaml:4: evidence.0: evidence names an article or a passage",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    unanswerable: true\n    speakers: Ada",
            "suite.yaml:2: an unanswerable question has no answers, points, evidence or speakers",
        ),
        (
            "cases:\n  - id: a\n    question: Who?\n    as_of: someday",
            "suite.yaml:4: as_of: input should be a valid datetime",
        ),
    ],
)
def test_what_is_wrong_is_one_line_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    assert complaint(tmp_path, text).startswith(said)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ('{"id": "a", "question": "Who?"}\n{"id": "b"\n', "cases.jsonl:2: no JSON: "),
        ('{"id": "a", "id": "b"}\n', "cases.jsonl:1: no JSON: the key 'id' is given twice"),
        ('\n{"id": "a", "question": 5}\n', "cases.jsonl:2: question: input should be a valid"),
        ("[]\n", "cases.jsonl:1: a case is a mapping of keys to values"),
    ],
)
def test_what_is_wrong_in_a_file_of_lines(tmp_path: Path, lines: str, said: str) -> None:
    assert complaint(tmp_path, "name: a", cases__jsonl=lines).startswith(said)


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "suite.yaml").write_bytes(b"name: \xff\xfe")
    with pytest.raises(SuiteError, match="is not UTF-8 text"):
        load_suite(tmp_path)


def test_a_suite_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(
        SuiteError, match=r"no such suite; name a folder, a file, or one of: .*samp"
    ):
        load_suite(tmp_path / "lost")
    with pytest.raises(SuiteError, match=r"has no suite\.yaml"):
        load_suite(tmp_path)


def test_a_suite_whose_data_is_not_there_is_skipped(tmp_path: Path) -> None:
    with pytest.raises(SuiteSkipped, match="the suite far is skipped: ask the desk for it"):
        suite(tmp_path, "{name: far, needs: data, needs_reason: ask the desk for it}")


def test_the_hash_is_of_what_is_asked_and_how_it_is_scored(tmp_path: Path) -> None:
    first = suite(tmp_path, WHOLE).hash
    for same in (
        WHOLE.replace("hits: 5", "hits: 9"),
        WHOLE.replace("citation_recall: 0.5", "citation_recall: 0.9"),
        WHOLE.replace("from the desk", "from elsewhere"),
        WHOLE.replace("tokens: 1000", "tokens: 9"),
    ):
        assert suite(tmp_path, same).hash == first
    for other in (
        WHOLE.replace("How many boats", "How many ships"),
        WHOLE.replace("judge: lexical", "judge: cross-encoder:x"),
        WHOLE.replace("tolerance: 0.5", "tolerance: 0.6"),
        WHOLE.replace("judge: lexical", "premise: quote"),
    ):
        assert suite(tmp_path, other).hash != first


def test_the_schema_takes_what_the_reader_takes() -> None:
    checker = jsonschema.Draft202012Validator(schema())
    checker.check_schema(schema())
    # Dates are strings to a schema, as they stand in the file.
    whole = json.loads(json.dumps(YAML(typ="safe").load(WHOLE), default=str))
    assert list(checker.iter_errors(whole)) == []
    for wrong in ({"metrix": []}, {"cases": [{"id": "a"}]}, {"depth": 0}):
        assert list(checker.iter_errors(wrong)) != []


def test_cases_in_the_suite_itself_are_not_added_to(tmp_path: Path) -> None:
    suite(tmp_path, "cases: [{id: a, question: Who?}]")
    with pytest.raises(SuiteError, match=r"suite\.yaml:1: cases are added to a file"):
        cases_file(tmp_path)


def test_a_packaged_suite_is_not_added_to() -> None:
    with pytest.raises(SuiteError, match="copy its folder to change it"):
        cases_file(load_suite("samples").path)
