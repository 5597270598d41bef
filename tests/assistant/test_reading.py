"""Which sentences of the shown passages an answer is made of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.candidates import Shown, Terms
from assistant.embed import Embedder
from assistant.fold import words
from assistant.question import understand
from assistant.ranking import Ranker, Weights
from assistant.reading import Reader
from assistant.rerank import Judged


class Capitals:
    """A judge to whom the second half of each text answers, and all texts equally well."""

    name = "capitals"

    def judge(self, question: str, texts: Sequence[str], titles: Sequence[str]) -> list[Judged]:
        return [Judged(6.0, text.rindex(" ", 0, len(text)) + 1, len(text) - 1) for text in texts]


def shown(place: int, text: str, date: str = "2026-02-01") -> Shown:
    return Shown(f"k{place}", f"Title {place}", f"Paper {place}", date, text)


@pytest.fixture
def reader(embedder: Embedder) -> Reader:
    return Reader(embedder, words, lambda term: 1, Capitals())


@pytest.mark.parametrize(
    "beside",
    [
        "Where did the ferry sink that night?",
        "The ferry sank in these four places:",
        "FERRY SANK NEAR CARROW",
        "CARROW (TMP) 4 FEB 2026",
        "The ferry.",
        ": how the ferry sank in four places",
        "Title 0 of the paper",
    ],
)
def test_what_answers_nothing_is_no_candidate(beside: str) -> None:
    passage = shown(0, f"{beside}\n\nThe ferry sank near Carrow on Monday.")
    passage = Shown(passage.key, "Title 0 of the paper", *("Paper", "2026-02-01"), passage.text)
    terms = Terms(words, lambda term: 1)
    found = terms.candidates(["Where did the ferry sink?"], [passage])
    assert [each.text for each in found] == ["The ferry sank near Carrow on Monday."]


def test_a_phrase_in_quotes_stands_in_what_is_chosen(reader: Reader) -> None:
    passages = [
        shown(0, "The minister spoke of wet ink and of the treaty in Carrow."),
        shown(1, "The minister spoke of blue ink and of the treaty in Carrow."),
    ]
    lines = reader.read('Where did the minister speak of "blue ink"?', passages)
    assert {line.keys for line in lines} == {("k1",)}
    # A phrase that stands nowhere rules nothing out.
    assert reader.read('Where did the minister speak of "red ink"?', passages)


def test_the_newest_is_read_first_where_the_present_is_asked_for(embedder: Embedder) -> None:
    rank = Ranker(embedder, Capitals(), Weights())
    passages = [
        shown(0, "The mayor of Selk is Ada Quill.", "2019-02-01"),
        shown(1, "The mayor of Selk is Otto Brandl.", "2026-02-01"),
        shown(2, "The mayor of Selk is Iver Dahl.", ""),
    ]

    def order(text: str) -> list[int]:
        found = Terms(words, lambda term: 1).candidates([text], passages)
        return [each.place for each in rank.judged(understand(text), found, passages)]

    assert order("Who is the mayor of Selk?")[0] == 0
    assert order("Who is the mayor of Selk now?")[0] == 1
