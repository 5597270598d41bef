"""Each damage alone, on a small answer that is made up: what it changes, and what it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.evaluation.cases import Case
from assistant.evaluation.damages import declared
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.remade import cite, remade
from assistant.evaluation.results import Result
from assistant.quotations import quoted
from assistant.types import Answer, Article, Citation, Hit, Passage, Sentence
from assistant.writer import marked
from tests.support.build import article
from tests.support.statements import statement

HARBOUR = (
    "Ada Quill, the mayor, said 40 boats would stay in the harbour until the ice had gone.",
    "“The gate is shut for the whole winter,” said Jon Berg. Nobody has the key any more.",
    "A grey heron lives on the old pier. The council feeds it on Sundays and on no other day.",
)
FERRY = ("Mira Holt said the ferry had been late by 20 minutes all through the week.",)
PIER = ("Ropes hang from the old pier in the wind.",)
CASE = Case(id="boats", question="what about the harbour?")
NO_CASE = Case(id="mars", question="who feeds the heron on Mars?", unanswerable=True)
NAMES = sorted(declared())


def put(archive: Archive, id: str, *parts: str) -> list[Passage]:
    """An article with a passage for each part; what it says is in the ledger."""
    of = article(id=id, text="\n\n".join(parts))
    starts = [of.text.index(part) for part in parts]
    cut = [
        Passage("", id, part, start, start + len(part), place)
        for place, (part, start) in enumerate(zip(parts, starts, strict=True))
    ]
    archive.put([(of, cut, [])])
    return archive.passages_of(id)


def say(archive: Archive, of: Article, *said: tuple[str, str]) -> None:
    archive.ledger.write([(of, [statement(of, content, who) for content, who in said])])


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("damages")) as opened:
        put(opened, "harbour", *HARBOUR)
        put(opened, "ferry", *FERRY)
        put(opened, "pier", *PIER)
        boats = "40 boats would stay in the harbour until the ice had gone"
        gate = "The gate is shut for the whole winter"
        say(opened, opened.article("harbour"), (boats, "Ada Quill"), (gate, "Jon Berg"))
        late = "the ferry had been late by 20 minutes all through the week"
        say(opened, opened.article("ferry"), (late, "Mira Holt"))
        say(opened, opened.article("pier"))
        yield opened


def answered(archive: Archive, *told: tuple[str, str, int]) -> Result:
    """An answer of these sentences, each with a citation of a passage of an article."""
    sentences, citations = [], []
    for number, (text, name, ordinal) in enumerate(told, start=1):
        made = cite(text, archive.passages_of(name)[ordinal], archive, number)
        assert made is not None
        citations.append(made)
        sentences.append(Sentence(text, (number,), "supported"))
    found = [p for name in ("harbour", "ferry", "pier") for p in archive.passages_of(name)]
    hits = tuple(Hit(p, 1.0, rank, "dense") for rank, p in enumerate(found, start=1))
    bare = Answer(CASE.question, "answered", "", (), (), hits, "made up")
    return remade(Result(CASE.id, bare), sentences, citations)


@pytest.fixture
def good(archive: Archive) -> Result:
    gate = "“The gate is shut for the whole winter,” said Jon Berg."
    return answered(archive, (f"1 May 2026: {HARBOUR[0]}", "harbour", 0), (gate, "harbour", 1))


@pytest.fixture
def plain(archive: Archive) -> Result:
    """An answer without numbers, speakers, or a second passage of its article."""
    return answered(archive, (PIER[0], "pier", 0))


@pytest.fixture
def refused(good: Result) -> Result:
    assert good.answer is not None
    bare = replace(good.answer, outcome="abstained", text="No.", sentences=(), citations=())
    return replace(good, case_id=NO_CASE.id, answer=bare)


def damaged(name: str, result: Result, archive: Archive, seed: int = 0) -> Answer:
    case = NO_CASE if result.case_id == NO_CASE.id else CASE
    made = declared()[name].of(case, result, archive, seed)
    assert made is not None
    assert made.answer is not None
    assert replace(made, answer=result.answer) == result
    return made.answer


def start_for(name: str, good: Result, refused: Result) -> Result:
    return refused if name == "answer_unanswerable" else good


def texts(answer: Answer | None) -> list[str]:
    assert answer is not None
    return [each.text for each in answer.sentences]


def cited(answer: Answer | None) -> list[tuple[int, ...]]:
    assert answer is not None
    return [each.citations for each in answer.sentences]


def quotes(citations: Sequence[Citation]) -> list[str]:
    return [each.quote for each in citations]


def test_there_are_twelve_each_for_a_metric_of_quality() -> None:
    assert len(NAMES) == 12
    for name, damage in declared().items():
        (metric,) = metrics_named([damage.metric])
        assert name == damage.name
        assert metric.group != "cost"
        assert metric.better != "neither"


@pytest.mark.parametrize("name", NAMES)
def test_same_seed_same_damage_and_the_rest_stays_as_the_product_makes_it(
    name: str, archive: Archive, good: Result, refused: Result
) -> None:
    before = start_for(name, good, refused)
    after = damaged(name, before, archive, seed=3)
    assert after == damaged(name, before, archive, seed=3)
    assert after != before.answer
    assert [each.number for each in after.citations] == list(range(1, len(after.citations) + 1))
    first_cited = dict.fromkeys(n for numbers in cited(after) for n in numbers)
    assert list(first_cited) == [each.number for each in after.citations]
    if after.outcome == "answered":
        assert after.text == " ".join(map(marked, after.sentences))
    for each in after.citations:
        exact = archive.article(each.article_id).text[each.start : each.end] == each.quote
        assert exact or name == "change_digit"
        (passage,) = archive.passages_by_id([each.passage_id]).values()
        assert passage.start <= each.start < each.end <= passage.end


@pytest.mark.parametrize("name", NAMES)
def test_what_is_no_answer_is_not_damaged(name: str, archive: Archive, refused: Result) -> None:
    damage = declared()[name]
    assert damage.of(CASE, Result(CASE.id, None, error="lost"), archive, 0) is None
    abstained = replace(refused, case_id=CASE.id)
    assert damage.of(CASE, abstained, archive, 0) is None


@pytest.mark.parametrize(
    "name",
    "swap_citations change_digit neighbour_passage wrong_speaker remove_speaker uncited_sentence "
    "false_number".split(),
)
def test_an_answer_without_what_it_damages_is_left(
    name: str, archive: Archive, plain: Result
) -> None:
    assert declared()[name].of(CASE, plain, archive, 0) is None


def test_another_seed_is_another_digit(archive: Archive, good: Result) -> None:
    assert len({damaged("change_digit", good, archive, seed).citations for seed in range(9)}) > 1


def test_a_dropped_citation_is_gone_and_the_other_is_numbered_anew(
    archive: Archive, good: Result
) -> None:
    seen = set()
    for seed in range(9):
        after = damaged("drop_citation", good, archive, seed)
        assert texts(after) == texts(good.answer)
        assert len(after.citations) == 1
        seen.add(tuple(cited(after)))
    assert seen == {((1,), ()), ((), (1,))}


def test_swapped_citations_back_the_other_sentence(archive: Archive, good: Result) -> None:
    after = damaged("swap_citations", good, archive)
    assert good.answer is not None
    assert texts(after) == texts(good.answer)
    assert cited(after) == [(1,), (2,)]
    assert quotes(after.citations) == quotes(good.answer.citations)[::-1]


def test_sentences_of_one_passage_have_nothing_to_swap(archive: Archive) -> None:
    one = "“The gate is shut for the whole winter,” said Jon Berg."
    other = "Nobody has the key any more."
    result = answered(archive, (one, "harbour", 1), (other, "harbour", 1))
    assert declared()["swap_citations"].of(CASE, result, archive, 0) is None


def test_one_digit_of_a_quote_is_another(archive: Archive, good: Result) -> None:
    assert good.answer is not None
    true, same = good.answer.citations
    for seed in range(30):
        after = damaged("change_digit", good, archive, seed)
        false, other = after.citations
        assert other == same
        assert len(false.quote) == len(true.quote)
        assert sum(a != b for a, b in zip(false.quote, true.quote, strict=True)) == 1
        assert replace(false, quote=true.quote) == true
        assert after.sentences == good.answer.sentences


def test_neighbours_are_of_the_same_article_and_quote_nothing_that_was_cited(
    archive: Archive, good: Result
) -> None:
    assert good.answer is not None
    for seed in range(5):
        after = damaged("neighbour_passage", good, archive, seed)
        for old, new in zip(good.answer.citations, after.citations, strict=True):
            ordinals = [
                archive.passages_by_id([c.passage_id])[c.passage_id].ordinal for c in (old, new)
            ]
            assert new.article_id == old.article_id
            assert abs(ordinals[0] - ordinals[1]) == 1
            assert new.quote not in quotes(good.answer.citations)
        assert len(set(quotes(after.citations))) == 2
        assert texts(after) == texts(good.answer)


def test_the_wrong_speaker_is_on_the_citation_and_in_its_sentence(archive: Archive) -> None:
    short = "Ms Quill said 40 boats would stay in the harbour until the ice had gone."
    result = answered(archive, (HARBOUR[0], "harbour", 0), (short, "harbour", 0))
    for seed in range(9):
        after = damaged("wrong_speaker", result, archive, seed)
        (false,) = [c for c in after.citations if c.speaker != "Ada Quill"]
        assert false.speaker in ("Jon Berg", "Mira Holt")
        last = false.speaker.split()[-1]
        told = " ".join(s.text for s in after.sentences if false.number in s.citations)
        assert "Quill" not in told
        assert last in told


def test_a_sentence_that_does_not_name_its_speaker_stays(archive: Archive) -> None:
    bare = "40 boats would stay in the harbour."
    result = answered(archive, (bare, "harbour", 0))
    after = damaged("wrong_speaker", result, archive)
    assert texts(after) == [bare]
    assert after.citations[0].speaker != "Ada Quill"


def test_a_statement_without_its_speaker_is_its_content(archive: Archive, good: Result) -> None:
    boats = "40 boats would stay in the harbour until the ice had gone."
    gate = "The gate is shut for the whole winter."
    found = {tuple(texts(damaged("remove_speaker", good, archive, seed))) for seed in range(9)}
    first, second = texts(good.answer)
    assert found == {(boats, second), (first, gate)}
    after = damaged("remove_speaker", good, archive)
    assert good.answer is not None
    assert after.citations == good.answer.citations


def test_what_somebody_denies_is_not_told_as_a_fact(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        text = "Ada Quill denied that 40 boats had left the harbour for good."
        (passage,) = put(archive, "denial", text)
        of = archive.article("denial")
        content = "40 boats had left the harbour for good"
        said = statement(of, content, "Ada Quill", stance="denies", cue="denied")
        archive.ledger.write([(of, [said])])
        made = cite(text, passage, archive, 1)
        assert made is not None
        bare = Answer(CASE.question, "answered", "", (), (), (), "made up")
        result = remade(Result(CASE.id, bare), [Sentence(text, (1,), "supported")], [made])
        assert declared()["remove_speaker"].of(CASE, result, archive, 0) is None
        archive.ledger.write([(of, [replace(said, stance="asserts")])])
        assert texts(damaged("remove_speaker", result, archive)) == [f"{content}."]


def test_the_added_sentence_is_the_articles_own_and_cites_nothing(
    archive: Archive, good: Result
) -> None:
    found = set()
    for seed in range(12):
        after = damaged("uncited_sentence", good, archive, seed)
        assert good.answer is not None
        assert after.sentences[:-1] == good.answer.sentences
        assert after.citations == good.answer.citations
        added = after.sentences[-1]
        assert added.citations == ()
        assert not quoted(added.text)
        found.add(added.text)
    assert found <= {
        "Nobody has the key any more.",
        "A grey heron lives on the old pier.",
        "The council feeds it on Sundays and on no other day.",
    }
    assert len(found) > 1


def test_a_false_number_is_in_no_cited_article_and_dates_are_left(archive: Archive) -> None:
    told = f"1 May 2026: {HARBOUR[0]}"
    result = answered(archive, (told, "harbour", 0), (FERRY[0], "ferry", 0))
    assert result.answer is not None
    places = set()
    for seed in range(30):
        after = damaged("false_number", result, archive, seed)
        assert after.citations == result.answer.citations
        ((place, old, new),) = [
            (place, old.split(), new.split())
            for place, (old, new) in enumerate(zip(texts(result.answer), texts(after), strict=True))
            if old != new
        ]
        ((true, false),) = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        assert true in ("40", "20")
        assert false.isdigit()
        assert false not in ("40", "20")
        places.add(place)
    assert places == {0, 1}


def test_a_number_of_a_quotation_is_left_to_the_quote(archive: Archive) -> None:
    text = "It says “40 boats would stay in the harbour until the ice had gone”."
    result = answered(archive, (text, "harbour", 0))
    assert declared()["false_number"].of(CASE, result, archive, 0) is None


def test_a_refusal_says_and_cites_nothing(archive: Archive, good: Result) -> None:
    after = damaged("refuse", good, archive)
    assert after.outcome == "abstained"
    assert after.sentences == after.citations == ()
    assert good.answer is not None
    assert after.hits == good.answer.hits
    unanswerable = replace(NO_CASE, id=CASE.id)
    assert declared()["refuse"].of(unanswerable, good, archive, 0) is None


def test_what_cannot_be_answered_is_answered_from_the_nearest_passage(
    archive: Archive, refused: Result
) -> None:
    after = damaged("answer_unanswerable", refused, archive)
    assert after.outcome == "answered"
    assert texts(after) == quotes(after.citations) == [HARBOUR[0]]
    assert after.citations[0].speaker == "Ada Quill"
    assert refused.answer is not None
    nowhere = replace(refused, answer=replace(refused.answer, hits=()))
    assert declared()["answer_unanswerable"].of(NO_CASE, nowhere, archive, 0) is None


def test_duplicates_have_numbers_of_their_own(archive: Archive, good: Result) -> None:
    after = damaged("duplicate_citations", good, archive)
    assert good.answer is not None
    assert cited(after) == [(1, 2), (3, 4)]
    old = quotes(good.answer.citations)
    assert quotes(after.citations) == [old[0], old[0], old[1], old[1]]


def test_everything_that_was_found_is_cited_once_at_every_sentence(
    archive: Archive, good: Result
) -> None:
    after = damaged("cite_everything", good, archive)
    assert good.answer is not None
    passages = [each.passage_id for each in after.citations]
    assert sorted(passages) == sorted(hit.passage.id for hit in good.answer.hits)
    assert all(sorted(numbers) == [1, 2, 3, 4, 5] for numbers in cited(after))
    ours = [numbers[0] for numbers in cited(after)]
    assert [after.citations[n - 1].quote for n in ours] == quotes(good.answer.citations)
    alone = replace(good.answer, hits=good.answer.hits[:2])
    assert declared()["cite_everything"].of(CASE, replace(good, answer=alone), archive, 0) is None
