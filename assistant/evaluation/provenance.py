"""What a run was made with, and what changed from one run to another."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.evaluation.runs import Run

_SIGNED_IN = re.compile(r"(?<=://)[^/@\s]*@")
_KEYED = re.compile(r"(?<=[?&])([^=&#\s]+)=[^&#\s]*")


def facts(run: Run) -> dict[str, str]:
    """Hashes, judge, settings and versions by name; addresses without what signs in to them."""
    settings = {
        name: "unset" if value is None else str(value)
        for name, value in sorted(run.settings.items())
    }
    return {
        "archive": run.archive_hash[:12],
        "judge": run.judge,
        "seed": str(run.seed),
        **{name: without_keys(value) for name, value in settings.items()},
        **{f"version of {name}": value for name, value in sorted(run.versions.items())},
    }


def changed(before: Run, after: Run) -> list[str]:
    """What is not the same in two runs, apart from what came of them."""
    old, new = facts(before), facts(after)
    return [
        f"{name}: {old.get(name, 'unset')} → {new.get(name, 'unset')}"
        for name in dict.fromkeys([*old, *new])
        if name != "seed" and old.get(name, "unset") != new.get(name, "unset")
    ]


def changes(runs: tuple[Run, ...]) -> list[list[str]]:
    """Of each run what changed since the one before it."""
    return [[], *(changed(before, after) for before, after in pairwise(runs))] if runs else []


def without_keys(text: str) -> str:
    """A text whose web addresses have lost names, passwords and the values of their queries."""
    return _KEYED.sub(r"\1=…", _SIGNED_IN.sub("", text))
