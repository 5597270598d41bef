"""An axis of a plot: from values to places in the drawing, and the marks beside it."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``, drawn from ``begin`` to ``end``; ``log`` for powers of ten."""

    low: float
    high: float
    begin: float
    end: float
    log: bool = False

    def at(self, value: float) -> float:
        """Where a value is drawn; what lies outside is drawn at the edge."""
        low, high, value = (self._even(each) for each in (self.low, self.high, value))
        part = (value - low) / (high - low) if high > low else 0.5
        return round(self.begin + min(1.0, max(0.0, part)) * (self.end - self.begin), 1)

    def ticks(self) -> list[tuple[float, str]]:
        """Places with what is written at them: four to six, or the powers of ten."""
        if self.log:
            powers = range(round(math.log10(self.low)), round(math.log10(self.high)) + 1)
            return [(self.at(10.0**power), f"{10.0**power:g}") for power in powers]
        step = _step((self.high - self.low) / 5)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [(self.at(n * step), f"{n * step:.6g}") for n in range(first, last + 1)]

    def _even(self, value: float) -> float:
        return math.log10(max(value, self.low)) if self.log else value


def upto(largest: float, begin: float, end: float) -> Axis:
    """A linear axis from 0 to the next round number, or to 1 where all is 0."""
    if largest <= 0:
        return Axis(0.0, 1.0, begin, end)
    step = _step(largest / 5)
    return Axis(0.0, step * math.ceil(largest / step - 1e-9), begin, end)


def powers(values: list[float], begin: float, end: float) -> Axis:
    """A logarithmic axis around positive values, from a power of ten to another."""
    low = math.floor(math.log10(min(values)))
    high = max(low + 1, math.ceil(math.log10(max(values))))
    return Axis(10.0**low, 10.0**high, begin, end, log=True)


def _step(about: float) -> float:
    """The next of 1, 2, 2.5 and 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(about))
    return next(n * power for n in (1.0, 2.0, 2.5, 5.0, 10.0) if n * power >= about * (1 - 1e-9))
