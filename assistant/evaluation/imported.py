"""What is read from another tool's data, and the suite that is made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from assistant.errors import SuiteError
from assistant.evaluation.cases import Case
from assistant.evaluation.runs import write_whole
from assistant.evaluation.suite_file import NAMES

ARTICLES, CASES = "articles.jsonl", "cases.jsonl"
Document = dict[str, Any]
"""An article as a line of JSON Lines: id, title, text, url, source, authors, published_at."""


@dataclass(frozen=True, slots=True)
class Imported:
    """Cases, and the articles that they are asked of where the data has their texts.

    ``about`` says where they are from. ``notes`` tell what was left out.
    """

    cases: tuple[Case, ...]
    articles: tuple[Document, ...] = ()
    about: str = ""
    notes: tuple[str, ...] = ()


def document(name: str, title: str, text: str, **more: str | list[str] | None) -> Document:
    """An article; what is not known of it is left out."""
    told = {key: value for key, value in more.items() if value}
    return {"id": name, "title": title, "text": text, **told}


def write_suite(imported: Imported, folder: Path, archive: str | None = None) -> Path:
    """Write a suite into a folder: ``suite.yaml``, ``cases.jsonl``, ``articles.jsonl``.

    Its archive is built from the articles. Where there are none, ``archive`` names one, relative
    to the folder; without it the one that is asked is that of the command line.

    Raises:
        SuiteError: the folder holds a suite, or cannot be written.
    """
    if any((folder / name).exists() for name in NAMES):
        raise SuiteError("it holds a suite already; name another folder", str(folder))
    plan: dict[str, Any] = {"about": imported.about} if imported.about else {}
    plan["cases"] = CASES
    if imported.articles:
        plan["articles"] = ARTICLES
    elif archive:
        plan["archive"] = archive
    dump = TypeAdapter(Case).dump_python
    cases = [dump(case, mode="json", exclude_defaults=True) for case in imported.cases]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / CASES, _lines(cases))
        if imported.articles:
            write_whole(folder / ARTICLES, _lines(imported.articles))
        # Last, so that a folder with a suite has all of it.
        whole = yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)
        write_whole(folder / NAMES[0], whole)
    except OSError as error:
        raise SuiteError(f"cannot be written: {error.strerror or error}", str(folder)) from error
    return folder


def _lines(rows: Any) -> str:
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
