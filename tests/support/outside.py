"""Suites of other tools' data, with the archive built from their articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.evaluation.imported import ARTICLES, Imported, write_suite
from assistant.evaluation.suite import Suite
from assistant.evaluation.suite_file import load_suite
from assistant.settings import Settings
from ingest.pipeline import ingest


@contextmanager
def built(imported: Imported, home: Path, settings: Settings) -> Iterator[tuple[Suite, Assistant]]:
    """The suite as it is written and read again, and an open archive of its articles."""
    suite = load_suite(write_suite(imported, home / "suite"))
    with Assistant.open(home / "archive", settings) as assistant:
        report = ingest(assistant.indexer, [home / "suite" / ARTICLES], scribe=assistant.scribe)
        assert not report.failed
        yield suite, assistant


def written(file: Path, value: Any) -> Path:
    """A file of text as it is, or of a value as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    file.write_bytes(text.encode())
    return file


def json_lines(file: Path, rows: list[dict[str, Any]]) -> Path:
    """A JSON Lines file."""
    return written(file, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))


def rows_of(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
