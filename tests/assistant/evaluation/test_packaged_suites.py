"""The suites that come with OnRecord can be read, and what they expect is in their articles."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.assistant import Assistant
from assistant.errors import SuiteError, SuiteSkipped
from assistant.evaluation.cases import Number, Pattern, Text
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.metric import Family
from assistant.evaluation.metrics import declared
from assistant.evaluation.runner import metrics_of
from assistant.evaluation.suite import Suite
from assistant.evaluation.suite_file import load_suite, packaged
from ingest.draft import Draft, article_from
from ingest.sources import read
from tests.conftest import SAMPLES, SHARED

TYPES = frozenset(
    "who what when where yes_no list how_many who_disputes who_backs who_declined what_said "
    "who_held demands promises predictions changed_position basis why summary timeline comparison "
    "correction follow_up dated filtered unnamed unanswerable".split()
)


@pytest.fixture(scope="module")
def suite() -> Suite:
    """The suite `samples`."""
    return load_suite("samples")


def test_both_suites_come_with_the_product() -> None:
    assert set(packaged()) == {"newsquiz", "samples"}


def test_samples_is_asked_of_the_packaged_articles(suite: Suite) -> None:
    (articles,) = suite.plan.articles
    assert (suite.folder / articles).resolve() == SAMPLES.resolve()
    assert suite.plan.about


def test_samples_has_sixty_cases_of_every_type(suite: Suite) -> None:
    types = Counter(case.type for case in suite.cases)
    assert types.total() == 60
    assert types.keys() == TYPES
    assert types["unanswerable"] == sum(case.unanswerable for case in suite.cases) == 12
    assert types["follow_up"] >= 6


def test_samples_has_every_kind_of_limit_and_of_answer(suite: Suite) -> None:
    cases = suite.cases
    answers = [answer for case in cases for answer in case.answers]
    assert sum(bool(case.turns) for case in cases) >= 6
    assert sum(case.as_of is not None for case in cases) >= 3
    for name in ("after", "before", "sources", "speaker"):
        assert any(getattr(case.filters, name) for case in cases), name
    assert any(isinstance(each, Text) and each.aliases for each in answers)
    assert any(isinstance(each, Number) and each.tolerance for each in answers)
    assert any(isinstance(each, Pattern) for each in answers)


def test_every_answerable_case_says_what_is_expected(suite: Suite) -> None:
    bare = [
        case.id
        for case in suite.cases
        if not case.unanswerable and not (case.evidence and (case.answers or case.points))
    ]
    assert bare == []


def test_every_usual_metric_applies_to_some_case(suite: Suite) -> None:
    run = metrics_of(suite)
    usual = {
        name
        for each in declared().values()
        for name in (each.usual if isinstance(each, Family) else (each.name,))
    }
    assert {metric.name for metric in run} == usual - {"judge_agreement"}
    idle = [metric.name for metric in run if not any(map(metric.applies, suite.cases))]
    assert idle == []


def test_all_evidence_is_in_a_passage_of_the_samples(suite: Suite, opened: Assistant) -> None:
    golds = check_evidence(suite, Library(opened.archive))
    spots = {
        f"{case}: {spot}": spot for case, found in golds.items() for gold in found for spot in gold
    }
    assert len(spots) > 60
    assert [name for name, spot in spots.items() if not spot.passages] == []


def test_a_speaker_or_source_of_a_case_is_in_the_samples(suite: Suite, opened: Assistant) -> None:
    whole = " ".join(article.text.lower() for article in opened.archive.articles())
    speakers = {name for case in suite.cases for name in case.speakers}
    assert [name for name in speakers if name.lower() not in whole] == []
    sources = {name for case in suite.cases for name in case.filters.sources}
    assert sources <= set(opened.archive.sources())


def test_a_quote_that_an_article_has_not_is_an_error(opened: Assistant, tmp_path: Path) -> None:
    shutil.copytree(packaged()["samples"], tmp_path, dirs_exist_ok=True)
    cases = tmp_path / "cases.jsonl"
    text = cases.read_text(encoding="utf-8")
    cases.write_text(text.replace("by 29 votes to 22", "by 28 votes to 23"), encoding="utf-8")
    with pytest.raises(SuiteError, match=r"case how-many-votes-for-budget: the quote .*29 votes"):
        check_evidence(load_suite(tmp_path), Library(opened.archive))


def test_newsquiz_is_skipped_with_a_reason_without_its_data(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c" / "d" / "newsquiz"  # as far below the data as the suite is
    shutil.copytree(packaged()["newsquiz"], folder)
    with pytest.raises(SuiteSkipped, match=r"newsquiz is skipped: .*beside the repository"):
        load_suite(folder)


@pytest.mark.data
@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared/data beside the repository")
def test_newsquiz_finds_its_evidence_in_its_data(tmp_path: Path) -> None:
    suite = load_suite("newsquiz")
    assert len(suite.cases) == 167
    assert all(case.answers and case.evidence for case in suite.cases)
    now = datetime.now(UTC)
    drafts = [each.found for each in read([suite.folder / name for name in suite.plan.articles])]
    with Archive.open(tmp_path) as archive:
        archive.put([(article_from(each, now), (), ()) for each in drafts if type(each) is Draft])
        golds = check_evidence(suite, Library(archive))
    assert all(golds[case.id] for case in suite.cases)
