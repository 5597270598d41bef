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

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from assistant.evaluation.cases import Case
    from assistant.evaluation.results import Score
    from assistant.evaluation.suite import Suite
    from assistant.types import Answer

MARK = "onrecord"
FIXTURE = "onrecord_case"


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
    """An open archive for a suite, and what scores its cases."""

    suite: Suite
    marked: dict[str, Any]
    stack: ExitStack
    scratch: Path | None

    @cached_property
    def _parts(self) -> tuple[Any, Any]:
        from dataclasses import replace

        from assistant.evaluation.asking import ArchiveAsker
        from assistant.evaluation.gold import Library, check_evidence
        from assistant.evaluation.runner import make_scorer
        from assistant.settings import default_archive
        from ui.evaluation.archive import archive_of

        suite = self.suite
        if names := self.marked.get("metrics"):
            suite = replace(suite, plan=replace(suite.plan, metrics=tuple(names)))
        given = Path(self.marked.get("archive") or default_archive())
        opened = self.stack.enter_context(
            archive_of(suite, given, self.marked.get("settings") or {}, scratch=self.scratch)
        )
        opened.scribe.catch_up()
        golds = check_evidence(suite, Library(opened.archive))
        return ArchiveAsker(opened, suite.plan), make_scorer(suite, opened, golds)

    def ask(self, case: Case) -> CaseUnderTest:
        """The case with its answer and its scores."""
        from assistant.evaluation.figures import failures_of

        asker, scorer = self._parts
        scored = scorer.score(case, asker.ask(case))
        failures = tuple(
            f"{name} is {scored.scores[name].value:g}: {scored.scores[name].why}"
            for name in failures_of(scored, scorer.metrics)
        )
        return CaseUnderTest(case, scored.result.answer, scored.scores, failures)


@dataclass
class _Benches:
    """Those of this session, by suite and by what its mark asks for."""

    stack: ExitStack = field(default_factory=ExitStack)
    by_name: dict[str, _Bench] = field(default_factory=dict)


_benches = pytest.StashKey[_Benches]()
_found = pytest.StashKey[CaseUnderTest]()


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known."""
    config.addinivalue_line(
        "markers",
        f"{MARK}(suite, metrics=None, settings=None, archive=None, check=True): "
        "make each case of an evaluation suite a test",
    )
    config.stash[_benches] = _Benches()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Close the archives."""
    if benches := config.stash.get(_benches, None):
        benches.stack.close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each case of the suite that a test function is marked with."""
    mark = metafunc.definition.get_closest_marker(MARK)
    if mark is None:
        return
    from assistant.errors import SuiteError, SuiteSkipped
    from assistant.evaluation.suite_file import load_suite

    if FIXTURE not in metafunc.fixturenames:
        metafunc.fixturenames.append(FIXTURE)
    try:
        suite = load_suite(_path(mark, metafunc.definition.path))
    except SuiteSkipped as skipped:
        why = pytest.mark.skip(reason=str(skipped))
        metafunc.parametrize(FIXTURE, [pytest.param(None, marks=why)], indirect=True)
        return
    except SuiteError as error:
        raise pytest.UsageError(str(error)) from error
    cases = [pytest.param((suite, case), id=case.id) for case in suite.cases]
    metafunc.parametrize(FIXTURE, cases, indirect=True)


@pytest.fixture
def onrecord_case(request: pytest.FixtureRequest) -> CaseUnderTest:
    """The case of a test that is marked with `onrecord`, asked and scored."""
    from assistant.errors import OnRecordError

    suite, case = request.param
    mark = request.node.get_closest_marker(MARK)
    try:
        found = _bench(request.config, suite, mark).ask(case)
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


def _bench(config: pytest.Config, suite: Suite, mark: pytest.Mark) -> _Bench:
    benches = config.stash[_benches]
    wanted = {key: mark.kwargs.get(key) for key in ("metrics", "settings", "archive")}
    name = f"{suite.path.absolute()} {wanted}"
    if name not in benches.by_name:
        scratch = _scratch(benches.stack) if hasattr(config, "workerinput") else None
        benches.by_name[name] = _Bench(suite, wanted, benches.stack, scratch)
    return benches.by_name[name]


def _scratch(stack: ExitStack) -> Path:
    """A folder for this worker of pytest-xdist: one process at a time owns an archive."""
    from tempfile import TemporaryDirectory

    return Path(stack.enter_context(TemporaryDirectory()))


def _path(mark: pytest.Mark, test: Path) -> Path:
    given = mark.kwargs.get("suite") or (mark.args[0] if mark.args else None)
    if given is None:
        raise pytest.UsageError(f"{test}: @pytest.mark.{MARK} needs suite=...")
    beside = test.parent / given
    return beside if beside.exists() else Path(given)
