"""The metrics. Each module of this package declares one, or a family, in its constant `METRIC`."""

from __future__ import annotations

import difflib
import importlib
import pkgutil
import re
from collections.abc import Iterable
from functools import cache

from assistant.errors import SuiteError
from assistant.evaluation.metric import GROUPS, Family, Metric

_NAME = re.compile(
    r"(?P<base>[A-Za-z][A-Za-z0-9_]*)(?:@(?P<cutoff>[1-9]\d{0,3}))?(?:/(?P<level>\w+))?"
)


@cache
def declared() -> dict[str, Metric | Family]:
    """Every metric and family of this package by its name, in the order of the groups."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Metric | Family] = [module.METRIC for module in modules]
    groups = list(GROUPS)
    found.sort(key=lambda each: (groups.index(_first(each).group), each.name.lower()))
    return {each.name: each for each in found}


def metrics_named(names: Iterable[str]) -> tuple[Metric, ...]:
    """The metrics of these names, each once; the usual ones where none is named.

    Raises:
        SuiteError: there is no such metric; the message suggests one.
    """
    wanted = list(dict.fromkeys(names))
    if not wanted:
        for each in declared().values():
            wanted += each.usual if isinstance(each, Family) else [each.name]
    return tuple(map(_named, wanted))


def _named(name: str) -> Metric:
    match = _NAME.fullmatch(name)
    found = declared().get(match["base"]) if match else None
    if isinstance(found, Metric) and found.name == name:
        return found
    if isinstance(found, Family) and match:
        cutoff = int(match["cutoff"]) if match["cutoff"] else None
        level = match["level"] or found.levels[0]
        if level in found.levels and (cutoff or not found.needs_cutoff):
            return found.at(cutoff, level)
    known = [name for each in declared().values() for name in _usual(each)]
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else "; `onrecord eval metrics` lists them"
    raise SuiteError(f"there is no metric {name!r}{hint}")


def _usual(each: Metric | Family) -> tuple[str, ...]:
    return each.usual if isinstance(each, Family) else (each.name,)


def _first(each: Metric | Family) -> Metric:
    return _named_of(each) if isinstance(each, Family) else each


def _named_of(family: Family) -> Metric:
    return family.at(10, family.levels[0])
