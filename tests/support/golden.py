"""Files that hold what Slack is sent, so that a change of it is seen in a review."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "ui" / "slack" / "golden"


def check(name: str, payload: Any) -> None:
    """Compare a payload with its file.

    A file that is missing is written, and the test fails once: to accept a change, delete the file,
    run the test twice, and look at what `tests.support.slack_gallery` draws.
    """
    file = FOLDER / f"{name}.json"
    said = json.dumps(payload, ensure_ascii=False, indent=1) + "\n"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(said, encoding="utf-8")
        raise AssertionError(f"{file.name} was missing and has been written: look at it")
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert json.loads(said) == kept, f"{file.name} differs; delete it to accept the change"
