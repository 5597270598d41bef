"""ALCE: items become cases, documents articles, and outputs answers with exact quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.errors import SuiteError
from assistant.evaluation.cases import Case, Point, Text
from assistant.evaluation.formats import format_named
from assistant.evaluation.imported import Imported
from assistant.evaluation.outside import keep_outside_run
from assistant.evaluation.results import Result
from assistant.evaluation.runner import run_suite
from assistant.evaluation.runs import RunStore
from assistant.evaluation.suite import Suite
from assistant.settings import Settings
from tests.support.outside import built, written
from tests.support.suites import CASES, made

ALCE = format_named("alce")
AGROUND = {
    "id": "11",
    "title": "Ferry",
    "text": "The Merlin ran aground at Skerry Point on Monday.",
}
RESCUE = {"id": "12", "title": "Rescue", "text": "Lifeboats took every passenger off by noon."}
RAIN = {"title": "Weather", "text": "Rain fell on the hills all day."}
OTHER_11 = {"id": "11", "title": "Budget", "text": "The council cut 7,000 library hours."}
LONG = {
    "id": "long",
    "title": "A long report",
    "text": "\n\n".join(
        f"Paragraph {number} tells of {what}, at length and with many words, so that it is long. "
        + "The clerk read out one more figure from the ledger, and nobody in the hall spoke. " * 12
        for number, what in enumerate(["the harbour", "a strike", "the orchard"])
    ),
}
ITEMS = [
    {
        "sample_id": "-47",
        "question": "What happened to the Merlin?",
        "qa_pairs": [
            {"question": "Where?", "short_answers": ["Skerry Point", "the Point"], "context": ""},
            {"question": "When?", "short_answers": ["Monday"]},
        ],
        "answer": "It ran aground at Skerry Point on Monday, and all were saved.",
        "docs": [AGROUND, RESCUE, RAIN],
        "output": (
            " The Merlin ran aground at Skerry Point [1][2][3]. Lifeboats took every passenger off "
            "by noon [2]. The captain was asleep [1]. Nobody was hurt.\nQuestion: another?"
        ),
    },
    {
        "question": "What was cut?",
        "claims": ["The council cut seven thousand hours of the libraries in town."],
        "docs": [OTHER_11, RESCUE, LONG],
        "output": "The council cut 7,000 library hours.[1] A strike was told of [3] [9].",
    },
    {"question": "Who paid?", "answers": [["the county", "county"], ["the state"]], "docs": []},
]


@pytest.fixture
def alce(tmp_path: Path, settings: Settings) -> Iterator[tuple[Suite, Assistant, Path]]:
    source = written(tmp_path / "ferry.json", {"args": {}, "data": ITEMS})
    with built(ALCE.imported(source), tmp_path, settings) as (suite, opened):
        yield suite, opened, source


def test_cases_and_articles(tmp_path: Path) -> None:
    imported = ALCE.imported(written(tmp_path / "ferry.json", ITEMS))
    claim = "The council cut seven thousand hours of the libraries in town."
    assert imported.cases == (
        Case(
            id="-47",
            question="What happened to the Merlin?",
            points=(Point((Text("Skerry Point"), Text("the Point"))), Point((Text("Monday"),))),
            note="Reference answer: It ran aground at Skerry Point on Monday, and all were saved.",
        ),
        Case(id="item-1", question="What was cut?", points=(Point((Text(claim),)),)),
        Case(
            id="item-2",
            question="Who paid?",
            points=(Point((Text("the county"), Text("county"))), Point((Text("the state"),))),
        ),
    )
    # Of two documents with one id both are kept, and one that two items have is kept once.
    ids = [each["id"] for each in imported.articles]
    assert ids[:2] == ["11", "12"]
    assert ids[2].startswith("doc-")
    assert ids[3].startswith("11-")
    assert ids[4:] == ["long"]
    assert [each["text"] for each in imported.articles] == [
        each["text"] for each in (AGROUND, RESCUE, RAIN, OTHER_11, LONG)
    ]
    assert {each["source"] for each in imported.articles} == {"ferry"}


def test_answers_quote_the_archive(alce: tuple[Suite, Assistant, Path]) -> None:
    suite, opened, source = alce
    first, second = ALCE.results(source, suite, opened.archive)
    assert first.answer is not None
    assert [(each.text, each.citations) for each in first.answer.sentences] == [
        ("The Merlin ran aground at Skerry Point.", (1, 2, 3)),
        ("Lifeboats took every passenger off by noon.", (2,)),
        ("The captain was asleep.", (1,)),
        ("Nobody was hurt.", ()),
    ]
    assert first.answer.outcome == "answered"
    assert [each.title for each in first.answer.citations] == ["Ferry", "Rescue", "Weather"]
    assert [each.article_id for each in first.ranking][:2] == ["11", "12"]
    for result in (first, second):
        assert result.answer is not None
        passages = opened.archive.passages_by_id(c.passage_id for c in result.answer.citations)
        for each in result.answer.citations:
            text = opened.archive.article(each.article_id).text
            assert text[each.start : each.end] == each.quote
            assert passages[each.passage_id].text == text.strip()
    assert second.answer is not None
    assert second.answer.dropped_citations == 1
    # The passage of a long document that has most of the sentence's words.
    strike = second.answer.citations[1]
    assert strike.article_id == "long"
    assert "tells of a strike" in strike.quote
    assert "harbour" not in strike.quote
    assert len(opened.archive.passages_of("long")) > 1
    assert len([each for each in second.ranking if each.article_id == "long"]) > 1


def test_recall_and_precision_are_those_of_the_paper(
    alce: tuple[Suite, Assistant, Path], tmp_path: Path
) -> None:
    suite, opened, source = alce
    results = ALCE.results(source, suite, opened.archive)
    kept = keep_outside_run(suite, opened, RunStore(tmp_path / "out"), results, "made up")
    scores = {each.result.case_id: each.scores for each in kept.scored}
    # 4 sentences. The first is entailed by its three documents, the second by its one; document 1
    # does not say that the captain slept; the last has no citation. Recall 2/4.
    assert scores["-47"]["citation_recall"].value == pytest.approx(2 / 4)
    # 5 citations. Of the first sentence [1] entails it alone; [2] and [3] do not, while the others
    # do without them: irrelevant. [2] of the second is precise, [1] of the third is at a sentence
    # that is not entailed. Precision 2/5.
    assert scores["-47"]["citation_precision"].value == pytest.approx(2 / 5)
    assert scores["-47"]["points_covered"].value == pytest.approx(1 / 2)
    assert scores["-47"]["quote_exactness"].value == 1.0
    # Nothing was given for the third item: its defaults, and it is listed.
    assert scores["item-2"]["citation_recall"].value == 0.0
    assert "citation_recall" in kept.scored[2].defaulted
    assert kept.run.figures["citation_recall"].n == 3
    assert not {"seconds", "model_calls", "tokens"} & set(kept.run.metrics)


def apart(imported: Imported) -> Imported:
    return Imported(imported.cases, tuple(sorted(imported.articles, key=lambda each: each["id"])))


def comparable(results: list[Result]) -> dict[str, Any]:
    return {each.case_id: (each.answer, each.ranking) for each in results}


def test_in_out_and_in_again(
    alce: tuple[Suite, Assistant, Path], tmp_path: Path, settings: Settings
) -> None:
    suite, opened, source = alce
    results = ALCE.results(source, suite, opened.archive)
    kept = keep_outside_run(suite, opened, RunStore(tmp_path / "out"), results, "made up")
    (file,) = ALCE.export(kept, opened.archive, tmp_path / "again")
    again = ALCE.imported(file)
    first = apart(ALCE.imported(source))
    assert apart(again).articles == first.articles
    assert again.cases == first.cases
    back = comparable(ALCE.results(file, suite, opened.archive))
    # What the mark [9] stood for is not written again.
    wanted = comparable(results)
    assert back["-47"] == wanted["-47"]
    assert back["item-1"][0].citations == wanted["item-1"][0].citations
    assert back["item-1"][0].sentences == wanted["item-1"][0].sentences
    assert back["item-1"][1] == wanted["item-1"][1]
    # The item without an output has an empty one.
    assert back["item-2"][0].outcome == "abstained"


def test_our_answers_as_alce_reads_them(opened: Assistant, tmp_path: Path) -> None:
    """Every mark of an output names a document that has the quote, one line an output."""
    kept = run_suite(made(CASES), opened, RunStore(tmp_path / "out"))
    (file,) = ALCE.export(kept, opened.archive, tmp_path / "alce")
    suite = made(CASES)
    for scored, item in zip(kept.scored, read(file)["data"], strict=True):
        answer = scored.result.answer
        assert answer is not None
        assert "\n" not in item["output"]
        assert isinstance(item["answer"], str)
        assert item["sample_id"] == scored.result.case_id
        for citation in answer.citations:
            assert any(citation.quote in doc["text"] for doc in item["docs"])
    found = ALCE.results(file, suite, opened.archive)
    for scored, result in zip(kept.scored, found, strict=True):
        ours, theirs = scored.result.answer, result.answer
        assert ours is not None
        assert theirs is not None
        if ours.outcome == "answered":
            assert theirs.dropped_citations == 0
            assert {c.article_id for c in theirs.citations} == {
                c.article_id for c in ours.citations
            }
    assert read(file)["data"][1]["qa_pairs"] == [
        {
            "question": "how many people were on the ferry?",
            "short_answers": ["245"],
            "context": "",
            "wikipage": None,
        }
    ]
    assert read(file)["data"][2]["output"] == "The archive does not say."
    again = read(file)["data"][3]
    assert again["question"] != CASES[3]["question"]
    assert "withdrawal" in again["question"]


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"args": {}}, r"f\.json: 'data' is missing"),
        ([4], r"f\.json: item 0: an item is no object"),
        ([{"docs": []}], r"item 0: 'question' is missing; it has 'docs'"),
        ([{"question": "Who?", "docs": {}}], r"item 0: 'docs' is \{\}, not a list"),
        ([{"question": "Who?", "docs": ["x"]}], r"docs\[0\]: an object with 'text' is expected"),
        ([{"question": "Who?", "docs": [{"text": "…"}]}], r"docs\[0\]: a document has no text"),
        ([{"question": "Who?", "qa_pairs": [{}]}], "qa_pairs: 'short_answers' is missing"),
        ([{"question": "Who?", "id": 1}, {"question": "A?", "id": 1}], "'1' is given at .* too"),
        ([], "there are no questions in it"),
    ],
)
def test_what_is_wrong_is_said_with_its_item(data: Any, said: str, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match=said) as caught:
        ALCE.imported(written(tmp_path / "f.json", data))
    assert "\n" not in str(caught.value)


def test_what_is_wrong_in_results(alce: tuple[Suite, Assistant, Path]) -> None:
    suite, opened, source = alce

    def results(data: Any) -> list[Result]:
        return ALCE.results(written(source.parent / "r.json", data), suite, opened.archive)

    with pytest.raises(SuiteError, match=r"r\.json: no item has an `output`"):
        results([{"question": "Who?"}])
    with pytest.raises(SuiteError, match="item 0: the suite has no question 'x'"):
        results([{"id": "x", "question": "Who?", "output": "They."}])
    changed = [{**ITEMS[0], "docs": [{**AGROUND, "text": "Other words."}, {"text": "More."}]}]
    with pytest.raises(SuiteError, match=r"names 2 documents that are not .* first is '11'"):
        results(changed)
    with pytest.raises(SuiteError, match="'output' is 4, not text"):
        results([{**ITEMS[0], "output": 4}])
