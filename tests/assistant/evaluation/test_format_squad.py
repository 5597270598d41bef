"""SQuAD: answers are spans of the article that a title's paragraphs make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Evidence, Text
from assistant.evaluation.formats import format_named
from assistant.evaluation.gold import Library
from assistant.settings import Settings
from tests.support.outside import built, written

FIRST = "The Merlin ran aground on Monday.\x07 245 people were aboard the Merlin."
SECOND = "Lifeboats reached the café at noon."
IMPOSSIBLE = {"id": "q3", "question": "Who owns it?", "answers": [], "is_impossible": True}


def asked(name: str, question: str, *answers: tuple[str, int]) -> dict[str, Any]:
    found = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": name, "question": question, "answers": found}


def squad(*paragraphs: dict[str, Any], title: str = "The_Merlin_(ferry)") -> dict[str, Any]:
    return {"version": "v2.0", "data": [{"title": title, "paragraphs": list(paragraphs)}]}


DATA = squad(
    {
        "context": FIRST,
        "qas": [
            asked("q1", " How many were aboard? ", ("245", 35), ("245 people", 35), ("245", 35)),
            IMPOSSIBLE,
        ],
    },
    {"context": SECOND, "qas": [asked("q/2", "When?", ("at noon", 27))]},
)


def test_questions_answers_and_spans(tmp_path: Path) -> None:
    imported = format_named("squad").imported(written(tmp_path / "ferry.json", DATA))
    text = f"{FIRST}\n\n{SECOND}".replace("\x07", " ")
    told = {"title": "The Merlin (ferry)", "text": text, "source": "ferry"}
    assert imported.articles == ({"id": "The_Merlin_(ferry)", **told},)
    spans = [Evidence(article="The_Merlin_(ferry)", start=35, end=end) for end in (38, 45)]
    noon = text.index("at noon")
    assert imported.cases == (
        Case(
            id="q1",
            question="How many were aboard?",
            answers=(Text("245"), Text("245 people")),
            evidence=(Evidence(any=tuple(spans)),),
        ),
        Case(id="q3", question="Who owns it?", unanswerable=True),
        Case(
            id="q+u002F+2",
            question="When?",
            answers=(Text("at noon"),),
            evidence=(Evidence(article="The_Merlin_(ferry)", start=noon, end=noon + 7),),
        ),
    )


def test_the_spans_are_exact_in_the_archive(tmp_path: Path, settings: Settings) -> None:
    imported = format_named("squad").imported(written(tmp_path / "ferry.json", DATA))
    with built(imported, tmp_path, settings) as (suite, opened):
        assert suite.cases == imported.cases
        library = Library(opened.archive)
        text = opened.archive.article("The_Merlin_(ferry)").text
        found = [
            [
                text[slice(*spot.span)]
                for gold in library.golds(case, "")
                for spot in gold
                if spot.span
            ]
            for case in suite.cases
        ]
    assert found == [["245", "245 people"], [], ["at noon"]]


def test_two_articles_of_one_title(tmp_path: Path) -> None:
    one = squad({"context": "One.", "qas": [asked("q1", "Which?", ("One", 0))]}, title="Ships")
    other = squad({"context": "Two.", "qas": [asked("q2", "Which?", ("Two", 0))]}, title="Ships")
    one["data"] += other["data"]
    imported = format_named("squad").imported(written(tmp_path / "s.json", one))
    assert [each["id"] for each in imported.articles] == ["Ships", "Ships-2"]
    assert imported.cases[1].evidence == (Evidence(article="Ships-2", start=0, end=3),)


def broken(**changed: Any) -> dict[str, Any]:
    question = {**asked("q1", "Which?", ("One", 0)), **changed}
    return squad({"context": "One.", "qas": [question]})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("[1,\n2", r"s\.json:2: no JSON: Expecting ',' delimiter"),
        ([], "s.json: an object with 'data' is expected, not []"),
        (
            {"data": [{"title": "T"}]},
            r"s\.json: data\[0\]: 'paragraphs' is missing; it has 'title'",
        ),
        ({"data": [{"title": "T", "paragraphs": []}]}, "'T' has no text"),
        (broken(question=4), r"qas\[0\]: 'question' is 4, not text"),
        (broken(answers=None), "'answers' is null, not a list"),
        (broken(answers=[{"text": "One"}]), "'answer_start' is missing"),
        (broken(answers=[{"text": "One", "answer_start": 1}]), "'One' of q1 is not at 1"),
        (broken(answers=[{"text": "One", "answer_start": -4}]), "'One' of q1 is not at -4"),
        (broken(is_impossible="no"), "'is_impossible' is \"no\", not true or false"),
        (broken(question="?"), "question: String should match"),
        (squad({"context": "One.", "qas": []}), "there are no questions in it"),
        (
            squad({"context": "One.", "qas": [asked("q", "A?"), asked("q", "B?")]}),
            r"qas\[1\]: the id 'q' is given at .*qas\[0\] too",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: Any, said: str, tmp_path: Path) -> None:
    source = written(tmp_path / "s.json", data)
    with pytest.raises(SuiteError, match=said.replace("not []", r"not \[\]")) as caught:
        format_named("squad").imported(source)
    assert str(caught.value).startswith(str(source))
    assert "\n" not in str(caught.value)
