"""Ctrl-C while a chat model says nothing: the first waits for it, the second does not."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
from pathlib import Path

from tests.support.command import ONRECORD, environment


def test_ctrl_c_twice_leaves_a_silent_model_at_once(samples: Path, tmp_path: Path) -> None:
    (tmp_path / "desk.yaml").write_text(
        f"archive: {samples}\nworkers: 1\ncases: [{{id: a, question: Who disputed it?}}]\n"
    )
    # What runs in the background of a shell ignores Ctrl-C, and so does all that it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    ours, theirs = pty.openpty()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        told = environment(
            TERM="xterm",
            NO_PROXY="127.0.0.1",
            OPENAI_API_KEY="sk-right",
            ONRECORD_MODEL="openai:gpt-test",
            ONRECORD_MODEL_URL=f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
        )
        with subprocess.Popen(
            [*ONRECORD, "eval", str(tmp_path / "desk.yaml"), "--out", str(tmp_path / "out")],
            env=told,
            stdout=subprocess.PIPE,
            stderr=theirs,
        ) as process:
            os.close(theirs)
            asked, _ = silent.accept()
            process.send_signal(signal.SIGINT)
            seen = read_until(ours, "Ctrl-C again")
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            seen = read_until(ours, None)
            # The model has a minute; this process would wait for it, were it not left.
            assert process.wait(timeout=40) == 130
            asked.close()
    signal.signal(signal.SIGINT, before)
    os.close(ours)
    assert "Traceback" not in seen
    assert seen.count("onrecord: stopped") == 1


def read_until(descriptor: int, text: str | None) -> str:
    """What comes until ``text`` does, or until the other side is closed."""
    said = ""
    try:
        while text is None or text not in said:
            piece = os.read(descriptor, 4096)
            if not piece:
                break
            said += piece.decode(errors="replace")
    except OSError:  # Linux: nobody has the terminal open any more
        pass
    return said
