"""Writes the parts of README.md that the code knows best: `scripts/docs.py`, or `--check` in CI."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import typer.main

from assistant.settings import Settings
from ingest.formats import formats
from ui.cli import app

README = Path(__file__).parent.parent / "README.md"


def commands() -> str:
    """A table of the verbs."""
    group = typer.main.get_command(app)
    rows = [
        f"| `onrecord {name}` | {(command.help or '').strip().splitlines()[0]} |"
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    ]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def settings() -> str:
    """A table of the settings."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = field.get_default()
        shown = "the user's cache folder" if field.default_factory else f"`{default}`"
        shown = "unset" if default is None and not field.default_factory else shown
        rows.append(f"| `ONRECORD_{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows])


def inputs() -> str:
    """A table of the file formats."""
    rows = [
        f"| {', '.join(each.suffixes)} | {(each.read.__doc__ or '').splitlines()[0]} |"
        for each in formats()
    ]
    return "\n".join(["| files | become |", "|---|---|", *rows])


def written(text: str) -> str:
    """``text`` with each generated part brought up to date."""
    for name, part in (("commands", commands()), ("settings", settings()), ("inputs", inputs())):
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = pattern.subn(lambda m, part=part: m[1] + part + "\n" + m[2], text)
        if count != 1:
            raise SystemExit(f"README.md has no part <!-- {name} -->")
    return text


def main() -> None:
    """Write README.md, or with --check say whether it is up to date."""
    before = README.read_text(encoding="utf-8")
    after = written(before)
    if "--check" in sys.argv:
        if before != after:
            raise SystemExit("README.md is out of date; run: python scripts/docs.py")
    else:
        README.write_text(after, encoding="utf-8")


if __name__ == "__main__":
    main()
