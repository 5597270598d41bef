"""The damages. Each module of this package declares one in its constant `DAMAGE`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from assistant.evaluation.damage import Damage
from assistant.evaluation.metric import GROUPS, Group
from assistant.evaluation.metrics import metrics_named


@cache
def declared() -> dict[str, Damage]:
    """Every damage of this package by its name, in the order of its metric's group."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Damage] = [module.DAMAGE for module in modules]
    groups = list(GROUPS)
    found.sort(key=lambda each: (groups.index(_metric_group(each)), each.metric, each.name))
    return {each.name: each for each in found}


def _metric_group(damage: Damage) -> Group:
    return metrics_named([damage.metric])[0].group
