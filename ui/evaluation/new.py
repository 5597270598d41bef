"""Writes a small suite that runs as it is, for a person to go on from."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

from assistant.errors import SuiteError
from assistant.evaluation.suite import schema
from assistant.evaluation.suite_file import NAMES

SCHEMA = "suite.schema.json"


def write_new(folder: Path) -> list[Path]:
    """Write the suite, its cases, its two articles and the schema; returns the files.

    Raises:
        SuiteError: there is a suite already, or the folder cannot be written.
    """
    for name in NAMES:
        if (folder / name).exists():
            raise SuiteError("there is a suite already; name another folder", str(folder / name))
    written = []
    try:
        with as_file(files("ui.evaluation") / "first") as template:
            for file in sorted(each for each in template.rglob("*.*") if each.suffix != ".py"):
                target = folder / file.relative_to(template)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.read_bytes())
                written.append(target)
        target = folder / SCHEMA
        target.write_text(json.dumps(schema(), indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SuiteError(f"cannot be written: {error.strerror or error}", str(folder)) from error
    return [*written, target]
