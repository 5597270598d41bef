"""Expected evidence is found in the archive, and what is not there is named with what is near."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.errors import SuiteError
from assistant.evaluation.gold import Library, Spot, check_evidence, is_placed
from tests.support.suites import ABOARD, FERRY, VELMAR, made


def golds(opened: Assistant, *evidence: Any) -> tuple[tuple[Spot, ...], ...]:
    suite = made([{"id": "a", "question": "Who?", "evidence": list(evidence)}])
    return check_evidence(suite, Library(opened.archive))["a"]


def test_an_article_by_its_id_address_or_title(opened: Assistant) -> None:
    by_address = golds(opened, FERRY)[0][0]
    by_id = golds(opened, by_address.article_id)[0][0]
    assert by_id == by_address == Spot(by_id.article_id)
    assert opened.archive.article(golds(opened, VELMAR)[0][0].article_id).title == VELMAR


def test_a_quote_is_a_span_and_the_passage_that_holds_it(opened: Assistant) -> None:
    spot = golds(opened, {"article": FERRY, "quote": ABOARD})[0][0]
    article = opened.archive.article(spot.article_id)
    assert spot.span is not None
    assert article.text[slice(*spot.span)] == ABOARD
    (passage,) = opened.archive.passages_by_id(spot.passages).values()
    assert passage.start <= spot.span[0]
    assert spot.span[1] <= passage.end
    by_passage = golds(opened, {"passage": passage.id})[0][0]
    assert by_passage == Spot(article.id, (passage.start, passage.end), spot.passages)
    by_span = golds(opened, {"article": FERRY, "start": spot.span[0], "end": spot.span[1]})
    assert by_span == ((spot,),)


def test_typographic_marks_and_line_ends_of_a_quote_do_not_matter(opened: Assistant) -> None:
    quote = '"They have been moved around\n the valley, not out of it."'
    spot = golds(opened, {"article": VELMAR, "quote": quote})[0][0]
    text = opened.archive.article(spot.article_id).text
    assert spot.span is not None
    assert text[slice(*spot.span)] == "“They have been moved around the valley, not out of it.”"


def test_one_of_several_places_is_enough(opened: Assistant) -> None:
    (first, second), (third,) = golds(opened, {"any": [VELMAR, FERRY]}, FERRY)
    assert first != second == third


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("no-such-id", "the archive has no article 'no-such-id'"),
        (VELMAR[:-6], f"has no article {VELMAR[:-6]!r}; the nearest is {VELMAR!r}"),
        ({"passage": "a1/1/0-9"}, "the archive has no passage 'a1/1/0-9'"),
        (
            {"article": FERRY, "quote": ABOARD.replace("245", "254")},
            "the quote “A passenger ferry carrying 254 people ran aground on the Gannet Skerries” "
            "is not in 'Passengers rescued overnight after Innisvar ferry hits rocks'; the nearest "
            "text is “A passenger ferry carrying 245 people ran aground on the Gannet Skerries”",
        ),
        ({"article": FERRY, "quote": "carrying 24"}, "the quote “carrying 24” is not in"),
        ({"article": FERRY, "start": 5, "end": 99_999}, "the span 5 to 99999 ends outside the"),
    ],
)
def test_what_is_not_there(opened: Assistant, evidence: Any, said: str) -> None:
    with pytest.raises(SuiteError) as raised:
        golds(opened, evidence)
    assert str(raised.value).startswith("suite.yaml: case a: ")
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


def test_evidence_is_placed_where_every_place_is(opened: Assistant) -> None:
    cases = made(
        [
            {"id": "a", "question": "Who?", "evidence": [{"any": [VELMAR, FERRY]}]},
            {"id": "b", "question": "Who?", "evidence": [{"article": FERRY, "quote": ABOARD}]},
        ]
    ).cases
    assert [is_placed(case.evidence[0]) for case in cases] == [False, True]


def test_the_hash_of_an_archive_is_that_of_its_articles(opened: Assistant) -> None:
    assert Library(opened.archive).hash == Library(opened.archive).hash
    assert len(Library(opened.archive).hash) == 64
