"""The command line as a process of its own: what it loads, its streams, and Ctrl-C."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.build import prose
from tests.support.command import ONRECORD, Run, environment

WHO = "who disputed the withdrawal?"


def test_a_real_process(samples: Path) -> None:
    done = subprocess.run(
        [*ONRECORD, "ask", WHO],
        env=environment(ONRECORD_ARCHIVE=str(samples)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "Benoît Tessandier" in done.stdout


LOADED = """
import sys
from ui.cli import main
try:
    main()
finally:
    heavy = {"torch", "gradio", "sentence_transformers", "transformers", "pandas", "uvicorn"}
    print("loaded:", *sorted(heavy & set(sys.modules)), file=sys.stderr)
"""


def test_ask_loads_neither_torch_nor_gradio(samples: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "--archive", str(samples), "ask", WHO, "--json"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["outcome"] == "answered"
    assert done.stderr == "loaded:\n"


@pytest.mark.parametrize("verb", [["articles"], ["search", "tram", "--json"], ["search", "tram"]])
def test_a_reader_of_the_output_who_has_seen_enough(samples: Path, verb: list[str]) -> None:
    with subprocess.Popen(
        [*ONRECORD, "--archive", str(samples), *verb],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_ctrl_c_in_the_middle_of_an_ingest(tmp_path: Path, run: Run) -> None:
    total = 640  # ten batches: most of them are still to come when the first is seen
    source = tmp_path / "many.jsonl"
    rows = (
        {"id": f"n{n}", "title": f"No. {n}", "source": "S", "text": prose(n, 3)}
        for n in range(total)
    )
    source.write_text("\n".join(map(json.dumps, rows)))
    command = [*ONRECORD, "--archive", str(tmp_path / "archive")]

    # What runs in the background of a shell ignores Ctrl-C, and so does all that it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    # A terminal, so that there is a progress bar to wait for; it moves when a batch is committed.
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*command, "ingest", str(source)],
        env=environment(TERM="xterm"),
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
    ) as process:
        os.close(theirs)
        seen = ""
        while not re.search(r"\b[1-9]\d?%", seen):
            seen += os.read(ours, 4096).decode()
        process.send_signal(signal.SIGINT)
        seen = read_all(ours)
        assert process.stdout is not None
        out = process.stdout.read()
    signal.signal(signal.SIGINT, before)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in seen
    assert seen.count("onrecord: stopped; what was committed is kept") == 1

    def says(*verb: str | Path) -> Any:
        done = run("--archive", tmp_path / "archive", *verb, "--json")
        assert (done.status, done.err) == (0, "")
        return done.json

    kept = len(says("articles"))
    assert 0 < kept < total
    assert kept % 64 == 0, "whole batches"
    again = says("ingest", source)
    assert (again["added"], again["unchanged"]) == (total - kept, kept)
    assert all(each["ok"] for each in says("doctor"))


def read_all(descriptor: int) -> str:
    """What comes until the other side is closed."""
    said = b""
    try:
        while piece := os.read(descriptor, 4096):
            said += piece
    except OSError:  # Linux: nobody has the terminal open any more
        pass
    os.close(descriptor)
    return said.decode()


def test_a_terminal_gets_colours_and_a_pipe_none(samples: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*ONRECORD, "--archive", str(samples), "articles"],
        env=environment(TERM="xterm-256color"),
        stdout=theirs,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(theirs)
        seen = read_all(ours)
    assert process.returncode == 0
    assert "\x1b[" in seen
    assert "Velmar" in seen


def test_the_command_is_installed() -> None:
    assert shutil.which("onrecord", path=str(Path(sys.executable).parent))
