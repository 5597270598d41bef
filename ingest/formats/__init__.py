"""The file formats. Each module of this package declares one in its constant `FORMAT`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

from assistant.errors import SourceError
from ingest.draft import Draft

Found = Draft | SourceError
"""One article of an input, or why one part of the input holds none."""


@dataclass(frozen=True, slots=True)
class Format:
    """How to read one kind of file.

    ``read`` takes the open file and its name, and yields what it finds. It raises `SourceError`
    where the file as a whole cannot be read.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[BinaryIO, str], Iterator[Found]]


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this package, by name."""
    modules = (
        importlib.import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
    )
    found: list[Format] = [module.FORMAT for module in modules]
    return tuple(sorted(found, key=lambda each: each.name))


def format_for(name: str) -> Format | None:
    """The format of a file by the end of its name (a final .gz aside), or None."""
    plain = name.lower().removesuffix(".gz")
    return next((f for f in formats() if plain.endswith(f.suffixes)), None)
