"""`onrecord eval` where a floor cannot be measured, or a file cannot be read or written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.command import Run
from tests.support.suites import CASES


@pytest.fixture
def desk(tmp_path: Path, samples: Path) -> Path:
    """A suite of one case that has an answer."""
    file = tmp_path / "desk.yaml"
    case = json.dumps(CASES[0])
    file.write_text(f"archive: {samples}\nfloors: {{refusal: 1}}\ncases: [{case}]\n")
    return file


def test_a_floor_that_no_case_measures_is_not_held(run: Run, desk: Path, tmp_path: Path) -> None:
    done = run("eval", desk, "--out", tmp_path / "out", "--json")
    assert done.status == 1
    assert done.json["below_floor"] == ["refusal was not measured; its floor is 1"]
    assert done.json["passed"] is False


def test_a_floor_is_a_number(run: Run, desk: Path, tmp_path: Path) -> None:
    desk.write_text(desk.read_text().replace("refusal: 1", "refusal: .nan"))
    done = run("eval", desk, "--out", tmp_path / "out")
    assert done.status == 2
    assert f"{desk}:2: floors.refusal: input should be a finite number" in done.complaint


def test_floors_of_another_suite_are_refused_before_the_run(
    run: Run, desk: Path, tmp_path: Path
) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"suite": "desk", "suite_hash": "abc", "floors": {}}')
    done = run("eval", desk, "--out", tmp_path / "out", "--gate", floors)
    assert done.status == 2
    assert done.complaint.startswith("the floors are those of desk abc, the run is of desk ")
    assert not (tmp_path / "out").exists()


def test_what_cannot_be_written_or_read_is_one_line(run: Run, desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("eval", desk, "--out", out)
    lost = tmp_path / "lost" / "file"
    said = f"{lost} cannot be written: No such file or directory"
    for command in (
        ("gate", "latest", lost, "--pin"),
        ("compare", "latest", "latest", "--html", lost),
        ("compare", "latest", "latest", "--markdown", lost),
    ):
        done = run("eval", *command, "--out", out)
        assert (done.status, done.complaint) == (2, said)
    (results,) = out.glob("runs/*/results.jsonl")
    results.unlink()
    done = run("eval", "report", "--out", out)
    assert done.complaint == f"{results} cannot be read: No such file or directory"


def test_an_archive_in_the_home_folder(
    run: Run, desk: Path, samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(samples.parent))
    desk.write_text(desk.read_text().replace(str(samples), f"~/{samples.name}"))
    done = run("eval", desk, "--out", tmp_path / "out", "--json")
    assert (done.json["done"], done.json["errors"]) == (1, [])
