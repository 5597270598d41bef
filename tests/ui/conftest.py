"""Fixtures of the surfaces."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.support.command import Done, Run
from ui import cli


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `onrecord` in this process."""
    for name in os.environ:
        if name.startswith("ONRECORD_") and name != "ONRECORD_CACHE_DIR":
            monkeypatch.delenv(name)
    monkeypatch.setenv("ONRECORD_LOCK_WAIT", "0")

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exited:
            cli.main()
        out, err = capsys.readouterr()
        return Done(int(exited.value.code or 0), out, err)

    return run
