"""`onrecord eval`: what each command prints, what it writes, and the status it exits with."""

from __future__ import annotations

import json
from pathlib import Path

import junitparser
import pytest

from tests.support.command import Done, Run
from tests.support.suites import CASES
from ui.evaluation.new import write_new


@pytest.fixture
def suite(tmp_path: Path, samples: Path) -> Path:
    """A suite of four cases on the sample archive."""
    lines = [json.dumps(case) for case in CASES]
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "suite.yaml").write_text(f"archive: {samples}\nfloors: {{quote_exactness: 1.0}}\n")
    (folder / "cases.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def cases_of(suite: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (suite / "cases.jsonl").read_text().splitlines()]


def ran(run: Run, suite: Path, out: Path, *more: str) -> Done:
    return run("eval", suite, "--out", out, *more)


def test_a_run_prints_figures_and_writes_reports(run: Run, suite: Path, out: Path) -> None:
    done = ran(run, suite, out)
    assert (done.status, done.err) == (0, "")
    assert "desk: 4 of 4 cases" in done.out
    assert "quote_exactness" in done.out
    assert f"the report is {out}/report.html" in done.out
    assert (out / "report.html").read_text().startswith("<!DOCTYPE html>")
    assert "quote_exactness" in (out / "report.md").read_text()
    xml = junitparser.JUnitXml.fromfile(str(out / "junit.xml"))
    assert xml.tests >= 4
    # Whoever may read the folder may read the reports.
    assert (out / "report.html").stat().st_mode & 0o044


def test_json_is_the_aggregated_figures(run: Run, suite: Path, out: Path) -> None:
    done = ran(run, suite, out, "--json")
    assert (done.status, done.err) == (0, "")
    assert set(done.json) == {
        "run", "suite", "suite_hash", "archive_hash", "cases", "done", "stopped", "errors",
        "failed_cases", "figures", "below_floor", "passed",
    }  # fmt: skip
    figure = done.json["figures"]["quote_exactness"]
    assert figure == {
        "value": 1.0, "low": 1.0, "high": 1.0, "n": 4, "defaulted": 0, "floor": 1.0, "passed": True,
    }  # fmt: skip
    assert (done.json["cases"], done.json["done"], done.json["errors"]) == (4, 4, [])
    assert done.json["passed"] is True


def test_a_suite_on_the_archive_of_the_command_line(
    run: Run, samples: Path, suite: Path, out: Path
) -> None:
    (suite / "suite.yaml").write_text("name: desk\n")
    done = run("--archive", samples, "eval", suite, "--out", out, "--json")
    assert done.json["figures"]["refusal"]["value"] == 1.0
    lost = run("--archive", suite, "eval", suite, "--out", out)
    assert (lost.status, lost.complaint) == (
        2,
        f"{suite}: the archive {suite} is not there; name one in the suite or with --archive",
    )


def test_a_floor_of_the_suite_that_is_not_held_fails_the_run(
    run: Run, suite: Path, out: Path
) -> None:
    text = (suite / "suite.yaml").read_text()
    (suite / "suite.yaml").write_text(text.replace("quote_exactness: 1.0", "over_refusal: -1"))
    done = ran(run, suite, out)
    assert done.status == 1
    assert "below its floor: over_refusal is " in done.out
    assert ran(run, suite, out, "--json").json["passed"] is False


def test_the_gate(run: Run, suite: Path, out: Path, tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    assert ran(run, suite, out).status == 0
    pinned = run("eval", "gate", "latest", floors, "--out", out, "--pin")
    assert pinned.status == 0
    assert "quote_exactness: 1" in pinned.out
    held = run("eval", "gate", "latest", floors, "--out", out)
    assert (held.status, held.out) == (0, f"every floor of {floors} is held\n")
    assert ran(run, suite, out, "--gate", str(floors)).status == 0

    worse = ran(run, suite, out, "--gate", str(floors), "--set", "hits=1", "--json")
    assert worse.status == 1
    assert any("its floor is" in line for line in worse.json["below_floor"])
    before = floors.read_text()
    kept = run("eval", "gate", "latest", floors, "--out", out, "--pin")
    assert "(--allow-lower)" in kept.out
    assert json.loads(floors.read_text()) == json.loads(before)
    lowered = run("eval", "gate", "latest", floors, "--out", out, "--pin", "--allow-lower")
    assert lowered.status == 0
    assert floors.read_text() != before


def test_floors_of_another_suite_are_refused(
    run: Run, suite: Path, out: Path, tmp_path: Path
) -> None:
    floors = tmp_path / "floors.json"
    ran(run, suite, out)
    run("eval", "gate", "latest", floors, "--out", out, "--pin")
    (suite / "cases.jsonl").write_text(json.dumps(CASES[0]) + "\n")
    done = ran(run, suite, out, "--gate", str(floors))
    assert done.status == 2
    assert "the floors are those of desk " in done.err
    ran(run, suite, out)
    again = run("eval", "gate", "latest", floors, "--out", out, "--pin")
    assert again.status == 2
    given_up = run("eval", "gate", "latest", floors, "--out", out, "--pin", "--allow-lower")
    assert given_up.status == 0


def test_compare(run: Run, suite: Path, out: Path, tmp_path: Path) -> None:
    ran(run, suite, out)
    ran(run, suite, out, "--set", "hits=1", "--fresh")
    page, text = tmp_path / "c.html", tmp_path / "c.md"
    done = run(
        "eval", "compare", "previous", "latest", "--out", out, "--html", page, "--markdown", text
    )
    assert (done.status, done.err) == (0, "")
    assert "what differs: hits: 10 → 1" in done.out
    assert "metrics are as they were in every case" in done.out
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert "hits: 10 → 1" in text.read_text()
    found = run("eval", "compare", "previous", "latest", "--out", out, "--json").json
    assert found["cases"] == 4
    assert found["differs"] == ["hits: 10 → 1"]
    assert set(found["metrics"]["quote_exactness"]) == {
        "before", "after", "difference", "low", "high", "n", "verdict",
    }  # fmt: skip


def test_compare_fails_where_something_is_worse(run: Run, suite: Path, out: Path) -> None:
    """Six cases that are answered with the archive, and refused with a filter for a source."""
    asked = [{**CASES[1], "id": f"c{number}"} for number in range(6)]
    (suite / "cases.jsonl").write_text("\n".join(map(json.dumps, asked)) + "\n")
    ran(run, suite, out)
    run_folder = next((out / "runs").iterdir())
    results = (run_folder / "results.jsonl").read_text()
    ran(run, suite, out, "--fresh")
    (latest,) = set((out / "runs").iterdir()) - {run_folder}
    worse = results.replace('"over_refusal":{"value":0.0', '"over_refusal":{"value":1.0')
    (latest / "results.jsonl").write_text(worse)
    options = ("--out", out, "--fail-if-worse")
    assert run("eval", "compare", "previous", "latest", *options).status == 1
    assert run("eval", "compare", "latest", "previous", *options).status == 0


def test_runs_and_report(run: Run, suite: Path, out: Path) -> None:
    name = ran(run, suite, out, "--json").json["run"]
    assert run("eval", "runs", "--out", out).out == f"{name}\tdesk\t4\tdone\n"
    (out / "report.html").unlink()
    done = run("eval", "report", name[:9], "--out", out)
    assert done.out.splitlines()[0] == str(out / "report.html")
    assert (out / "report.html").exists()


def test_a_stopped_run_is_gone_on_with(run: Run, suite: Path, out: Path) -> None:
    capped = (suite / "suite.yaml").read_text()
    (suite / "suite.yaml").write_text(capped)
    first = ran(run, suite, out, "--json").json["run"]
    folder = out / "runs" / first
    kept = json.loads((folder / "run.json").read_text())
    (folder / "run.json").write_text(json.dumps({**kept, "finished": None, "figures": {}}))
    lines = (folder / "results.jsonl").read_text().splitlines(keepends=True)
    (folder / "results.jsonl").write_text("".join(lines[:2]))
    assert run("eval", "gate", "latest", suite / "f.json", "--out", out).status == 2
    again = ran(run, suite, out, "--json").json
    assert (again["run"], again["done"]) == (first, 4)


def test_damage(run: Run, suite: Path, out: Path) -> None:
    ran(run, suite, out)
    done = run("eval", "damage", "--out", out, "--json")
    assert (done.status, done.err) == (0, "")
    assert done.json["damages"]["refuse"]["metric"] == "over_refusal"


def test_new_runs_as_it_is(run: Run, tmp_path: Path, out: Path) -> None:
    made = run("eval", "new", tmp_path / "first")
    assert made.status == 0
    assert made.out.splitlines()[-1] == f"next: onrecord eval {tmp_path}/first"
    done = run("eval", tmp_path / "first", "--out", out, "--json")
    assert (done.status, done.json["cases"], done.json["errors"]) == (0, 5, [])
    again = run("eval", "new", tmp_path / "first")
    assert (again.status, "there is a suite already" in again.complaint) == (2, True)


def test_the_schema_is_that_of_the_new_suite(run: Run, tmp_path: Path) -> None:
    write_new(tmp_path)
    printed = run("eval", "schema").json
    assert printed == json.loads((tmp_path / "suite.schema.json").read_text())
    assert printed["properties"]["judge"]["default"] == "lexical"


def test_metrics_and_formats_are_listed(run: Run) -> None:
    metrics = run("eval", "metrics").out
    assert "citation_recall" in metrics
    assert "nDCG@k" in metrics
    formats = run("eval", "formats").out
    assert "squad" in formats
    assert "trec" in formats


def test_import_and_export(run: Run, suite: Path, out: Path, tmp_path: Path) -> None:
    ran(run, suite, out)
    done = run("eval", "export", "latest", "beir", tmp_path / "beir", "--out", out)
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "beir" / "corpus.jsonl").is_file()
    made = run("eval", "import", "beir", tmp_path / "beir", tmp_path / "back")
    assert (made.status, made.err) == (0, "")
    assert made.out.splitlines()[-1] == f"next: onrecord eval {tmp_path}/back"
    exported = run("eval", "export", "latest", "trec-run", tmp_path / "trec", "--out", out)
    file = exported.out.splitlines()[0]
    scored = run("eval", "score", suite, "trec-run", file, "--system", "ours", "--out", out)
    assert (scored.status, scored.err) == (0, "")
    assert "of ours" in scored.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("lost",), "lost: there is no such suite; name a folder, a file, or one of: "),
        (("gate", "latest", "f.json", "--allow-lower"), "--allow-lower goes with --pin"),
        (("compare", "a", "b"), "keeps no run 'a'"),
        (("export", "latest", "trek", "x"), "there is no format 'trek'"),
        (("SUITE", "--set", "hit=3"), "--set 'hit=3' is no NAME=VALUE of a setting"),
        (("SUITE", "--set", "hits=lots"), "setting 'hits'"),
        (("SUITE", "--gate", "lost.json"), "lost.json cannot be read"),
        (("SUITE", "--workers", "0"), "Invalid value for '--workers'"),
    ],
)
def test_what_cannot_be_meant_is_one_line(
    run: Run, suite: Path, out: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = run("eval", *(str(suite) if each == "SUITE" else each for each in arguments))
    if "--out" not in arguments and done.status == 0:
        pytest.fail("it was accepted")
    assert done.status == 2
    assert said in done.complaint


def test_a_suite_whose_data_is_not_there_is_skipped(run: Run, suite: Path, out: Path) -> None:
    (suite / "suite.yaml").write_text("{needs: data, needs_reason: ask the archive desk for it}")
    done = ran(run, suite, out)
    said = "onrecord: the suite desk is skipped: ask the archive desk for it\n"
    assert (done.status, done.out, done.err) == (0, "", said)
    assert ran(run, suite, out, "--json").json["skipped"].endswith("ask the archive desk for it")
