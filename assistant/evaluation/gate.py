"""Floors in a file, pinned to the hash of the suite that they were measured on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import RunError
from assistant.evaluation.figures import Figure
from assistant.evaluation.metrics import metrics_named
from assistant.evaluation.runs import Run, write_whole
from assistant.evaluation.suite import Floor

SLACK = 0.02
"""By how much a pinned floor is below what was measured at the least. It is never less than one
case is worth: 8-bit vectors differ a little from one processor to another, and one case that flips
is no loss yet."""
_NEVER = ("cost",)


@dataclass(frozen=True, slots=True)
class Floors:
    """The worst means that pass, by metric, for the suite of this hash."""

    suite: str
    suite_hash: str
    floors: dict[str, Floor] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Below:
    """A figure that is worse than its floor; ``value`` is None where it was not measured."""

    metric: str
    value: float | None
    floor: float

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.metric} was not measured; its floor is {self.floor:g}"
        return f"{self.metric} is {self.value:.3f}; its floor is {self.floor:g}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A floor that would have to be lowered, and stays where it is."""

    metric: str
    floor: float
    wanted: float


def read_floors(file: Path) -> Floors:
    """The floors in a file.

    Raises:
        RunError: it is missing or damaged.
    """
    try:
        return TypeAdapter(Floors).validate_json(file.read_bytes())
    except OSError as error:
        raise RunError(
            f"{file} cannot be read ({error.strerror or error}); "
            "`onrecord eval gate RUN FILE --pin` writes floors"
        ) from error
    except ValidationError as error:
        raise RunError(f"{file} is no file of floors") from error


def check(floors: Floors, run: Run, figures: Mapping[str, Figure]) -> list[Below]:
    """The figures that are below their floors.

    Raises:
        RunError: the floors are those of another suite.
    """
    check_suite(floors, run.suite, run.suite_hash)
    return [
        Below(name, figures[name].value if name in figures else None, floor)
        for name, floor in floors.floors.items()
        if name not in figures or metrics_named([name])[0].fails(figures[name].value, floor)
    ]


def pinned(
    floors: Floors | None,
    run: Run,
    figures: Mapping[str, Figure],
    allow_lower: bool = False,
    slack: float | None = None,
) -> tuple[Floors, list[Kept]]:
    """The floors that a run allows, and those that would have had to be lowered.

    Costs and what is neither better nor worse get none; a metric that has to be perfect and is,
    gets its best value without slack. Floors of another suite are given up only by ``allow_lower``.

    Raises:
        RunError: as `check`, or the run did not end.
    """
    if floors is not None and not allow_lower:
        check_suite(floors, run.suite, run.suite_hash)
    if not run.finished:
        raise RunError(f"{run.id} did not end ({run.stopped or 'it was interrupted'})")
    old = floors.floors if floors and floors.suite_hash == run.suite_hash else {}
    made, kept = dict(old), []
    for name, figure in figures.items():
        metric = metrics_named([name])[0]
        if metric.group in _NEVER or metric.better == "neither":
            continue
        perfect = metric.passes is not None and figure.value == metric.passes
        room = max(SLACK, 1 / figure.n) if slack is None else slack
        room = 0.0 if perfect and name == "quote_exactness" else room
        wanted = _rounded(figure.value, room, metric.better == "lower")
        if name in old and metric.fails(wanted, old[name]) and not allow_lower:
            kept.append(Kept(name, old[name], wanted))
        elif wanted < 1 if metric.better == "lower" else wanted > 0:
            made[name] = wanted
        else:  # no share can be worse than that
            made.pop(name, None)
    return Floors(run.suite, run.suite_hash, made), kept


def _rounded(value: float, room: float, lower: bool) -> float:
    """``value`` less strict by ``room``, rounded to three digits away from what would be strict."""
    if lower:
        return math.ceil((value + room) * 1000 - 1e-6) / 1000
    return math.floor((value - room) * 1000 + 1e-6) / 1000


def write_floors(file: Path, floors: Floors) -> None:
    """Write floors as `read_floors` reads them."""
    write_whole(file, TypeAdapter(Floors).dump_json(floors, indent=2).decode() + "\n")


def check_suite(floors: Floors, suite: str, suite_hash: str) -> None:
    """Raise a `RunError` where floors are not those of this suite."""
    if floors.suite_hash != suite_hash:
        raise RunError(
            f"the floors are those of {floors.suite} {floors.suite_hash[:12]}, the run is of "
            f"{suite} {suite_hash[:12]}; pin them anew with "
            "`onrecord eval gate RUN FILE --pin --allow-lower`"
        )


def with_floors(figures: Mapping[str, Figure], floors: Mapping[str, float]) -> dict[str, Figure]:
    """The figures with their floors."""
    made = dict(figures)
    for name, floor in floors.items():
        if name in made:
            passed = not metrics_named([name])[0].fails(made[name].value, floor)
            made[name] = replace(made[name], floor=floor, passed=passed)
    return made
