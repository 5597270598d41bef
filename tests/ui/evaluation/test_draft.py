"""Cases are proposed from an archive; a person accepts, changes or rejects each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.errors import SuiteError
from assistant.evaluation.gold import Library, check_evidence
from assistant.evaluation.proposals import propose
from assistant.evaluation.suite_file import load_suite
from tests.support.suites import made
from ui.evaluation.drafting import Read, draft
from ui.evaluation.new import write_new


def typing(*lines: str) -> Read:
    """Somebody who types these lines, and then ends the input."""
    waiting = iter(lines)

    def read() -> str:
        try:
            return next(waiting)
        except StopIteration:
            raise EOFError from None

    return read


@pytest.fixture
def folder(tmp_path: Path, samples: Path) -> Path:
    """A suite on the sample archive that has no case yet."""
    (tmp_path / "suite.yaml").write_text(f"archive: {samples}\ncases: cases.jsonl\n")
    return tmp_path


def drafted(folder: Path, *lines: str, count: int = 5) -> int:
    return draft(folder, Path("lost"), count, seed=0, read=typing(*lines))


def cases(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "cases.jsonl").read_text().splitlines()]


def kinds(found: Iterable[object]) -> set[object]:
    return set(found)


def test_every_proposal_is_a_case_whose_evidence_is_there(samples: Path) -> None:
    with Archive.open(samples) as archive:
        found = list(islice(propose(archive), 60))
        assert check_evidence(made([]), Library(archive)) == {}
        for each in found:
            library = Library(archive)
            golds = library.golds(each.case, "here")
            assert bool(golds) is not each.case.unanswerable
            assert each.article.text[each.start : each.end].strip()
        assert {"said", "number", "unanswerable"} < kinds(each.case.type for each in found)
        assert found[:5] == list(islice(propose(archive), 5))
        assert found[:5] != list(islice(propose(archive, seed=1), 5))
        assert len({each.case.id for each in found}) == len(found)


def test_accept_change_reject_and_quit(folder: Path) -> None:
    assert drafted(folder, "a", "c", "  Which  one? ", "r", "what", "A", "q") == 3
    found = cases(folder)
    assert found[1]["question"] == "Which one?"
    assert len(load_suite(folder).cases) == 3


def test_the_end_of_the_input_stops_and_keeps_what_was_accepted(folder: Path) -> None:
    assert drafted(folder, "a") == 1
    assert len(cases(folder)) == 1


def test_what_the_suite_has_is_not_proposed_again(folder: Path) -> None:
    drafted(folder, "a", "a", "q")
    drafted(folder, "a", "a", "q")
    assert len({case["id"] for case in cases(folder)}) == 4


def test_cases_are_added_to_a_list_of_yaml(tmp_path: Path) -> None:
    write_new(tmp_path / "first")
    before = (tmp_path / "first" / "cases.yaml").read_text()
    assert draft(tmp_path / "first", Path("lost"), 9, 0, typing("a", "a", "q")) == 2
    text = (tmp_path / "first" / "cases.yaml").read_text()
    assert text.startswith(before)
    assert len(load_suite(tmp_path / "first").cases) == 7


def test_a_list_that_stands_to_the_right_stays_one(tmp_path: Path, samples: Path) -> None:
    (tmp_path / "suite.yaml").write_text(f"archive: {samples}\n")
    (tmp_path / "cases.yaml").write_text("# ours\n  - id: one\n    question: Who?\n")
    assert drafted(tmp_path, "a", "a", "q") == 2
    assert len(load_suite(tmp_path).cases) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [("cases.json", '[{"id": "one", "question": "Who?"}]\n'), ("cases.yaml", "[]")],
)
def test_a_list_in_brackets_is_not_spoilt(
    tmp_path: Path, samples: Path, name: str, text: str
) -> None:
    (tmp_path / "suite.yaml").write_text(f"archive: {samples}\n")
    (tmp_path / name).write_text(text)
    with pytest.raises(SuiteError, match="no case can be added"):
        drafted(tmp_path, "a")
    assert (tmp_path / name).read_text() == text


def test_a_suite_with_its_cases_inside_is_not_added_to(tmp_path: Path, samples: Path) -> None:
    text = f"archive: {samples}\ncases: [{{id: a, question: Who?}}]\n"
    (tmp_path / "suite.yaml").write_text(text)
    with pytest.raises(SuiteError, match="cases are added to a file"):
        drafted(tmp_path, "a")
