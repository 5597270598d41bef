"""The mark `onrecord` makes each case of a suite a test; the plugin runs in a pytest of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command import environment
from ui.evaluation.new import write_new

TESTS = """
import pytest

@pytest.mark.onrecord(suite="first")
def test_desk(onrecord_case):
    assert onrecord_case.answer.question == onrecord_case.case.question
    assert "quote_exactness" in onrecord_case.scores

@pytest.mark.onrecord(suite="first", metrics=["quote_exactness", "refusal"])
def test_two_metrics():
    pass

@pytest.mark.onrecord(suite="first", check=False)
def test_own_verdict(onrecord_case):
    assert onrecord_case.case.id != "architect", "the body of a test may fail it"

@pytest.mark.onrecord(suite="needy")
def test_skipped():
    pass

def test_plain():
    pass
"""


def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest on the tests in a folder, as a project that has OnRecord installed would."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-v", *arguments]
    if "onrecord" not in _entry_points():
        command += ["-p", "ui.evaluation.pytest_plugin"]
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def _entry_points() -> set[str]:
    from importlib.metadata import entry_points

    return {each.name for each in entry_points(group="pytest11")}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a suite and tests that use it."""
    write_new(tmp_path / "first")
    (tmp_path / "needy").mkdir()
    (tmp_path / "needy" / "suite.yaml").write_text("{needs: data, cases: []}")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
    (tmp_path / "test_desk.py").write_text(TESTS)
    return tmp_path


def test_each_case_is_a_test(project: Path) -> None:
    done = pytest_in(project)
    lines = done.stdout.splitlines()
    verdicts = {
        line.split()[0].partition("::")[2]: line.split()[1] for line in lines if "::test" in line
    }
    assert verdicts["test_desk[length]"] == "PASSED"
    assert verdicts["test_two_metrics[architect]"] == "PASSED"
    assert verdicts["test_own_verdict[architect]"] == "FAILED"
    assert verdicts["test_own_verdict[length]"] == "PASSED"
    assert verdicts["test_plain"] == "PASSED"
    assert "1 skipped" in lines[-1]
    assert sum(name.startswith("test_desk[") for name in verdicts) == 5


def test_a_case_that_fails_says_by_which_metric(project: Path) -> None:
    cases = project / "first" / "cases.yaml"
    cases.write_text(cases.read_text().replace("{number: 412, tolerance: 0}", "{number: 999}"))
    text = cases.read_text().replace('    - {regex: "four hundred and twelve met(re|er)s"}\n', "")
    cases.write_text(text)
    done = pytest_in(project, "-k", "test_desk and length")
    assert done.returncode == 1
    assert "How long is the new bridge over the Ennel?" in done.stdout
    assert "answer_match is 0: it says none of: 999" in done.stdout
    assert "Traceback" not in done.stdout


def test_several_workers(project: Path) -> None:
    done = pytest_in(project, "-n", "2", "-k", "test_two_metrics")
    assert done.returncode == 0, done.stdout
    assert "5 passed" in done.stdout


def test_a_wrong_suite_is_one_line(project: Path) -> None:
    (project / "first" / "suite.yaml").write_text("metrix: []\n")
    done = pytest_in(project)
    said = done.stdout + done.stderr
    assert "suite.yaml:1: a suite has no 'metrix'; did you mean 'metrics'?" in said
    assert "_hookexec" not in said, "no way through pytest is shown"
    assert done.returncode != 0


@pytest.mark.parametrize(
    ("test", "said"),
    [
        (
            "@pytest.mark.onrecord(suite='first', metric=['refusal'])\ndef test_x(): pass\n",
            "@pytest.mark.onrecord has no metric=...; it has suite, metrics, settings, archive",
        ),
        (
            "def test_x(onrecord_case): pass\n",
            "onrecord_case is for a test with @pytest.mark.onrecord(suite=...)",
        ),
    ],
)
def test_a_mark_that_is_wrong_or_missing(project: Path, test: str, said: str) -> None:
    (project / "test_desk.py").write_text(f"import pytest\n{test}")
    done = pytest_in(project)
    assert said in done.stdout
    assert done.returncode != 0


def test_a_mark_without_a_suite(project: Path) -> None:
    (project / "test_desk.py").write_text(
        "import pytest\n@pytest.mark.onrecord\ndef test_x(): pass\n"
    )
    done = pytest_in(project)
    assert "@pytest.mark.onrecord needs suite=..." in done.stdout + done.stderr
