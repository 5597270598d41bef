"""Writes the parts of the documents that the code knows best; with `--check`, compares them."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import typer.main

from assistant.evaluation.formats import formats as exchanged
from assistant.evaluation.metric import GROUPS, Family
from assistant.evaluation.metrics import declared, metrics_named
from assistant.settings import Settings
from ingest.formats import formats
from ui.cli import app

ROOT = Path(__file__).parent.parent


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


def evaluation() -> str:
    """A table of the commands of `onrecord eval`."""
    group = typer.main.get_command(app).commands["eval"]  # type: ignore[attr-defined]
    rows = [
        f"| `onrecord eval {'SUITE' if name == 'run' else name}` | {(command.help or '').strip()} |"
        for name, command in group.commands.items()
    ]
    return "\n".join(["| command | does |", "|---|---|", *rows])


def metrics() -> str:
    """A table of the metrics."""
    rows = []
    for each in declared().values():
        usual = each.usual if isinstance(each, Family) else (each.name,)
        first = metrics_named(usual[:1])[0]
        name = ", ".join(f"`{one}`" for one in usual)
        arrow = {"higher": "↑", "lower": "↓", "neither": ""}[first.better]
        passes = "" if first.passes is None else f"{first.passes:g}"
        rows.append(f"| {name} | {GROUPS[first.group]} | {first.about} | {arrow} | {passes} |")
    head = "| metric | group | means | better | passes at |"
    return "\n".join([head, "|---|---|---|:-:|--:|", *rows])


def interchange() -> str:
    """A table of the formats of other tools."""
    rows = []
    for each in exchanged():
        ways = [way for way, can in (("in", each.reads), ("out", each.writes)) if can]
        rows.append(f"| `{each.name}` | {', '.join(ways)} | {each.about} |")
    return "\n".join(["| format | | |", "|---|---|---|", *rows])


PARTS = {
    "README.md": {"commands": commands, "settings": settings, "inputs": inputs},
    "docs/EVALUATION.md": {
        "eval-commands": evaluation,
        "metrics": metrics,
        "formats": interchange,
    },
}


def written(file: str, text: str) -> str:
    """``text`` of a file with each generated part brought up to date."""
    for name, make in PARTS[file].items():
        part = make()
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = pattern.subn(lambda m, part=part: m[1] + part + "\n" + m[2], text)
        if count != 1:
            raise SystemExit(f"{file} has no part <!-- {name} -->")
    return text


def main() -> None:
    """Write the documents, or with --check say whether they are up to date."""
    for file in PARTS:
        path = ROOT / file
        before = path.read_text(encoding="utf-8")
        after = written(file, before)
        if "--check" not in sys.argv:
            path.write_text(after, encoding="utf-8")
        elif before != after:
            raise SystemExit(f"{file} is out of date; run: python scripts/docs.py")


if __name__ == "__main__":
    main()
