"""Runs `onrecord`, and shows how it ended."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.settings import Settings

ROOT = Path(__file__).parent.parent.parent
ONRECORD = (sys.executable, "-m", "ui.cli")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error."""
        assert self.out == ""
        assert self.err.startswith("onrecord: ")
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("onrecord: ").rstrip("\n")


Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ONRECORD_")}
    cache = str(Settings.load(Path("no-such-folder")).cache_dir)
    return {**kept, "ONRECORD_CACHE_DIR": cache, "PYTHONPATH": str(ROOT), **more}
