"""A pytest plugin: `@pytest.mark.onrecord(suite=...)` makes each case of a suite a test.

    @pytest.mark.onrecord(suite="suites/desk")
    def test_desk(onrecord_case):
        assert onrecord_case.answer.outcome == "answered"

The suite is a path, relative to the test's file, or the name of a packaged one. A case fails where
a metric says so that has a value to pass; the body of the test may say more, and may be empty.
``metrics`` names those that count, ``settings`` goes before the suite's, ``archive`` is used where
the suite names none, and ``check=False`` leaves the verdict to the body alone.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.results import Score
    from assistant.evaluation.suite import Suite
    from assistant.types import Answer

MARK = "onrecord"
FIXTURE = "onrecord_case"
KNOWN = ("suite", "metrics", "settings", "archive", "check")


@dataclass(frozen=True)
class CaseUnderTest:
    """A case of a suite, its answer (None where asking failed), and the score of each metric.

    ``failures`` tells by which metrics it fails, and why.
    """

    case: Case
    answer: Answer | None
    scores: dict[str, Score]
    failures: tuple[str, ...]


@dataclass
class _Bench:
    """The archive of a suite, open, and what scores its cases; one at a time in a session.

    Two suites may be asked of one archive with other settings, which can be open only once.
    """

    copies: bool
    stack: ExitStack = field(default_factory=ExitStack)
    key: str = ""
    assistant: Any = None
    scorers: dict[str, Any] = field(default_factory=dict)

    def ask(self, suite: Suite, case: Case, marked: Mapping[str, Any]) -> CaseUnderTest:
        """The case with its answer and its scores."""
        from assistant.evaluation.asking import ArchiveAsker
        from assistant.evaluation.figures import failures_of

        scorer = self._scorer(suite, marked)
        scored = scorer.score(case, ArchiveAsker(self.assistant, suite.plan).ask(case))
        failures = tuple(
            f"{name} is {scored.scores[name].value:g}: {scored.scores[name].why}"
            for name in failures_of(scored, scorer.metrics)
        )
        return CaseUnderTest(case, scored.result.answer, scored.scores, failures)

    def _scorer(self, suite: Suite, marked: Mapping[str, Any]) -> Any:
        from assistant.evaluation.gold import Library, check_evidence
        from assistant.evaluation.runner import make_scorer

        self._open(suite, marked)
        names = tuple(marked.get("metrics") or suite.plan.metrics)
        key = f"{suite.path.absolute()} {names}"
        if key not in self.scorers:
            wanted = replace(suite, plan=replace(suite.plan, metrics=names))
            golds = check_evidence(wanted, Library(self.assistant.archive))
            self.scorers[key] = make_scorer(wanted, self.assistant, golds)
        return self.scorers[key]

    def _open(self, suite: Suite, marked: Mapping[str, Any]) -> None:
        from assistant.settings import default_archive
        from ui.evaluation.archive import archive_of

        settings = marked.get("settings") or {}
        given = Path(marked.get("archive") or default_archive())
        key = f"{suite.path.absolute()} {given} {settings}"
        if key == self.key:
            return
        self.close()
        scratch = Path(self.stack.enter_context(TemporaryDirectory())) if self.copies else None
        found = archive_of(suite, given, settings, scratch=scratch)
        self.assistant = self.stack.enter_context(found)
        self.assistant.scribe.catch_up()
        self.key = key

    def close(self) -> None:
        """Give the archive up."""
        self.key, self.assistant = "", None
        self.scorers.clear()
        self.stack.close()


_bench = pytest.StashKey[_Bench]()
_found = pytest.StashKey[CaseUnderTest]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line(
        "markers",
        f"{MARK}(suite, metrics=None, settings=None, archive=None, check=True): "
        "make each case of an evaluation suite a test",
    )
    # A worker of pytest-xdist takes a copy: one process at a time owns an archive.
    config.stash[_bench] = _Bench(copies=hasattr(config, "workerinput"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the archives."""
    if bench := config.stash.get(_bench, None):
        bench.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each case of the suite that a test function is marked with."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is None:
        return
    from assistant.errors import SuiteError, SuiteSkipped
    from assistant.evaluation.suite_file import load_suite

    if unknown := [name for name in mark.kwargs if name not in KNOWN]:
        raise pytest.Collector.CollectError(
            f"@pytest.mark.{MARK} has no {unknown[0]}=...; it has {', '.join(KNOWN)}"
        )
    if FIXTURE not in metafunc.fixturenames:
        metafunc.fixturenames.append(FIXTURE)
    try:
        suite = load_suite(_path(mark, metafunc.definition.path))
    except SuiteSkipped as skipped:
        why = pytest.mark.skip(reason=str(skipped))
        metafunc.parametrize(FIXTURE, [pytest.param(None, marks=why)], indirect=True)
        return
    except SuiteError as error:
        raise pytest.Collector.CollectError(str(error)) from None
    cases = [pytest.param((suite, case), id=case.id) for case in suite.cases]
    metafunc.parametrize(FIXTURE, cases, indirect=True)


@pytest.fixture
def onrecord_case(request: pytest.FixtureRequest) -> CaseUnderTest:
    """The case of a test that is marked with `onrecord`, asked and scored."""
    from assistant.errors import OnRecordError

    if not hasattr(request, "param"):
        raise pytest.UsageError(f"{FIXTURE} is for a test with @pytest.mark.{MARK}(suite=...)")
    suite, case = request.param
    mark = request.node.get_closest_marker(MARK)
    try:
        found = request.config.stash[_bench].ask(suite, case, mark.kwargs)
    except OnRecordError as error:
        raise pytest.UsageError(str(error)) from error
    request.node.stash[_found] = found
    return found


@pytest.fixture(autouse=True)
def _asks_its_case(request: pytest.FixtureRequest) -> None:
    """The case of a test that is marked, but does not ask for it itself."""
    if request.node.get_closest_marker(MARK) is not None:
        request.getfixturevalue(FIXTURE)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """After the body of a test: fail where its case fails."""
    passed = yield
    mark = pyfuncitem.get_closest_marker(MARK)
    if mark is not None and mark.kwargs.get("check", True):
        found = pyfuncitem.stash[_found]
        if found.failures:
            lines = [found.case.question, *found.failures]
            pytest.fail("\n  ".join(lines), pytrace=False)
    return passed


def _path(mark: pytest.Mark, test: Path) -> Path:
    given = mark.kwargs.get("suite") or (mark.args[0] if mark.args else None)
    if given is None:
        raise pytest.Collector.CollectError(f"{test}: @pytest.mark.{MARK} needs suite=...")
    beside = test.parent / given
    return beside if beside.exists() else Path(given)
