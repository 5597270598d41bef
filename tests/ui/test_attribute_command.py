"""`onrecord attribute`: who says what in a text file, without an archive."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.command import ONRECORD, Run, environment
from ui import attribute

SAYS = (
    "Talks ended on Monday.\r\n\r\n"
    "“We will not sign,” said Mirela Kostán, the finance minister.\r\n"
    "A senior official denied that the deal was dead.\r"
)
KEYS = ["source", "cue", "content", "direct", "named", "stance", "speaker", "role"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(SAYS.encode())
    return path


def words(text: str, spans: list[list[int]]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def check(found: list[dict[str, Any]]) -> None:
    """That the two statements of `SAYS` are found where they stand."""
    first, second = found
    assert [list(each) for each in found] == [KEYS, KEYS]
    assert "We will not sign" in words(SAYS, first["content"])
    assert words(SAYS, first["cue"]) == "said"
    assert "Mirela Kostán" in words(SAYS, first["source"])
    assert (first["speaker"], first["direct"], first["named"]) == ("Mirela Kostán", True, True)
    assert "the deal was dead" in words(SAYS, second["content"])
    assert (second["stance"], second["direct"], second["named"]) == ("denies", False, False)


def test_json(file: Path, run: Run) -> None:
    done = run("attribute", file, "--json")
    assert (done.status, done.err) == (0, "")
    check(done.json)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom"])
def test_the_spans_count_in_the_decoded_text_after_its_mark(
    tmp_path: Path, run: Run, encoding: str
) -> None:
    mark = b"\xff\xfe" if encoding.endswith("bom") else b""
    path = tmp_path / "text.txt"
    path.write_bytes(mark + SAYS.encode(encoding.removesuffix("-bom")))
    check(run("attribute", path, "--json").json)


def test_lines_for_people(file: Path, run: Run) -> None:
    done = run("attribute", file)
    assert (done.status, done.err) == (0, "")
    first, said, second, denied = done.out.splitlines()
    assert first.startswith("Mirela Kostán")
    assert "We will not sign" in said
    assert second.startswith("a senior official (unnamed)")
    assert " denies " in second
    assert "the deal was dead" in denied


def test_nothing_of_a_text_is_markup_or_steers_a_terminal(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "evil.txt"
    path.write_text("“Press [bold]here\x1b[31m[/bold] now,” said Mirela [red]Kostán.")
    out = run("attribute", path).out
    assert not set(out) & set("\x1b\x07\x9b\u202e")
    assert "[bold]" in out or "no statement found" in out


def test_standard_input_and_no_archive(tmp_path: Path) -> None:
    done = subprocess.run(
        [*ONRECORD, "--archive", str(tmp_path / "none"), "attribute", "-", "--json"],
        env=environment(),
        input=SAYS.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    check(json.loads(done.stdout))
    assert list(tmp_path.iterdir()) == []


LOADED = """
import sys
from ui.cli import main
try:
    main()
finally:
    heavy = {"torch", "gradio", "langchain", "langchain_core", "chromadb", "matplotlib", "pandas"}
    print("loaded:", *sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_it_loads_no_more_than_it_needs(file: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "attribute", str(file)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "loaded:\n")


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_an_empty_text_says_nothing(tmp_path: Path, run: Run, text: str) -> None:
    path = tmp_path / "empty.txt"
    path.write_text(text, encoding="utf-8")
    assert run("attribute", path).out == "no statement found\n"
    done = run("attribute", path, "--json")
    assert (done.status, done.json, done.err) == (0, [], "")


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("none.txt", "it cannot be read (no such file or directory)"),
        ("folder", "it is a folder; name a text file, or - for standard input"),
        ("binary", "it is not text but binary data"),
        ("text\0", "it cannot be read (it is no name of a file)"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, run: Run, name: str, complaint: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0\1" * 100)
    done = run("attribute", f"{tmp_path}/{name}")
    assert done.status == 1
    assert done.complaint.endswith(f": {complaint}")
    assert name.rstrip("\0") in done.complaint


def test_a_text_that_is_too_long(file: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attribute, "LONGEST", len(SAYS) - 1)
    done = run("attribute", file)
    assert done.status == 1
    assert done.complaint.endswith(
        f"it is longer than {len(SAYS) - 1} characters; cut it into parts"
    )


def test_no_file_is_wrong_usage(run: Run) -> None:
    assert run("attribute").status == 2
