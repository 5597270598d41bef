"""Searches in one language: what articles are marked with, and what a choice of one leaves out."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent import system_prompt
from assistant.archive import Archive, article_of
from assistant.assistant import Assistant
from assistant.errors import UsageError
from assistant.indexer import Indexer
from assistant.language_filter import LanguageFilter, Ranking, Sieve
from assistant.languages import asked_for, language_name, primary
from assistant.ledger import Wanted
from assistant.retrieve import Retriever
from assistant.settings import Settings
from assistant.types import Hit, Query
from tests.support.build import article, prose, put
from tests.support.fakes import FakeEmbedder

# Tags


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "en"), ("EN", "en"), ("en-GB", "en"), ("en_US.UTF-8", "en"), (" en ", "en"),
        ("eng", "en"), ("deu", "de"), ("ger-AT", "de"), ("zh-Hant-TW", "zh"), ("cmn", "zh"),
        ("sh", "sr"), ("prs", "fa"), ("nb", "no"), ("nn-NO", "no"), ("nob", "no"), ("nor", "no"),
        ("yue", "yue"), ("iw", "he"),
        (None, ""), ("", ""), ("-", ""), ("und", ""), ("mul", ""), ("zxx", ""), ("english", ""),
        ("x-klingon", ""), ("i-default", ""), ("e", ""), ("12", ""), ("én", ""), ("<script>", ""),
    ],
)  # fmt: skip
def test_tags_are_made_comparable(tag: str | None, expected: str) -> None:
    assert primary(tag) == expected


@given(st.text(max_size=12))
def test_any_tag_has_one_primary_tag_that_stays(tag: str) -> None:
    found = primary(tag)
    assert primary(found) == found
    assert primary(f"{found}-XX") == found


def test_what_is_no_language_cannot_be_asked_for() -> None:
    assert asked_for("DE-ch") == "de"
    for wrong in ("German", "", "und", "en fr"):
        with pytest.raises(UsageError, match="no tag of a language"):
            asked_for(wrong)


def test_languages_have_names() -> None:
    assert [language_name(each) for each in ("de", "en-GB", "xx", "No")] == [
        "German", "English", "xx", "Norwegian",
    ]  # fmt: skip


def test_an_archive_names_its_languages(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        assert archive.languages() == []
        tags = ("en", "en-GB", "DE", "deu", None, "", "nonsense", "fr_FR", "und")
        archive.put([(article(f"a{n}", language=tag), (), ()) for n, tag in enumerate(tags)])
        assert archive.languages() == ["de", "en", "fr"]
        assert archive.in_other_languages("en") == {"a2", "a3", "a7"}
        assert archive.in_other_languages("ja") == {"a0", "a1", "a2", "a3", "a7"}


def test_an_archive_from_before_languages_gets_its_index(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.put([(article("a1", language="de"), (), ())])
        with archive.engine.begin() as connection:
            connection.exec_driver_sql("DROP INDEX articles_by_language")
    with Archive.open(tmp_path) as archive:
        assert archive.languages() == ["de"]
        with archive.engine.connect() as connection:
            plan = "EXPLAIN QUERY PLAN SELECT DISTINCT language FROM articles"
            steps = str(connection.exec_driver_sql(plan).all())
    assert "COVERING INDEX articles_by_language" in steps


# Taking other languages out of a ranking


@given(
    passages=st.lists(st.booleans(), max_size=300),
    depth=st.integers(1, 60),
    share=st.floats(0.001, 1.0),
)
def test_a_sieve_gives_the_best_that_stay(passages: list[bool], depth: int, share: float) -> None:
    ranking: Ranking = [(f"a{n}/1/0-9", -float(n)) for n in range(len(passages))]
    others = frozenset(f"a{n}" for n, other in enumerate(passages) if other)
    asked: list[int] = []

    def find(n: int) -> Ranking:
        asked.append(n)
        return ranking[:n]

    kept = Sieve(others, share).best(find, depth)
    assert kept == [each for each in ranking if article_of(each[0]) not in others][:depth]
    if not others:
        assert asked == [depth]


def test_a_sieve_looks_deeper_where_the_best_are_of_other_languages() -> None:
    ranking: Ranking = [(f"a{n}/1/0-9", -float(n)) for n in range(1000)]
    others = frozenset(f"a{n}" for n in range(900))
    asked: list[int] = []

    def find(n: int) -> Ranking:
        asked.append(n)
        return ranking[:n]

    assert Sieve(others, 0.5).best(find, 20) == ranking[900:920]
    assert asked == [60, 240, 960]
    assert Sieve(others, 0.1).best(find, 200) == ranking[900:]


# Searches. With some hundred articles in each language, none is few enough to be named one by one.

SMALL = FakeEmbedder("fake/languages", max_pieces=120)
MARKS = ("en", "en-GB", "de", "fr", None)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Indexer]:
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(5)
    with Archive.open(folder) as archive:
        indexer = Indexer.open(folder, Settings.load(folder), archive, SMALL)
        marked = [
            article(f"a{n}", prose(n, 6), language=chance.choice(MARKS), url=None)
            for n in range(700)
        ]
        put(indexer, *marked, article("rare", "A ferry in Kalevala.", language="fi", url=None))
        yield indexer
        indexer.close()


@pytest.fixture(scope="module")
def retriever(many: Indexer) -> Retriever:
    return Retriever(many.archive, SMALL, many.dense, many.words)


def marks(many: Indexer, hits: list[Hit]) -> set[str]:
    found = many.archive.articles_by_id(hit.passage.article_id for hit in hits)
    return {primary(each.language) for each in found.values()}


QUESTIONS = (
    "the harbour ferry number of town 7",
    "storm budget",
    "who saw the troops near the river of town 300?",
    '"council river" ferry',
    "withdrawal",
)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("language", ["en", "de", "EN-us", "fra", "fi", "ja"])
def test_no_hit_is_of_another_language(
    many: Indexer, retriever: Retriever, question: str, language: str
) -> None:
    hits = retriever.search(Query(question, language=language), 20)
    assert len(hits) == 20 or question.startswith('"')
    assert marks(many, hits) <= {"", primary(language)}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("language", ["en", "de"])
def test_taking_out_finds_what_naming_every_passage_finds(
    many: Indexer, retriever: Retriever, question: str, language: str
) -> None:
    others = many.archive.in_other_languages(language)
    assert 700 - len(others) > 200
    within = many.archive.passage_ids_without(others)
    named = retriever.search(Query(question, within=within), 10)
    assert retriever.search(Query(question, language=language), 10) == named


@pytest.mark.parametrize("question", QUESTIONS)
def test_without_a_language_marks_do_not_matter(
    many: Indexer, retriever: Retriever, question: str, tmp_path: Path
) -> None:
    with_marks = retriever.search(Query(question), 20)
    assert len(marks(many, with_marks)) > 2 or question.startswith('"')
    bare = LanguageFilter(many.archive, many.words).applied(Query(question))
    assert bare == (Query(question), Sieve())
    with many.archive.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE articles SET language = NULL")
        connection.commit()
    try:
        unmarked = retriever.search(Query(question), 20)
    finally:
        restore(many)
    assert unmarked == with_marks


def restore(many: Indexer) -> None:
    """Mark the articles as they were."""
    chance = random.Random(5)
    with many.archive.engine.begin() as connection:
        for n in range(700):
            mark = chance.choice(MARKS)
            statement = "UPDATE articles SET language = ? WHERE id = ?"
            connection.exec_driver_sql(statement, (mark, f"a{n}"))
        connection.exec_driver_sql("UPDATE articles SET language = 'fi' WHERE id = 'rare'")


def test_articles_of_no_known_language_stay(many: Indexer, retriever: Retriever) -> None:
    hits = retriever.search(Query("Kalevala ferry", language="fi"), 20)
    assert hits[0].passage.article_id == "rare"
    assert marks(many, hits) == {"", "fi"}
    assert "" in marks(many, retriever.search(Query("storm budget", language="de"), 20))


def test_a_language_and_other_filters_hold_together(many: Indexer, retriever: Retriever) -> None:
    some = many.archive.passage_ids_without(frozenset(f"a{n}" for n in range(50, 700)))
    query = Query("ferry", within=some, language="de")
    hits = retriever.search(query, 50)
    assert hits
    assert marks(many, hits) <= {"", "de"}
    assert {hit.passage.id for hit in hits} <= set(some)
    assert retriever.search(replace(query, sources=("Nobody",)), 5) == []


def test_a_language_that_is_none_is_refused(retriever: Retriever) -> None:
    with pytest.raises(UsageError):
        retriever.check(Query("ferry", language="german"))
    retriever.check(Query("ferry", language="de-AT"))


def test_what_comes_later_is_seen(indexer: Indexer) -> None:
    retriever = Retriever(indexer.archive, indexer.embedder, indexer.dense, indexer.words)
    put(indexer, article("a1", "The ferry sank.", language="en"))
    query = Query("ferry", language="de")
    assert retriever.search(query, 5) == []
    put(indexer, article("a2", "Die Fähre sank.", language="de"))
    assert [hit.passage.article_id for hit in retriever.search(query, 5)] == ["a2"]
    put(indexer, article("a1", "The ferry sank twice.", language="de"))
    assert {hit.passage.article_id for hit in retriever.search(query, 5)} == {"a1", "a2"}


# The whole assistant


@pytest.fixture(scope="module")
def assistant(
    sample_archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("marked") / "archive"
    shutil.copytree(sample_archive, folder)
    with Archive.open(folder) as archive:
        contradicting = [a.id for a in archive.articles() if "Aldqvist" in a.text]
        with archive.engine.begin() as connection:
            connection.exec_driver_sql("UPDATE articles SET language = 'en-GB'")
            for name in contradicting:
                statement = "UPDATE articles SET language = 'de' WHERE id = ?"
                connection.exec_driver_sql(statement, (name,))
    with Assistant.open(folder) as opened:
        yield opened


WHO = "who disputed the withdrawal?"


def languages_of(assistant: Assistant, ids: set[str]) -> set[str | None]:
    return {each.language for each in assistant.archive.articles_by_id(ids).values()}


def test_an_answer_cites_no_article_of_another_language(assistant: Assistant) -> None:
    answer = assistant.ask(WHO, language="de")
    assert answer.outcome == "answered"
    assert languages_of(assistant, {c.article_id for c in answer.citations}) == {"de"}
    other = assistant.ask(WHO, language="en")
    cited = {c.article_id for c in other.citations} | {h.passage.article_id for h in other.hits}
    assert languages_of(assistant, cited) == {"en-GB"}
    hits = assistant.search(WHO, language="en-US")
    assert languages_of(assistant, {hit.passage.article_id for hit in hits}) == {"en-GB"}
    found = assistant.retriever(k=5, language="de").invoke(WHO)
    assert languages_of(assistant, {each.metadata["article_id"] for each in found}) == {"de"}


def test_an_abstention_says_what_it_was_limited_to(assistant: Assistant) -> None:
    answer = assistant.ask("what does the zebrafish eat?", language="de")
    assert answer.outcome == "abstained"
    assert "in German or of no known language" in answer.text


def test_statements_of_one_language(assistant: Assistant) -> None:
    every = {t.first.statement.article_id for t in assistant.statements(about="withdrawal")}
    german = {
        t.first.statement.article_id
        for t in assistant.statements(about="withdrawal", language="deu")
    }
    assert german
    assert german < every
    assert languages_of(assistant, german) == {"de"}
    ledger = assistant.archive.ledger
    assert len(ledger.find(Wanted(), None)) == sum(
        len(ledger.find(Wanted(language=each), None)) for each in ("de", "en")
    )


def test_a_model_is_told_what_its_searches_see() -> None:
    assert "in German or of no known language." in system_prompt(Query(WHO, language="de"))
    assert "known language" not in system_prompt(Query(WHO))


def test_a_wrong_language_is_the_askers_error(assistant: Assistant) -> None:
    for call in (assistant.ask, assistant.search):
        with pytest.raises(UsageError, match="no tag of a language"):
            call(WHO, language="German")
    with pytest.raises(UsageError, match="no tag of a language"):
        assistant.statements(about=WHO, language="German")
